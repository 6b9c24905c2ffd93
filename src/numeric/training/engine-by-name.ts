import { DomainError } from '../../support/errors.ts';
import { GPU_MODES } from './gpu/gpu-device.ts';
import { gpuEngine } from './gpu/gpu-engine.ts';
import { referenceEngine } from './reference-engine.ts';
import type { TrainingEngine } from './training-engine.ts';
import { wasmEngine } from './wasm/wasm-engine.ts';

/** Every engine there is, whether this machine can run it or not. */
const ENGINES: readonly TrainingEngine[] = [wasmEngine, referenceEngine, ...GPU_MODES.map(gpuEngine)];

/** The names {@link engineByName} knows: `wasm`, `reference`, `gpu:webgpu`, …, `gpu:cpu`. */
export const ENGINE_NAMES: readonly string[] = ENGINES.map(({ name }) => name);

/**
 * The engine of that name, to force a choice; `chooseGpuMode` makes one.
 *
 * @throws {@link DomainError} if there is none.
 */
export function engineByName(name: string): TrainingEngine {
  const engine = ENGINES.find((candidate) => candidate.name === name);
  if (engine === undefined) throw new DomainError('engineByName', `one of ${ENGINE_NAMES.join(', ')}`, name);
  return engine;
}
