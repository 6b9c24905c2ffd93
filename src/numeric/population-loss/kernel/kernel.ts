import { activeSetProbabilities } from '../active-set-probabilities.ts';
import { blocks, type KernelLayout, kernelLayout, orderedSets, placeOf, sizeOf, STATE_BYTES } from './kernel-layout.ts';
import { kernelModule } from './kernel-module.ts';

/** What the engine offers of WebAssembly, as far as it is needed here; not all have it. */
declare const WebAssembly:
  | undefined
  | {
      readonly Module: new (bytes: Uint8Array) => object;
      readonly Memory: new (limits: { initial: number }) => { readonly buffer: ArrayBuffer };
      readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
    };

/** An evaluator in WebAssembly for one task and hidden dimension. */
export interface Kernel {
  readonly layout: KernelLayout;
  /** Inputs and results, in the memory of the kernel. */
  readonly weights: Float64Array;
  readonly bias: Float64Array;
  readonly weightGradient: Float64Array;
  readonly biasGradient: Float64Array;
  readonly errors: Float64Array;
  readonly loss: Float64Array;
  readonly gramGradient: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  /** See {@link kernelModule}. */
  gram(): number;
  pair(i: number, j: number): void;
  finish(): void;
  evaluate(): number;
}

const PAGE_BYTES = 65536;
const modules = new Map<number, object | undefined>();

function moduleFor(featureCount: number): object | undefined {
  if (!modules.has(featureCount)) modules.set(featureCount, compile(featureCount));
  return modules.get(featureCount);
}

function compile(featureCount: number): object | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  try {
    return new WebAssembly.Module(kernelModule(featureCount));
  } catch(e) {
    console.log(e);
    // No 128-bit vectors here, or compiling is forbidden.
    return undefined;
  }
}

/** The kernel of a task, or nothing where there is no WebAssembly with vectors. */
export function kernel(
  densities: Float64Array,
  importances: Float64Array,
  hiddenDimension: number,
): Kernel | undefined {
  const featureCount = densities.length;
  const module = moduleFor(featureCount);
  if (module === undefined || typeof WebAssembly === 'undefined') return undefined;
  const layout = kernelLayout(featureCount);
  const weightCount = hiddenDimension * featureCount;
  const pages = Math.ceil((layout.weights + 16 * weightCount) / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const doubles = (place: number, count: number): Float64Array => new Float64Array(memory.buffer, place, count);
  doubles(layout.importance, featureCount).set(importances);
  for (let i = 0; i < featureCount; i++) {
    const place = layout.probability + 8 * layout.setCount * i;
    const seen = [densities[i] ?? 0, ...densities.filter((_, j) => j !== i)];
    doubles(place, layout.setCount).set(activeSetProbabilities(Float64Array.from(seen)));
  }
  fillTables(memory.buffer, layout);
  new Int32Array(memory.buffer, layout.weightsEnd, 1)[0] = layout.weights + 8 * weightCount;
  return {
    ...(exports as Pick<Kernel, 'gram' | 'pair' | 'finish' | 'evaluate'>),
    layout,
    weights: doubles(layout.weights, weightCount),
    bias: doubles(layout.bias, featureCount),
    weightGradient: doubles(layout.weights + 8 * weightCount, weightCount),
    biasGradient: doubles(layout.biasGradient, featureCount),
    errors: doubles(layout.error, featureCount),
    loss: doubles(layout.loss, 1),
    gramGradient: doubles(layout.gramGradient, featureCount * featureCount),
    high: doubles(layout.high, featureCount * featureCount),
    low: doubles(layout.low, featureCount * featureCount),
  };
}

function fillTables(buffer: ArrayBuffer, layout: KernelLayout): void {
  const { setCount, featureCount, place, step, order } = layout;
  const integers = (start: number, count: number): Int32Array => new Int32Array(buffer, start, count);
  const sets = Array.from({ length: setCount }, (_, set) => set);
  integers(place, setCount).set(sets.map((set) => STATE_BYTES * placeOf(set)));
  integers(step, featureCount).set(sets.slice(0, featureCount).map((j) => STATE_BYTES * 3 ** j));
  integers(order, setCount).set(orderedSets(layout));
  const entries = blocks(layout).flatMap(({ free, ones }) => [sizeOf(free), order + 4 * free, ones]);
  integers(layout.blocks, entries.length).set(entries);
}
