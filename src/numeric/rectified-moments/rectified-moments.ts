/**
 * @file Moments of a rectified preactivation z = b + Σ_j a_j x_j, weighted by active sets, every one to a known relative
 * error: the corner values from which bounds over boxes are made.
 *
 * All of them are monotone: none falls when an a_j, b or a P(A) rises. So their values at the two extreme corners of a box
 * enclose them over the box, and a relative error is all that rounding adds.
 */

import { DomainError } from '../../support/errors.ts';
import { at } from '../population-loss/entry.ts';
import { type FaceLattice, faceLattice, facetOf } from '../population-loss/face-lattice.ts';

/** How many features the error bound is derived for. */
export const MOST_MOMENT_FEATURES = 6;

/** The relative error of every moment, 128 times the unit roundoff and more: docs/maths/certificates.md §5. */
export const MOMENT_ERROR: number = 2 ** -44;

/** What underflow may take from a moment, absolutely. */
export const MOMENT_UNDERFLOW = 1e-290;

/** Where the moments of one output i stand in the array that {@link RectifiedMoments.fill} writes. */
export const MOMENT = {
  /** E z₊² */
  square: 0,
  /** E z₊ */
  value: 1,
  /** E x_i [z > 0] */
  own: 2,
  /** E x_j z₊, for j = 0, 1, …; those of E x_i x_j [z > 0] follow. */
  values: 3,
} as const;

/** How many moments an output has: 3 + 2n. */
export function momentCount(featureCount: number): number {
  return MOMENT.values + 2 * featureCount;
}

/** The preactivation of one output. */
export interface Preactivation {
  /** a, shape [features]; entries and bias multiples of 2⁻⁴² below 2⁵ in magnitude, so that vertex values are exact. */
  readonly row: Float64Array;
  readonly bias: number;
  /** i. */
  readonly self: number;
  /** Whether z ≡ 0 counts as z > 0: the upper limit of what [z > 0] is nearby. */
  readonly closed: boolean;
}

/** Evaluator for n features: buffers are allocated once. */
export interface RectifiedMoments {
  /**
   * The moments of one output.
   *
   * Rounded: relative error at most {@link MOMENT_ERROR}, and {@link MOMENT_UNDERFLOW} absolutely.
   *
   * @param probabilities - P(A) to a relative error of 16 · 2⁻⁵³, shape [2ⁿ], feature j being bit j.
   * @param out - receives the moments, shape [3 + 2n], as {@link MOMENT} says.
   */
  fill(preactivation: Preactivation, probabilities: Float64Array, out: Float64Array): void;
}

/** @throws {@link DomainError} if there are too many features. */
export function rectifiedMoments(featureCount: number): RectifiedMoments {
  if (featureCount < 1 || featureCount > MOST_MOMENT_FEATURES) {
    throw new DomainError('rectifiedMoments', `1 to ${MOST_MOMENT_FEATURES} features`, featureCount);
  }
  const tables = tablesFor(featureCount);
  return {
    fill: (preactivation, probabilities, out) => {
      fillVertices(tables, preactivation);
      const { byDimension } = tables.lattice;
      for (let place = 0; place < byDimension.length; place++) {
        fillState(tables, preactivation, byDimension[place] ?? 0);
      }
      sumCubes(tables, preactivation.self, probabilities, out);
    },
  };
}

interface Tables {
  readonly featureCount: number;
  readonly lattice: FaceLattice;
  /** z at the vertex of each set, shape [2ⁿ]. */
  readonly vertex: Float64Array;
  /** ∫[z > 0], ∫z₊ and ∫z₊² over each state. */
  readonly volume: Float64Array;
  readonly value: Float64Array;
  readonly square: Float64Array;
  /** ∫x_j [z > 0], ∫x_j z₊ and ∫x_i x_j [z > 0], shape [states, features]. */
  readonly places: Float64Array;
  readonly values: Float64Array;
  readonly pairs: Float64Array;
  /** The coordinates of the apex at hand, shape [features]. */
  readonly apex: Float64Array;
}

function tablesFor(featureCount: number): Tables {
  const lattice = faceLattice(Array.from({ length: featureCount }, () => 1));
  const { stateCount } = lattice;
  return {
    featureCount,
    lattice,
    vertex: new Float64Array(2 ** featureCount),
    volume: new Float64Array(stateCount),
    value: new Float64Array(stateCount),
    square: new Float64Array(stateCount),
    places: new Float64Array(stateCount * featureCount),
    values: new Float64Array(stateCount * featureCount),
    pairs: new Float64Array(stateCount * featureCount),
    apex: new Float64Array(featureCount),
  };
}

/** Exact: sums of multiples of 2⁻⁴² below 2⁸. */
function fillVertices({ vertex }: Tables, { row, bias }: Preactivation): void {
  vertex[0] = bias;
  for (let set = 1; set < vertex.length; set++) {
    vertex[set] = at(vertex, set & (set - 1)) + at(row, 31 - Math.clz32(set & -set));
  }
}

/** The moments of one state; those of its facets are there. */
function fillState(tables: Tables, preactivation: Preactivation, s: number): void {
  const { vertex, lattice, featureCount } = tables;
  const { row, closed } = preactivation;
  const fixed = lattice.fixed[s] ?? 0;
  const free = lattice.free[s] ?? 0;
  let top = fixed;
  let bottom = fixed;
  for (let j = 0; j < featureCount; j++) {
    const bit = free & (1 << j);
    if (at(row, j) > 0) top |= bit;
    else bottom |= bit;
  }
  const highest = at(vertex, top);
  const lowest = at(vertex, bottom);
  if (highest < 0 || (highest === 0 && !(closed && lowest === 0))) clear(tables, s);
  else if (lowest >= 0) fillLinear(tables, preactivation, s);
  else {
    placeApex(tables, row, fixed, free);
    fillMixed(tables, preactivation.self, s);
  }
}

function clear({ volume, value, square, places, values, pairs, featureCount }: Tables, s: number): void {
  volume[s] = 0;
  value[s] = 0;
  square[s] = 0;
  for (let k = s * featureCount; k < (s + 1) * featureCount; k++) {
    places[k] = 0;
    values[k] = 0;
    pairs[k] = 0;
  }
}

/** z ≥ 0 on the whole face: products of moments of uniform variables. */
function fillLinear(tables: Tables, { row, self }: Preactivation, s: number): void {
  const { vertex, lattice, featureCount, volume, value, square, places, values, pairs } = tables;
  const fixed = lattice.fixed[s] ?? 0;
  const free = lattice.free[s] ?? 0;
  const mean = (at(vertex, fixed) + at(vertex, fixed | free)) / 2;
  const own = meanCoordinate(fixed, free, self);
  let variance = 0;
  for (let j = 0; j < featureCount; j++) {
    const k = s * featureCount + j;
    const isFree = (free >> j) & 1;
    const slope = isFree * at(row, j);
    const place = meanCoordinate(fixed, free, j);
    variance += slope * slope;
    places[k] = place;
    // On a face with z ≥ 0 the mean is at least |a_j| / 2, so that 6 mean + a_j does not cancel.
    values[k] = isFree === 1 ? (6 * mean + slope) / 12 : place * mean;
    pairs[k] = isFree === 1 && j === self ? 1 / 3 : own * place;
  }
  volume[s] = 1;
  value[s] = mean;
  square[s] = mean * mean + variance / 12;
}

/** ∫x_j over a face: ½, 1 or 0. */
function meanCoordinate(fixed: number, free: number, j: number): number {
  return ((free >> j) & 1) / 2 + ((fixed >> j) & 1);
}

/**
 * A point of the face with z = 0 of which all coordinates but one are 0 or 1. On the edge with end values z₀ and z₁ the
 * fractional one is |z₀| / |z₁ − z₀|; its complement, |z₁| / |z₁ − z₀|, is kept for the height in `rest`.
 */
function placeApex(
  { vertex, apex, featureCount }: Tables,
  row: Float64Array,
  fixed: number,
  free: number,
): void {
  for (let j = 0; j < featureCount; j++) apex[j] = (fixed >> j) & 1;
  let corner = fixed;
  const rises = at(vertex, corner) < 0;
  for (let j = 0; j < featureCount; j++) {
    const slope = at(row, j);
    if (((free >> j) & 1) === 0 || slope === 0 || slope > 0 !== rises) continue;
    const before = at(vertex, corner);
    const after = at(vertex, corner | (1 << j));
    if (rises ? after >= 0 : after <= 0) {
      apex[j] = Math.abs(before) / Math.abs(slope);
      rest.feature = j;
      rest.height = Math.abs(after) / Math.abs(slope);
      return;
    }
    corner |= 1 << j;
    apex[j] = 1;
  }
}

const rest = { feature: 0, height: 0 };

/**
 * The face as a union of cones from the apex c over its facets f, of heights h: with dimension k,
 *
 *     k V = Σ h V_f,  (k + 1) ∫z₊ = Σ h ∫_f z₊,  (k + 2) ∫z₊² = Σ h ∫_f z₊²,
 *     (k + 1) ∫x_j [z>0] = Σ h ∫_f x_j [z>0] + c_j V,   (k + 2) ∫x_j z₊ = Σ h ∫_f x_j z₊ + c_j ∫z₊,
 *     (k + 2) ∫x_i x_j [z>0] = Σ h ∫_f x_i x_j [z>0] + c_i ∫x_j [z>0] + c_j ∫x_i [z>0].
 */
function fillMixed(tables: Tables, self: number, s: number): void {
  const { lattice, featureCount, volume, value, square, places, values, pairs, apex } = tables;
  clear(tables, s);
  let dimension = 0;
  for (let bits = lattice.free[s] ?? 0; bits !== 0; bits &= bits - 1) {
    const j = 31 - Math.clz32(bits & -bits);
    const coordinate = at(apex, j);
    const upper = j === rest.feature ? rest.height : 1 - coordinate;
    if (upper > 0) addFacet(tables, s, facetOf(lattice, s, j, 0), upper);
    if (coordinate > 0) addFacet(tables, s, facetOf(lattice, s, j, 1), coordinate);
    dimension += 1;
  }
  const ownVolume = at(volume, s) / dimension;
  const ownValue = at(value, s) / (dimension + 1);
  volume[s] = ownVolume;
  value[s] = ownValue;
  square[s] = at(square, s) / (dimension + 2);
  const start = s * featureCount;
  for (let j = 0; j < featureCount; j++) {
    places[start + j] = (at(places, start + j) + at(apex, j) * ownVolume) / (dimension + 1);
    values[start + j] = (at(values, start + j) + at(apex, j) * ownValue) / (dimension + 2);
  }
  const own = at(places, start + self);
  for (let j = 0; j < featureCount; j++) {
    const cross = at(apex, self) * at(places, start + j) + at(apex, j) * own;
    pairs[start + j] = (at(pairs, start + j) + cross) / (dimension + 2);
  }
}

/** Adds h times the moments of a facet to the sums of a state. */
function addFacet(tables: Tables, s: number, facet: number, height: number): void {
  const { featureCount, volume, value, square, places, values, pairs } = tables;
  volume[s] = at(volume, s) + height * at(volume, facet);
  value[s] = at(value, s) + height * at(value, facet);
  square[s] = at(square, s) + height * at(square, facet);
  const to = s * featureCount;
  const from = facet * featureCount;
  for (let j = 0; j < featureCount; j++) {
    places[to + j] = at(places, to + j) + height * at(places, from + j);
    values[to + j] = at(values, to + j) + height * at(values, from + j);
    pairs[to + j] = at(pairs, to + j) + height * at(pairs, from + j);
  }
}

/** Σ_A P(A) of the moments of the cubes. */
function sumCubes(tables: Tables, self: number, probabilities: Float64Array, out: Float64Array): void {
  const { lattice, featureCount, value, square, places, values, pairs } = tables;
  out.fill(0);
  for (let set = 0; set < probabilities.length; set++) {
    const weight = at(probabilities, set);
    const s = lattice.cube[set] ?? 0;
    out[MOMENT.square] = at(out, MOMENT.square) + weight * at(square, s);
    out[MOMENT.value] = at(out, MOMENT.value) + weight * at(value, s);
    out[MOMENT.own] = at(out, MOMENT.own) + weight * at(places, s * featureCount + self);
    for (let j = 0; j < featureCount; j++) {
      const k = s * featureCount + j;
      const pair = MOMENT.values + featureCount + j;
      out[MOMENT.values + j] = at(out, MOMENT.values + j) + weight * at(values, k);
      out[pair] = at(out, pair) + weight * at(pairs, k);
    }
  }
}
