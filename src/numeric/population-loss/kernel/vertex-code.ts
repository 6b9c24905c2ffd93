import {
  type Address,
  both,
  choose,
  fixedAddress,
  type I32,
  i32,
  int,
  lanes,
  loadF64,
  loadLanes,
  moved,
  pair,
  signBits,
} from '../../wasm/expression.ts';
import type { FunctionBuilder } from '../../wasm/function-builder.ts';
import type { ModuleBuilder } from '../../wasm/module-builder.ts';
import { lanesSumError } from './error-free-code.ts';
import { reciprocal } from './face-code.ts';
import type { KernelLayout } from './kernel-layout.ts';

/** The function that puts the rows of two outputs into the two lanes. */
export function defineLoadRows(module: ModuleBuilder, layout: KernelLayout): number {
  const { featureCount: n, setCount, high, low, rowHigh, rowLow, probability } = layout;
  return module.define(2, (f) => {
    const outputs = f.parameters.map((i) => {
      const own = f.let(int.shl(i, i32(3)));
      return { i, own, row: f.let(int.mul(own, i32(n))) };
    });
    const load = (target: number, placeOf: (output: (typeof outputs)[number]) => Address): void => {
      const [first, second] = outputs.map((output) => loadF64(placeOf(output)));
      if (first !== undefined && second !== undefined)
        f.storeLanes(fixedAddress(target), pair(first, second));
    };
    load(rowHigh, ({ row, own }) => ({ base: int.add(row, own), offset: high }));
    load(rowLow, ({ row, own }) => ({ base: int.add(row, own), offset: low }));
    load(layout.ownHigh, ({ own }) => ({ base: own, offset: layout.residualHigh }));
    load(layout.ownLow, ({ own }) => ({ base: own, offset: layout.residualLow }));
    load(layout.ownBias, ({ own }) => ({ base: own, offset: layout.bias }));
    for (let position = 1; position < n; position++) {
      // Features before the own have moved up by one position, to make room for it.
      const entries = outputs.map(({ i, row }) => {
        const j = int.sub(i32(position), int.less(i32(position - 1), i));
        return f.let(int.add(row, int.shl(j, i32(3))));
      });
      const [first = i32(0), second = i32(0)] = entries;
      for (const [target, offset] of [
        [rowHigh, high],
        [rowLow, low],
      ] as const) {
        const values = pair(loadF64({ base: first, offset }), loadF64({ base: second, offset }));
        f.storeLanes(fixedAddress(target + 16 * position), values);
      }
    }
    outputs.forEach(({ own }, lane) => {
      const place = int.add(i32(probability), int.mul(own, i32(setCount)));
      f.storeI32(fixedAddress(layout.probabilityOf + 4 * lane), place);
    });
  });
}

/** Which entries of the rows are negative, as masks and as sets. */
export function writeFalling(f: FunctionBuilder, layout: KernelLayout): void {
  const sets = [f.let(i32(0)), f.let(i32(0))];
  for (let j = 1; j < layout.featureCount; j++) {
    const falls = f.let(lanes.lt(loadLanes(fixedAddress(layout.rowHigh + 16 * j)), both(0)));
    f.storeLanes(fixedAddress(layout.isFalling + 16 * j), falls);
    const bits = f.let(signBits(falls));
    sets.forEach((set, lane) => {
      const bit = int.and(int.shr(bits, i32(lane)), i32(1));
      set.set(int.or(set, int.shl(bit, i32(j))));
    });
  }
  sets.forEach((set, lane) => {
    f.storeI32(fixedAddress(layout.fallingSet + 4 * lane), set);
  });
}

const MOST_UNROLLED = 4;

/**
 * Fills the tables over vertices from the rows in the lanes: `fillVertexValues` with every feature turned so that z rises
 * along it. Where G_ij < 0, y_j = 0 is x_j = 1: the two halves of the table are exchanged.
 */
export function writeVertices(f: FunctionBuilder, layout: KernelLayout): void {
  const { featureCount: n, rowHigh, rowLow, slopeShare, sum, rest } = layout;
  // Few entries without a loop.
  const each = (count: number, body: (bytes: I32 | number) => void): void => {
    if (count <= MOST_UNROLLED) for (let k = 0; k < count; k++) body(16 * k);
    else f.forEach(i32(0), i32(16 * count), 16, body);
  };
  const at = (place: I32 | number, offset: number) =>
    typeof place === 'number' ? fixedAddress(place + offset) : { base: place, offset };

  const twelfth = f.let(reciprocal(layout, 12));
  f.storeLanes(fixedAddress(sum), loadLanes(fixedAddress(layout.ownBias)));
  f.storeLanes(fixedAddress(rest), both(0));
  f.storeLanes(fixedAddress(layout.variance), both(0));
  for (let j = 0; j < n; j++) {
    const term = f.let(loadLanes(fixedAddress(rowHigh + 16 * j)));
    const termLow = f.let(loadLanes(fixedAddress(rowLow + 16 * j)));
    const slope = j === 0 ? f.let(loadLanes(fixedAddress(layout.ownHigh))) : term;
    f.storeLanes(fixedAddress(slopeShare + 16 * j), lanes.mul(slope, twelfth));
    const square = f.let(lanes.mul(lanes.mul(slope, slope), twelfth));
    each(2 ** j, (set) => {
      const variance = lanes.add(loadLanes(at(set, layout.variance)), square);
      f.storeLanes(moved(at(set, layout.variance), 16 * 2 ** j), variance);
    });
    if (j === 0) continue;
    const falls = f.let(loadLanes(fixedAddress(layout.isFalling + 16 * j)));
    const half = 16 * 2 ** (j - 1);
    each(2 ** (j - 1), (set) => {
      const without = f.let(loadLanes(at(set, sum)));
      const restWithout = f.let(loadLanes(at(set, rest)));
      const within = f.let(lanes.add(without, term));
      const lostHere = lanes.add(lanesSumError(f, without, term, within), termLow);
      const restWithin = f.let(lanes.add(restWithout, lostHere));
      f.storeLanes(at(set, sum), choose(falls, within, without));
      f.storeLanes(at(set, rest), choose(falls, restWithin, restWithout));
      f.storeLanes(moved(at(set, sum), half), choose(falls, without, within));
      f.storeLanes(moved(at(set, rest), half), choose(falls, restWithout, restWithin));
    });
  }
  const own = f.let(loadLanes(fixedAddress(rowHigh)));
  const ownLow = f.let(loadLanes(fixedAddress(rowLow)));
  const less = f.let(loadLanes(fixedAddress(layout.ownHigh)));
  const lessLow = f.let(loadLanes(fixedAddress(layout.ownLow)));
  each(2 ** (n - 1), (set) => {
    const without = f.let(loadLanes(at(set, sum)));
    const restWithout = f.let(loadLanes(at(set, rest)));
    const value = f.let(lanes.add(without, restWithout));
    const twice = typeof set === 'number' ? 2 * set : f.let(int.shl(set, i32(1)));
    f.storeLanes(at(twice, layout.vertex), value);
    f.storeLanes(at(twice, layout.residual), value);
    for (const [target, high, low] of [
      [layout.vertex, own, ownLow],
      [layout.residual, less, lessLow],
    ] as const) {
      const within = f.let(lanes.add(without, high));
      const lostHere = lanes.add(lanesSumError(f, without, high, within), low);
      f.storeLanes(moved(at(twice, target), 16), lanes.add(within, lanes.add(restWithout, lostHere)));
    }
  });
}
