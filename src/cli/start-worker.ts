import { Worker } from 'node:worker_threads';

/**
 * Starts a worker thread from a module, compiled or not as the program is.
 *
 * @param module - its URL without the extension: `new URL('./certify-worker', import.meta.url)`.
 * @param workerData - what the worker finds under that name.
 */
export function startWorker(module: URL, workerData?: unknown): Worker {
  if (import.meta.url.endsWith('.js')) return new Worker(new URL(`${module.href}.js`), { workerData });
  // Run from the sources by tsx, whose hooks do not reach workers on Node 20: the worker registers its own.
  const tsx = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const program = JSON.stringify(`${module.href}.ts`);
  const script = `import(${tsx}).then(({ register }) => { register(); return import(${program}); });`;
  return new Worker(script, { eval: true, workerData });
}
