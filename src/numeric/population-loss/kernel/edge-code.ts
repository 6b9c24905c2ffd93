import { both, choose, lanes, loadLanes, moved, type V128 } from '../../wasm/expression.ts';
import type { FunctionBuilder, Variable } from '../../wasm/function-builder.ts';
import {
  addShare,
  addTo,
  addToSum,
  type ErrorSum,
  reciprocal,
  startErrorSum,
  storeErrorSum,
} from './face-code.ts';
import { type FaceState, type FreeSet, writeForEachState } from './free-set.ts';
import { type KernelLayout, OMEGA, UPSILON } from './kernel-layout.ts';

/** Twice Σ ∫_{z>0} ℓ y_j and Σ ∫_{z>0} ℓ (1 − y_j), with their weights, over the edges along y_j. */
interface EdgeSlopes {
  readonly rising: Variable<'v128'>;
  readonly falling: Variable<'v128'>;
}

/** All edges along one feature: they hand nothing on. */
export function writeEdges(f: FunctionBuilder, layout: KernelLayout, free: FreeSet): void {
  const sum = startErrorSum(f, layout);
  const slopes = { rising: f.let(both(0)), falling: f.let(both(0)) };
  writeForEachState(f, layout, free, (face) => writeEdge(f, layout, sum, slopes, face));
  storeErrorSum(f, layout, sum);
  for (const { slot, isOwn } of free.features) {
    const falls = loadLanes(moved(slot, layout.isFalling));
    const twice = isOwn ? slopes.rising : choose(falls, slopes.falling, slopes.rising);
    addTo(f, moved(slot, layout.slopes), lanes.mul(twice, reciprocal(layout, 2)));
  }
}

/**
 * An edge, whatever the signs at its ends. z > 0 on the upper part, of length v; there ℓ goes from p to q: p is −τ where z
 * crosses 0, and z − x_i at the lower end where it does not. Below it ℓ = −x_i. With s = p + q, and t = 1 − v:
 *
 *     ∫ℓ² = v (s² − pq)/3,   ∫ℓ = vs/2,   ∫ℓ y = v (ts + v(s + q)/3)/2,   ∫ℓ (1 − y) = v² (s + p)/6      above,
 *     ∫ℓ², ∫ℓ = 0, 0 or t, −t or t³/3, −t²/2      below, as x_i is 0, 1 or free.
 *
 * Nothing cancels: s² − pq = p² + pq + q² ≥ ¾ max(p², q²).
 */
function writeEdge(
  f: FunctionBuilder,
  layout: KernelLayout,
  sum: ErrorSum,
  slopes: EdgeSlopes,
  face: FaceState,
): void {
  const { state } = face;
  const third = reciprocal(layout, 3);
  const omega = f.let(loadLanes(moved(state, OMEGA)));
  const upsilon = f.let(loadLanes(moved(state, UPSILON)));
  const { above, below, first: p, last: q } = partsOf(f, layout, face);
  const s = f.let(lanes.add(p, q));
  const square = lanes.mul(lanes.sub(lanes.mul(s, s), lanes.mul(p, q)), third);
  const upper = lanes.mul(above, lanes.add(lanes.mul(omega, square), lanes.mul(upsilon, s)));
  addShare(f, layout, sum, face.own === 'absent' ? upper : lanes.add(upper, lowerShare()));
  f.storeLanes(moved(state, OMEGA), both(0));
  f.storeLanes(moved(state, UPSILON), both(0));
  f.storeLanes(moved(state, layout.volume), above);
  f.storeLanes(moved(state, layout.mean), lanes.mul(lanes.mul(above, s), reciprocal(layout, 2)));

  const risingSquare = lanes.add(lanes.mul(below, s), lanes.mul(lanes.mul(above, lanes.add(s, q)), third));
  const risingMean = lanes.add(lanes.add(below, below), above);
  const rising = lanes.add(lanes.mul(omega, risingSquare), lanes.mul(upsilon, risingMean));
  addToSum(f, layout, slopes.rising, lanes.mul(above, rising));
  if (face.own === 'free') return;
  const falling = lanes.add(lanes.mul(omega, lanes.mul(lanes.add(s, p), third)), upsilon);
  addToSum(f, layout, slopes.falling, lanes.mul(lanes.mul(above, above), falling));

  function lowerShare(): V128 {
    if (face.own === 'fixed') return lanes.mul(below, lanes.sub(omega, lanes.add(upsilon, upsilon)));
    const cubic = lanes.sub(lanes.mul(omega, lanes.mul(below, third)), upsilon);
    return lanes.mul(lanes.mul(below, below), cubic);
  }
}

interface EdgeParts {
  readonly above: V128;
  readonly below: V128;
  /** ℓ at both ends of the upper part. */
  readonly first: V128;
  readonly last: V128;
}

function partsOf(f: FunctionBuilder, layout: KernelLayout, { own, lowest, highest }: FaceState): EdgeParts {
  const zero = both(0);
  const one = reciprocal(layout, 1);
  const least = f.let(loadLanes(moved(lowest, layout.vertex)));
  const most = f.let(loadLanes(moved(highest, layout.vertex)));
  const isOn = f.let(lanes.gt(most, zero));
  const negative = f.let(lanes.min(least, zero));
  const length = f.let(lanes.sub(most, negative));
  // Without a negative end, most / most: exactly 1.
  const above = f.let(lanes.and(lanes.div(most, length), isOn));
  if (own === 'absent') {
    return { above, below: f.let(lanes.sub(one, above)), first: f.let(lanes.max(least, zero)), last: most };
  }
  const belowZero = lanes.div(negative, lanes.sub(negative, most));
  const below = f.let(choose(isOn, belowZero, one));
  const crossing = own === 'fixed' ? one : below;
  const atLowest = loadLanes(moved(lowest, layout.residual));
  return {
    above,
    below,
    first: f.let(choose(lanes.lt(least, zero), lanes.sub(zero, crossing), atLowest)),
    last: f.let(loadLanes(moved(highest, layout.residual))),
  };
}
