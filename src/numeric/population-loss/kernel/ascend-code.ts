import { both, choose, lanes, loadLanes, moved, type V128 } from '../../wasm/expression.ts';
import type { FunctionBuilder, Variable } from '../../wasm/function-builder.ts';
import { addTo, addToSum, less, reciprocal, timesOwn, whereMixed } from './face-code.ts';
import { type FaceState, type FreeSet, facetsOf, writeForEachState } from './free-set.ts';
import { type KernelLayout, OMEGA, UPSILON } from './kernel-layout.ts';

/** Sums of tΦ and (1 − t)Φ over the mixed states, and by free feature of (1 − t)Φ over y_j = 1 and of tΦ over y_j = 0. */
interface SetSlopes {
  readonly below: Variable<'v128'>;
  readonly above: Variable<'v128'>;
  readonly upper: readonly Variable<'v128'>[];
  readonly lower: readonly Variable<'v128'>[];
}

/**
 * The gradient from what the descent has left behind, for all states with one free set of at least two features: V and g₀
 * climb from the facets, and with Φ = α g₀ + β V of a state
 *
 *     ∫ℓ y_j:       t Φ + (1 − t) Φ_{facet y_j = 1},       where y_j = x_j;
 *     ∫ℓ (1 − y_j): (1 − t) Φ + t Φ_{facet y_j = 0},       where y_j = 1 − x_j.
 */
export function writeAscent(f: FunctionBuilder, layout: KernelLayout, free: FreeSet): void {
  const slopes: SetSlopes = {
    below: f.let(both(0)),
    above: f.let(both(0)),
    upper: free.features.map(() => f.let(both(0))),
    lower: free.features.map(() => f.let(both(0))),
  };
  writeForEachState(f, layout, free, (face) => writeState(f, layout, free, slopes, face));
  free.features.forEach(({ slot, isOwn }, k) => {
    const rising = lanes.add(slopes.below, slopes.upper[k] ?? both(0));
    const falling = lanes.add(slopes.above, slopes.lower[k] ?? both(0));
    const falls = loadLanes(moved(slot, layout.isFalling));
    addTo(f, moved(slot, layout.slopes), isOwn ? rising : choose(falls, falling, rising));
  });
}

function writeState(
  f: FunctionBuilder,
  layout: KernelLayout,
  free: FreeSet,
  slopes: SetSlopes,
  face: FaceState,
): void {
  const alpha = f.let(loadLanes(moved(face.state, OMEGA)));
  const isMixed = f.let(lanes.gt(alpha, both(0)));
  whereMixed(f, layout, isMixed, () => climbState(f, layout, free, slopes, face, alpha, isMixed));
}

function climbState(
  f: FunctionBuilder,
  layout: KernelLayout,
  { features }: FreeSet,
  slopes: SetSlopes,
  { own, state }: FaceState,
  alpha: V128,
  isMixed: V128,
): void {
  const beta = f.let(loadLanes(moved(state, UPSILON)));
  const first = f.let(loadLanes(moved(state, layout.volume)));
  const second = f.let(loadLanes(moved(state, layout.mean)));
  const below = f.let(lanes.and(first, isMixed));
  const above = f.let(lanes.and(second, isMixed));
  f.storeLanes(moved(state, OMEGA), both(0));
  f.storeLanes(moved(state, UPSILON), both(0));
  const upperAlpha = f.let(lanes.mul(above, alpha));
  const upperBeta = f.let(lanes.mul(above, beta));
  const lowerAlpha = f.let(lanes.mul(below, alpha));
  const lowerBeta = f.let(lanes.mul(below, beta));
  const sums: { upper: V128[]; lower: V128[] }[] = [];
  features.forEach((feature, k) => {
    const [high, low] = facetsOf(f, state, feature);
    const upper = [
      f.let(loadLanes(moved(high, layout.volume))),
      f.let(loadLanes(moved(high, layout.mean))),
    ] as const;
    const lower = [
      f.let(loadLanes(moved(low, layout.volume))),
      f.let(loadLanes(moved(low, layout.mean))),
    ] as const;
    sums.push({ upper: [...upper], lower: [...lower] });
    addProduct(slopes.upper[k], lanes.add(lanes.mul(upperAlpha, upper[1]), lanes.mul(upperBeta, upper[0])));
    if (feature.isOwn) return;
    addProduct(slopes.lower[k], lanes.add(lanes.mul(lowerAlpha, lower[1]), lanes.mul(lowerBeta, lower[0])));
  });
  const over = (moment: 0 | 1): V128 => {
    const upper = sums.map((facet) => facet.upper[moment] ?? both(0)).reduce(lanes.add);
    const lower = sums.map((facet) => facet.lower[moment] ?? both(0)).reduce(lanes.add);
    return lanes.add(lanes.mul(above, upper), lanes.mul(below, lower));
  };
  const size = features.length;
  const volume = f.let(lanes.mul(over(0), reciprocal(layout, size)));
  const mean = f.let(lanes.mul(less(over(1), timesOwn(own, below, volume)), reciprocal(layout, size + 1)));
  f.storeLanes(moved(state, layout.volume), lanes.add(lanes.except(first, isMixed), volume));
  f.storeLanes(moved(state, layout.mean), lanes.add(lanes.except(second, isMixed), lanes.and(mean, isMixed)));
  const whole = f.let(lanes.add(lanes.mul(alpha, mean), lanes.mul(beta, volume)));
  addToSum(f, layout, slopes.below, lanes.mul(below, whole));
  addToSum(f, layout, slopes.above, lanes.mul(above, whole));
}

function addProduct(sum: Variable<'v128'> | undefined, value: V128): void {
  sum?.set(lanes.add(sum, value));
}
