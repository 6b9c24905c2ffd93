/**
 * @file One output of a model of two features: the recurrence of docs/maths/recurrence.md, Theorem 1, written out for the
 * square and its four edges. Upwards and without tables of states; `descend` and `climb` give the same numbers.
 */

import type { OutputState } from './output-state.ts';

/** Moments of an edge, at these offsets: ∫ℓ², ∫ℓ, ∫[z > 0], ∫_{z>0} ℓ, ∫_{z>0} x, ∫_{z>0} ℓx, with x along the edge. */
const SQUARE = 0;
const MEAN = 1;
const VOLUME = 2;
const ON_MEAN = 3;
const ON_FIRST = 4;
const ON_SLOPE = 5;
/** Where the edges lie. Along x_i: with the other feature at 0, at 1. Along the other: with x_i at 0, at 1. */
const OWN_LOW = 0;
const OWN_HIGH = 6;
const OTHER_LOW = 12;
const OTHER_HIGH = 18;

/** Where the apex of the square lies: x_i and 1 − x_i, the other feature and its complement. */
const APEX_OWN = 24;
const APEX_OWN_REST = 25;
const APEX_OTHER = 26;
const APEX_OTHER_REST = 27;

/** Scratch of one evaluator: the moments of the four edges, and the apex. */
export function pairScratch(): Float64Array {
  return new Float64Array(28);
}

/**
 * E (x_i − x′_i)², with the gradient as `climb` leaves it.
 *
 * @param state - with the vertex values of output i.
 * @param scratch - see {@link pairScratch}.
 * @param cubeWeight - P(A), shape [4], indexed by mask.
 * @param i - the output, 0 or 1.
 */
export function pairOutput(
  state: OutputState,
  scratch: Float64Array,
  cubeWeight: Float64Array,
  i: number,
): number {
  fillEdges(state, scratch, i);
  const nothing = cubeWeight[0] ?? 0;
  const onlyOwn = cubeWeight[1 << i] ?? 0;
  const onlyOther = cubeWeight[2 >> i] ?? 0;
  const both = cubeWeight[3] ?? 0;
  const atZero = Math.max(state.residual[0] ?? 0, 0);
  state.biasGradient = nothing * atZero + mix(scratch, ON_MEAN, onlyOwn, OWN_LOW, onlyOther, OTHER_LOW);
  state.slopeGradient[i] = onlyOwn * (scratch[OWN_LOW + ON_SLOPE] ?? 0);
  state.slopeGradient[1 - i] = onlyOther * (scratch[OTHER_LOW + ON_SLOPE] ?? 0);
  const edges = mix(scratch, SQUARE, onlyOwn, OWN_LOW, onlyOther, OTHER_LOW);
  return nothing * atZero * atZero + edges + both * addSquare(state, scratch, both, i);
}

function fillEdges({ vertex, residual }: OutputState, scratch: Float64Array, i: number): void {
  const own = 1 << i;
  const other = 2 >> i;
  const z = vertex[0] ?? 0;
  const zOwn = vertex[own] ?? 0;
  const zOther = vertex[other] ?? 0;
  const zBoth = vertex[3] ?? 0;
  const r = residual[0] ?? 0;
  const rOwn = residual[own] ?? 0;
  const rOther = residual[other] ?? 0;
  const rBoth = residual[3] ?? 0;
  fillEdge(scratch, OWN_LOW, z, zOwn, r, rOwn, 0, 1);
  fillEdge(scratch, OWN_HIGH, zOther, zBoth, rOther, rBoth, 0, 1);
  fillEdge(scratch, OTHER_LOW, z, zOther, r, rOther, 0, 0);
  fillEdge(scratch, OTHER_HIGH, zOwn, zBoth, rOwn, rBoth, 1, 1);
}

/** The moments of the edge from (z0, residual r0, x_i = t0) to (z1, r1, t1). Every function there is linear in pieces. */
function fillEdge(
  scratch: Float64Array,
  at: number,
  z0: number,
  z1: number,
  r0: number,
  r1: number,
  t0: number,
  t1: number,
): void {
  if (z0 <= 0 && z1 <= 0) {
    scratch[at + SQUARE] = (t0 * t0 + t0 * t1 + t1 * t1) / 3;
    scratch[at + MEAN] = -(t0 + t1) / 2;
    scratch[at + VOLUME] = 0;
    scratch[at + ON_MEAN] = 0;
    scratch[at + ON_FIRST] = 0;
    scratch[at + ON_SLOPE] = 0;
    return;
  }
  if (z0 >= 0 && z1 >= 0) {
    const mean = (r0 + r1) / 2;
    scratch[at + SQUARE] = (r0 * r0 + r0 * r1 + r1 * r1) / 3;
    scratch[at + MEAN] = mean;
    scratch[at + VOLUME] = 1;
    scratch[at + ON_MEAN] = mean;
    scratch[at + ON_FIRST] = 0.5;
    scratch[at + ON_SLOPE] = (r0 + 2 * r1) / 6;
    return;
  }
  const length = Math.abs(z0) + Math.abs(z1);
  const before = Math.abs(z0) / length;
  const after = Math.abs(z1) / length;
  const turn = t0 * after + t1 * before;
  // The on side runs from the zero of z, where ℓ = −turn, to the end where z > 0; the off side to the other end.
  const rises = z1 > 0;
  const on = rises ? after : before;
  const off = rises ? before : after;
  const r = rises ? r1 : r0;
  const t = rises ? t0 : t1;
  const onMean = (on * (r - turn)) / 2;
  scratch[at + SQUARE] = (on * (turn * turn - turn * r + r * r) + off * (turn * turn + turn * t + t * t)) / 3;
  scratch[at + MEAN] = onMean - (off * (turn + t)) / 2;
  scratch[at + VOLUME] = on;
  scratch[at + ON_MEAN] = onMean;
  scratch[at + ON_FIRST] = rises ? (on * (1 + before)) / 2 : (on * on) / 2;
  scratch[at + ON_SLOPE] = rises
    ? (on * (r * (before + 2) - turn * (2 * before + 1))) / 6
    : (on * on * (r - 2 * turn)) / 6;
}

/** ∫ℓ² over the square; adds its share, times `weight`, to the gradient. */
function addSquare(state: OutputState, scratch: Float64Array, weight: number, i: number): number {
  const { vertex, slope, slopeGradient } = state;
  if ((vertex[state.rising] ?? 0) <= 0) return 1 / 3;
  if ((vertex[state.falling] ?? 0) < 0) return addMixedSquare(state, scratch, weight, i);
  const centre = (state.residual[0] ?? 0) + (state.halfSlope[3] ?? 0);
  state.biasGradient += weight * centre;
  for (let j = 0; j < 2; j++) {
    slopeGradient[j] = (slopeGradient[j] ?? 0) + weight * (centre / 2 + (slope[j] ?? 0) / 12);
  }
  return centre * centre + (state.variance[3] ?? 0);
}

/** The apex: on the edge x_i = 0 if z changes sign there; else on that of the scratch along x_i which starts nearer to 0. */
function placeSquareApex({ vertex }: OutputState, scratch: Float64Array, i: number): void {
  const z = vertex[0] ?? 0;
  const zOther = vertex[2 >> i] ?? 0;
  const alongOwn = z < 0 && zOther < 0;
  const raised = alongOwn && zOther > z;
  const start = Math.abs(raised ? zOther : z);
  const end = Math.abs(alongOwn ? (vertex[raised ? 3 : 1 << i] ?? 0) : zOther);
  const fraction = start / (start + end);
  const rest = end / (start + end);
  scratch[APEX_OWN] = alongOwn ? fraction : 0;
  scratch[APEX_OWN_REST] = alongOwn ? rest : 1;
  scratch[APEX_OTHER] = alongOwn ? Number(raised) : fraction;
  scratch[APEX_OTHER_REST] = alongOwn ? Number(!raised) : rest;
}

function addMixedSquare(state: OutputState, scratch: Float64Array, weight: number, i: number): number {
  placeSquareApex(state, scratch, i);
  const c = scratch[APEX_OWN] ?? 0;
  const cRest = scratch[APEX_OWN_REST] ?? 0;
  const d = scratch[APEX_OTHER] ?? 0;
  const dRest = scratch[APEX_OTHER_REST] ?? 0;
  const volume = sumOverFacets(scratch, VOLUME) / 2;
  const mean = sumOverFacets(scratch, ON_MEAN);
  const shared = (mean - 2 * c * volume) / 3;
  const own =
    mix(scratch, ON_SLOPE, d, OWN_LOW, dRest, OWN_HIGH) +
    cRest * (scratch[OTHER_HIGH + ON_MEAN] ?? 0) -
    (c *
      (mix(scratch, ON_FIRST, d, OWN_LOW, dRest, OWN_HIGH) + cRest * (scratch[OTHER_HIGH + VOLUME] ?? 0))) /
      3;
  const other =
    mix(scratch, ON_SLOPE, c, OTHER_LOW, cRest, OTHER_HIGH) +
    dRest * (scratch[OWN_HIGH + ON_MEAN] ?? 0) -
    (c *
      (mix(scratch, ON_FIRST, c, OTHER_LOW, cRest, OTHER_HIGH) + dRest * (scratch[OWN_HIGH + VOLUME] ?? 0))) /
      3;
  const { slopeGradient } = state;
  slopeGradient[i] = (slopeGradient[i] ?? 0) + (weight * (own + c * shared)) / 4;
  slopeGradient[1 - i] = (slopeGradient[1 - i] ?? 0) + (weight * (other + d * shared)) / 4;
  state.biasGradient += (weight * (mean - c * volume)) / 3;
  return (sumOverFacets(scratch, SQUARE) - (2 * c * (sumOverFacets(scratch, MEAN) - c)) / 3) / 4;
}

/** Σ h times one moment, over the four edges of the square. */
function sumOverFacets(scratch: Float64Array, moment: number): number {
  return (
    mix(scratch, moment, scratch[APEX_OTHER] ?? 0, OWN_LOW, scratch[APEX_OTHER_REST] ?? 0, OWN_HIGH) +
    mix(scratch, moment, scratch[APEX_OWN] ?? 0, OTHER_LOW, scratch[APEX_OWN_REST] ?? 0, OTHER_HIGH)
  );
}

/** One moment of two edges, weighted. */
function mix(
  scratch: Float64Array,
  moment: number,
  lowWeight: number,
  low: number,
  highWeight: number,
  high: number,
): number {
  return lowWeight * (scratch[low + moment] ?? 0) + highWeight * (scratch[high + moment] ?? 0);
}
