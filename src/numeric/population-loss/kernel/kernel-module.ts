import { type I32, i32, int, loadI32 } from '../../wasm/expression.ts';
import type { FunctionBuilder } from '../../wasm/function-builder.ts';
import { ModuleBuilder } from '../../wasm/module-builder.ts';
import { writeAscent } from './ascend-code.ts';
import { writeEnd, writeStart } from './cube-code.ts';
import { writeDescent } from './descend-code.ts';
import { writeEdges } from './edge-code.ts';
import { defineFinish, defineStoreLane } from './finish-code.ts';
import { type FreeSet, knownSet, writeForEachSet } from './free-set.ts';
import { defineGram } from './gram-code.ts';
import { type KernelLayout, kernelLayout, MOST_UNROLLED, orderedSets, sizeOf } from './kernel-layout.ts';
import { defineLoadRows, writeFalling, writeVertices } from './vertex-code.ts';

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
  const loadRows = defineLoadRows(module, layout);
  const sweep = defineSweep(module, layout);
  const storeLane = defineStoreLane(module, layout);
  const pair = module.define(
    2,
    (f) => {
      const [first = i32(0), second = i32(0)] = f.parameters;
      f.call(loadRows, first, second);
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
        for (let i = 0; i < featureCount; i += 2)
          f.call(pair, i32(i), i32(Math.min(i + 1, featureCount - 1)));
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
  const writeStates = layout.featureCount <= MOST_UNROLLED ? unrolled(layout) : looped(module, layout);
  return module.define(0, (f) => {
    writeFalling(f, layout);
    writeStart(f, layout);
    writeVertices(f, layout);
    writeStates(f);
    writeEnd(f, layout);
  });
}

/** One set after the other, down and up again. */
function unrolled(layout: KernelLayout): (f: FunctionBuilder) => void {
  return (f) => {
    const sets = orderedSets(layout).slice(1);
    for (const set of sets.toReversed()) {
      const write = sizeOf(set) === 1 ? writeEdges : writeDescent;
      write(f, layout, knownSet(layout, set));
    }
    for (const set of sets.filter((one) => sizeOf(one) >= 2)) writeAscent(f, layout, knownSet(layout, set));
  };
}

/** Down through the blocks of states, and up again. */
function looped(module: ModuleBuilder, layout: KernelLayout): (f: FunctionBuilder) => void {
  const { featureCount, lowCount, blocks, blockCount } = layout;
  const sizes = Array.from({ length: featureCount + 1 }, (_, size) => size);
  const ways = {
    down: sizes.map((size) => defineForSize(module, layout, size, size === 1 ? writeEdges : writeDescent)),
    up: sizes.map((size) => defineForSize(module, layout, size, writeAscent)),
  };
  const highSizes = Array.from({ length: featureCount - lowCount + 1 }, (_, size) => size);
  const visits = {
    down: highSizes.map((size) => defineVisit(module, layout, size, 'down', ways.down)),
    up: highSizes.map((size) => defineVisit(module, layout, size, 'up', ways.up)),
  };
  const last = blocks + BLOCK_BYTES * (blockCount - 1);
  return (f) => {
    const visit = (way: 'down' | 'up', entry: I32): void => {
      const [highSize, sets, ones] = [0, 4, 8].map((offset) => f.let(loadI32({ base: entry, offset })));
      visits[way].forEach((index, size) => {
        f.when(int.eq(highSize ?? entry, i32(size)), () => f.call(index, sets ?? entry, ones ?? entry));
      });
    };
    f.forEach(i32(0), i32(BLOCK_BYTES * blockCount), BLOCK_BYTES, (k) =>
      visit('down', f.let(int.sub(i32(last), k))),
    );
    f.forEach(i32(blocks), i32(last + BLOCK_BYTES), BLOCK_BYTES, (entry) => visit('up', entry));
  };
}

const BLOCK_BYTES = 12;

/** The function (sets, ones) that goes through one block, in which `highSize` of the high features are free. */
function defineVisit(
  module: ModuleBuilder,
  layout: KernelLayout,
  highSize: number,
  way: 'down' | 'up',
  functions: readonly (readonly number[])[],
): number {
  return module.define(2, (f) => {
    const [sets = i32(0), ones = i32(0)] = f.parameters;
    for (const { size, kind, start, end } of segmentsOf(layout, highSize, way)) {
      const place = (entry: number): I32 => int.add(sets, i32(4 * entry));
      f.call(functions[size]?.[kind] ?? 0, place(start), place(end), ones);
    }
  });
}

/** The parts of the order of a block in which all sets have one size and kind, in the order in which to visit them. */
function segmentsOf(
  { lowCount, lowStarts }: KernelLayout,
  highSize: number,
  way: 'down' | 'up',
): { size: number; kind: number; start: number; end: number }[] {
  const segments = lowStarts.slice(0, 2 * lowCount + 2).map((start, k) => ({
    size: highSize + Math.floor(k / 2),
    kind: k % 2,
    start,
    end: lowStarts[k + 1] ?? start,
  }));
  const isVisited = (size: number): boolean => size >= (way === 'up' ? 2 : 1);
  const visited = segments.filter(({ size, start, end }) => isVisited(size) && start < end);
  return way === 'up' ? visited : visited.reverse();
}

/** For the sets of one size two functions (start, end, ones), without and with the own feature. */
function defineForSize(
  module: ModuleBuilder,
  layout: KernelLayout,
  size: number,
  write: (f: FunctionBuilder, layout: KernelLayout, free: FreeSet) => void,
): number[] {
  if (size === 0) return [];
  return [false, true].map((isOwnFree) =>
    module.define(3, (f) => {
      const [from = i32(0), to = i32(0), ones = i32(0)] = f.parameters;
      writeForEachSet(f, layout, [from, to, ones], { size, isOwnFree }, (free) => write(f, layout, free));
    }),
  );
}
