import { Worker } from 'node:worker_threads';

/**
 * A thread that runs a module of this program, compiled or from its source as this one is.
 *
 * @param module - its address without extension, as in `new URL('./training-worker', import.meta.url)`.
 * @param youngMegabytes - room for objects that live shortly; what V8 finds right if left out.
 */
export function startWorker(module: URL, workerData?: unknown, youngMegabytes?: number): Worker {
  const resourceLimits = youngMegabytes === undefined ? {} : { maxYoungGenerationSizeMb: youngMegabytes };
  if (import.meta.url.endsWith('.js')) {
    return new Worker(new URL(`${module.href}.js`), { workerData, resourceLimits });
  }
  // Run from the sources by tsx, whose hooks do not reach workers on Node 20: the worker registers its own.
  const tsx = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const program = JSON.stringify(`${module.href}.ts`);
  const script = `import(${tsx}).then(({ register }) => { register(); return import(${program}); });`;
  return new Worker(script, { eval: true, workerData, resourceLimits });
}
