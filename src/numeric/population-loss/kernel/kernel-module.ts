import { i32, int } from '../../wasm/expression.ts';
import type { FunctionBuilder } from '../../wasm/function-builder.ts';
import { ModuleBuilder } from '../../wasm/module-builder.ts';
import { writeAscent } from './ascend-code.ts';
import { writeDescent } from './descend-code.ts';
import { writeEdges } from './edge-code.ts';
import { defineFinish, defineStoreLane } from './finish-code.ts';
import { type FreeSet, writeForEachSet } from './free-set.ts';
import { defineGram } from './gram-code.ts';
import { type KernelLayout, kernelLayout } from './kernel-layout.ts';
import { defineLoadLane, writeVertices } from './vertex-code.ts';
import { writeEnd, writeStart } from './cube-code.ts';

/**
 * The WebAssembly module that evaluates models of n features, two outputs at once:
 *
 * - `gram()`: G from W and b; the set of the rows that may need magnification, and then this module must not go on;
 * - `pair(i, j)`: outputs i and j;
 * - `finish()`: loss and gradient from all outputs;
 * - `evaluate()`: all of it, or what `gram` returns if that is not 0.
 */
export function kernelModule(featureCount: number): Uint8Array<ArrayBuffer> {
  const layout = kernelLayout(featureCount);
  const module = new ModuleBuilder();
  const gram = defineGram(module, layout, 'gram');
  const loadLane = defineLoadLane(module, layout);
  const sweep = defineSweep(module, layout);
  const storeLane = defineStoreLane(module, layout);
  const pair = module.define(
    2,
    (f) => {
      const [first = i32(0), second = i32(0)] = f.parameters;
      f.call(loadLane, first, i32(0));
      f.call(loadLane, second, i32(1));
      f.call(sweep);
      f.call(storeLane, first, i32(0));
      f.call(storeLane, second, i32(1));
    },
    { name: 'pair' },
  );
  const finish = defineFinish(module, layout, 'finish');
  module.define(
    0,
    (f) => {
      const suspects = f.callForResult(gram);
      f.when(int.eq(suspects, i32(0)), () => {
        for (let i = 0; i < featureCount; i += 2) f.call(pair, i32(i), i32(Math.min(i + 1, featureCount - 1)));
        f.call(finish);
      });
      f.result(suspects);
    },
    { name: 'evaluate', hasResult: true },
  );
  return module.bytes();
}

/** The function that evaluates the outputs in the lanes. */
function defineSweep(module: ModuleBuilder, layout: KernelLayout): number {
  const sizes = Array.from({ length: layout.featureCount }, (_, k) => k + 1);
  const [edges = [], ...descents] = sizes.map((size) =>
    defineForSize(module, layout, size, size === 1 ? writeEdges : writeDescent),
  );
  const ascents = sizes.slice(1).map((size) => defineForSize(module, layout, size, writeAscent));
  return module.define(0, (f) => {
    writeVertices(f, layout);
    writeStart(f, layout);
    for (const call of [...descents.reverse().flat(), ...edges, ...ascents.flat()]) {
      f.call(call.index, i32(call.start), i32(call.end));
    }
    writeEnd(f, layout);
  });
}

/** A function of a part of `layout.order`. */
interface CallForSets {
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

/** For the sets of one size two functions, without and with the own feature. */
function defineForSize(
  module: ModuleBuilder,
  layout: KernelLayout,
  size: number,
  write: (f: FunctionBuilder, layout: KernelLayout, free: FreeSet) => void,
): CallForSets[] {
  const { order, orderStart } = layout;
  return [false, true]
    .map((isOwnFree) => {
      const segment = 2 * size + Number(isOwnFree);
      return {
        isOwnFree,
        start: order + 4 * (orderStart[segment] ?? 0),
        end: order + 4 * (orderStart[segment + 1] ?? 0),
      };
    })
    .filter(({ start, end }) => start < end)
    .map(({ isOwnFree, start, end }) => ({
      start,
      end,
      index: module.define(2, (f) => {
        const [from = i32(0), to = i32(0)] = f.parameters;
        writeForEachSet(f, layout, [from, to], { size, isOwnFree }, (free) => write(f, layout, free));
      }),
    }));
}
