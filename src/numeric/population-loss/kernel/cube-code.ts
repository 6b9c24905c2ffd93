import {
  both,
  f64,
  fixedAddress,
  lanes,
  loadF64,
  loadI32,
  loadLanes,
  moved,
  pair,
  real,
  withLane,
} from '../../wasm/expression.ts';
import type { FunctionBuilder } from '../../wasm/function-builder.ts';
import { writeForEachCube } from './free-set.ts';
import { type KernelLayout, OMEGA } from './kernel-layout.ts';

/**
 * Starts all sums with what the empty active set adds: z = b_i, P(∅) b₊² to the error and P(∅) b₊ to the derivative. Gives
 * every cube its weight P(A). All other states have none yet.
 */
export function writeStart(f: FunctionBuilder, layout: KernelLayout): void {
  for (let j = 0; j < layout.featureCount; j++) f.storeLanes(fixedAddress(layout.slopes + 16 * j), both(0));
  const [first = f64(0), second = f64(0)] = [0, 1].map((lane) =>
    loadF64({ base: loadI32(fixedAddress(layout.probabilityOf + 4 * lane)), offset: 0 }),
  );
  // Whole vectors, although one lane changes: a vector read from two halves just written would wait for memory.
  writeForEachCube(f, layout, (cube, probability, lane) => {
    const omega = moved(cube, OMEGA);
    f.storeLanes(omega, withLane(loadLanes(omega), lane, loadF64(probability)));
  });
  const on = f.let(lanes.max(loadLanes(fixedAddress(layout.ownBias)), both(0)));
  const slope = f.let(lanes.mul(pair(first, second), on));
  f.storeLanes(fixedAddress(layout.biasSlope), slope);
  f.storeLanes(fixedAddress(layout.total), lanes.mul(slope, on));
  f.storeLanes(fixedAddress(layout.lost), both(0));
}

/** The derivative by b_i: Σ P(A) g₀ over the cubes. */
export function writeEnd(f: FunctionBuilder, layout: KernelLayout): void {
  const sums = [f.let(f64(0)), f.let(f64(0))];
  writeForEachCube(f, layout, (cube, probability, lane) => {
    const sum = sums[lane];
    sum?.set(real.add(sum, real.mul(loadF64(probability), loadF64(moved(cube, layout.mean + 8 * lane)))));
  });
  sums.forEach((sum, lane) => {
    const place = fixedAddress(layout.biasSlope + 8 * lane);
    f.storeF64(place, real.add(loadF64(place), sum));
  });
}
