import { referenceEngine } from '../../numeric/training/reference-engine.ts';
import type { TrainingEngine } from '../../numeric/training/training-engine.ts';
import { wasmEngine } from '../../numeric/training/wasm/wasm-engine.ts';

export type ThreadEngine = 'wasm' | 'reference';

/** The engines that run on a processor's cores, a worker thread on each. */
const THREAD_ENGINES: Readonly<Record<ThreadEngine, TrainingEngine>> = {
  wasm: wasmEngine,
  reference: referenceEngine,
};

export function isThreadEngine(name: string): name is ThreadEngine {
  return Object.hasOwn(THREAD_ENGINES, name);
}

export function threadEngine(name: ThreadEngine): TrainingEngine {
  return THREAD_ENGINES[name];
}
