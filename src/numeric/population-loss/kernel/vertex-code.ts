import {
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
  signBits,
} from '../../wasm/expression.ts';
import type { FunctionBuilder } from '../../wasm/function-builder.ts';
import type { ModuleBuilder } from '../../wasm/module-builder.ts';
import { lanesSumError } from './error-free-code.ts';
import type { KernelLayout } from './kernel-layout.ts';

/** The function (output, lane) that puts the row of an output into a lane. */
export function defineLoadLane(module: ModuleBuilder, layout: KernelLayout): number {
  const { featureCount: n, setCount, high, low, rowHigh, rowLow, probability } = layout;
  return module.define(2, (f) => {
    const [i = i32(0), lane = i32(0)] = f.parameters;
    const side = f.let(int.shl(lane, i32(3)));
    const own = f.let(int.shl(i, i32(3)));
    const row = f.let(int.mul(own, i32(n)));
    // Features before i move up by one position, to make room for i itself; those behind stay.
    for (let j = 0; j < n; j++) {
      const position = int.add(i32(j), int.less(i32(j), i));
      const place = f.let(int.add(int.shl(int.mul(position, int.ne(i, i32(j))), i32(4)), side));
      f.storeF64({ base: place, offset: rowHigh }, loadF64({ base: row, offset: high + 8 * j }));
      f.storeF64({ base: place, offset: rowLow }, loadF64({ base: row, offset: low + 8 * j }));
    }
    f.storeF64({ base: side, offset: layout.ownHigh }, loadF64({ base: own, offset: layout.residualHigh }));
    f.storeF64({ base: side, offset: layout.ownLow }, loadF64({ base: own, offset: layout.residualLow }));
    f.storeF64({ base: side, offset: layout.ownBias }, loadF64({ base: own, offset: layout.bias }));
    f.storeI32(
      { base: int.shl(lane, i32(2)), offset: layout.probabilityOf },
      int.add(i32(probability), int.mul(own, i32(setCount))),
    );
  });
}

const MOST_UNROLLED = 4;

/**
 * Fills the tables over vertices from the rows in the lanes: `fillVertexValues` with every feature turned so that z rises
 * along it. Where G_ij < 0, y_j = 0 is x_j = 1: the two halves of the table are exchanged.
 */
export function writeVertices(f: FunctionBuilder, layout: KernelLayout): void {
  const { featureCount: n, rowHigh, rowLow, isFalling, slopeShare, sum, rest } = layout;
  // Few entries without a loop.
  const each = (count: number, body: (bytes: I32 | number) => void): void => {
    if (count <= MOST_UNROLLED) for (let k = 0; k < count; k++) body(16 * k);
    else f.forEach(i32(0), i32(16 * count), 16, body);
  };
  const at = (place: I32 | number, offset: number) =>
    typeof place === 'number' ? fixedAddress(place + offset) : { base: place, offset };

  const fallingSets = [f.variable('i32'), f.variable('i32')];
  f.storeLanes(fixedAddress(sum), loadLanes(fixedAddress(layout.ownBias)));
  f.storeLanes(fixedAddress(rest), both(0));
  f.storeLanes(fixedAddress(layout.variance), both(0));
  for (let j = 0; j < n; j++) {
    const term = f.let(loadLanes(fixedAddress(rowHigh + 16 * j)));
    const termLow = f.let(loadLanes(fixedAddress(rowLow + 16 * j)));
    const slope = j === 0 ? f.let(loadLanes(fixedAddress(layout.ownHigh))) : term;
    f.storeLanes(fixedAddress(slopeShare + 16 * j), lanes.mul(slope, both(1 / 12)));
    const square = f.let(lanes.mul(lanes.mul(slope, slope), both(1 / 12)));
    each(2 ** j, (set) => {
      const variance = lanes.add(loadLanes(at(set, layout.variance)), square);
      f.storeLanes(moved(at(set, layout.variance), 16 * 2 ** j), variance);
    });
    if (j === 0) continue;
    const falls = f.let(lanes.lt(term, both(0)));
    f.storeLanes(fixedAddress(isFalling + 16 * j), falls);
    const bits = f.let(signBits(falls));
    fallingSets.forEach((fallingSet, lane) => {
      const bit = int.and(int.shr(bits, i32(lane)), i32(1));
      fallingSet.set(int.or(fallingSet, int.shl(bit, i32(j))));
    });
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
  fallingSets.forEach((fallingSet, lane) => {
    f.storeI32(fixedAddress(layout.fallingSet + 4 * lane), fallingSet);
  });

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
