import { type I32, i32, int, loadI32 } from '../../wasm/expression.ts';
import type { FunctionBuilder } from '../../wasm/function-builder.ts';
import { ModuleBuilder } from '../../wasm/module-builder.ts';
import { writeAscent } from './ascend-code.ts';
import { writeDescent } from './descend-code.ts';
import { writeEdges } from './edge-code.ts';
import { defineFinish, defineStoreLane } from './finish-code.ts';
import { type FreeSet, knownSet, variableSet } from './free-set.ts';
import { defineGram } from './gram-code.ts';
import { type KernelLayout, kernelLayout, sizeOf } from './kernel-layout.ts';
import { defineLoadLane, writeStart, writeVertices } from './vertex-code.ts';

/** Up to so many features every state has code of its own; beyond, states with equally many free features share a loop. */
const MOST_UNROLLED = 3;

type WriteSet = (f: FunctionBuilder, layout: KernelLayout, free: FreeSet) => void;

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
  const isUnrolled = layout.featureCount <= MOST_UNROLLED;
  const everySet = isUnrolled ? unrolled : looped(module, layout);
  const descent = everySet(writeDescent);
  const edges = everySet(writeEdges);
  const ascent = everySet(writeAscent);
  return module.define(0, (f) => {
    writeVertices(f, layout, isUnrolled);
    writeStart(f, layout);
    for (let size = layout.featureCount; size >= 2; size--) descent(f, layout, size);
    edges(f, layout, 1);
    for (let size = 2; size <= layout.featureCount; size++) ascent(f, layout, size);
  });
}

type WriteSize = (f: FunctionBuilder, layout: KernelLayout, size: number) => void;

function unrolled(write: WriteSet): WriteSize {
  return (f, layout, size) => {
    for (let set = 1; set < layout.setCount; set++) {
      if (sizeOf(set) === size) write(f, layout, knownSet(set, layout));
    }
  };
}

/** For every size two functions of a set, with and without the own feature. */
function looped(module: ModuleBuilder, layout: KernelLayout): (write: WriteSet) => WriteSize {
  return (write) => {
    const functions = Array.from({ length: layout.featureCount }, (_, k) =>
      [false, true].map((isOwnFree) =>
        module.define(1, (f) => {
          const [set = i32(0)] = f.parameters;
          write(f, layout, variableSet(f, set, k + 1, isOwnFree, layout));
        }),
      ),
    );
    return (f, { order, orderStart }, size) => {
      const [others = 0, own = 0] = functions[size - 1] ?? [];
      const place = (k: number): I32 => i32(order + 4 * (orderStart[k] ?? 0));
      f.forEach(place(size), place(size + 1), 4, (entry) => {
        const set = f.let(loadI32({ base: entry, offset: 0 }));
        f.choose(int.and(set, i32(1)), () => f.call(own, set), () => f.call(others, set));
      });
    };
  };
}
