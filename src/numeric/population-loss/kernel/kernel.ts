import { activeSetProbabilities } from '../active-set-probabilities.ts';
import {
  blocks,
  type KernelLayout,
  kernelLayout,
  orderedSets,
  placeOf,
  STATE_BYTES,
  sizeOf,
} from './kernel-layout.ts';
import { kernelModule } from './kernel-module.ts';

/** What there is of WebAssembly, as far as it is needed; some engines have none. */
declare const WebAssembly:
  | undefined
  | {
      readonly Module: new (bytes: Uint8Array) => object;
      readonly Memory: new (limits: { initial: number }) => { readonly buffer: ArrayBuffer };
      readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
    };

/** The functions of {@link kernelModule}. */
export interface KernelFunctions {
  gram(): number;
  pair(i: number, j: number): void;
  finish(): void;
  evaluate(): number;
}

/** A running kernel for n features. Its memory is large, so that all tasks of n features take turns with one kernel. */
export interface Kernel extends KernelFunctions {
  readonly layout: KernelLayout;
  readonly buffer: ArrayBuffer;
  /** For how many weights there is room. */
  readonly weightCapacity: number;
  /** Whose task is in the memory: the last to {@link loadTask}. */
  owner: KernelTask | undefined;
}

/** A task and shape as a kernel wants them. */
export interface KernelTask {
  readonly importances: Float64Array;
  /** P(A) by output and set of positions, shape [features, sets]. */
  readonly probabilities: Float64Array;
  readonly weightCount: number;
}

const PAGE_BYTES = 65536;
const modules = new Map<number, object | undefined>();
const kernels = new Map<number, WeakRef<Kernel>>();

/**
 * A kernel for so many features, with room for that many weights; the same for all who ask while it is in use.
 *
 * @returns nothing where there is no WebAssembly with vectors.
 */
export function kernelFor(featureCount: number, weightCount: number): Kernel | undefined {
  const known = kernels.get(featureCount)?.deref();
  if (known !== undefined && known.weightCapacity >= weightCount) return known;
  if (typeof WebAssembly === 'undefined') return undefined;
  if (!modules.has(featureCount)) modules.set(featureCount, compiled(featureCount));
  const module = modules.get(featureCount);
  if (module === undefined) return undefined;
  const kernel = started(module, featureCount, weightCount);
  if (kernel !== undefined) kernels.set(featureCount, new WeakRef(kernel));
  return kernel;
}

export function kernelTask(
  densities: Float64Array,
  importances: Float64Array,
  weightCount: number,
): KernelTask {
  const setCount = 2 ** densities.length;
  const probabilities = new Float64Array(densities.length * setCount);
  densities.forEach((own, i) => {
    const seen = Float64Array.from([own, ...densities.filter((_, j) => j !== i)]);
    probabilities.set(activeSetProbabilities(seen), i * setCount);
  });
  return { importances, probabilities, weightCount };
}

/** Puts a task into the memory of a kernel. */
export function loadTask(kernel: Kernel, task: KernelTask): void {
  const { layout, buffer } = kernel;
  const { importances, probabilities, weightCount } = task;
  kernel.owner = task;
  new Float64Array(buffer, layout.importance, importances.length).set(importances);
  new Float64Array(buffer, layout.probability, probabilities.length).set(probabilities);
  new Int32Array(buffer, layout.weightsEnd, 1)[0] = layout.weights + 8 * weightCount;
}

function compiled(featureCount: number): object | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  const bytes = kernelModule(featureCount);
  try {
    return new WebAssembly.Module(bytes);
  } catch {
    // The engine has no vectors, or may not compile.
    return undefined;
  }
}

function started(module: object, featureCount: number, weightCount: number): Kernel | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  const layout = kernelLayout(featureCount);
  const pages = Math.ceil((layout.weights + 16 * weightCount) / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  fillTables(memory.buffer, layout);
  return {
    ...(exports as KernelFunctions),
    layout,
    buffer: memory.buffer,
    weightCapacity: Math.floor((PAGE_BYTES * pages - layout.weights) / 16),
    owner: undefined,
  };
}

function fillTables(buffer: ArrayBuffer, layout: KernelLayout): void {
  const { setCount, featureCount, place, step, order } = layout;
  const integers = (start: number, count: number): Int32Array => new Int32Array(buffer, start, count);
  const reciprocals = new Float64Array(buffer, layout.reciprocals, 2 * layout.reciprocalCount);
  reciprocals.forEach((_, k) => {
    reciprocals[k] = 1 / Math.floor(k / 2);
  });
  const sets = Array.from({ length: setCount }, (_, set) => set);
  integers(place, setCount).set(sets.map((set) => STATE_BYTES * placeOf(set)));
  integers(step, featureCount).set(sets.slice(0, featureCount).map((j) => STATE_BYTES * 3 ** j));
  integers(order, setCount).set(orderedSets(layout));
  const entries = blocks(layout).flatMap(({ free, ones }) => [sizeOf(free), order + 4 * free, ones]);
  integers(layout.blocks, entries.length).set(entries);
}
