import {
  type Address,
  anyLane,
  both,
  fixedAddress,
  lanes,
  loadLanes,
  moved,
  type V128,
} from '../../wasm/expression.ts';
import type { FunctionBuilder, Variable } from '../../wasm/function-builder.ts';
import { lanesSumError } from './error-free-code.ts';
import { type FaceState, type FreeSet, type OwnFeature, slotOf } from './free-set.ts';
import { type KernelLayout, MOST_UNROLLED, OMEGA, UPSILON } from './kernel-layout.ts';

/** The error so far, a plain sum and what it lost, in variables. */
export interface ErrorSum {
  readonly total: Variable<'v128'>;
  readonly lost: Variable<'v128'>;
}

export function startErrorSum(f: FunctionBuilder, layout: KernelLayout): ErrorSum {
  return {
    total: f.let(loadLanes(fixedAddress(layout.total))),
    lost: f.let(loadLanes(fixedAddress(layout.lost))),
  };
}

export function storeErrorSum(f: FunctionBuilder, layout: KernelLayout, { total, lost }: ErrorSum): void {
  f.storeLanes(fixedAddress(layout.total), total);
  f.storeLanes(fixedAddress(layout.lost), lost);
}

/** What the states of one free set share, and their sums, in variables. */
export interface SetSums extends ErrorSum {
  /** Σ (G − 1)_ij² / 12 over the free features. */
  readonly variance: V128;
  /** Σ ωM + υ and Σ ω over the linear states. */
  readonly centres: Variable<'v128'>;
  readonly omegas: Variable<'v128'>;
}

export function startSums(f: FunctionBuilder, layout: KernelLayout, free: FreeSet): SetSums {
  return {
    variance: f.let(loadLanes(moved(slotOf(free), layout.variance))),
    ...startErrorSum(f, layout),
    centres: f.let(both(0)),
    omegas: f.let(both(0)),
  };
}

/** Puts the sums where they belong; on a linear face ∫ℓ x_j = M/2 + (G − 1)_ij/12 and ∫x_j = ½ for every free feature. */
export function finishSums(
  f: FunctionBuilder,
  layout: KernelLayout,
  { features }: FreeSet,
  sums: SetSums,
): void {
  storeErrorSum(f, layout, sums);
  const half = f.let(lanes.mul(sums.centres, reciprocal(layout, 2)));
  for (const { slot } of features) {
    const share = loadLanes(moved(slot, layout.slopeShare));
    addTo(f, moved(slot, layout.slopes), lanes.add(half, lanes.mul(sums.omegas, share)));
  }
}

/** 1 / k in both lanes: read, because engines build a constant vector anew at every use. */
export function reciprocal(layout: KernelLayout, k: number): V128 {
  return loadLanes(fixedAddress(layout.reciprocals + 16 * k));
}

/**
 * Adds to a sum in a variable. In code without loops the sum is written out too: engines put off what only a later write
 * needs, and keep everything that it needs until then.
 */
export function addToSum(
  f: FunctionBuilder,
  { featureCount, scratch }: KernelLayout,
  sum: Variable<'v128'>,
  value: V128,
): void {
  sum.set(lanes.add(sum, value));
  if (featureCount <= MOST_UNROLLED) f.storeLanes(fixedAddress(scratch), sum);
}

export function addTo(f: FunctionBuilder, place: Address, value: V128): void {
  f.storeLanes(place, lanes.add(loadLanes(place), value));
}

/** Adds a share of every lane to the error. Of few states no sum loses much. */
export function addShare(
  f: FunctionBuilder,
  layout: KernelLayout,
  { total, lost }: ErrorSum,
  value: V128,
): void {
  if (layout.featureCount <= MOST_UNROLLED) {
    addToSum(f, layout, total, value);
    return;
  }
  const share = f.let(value);
  const sum = f.let(lanes.add(total, share));
  lost.set(lanes.add(lost, lanesSumError(f, total, share, sum)));
  total.set(sum);
}

/** A state as the signs of z sort it, in each lane. */
export interface SortedFace {
  readonly omega: V128;
  readonly upsilon: V128;
  readonly isOff: V128;
  readonly isLinear: V128;
  readonly isMixed: V128;
  /** z at its smallest and at its largest. */
  readonly least: V128;
  readonly most: V128;
  /** z − x_i where z is largest, and its mean M over the face. */
  readonly highResidual: V128;
  readonly centre: V128;
}

/**
 * Reads a state. Lanes without weight count as off or linear as they are, but never as mixed: nobody asks for the moments
 * of what no weight reaches.
 */
export function sortFace(
  f: FunctionBuilder,
  layout: KernelLayout,
  { own, state, lowest, highest }: FaceState,
): SortedFace {
  const omega = f.let(loadLanes(moved(state, OMEGA)));
  const upsilon = f.let(loadLanes(moved(state, UPSILON)));
  const least = f.let(loadLanes(moved(lowest, layout.vertex)));
  const most = f.let(loadLanes(moved(highest, layout.vertex)));
  const isOff = f.let(lanes.le(most, both(0)));
  const isLinear = f.let(lanes.except(lanes.ge(least, both(0)), isOff));
  const isNegative = lanes.lt(least, both(0));
  const isMixed = f.let(lanes.and(lanes.except(isNegative, isOff), lanes.gt(omega, both(0))));
  // Where x_i is 0, z − x_i is z.
  const residualAt = (vertex: Address): V128 => f.let(loadLanes(moved(vertex, layout.residual)));
  const lowResidual = own === 'absent' ? least : residualAt(lowest);
  const highResidual = own === 'absent' ? most : residualAt(highest);
  const centre = f.let(lanes.mul(lanes.add(lowResidual, highResidual), reciprocal(layout, 2)));
  return { omega, upsilon, isOff, isLinear, isMixed, least, most, highResidual, centre };
}

/** Where and how heavy the apex of mixed lanes is; 0 in the others. */
export interface Apex {
  /** t = |z_min| / (z_max − z_min), the height of the apex along every y_j, and 1 − t. */
  readonly below: V128;
  readonly above: V128;
  /** α = ω / (k + 2) and β = (υ − τα) / (k + 1). */
  readonly alpha: V128;
  readonly beta: V128;
}

/** @param size - k, how many features are free. */
export function apexOf(
  f: FunctionBuilder,
  layout: KernelLayout,
  size: number,
  own: OwnFeature,
  face: SortedFace,
): Apex {
  const { omega, upsilon, isMixed, least, most } = face;
  const below = f.let(lanes.and(lanes.div(least, lanes.sub(least, most)), isMixed));
  const above = f.let(lanes.and(lanes.div(most, lanes.sub(most, least)), isMixed));
  const alpha = f.let(lanes.and(lanes.mul(omega, reciprocal(layout, size + 2)), isMixed));
  const rest = less(upsilon, timesOwn(own, below, alpha));
  const beta = f.let(lanes.and(lanes.mul(rest, reciprocal(layout, size + 1)), isMixed));
  return { below, above, alpha, beta };
}

/** `value` times x_i at the apex; nothing where that is 0. */
export function timesOwn(own: OwnFeature, below: V128, value: V128): V128 | undefined {
  if (own === 'absent') return undefined;
  return own === 'fixed' ? value : lanes.mul(below, value);
}

/** `a − b`, where b may be nothing. */
export function less(a: V128, b: V128 | undefined): V128 {
  return b === undefined ? a : lanes.sub(a, b);
}

/** ωR + 2υM in linear and off lanes, 0 in others; notes what linear lanes are worth in the gradient. */
export function signedShare(
  f: FunctionBuilder,
  layout: KernelLayout,
  sums: SetSums,
  own: OwnFeature,
  face: SortedFace,
): V128 {
  const { omega, upsilon, isOff, isLinear, centre } = face;
  const linearOmega = f.let(lanes.and(omega, isLinear));
  const linearUpsilon = f.let(lanes.and(upsilon, isLinear));
  const weighted = f.let(lanes.add(lanes.mul(linearOmega, centre), linearUpsilon));
  addToSum(f, layout, sums.centres, weighted);
  addToSum(f, layout, sums.omegas, linearOmega);
  // ω (M² + variance) + 2υM = M (ωM + υ + υ) + ω variance.
  const linear = lanes.add(
    lanes.mul(centre, lanes.add(weighted, linearUpsilon)),
    lanes.mul(linearOmega, sums.variance),
  );
  if (own === 'absent') return linear;
  const off =
    own === 'free'
      ? lanes.sub(lanes.mul(omega, reciprocal(layout, 3)), upsilon)
      : lanes.sub(omega, lanes.add(upsilon, upsilon));
  return lanes.add(linear, lanes.and(off, isOff));
}

/** Leaves behind what the way up needs: α and β; V and g₀ in linear lanes, 0 in off ones, and other values in mixed ones. */
export function storeFace(
  f: FunctionBuilder,
  layout: KernelLayout,
  state: Address,
  { isLinear, centre }: SortedFace,
  mixed:
    | { readonly alpha: V128; readonly beta: V128; readonly volume: V128; readonly mean: V128 }
    | undefined,
): void {
  const { alpha = both(0), beta = both(0), volume, mean } = mixed ?? {};
  const linearVolume = lanes.and(reciprocal(layout, 1), isLinear);
  const linearMean = lanes.and(centre, isLinear);
  f.storeLanes(moved(state, OMEGA), alpha);
  f.storeLanes(moved(state, UPSILON), beta);
  f.storeLanes(
    moved(state, layout.volume),
    volume === undefined ? linearVolume : lanes.or(linearVolume, volume),
  );
  f.storeLanes(moved(state, layout.mean), mean === undefined ? linearMean : lanes.or(linearMean, mean));
}

/**
 * One body where any lane is mixed, else the other. The first is right for all states; where there are few of them, a branch
 * that cannot be foretold costs more than it saves.
 */
export function whereMixed(
  f: FunctionBuilder,
  { featureCount }: KernelLayout,
  isMixed: V128,
  body: () => void,
  otherwise: () => void = () => {},
): void {
  if (featureCount <= MOST_UNROLLED) body();
  else f.choose(anyLane(isMixed), body, otherwise);
}
