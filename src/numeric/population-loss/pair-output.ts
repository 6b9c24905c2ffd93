/**
 * @file One output of a model of two features: Theorem 2 of docs/maths/recurrence.md written out for the square and its
 * four edges, without tables of states. `descend` and `climb` give the same numbers.
 *
 * One array holds everything, so that the processor finds it in one place. Vertices are numbered by set: bit 0 is the
 * output's own feature, bit 1 the other. Edges: 0 and 1 along x_i, with the other feature at 0 and at 1; 2 and 3 along the
 * other feature, with x_i at 0 and at 1.
 */

import { sumError } from './error-free.ts';
import type { GramPairs } from './gram-pairs.ts';

/** z and z − x_i at the four vertices. */
const VERTEX = 0;
const RESIDUAL = 4;
/** By edge: ω, υ, V, g₀. */
const OMEGA = 8;
const UPSILON = 12;
const VOLUME = 16;
const MEAN = 20;
/** The apex of the square: x_i and 1 − x_i, the other feature and its complement; then α, β, both 0 unless z takes both signs. */
const APEX_OWN = 24;
const APEX_OWN_REST = 25;
const APEX_OTHER = 26;
const APEX_OTHER_REST = 27;
const ALPHA = 28;
const BETA = 29;
/** g₀ of the square where it is not mixed. */
const SQUARE_MEAN = 35;
/** (G − 1)_ii and G_ij. */
const SLOPE = 30;

/** Σ_A P(A) ∫_{z>0} ℓ x_j for the own and for the other feature, and Σ_A P(A) ∫_{z>0} ℓ, are left here. */
export const PAIR_SLOPES = 32;
export const PAIR_BIAS = 34;

/** Working memory of {@link pairOutput}. */
export function pairMemory(): Float64Array {
  return new Float64Array(36);
}

/**
 * E (x_i − x′_i)², with half the gradient by G_ii, G_ij and b_i in the memory.
 *
 * @param memory - see {@link pairMemory}.
 * @param gram - of two features.
 * @param i - the output, 0 or 1.
 * @param bias - b_i.
 * @param cubeWeight - P(A), shape [4]: no feature, the own, the other, both.
 */
export function pairOutput(
  memory: Float64Array,
  gram: GramPairs,
  i: number,
  bias: number,
  cubeWeight: Float64Array,
): number {
  fillVertices(memory, gram, i, bias);
  const atZero = Math.max(bias, 0);
  const nothing = cubeWeight[0] ?? 0;
  memory[PAIR_SLOPES] = 0;
  memory[PAIR_SLOPES + 1] = 0;
  memory[OMEGA] = cubeWeight[1] ?? 0;
  memory[OMEGA + 1] = 0;
  memory[OMEGA + 2] = cubeWeight[2] ?? 0;
  memory[OMEGA + 3] = 0;
  for (let edge = 0; edge < 4; edge++) memory[UPSILON + edge] = 0;
  const both = cubeWeight[3] ?? 0;
  const square = integrateSquare(memory, both);
  let loss = nothing * atZero * atZero + square;
  for (let edge = 0; edge < 4; edge++) {
    if ((memory[OMEGA + edge] ?? 0) > 0) loss += integrateEdge(memory, edge);
  }
  const edges = (cubeWeight[1] ?? 0) * (memory[MEAN] ?? 0) + (cubeWeight[2] ?? 0) * (memory[MEAN + 2] ?? 0);
  memory[PAIR_BIAS] = nothing * atZero + edges + both * climbSquare(memory);
  return loss;
}

/** Compensated sums, as in `fillVertexValues`. */
function fillVertices(memory: Float64Array, gram: GramPairs, i: number, bias: number): void {
  const own = 3 * i;
  const other = i + 1;
  const root = gram.magnification[i] ?? 1;
  memory[SLOPE] = gram.residualHigh[own] ?? 0;
  memory[SLOPE + 1] = gram.residualHigh[other] ?? 0;
  fillSums(memory, VERTEX, root * (root * bias), gram.high, gram.low, own, other);
  fillSums(memory, RESIDUAL, bias, gram.residualHigh, gram.residualLow, own, other);
}

function fillSums(
  memory: Float64Array,
  at: number,
  start: number,
  high: Float64Array,
  low: Float64Array,
  own: number,
  other: number,
): void {
  const ownTerm = high[own] ?? 0;
  const ownLow = low[own] ?? 0;
  const otherTerm = high[other] ?? 0;
  const withOwn = start + ownTerm;
  const withOther = start + otherTerm;
  const otherRest = sumError(start, otherTerm, withOther) + (low[other] ?? 0);
  const withBoth = withOther + ownTerm;
  memory[at] = start;
  memory[at + 1] = withOwn + (sumError(start, ownTerm, withOwn) + ownLow);
  memory[at + 2] = withOther + otherRest;
  memory[at + 3] = withBoth + (otherRest + (sumError(withOther, ownTerm, withBoth) + ownLow));
}

/** The share of the square in the loss; where z takes both signs, the weights of its edges. */
function integrateSquare(memory: Float64Array, weight: number): number {
  const z = memory[VERTEX] ?? 0;
  const zOwn = memory[VERTEX + 1] ?? 0;
  const zOther = memory[VERTEX + 2] ?? 0;
  const zBoth = memory[VERTEX + 3] ?? 0;
  memory[ALPHA] = 0;
  memory[BETA] = 0;
  memory[SQUARE_MEAN] = 0;
  if (Math.max(z, zOwn, zOther, zBoth) <= 0) return weight / 3;
  if (Math.min(z, zOwn, zOther, zBoth) < 0) return spreadSquare(memory, weight);
  const slope = memory[SLOPE] ?? 0;
  const slopeOther = memory[SLOPE + 1] ?? 0;
  const centre = (memory[RESIDUAL] ?? 0) + (slope + slopeOther) / 2;
  memory[SQUARE_MEAN] = centre;
  memory[PAIR_SLOPES] = weight * (centre / 2 + slope / 12);
  memory[PAIR_SLOPES + 1] = weight * (centre / 2 + slopeOther / 12);
  return weight * (centre * centre + (slope * slope + slopeOther * slopeOther) / 12);
}

/**
 * Places the apex of the square and hands its weight to the edges. The apex lies on the edge x_i = 0 if z changes sign
 * there; else, as z does not fall along x_i, on that of the edges along x_i which starts nearer to 0.
 */
function spreadSquare(memory: Float64Array, weight: number): number {
  const z = memory[VERTEX] ?? 0;
  const zOther = memory[VERTEX + 2] ?? 0;
  const alongOwn = Math.max(z, zOther) < 0;
  const raised = Number(alongOwn && zOther > z);
  const start = Math.abs(raised === 1 ? zOther : z);
  const end = Math.abs(alongOwn ? (memory[VERTEX + 1 + 2 * raised] ?? 0) : zOther);
  const fraction = start / (start + end);
  const rest = end / (start + end);
  const own = alongOwn ? fraction : 0;
  const ownRest = alongOwn ? rest : 1;
  const other = alongOwn ? raised : fraction;
  const otherRest = alongOwn ? 1 - raised : rest;
  const alpha = weight / 4;
  const beta = (-own * alpha) / 3;
  memory[APEX_OWN] = own;
  memory[APEX_OWN_REST] = ownRest;
  memory[APEX_OTHER] = other;
  memory[APEX_OTHER_REST] = otherRest;
  memory[ALPHA] = alpha;
  memory[BETA] = beta;
  memory[OMEGA] = (memory[OMEGA] ?? 0) + other * alpha;
  memory[OMEGA + 1] = otherRest * alpha;
  memory[OMEGA + 2] = (memory[OMEGA + 2] ?? 0) + own * alpha;
  memory[OMEGA + 3] = ownRest * alpha;
  memory[UPSILON] = other * beta;
  memory[UPSILON + 1] = otherRest * beta;
  memory[UPSILON + 2] = own * beta;
  memory[UPSILON + 3] = ownRest * beta;
  return -2 * own * beta;
}

/** ω ∫ℓ² + 2υ ∫ℓ over an edge; its moments V and g₀, and what it adds to the slopes, go to the memory. */
function integrateEdge(memory: Float64Array, edge: number): number {
  const along = edge >> 1;
  const omega = memory[OMEGA + edge] ?? 0;
  const upsilon = memory[UPSILON + edge] ?? 0;
  const from = edge & 1 ? 2 >> along : 0;
  const to = from + 1 + along;
  const start = memory[VERTEX + from] ?? 0;
  const end = memory[VERTEX + to] ?? 0;
  const first = along === 0 ? 0 : edge & 1;
  const last = along === 0 ? 1 : first;
  if (start <= 0 && end <= 0) {
    memory[VOLUME + edge] = 0;
    memory[MEAN + edge] = 0;
    return along === 0 ? omega / 3 - upsilon : first * (omega - 2 * upsilon);
  }
  if (start >= 0 && end >= 0) {
    const slope = memory[SLOPE + along] ?? 0;
    const centre = (memory[RESIDUAL + from] ?? 0) + slope / 2;
    const variance = (slope * slope) / 12;
    memory[VOLUME + edge] = 1;
    memory[MEAN + edge] = centre;
    memory[PAIR_SLOPES + along] =
      (memory[PAIR_SLOPES + along] ?? 0) + ((omega * centre + upsilon) / 2 + (omega * slope) / 12);
    return omega * (centre * centre + variance) + 2 * upsilon * centre;
  }
  const length = Math.abs(start) + Math.abs(end);
  const apex = Math.abs(start) / length;
  const apexRest = Math.abs(end) / length;
  const rises = end > 0;
  const on = rises ? apexRest : apex;
  const off = rises ? apex : apexRest;
  const r = memory[RESIDUAL + (rises ? to : from)] ?? 0;
  const tauOff = rises ? first : last;
  const tau = along === 0 ? apex : first;
  const alpha = omega / 3;
  const beta = (upsilon - tau * alpha) / 2;
  const mean = (on * (r - tau)) / 2;
  memory[VOLUME + edge] = on;
  memory[MEAN + edge] = mean;
  const upper = rises ? apexRest * (alpha * r + beta) : 0;
  memory[PAIR_SLOPES + along] =
    (memory[PAIR_SLOPES + along] ?? 0) + (apex * (alpha * mean + beta * on) + upper);
  return on * r * (alpha * r + 2 * beta) + off * tauOff * (alpha * tauOff - 2 * beta) - 2 * tau * beta;
}

/** g₀ of the square; where z takes both signs, what it adds to the slopes. */
function climbSquare(memory: Float64Array): number {
  const alpha = memory[ALPHA] ?? 0;
  if (alpha === 0) return memory[SQUARE_MEAN] ?? 0;
  const beta = memory[BETA] ?? 0;
  const own = memory[APEX_OWN] ?? 0;
  const ownRest = memory[APEX_OWN_REST] ?? 0;
  const other = memory[APEX_OTHER] ?? 0;
  const otherRest = memory[APEX_OTHER_REST] ?? 0;
  const volumeAtOther = memory[VOLUME + 1] ?? 0;
  const volumeAtOwn = memory[VOLUME + 3] ?? 0;
  const meanAtOther = memory[MEAN + 1] ?? 0;
  const meanAtOwn = memory[MEAN + 3] ?? 0;
  const volume =
    (other * (memory[VOLUME] ?? 0) +
      otherRest * volumeAtOther +
      own * (memory[VOLUME + 2] ?? 0) +
      ownRest * volumeAtOwn) /
    2;
  const means =
    other * (memory[MEAN] ?? 0) +
    otherRest * meanAtOther +
    own * (memory[MEAN + 2] ?? 0) +
    ownRest * meanAtOwn;
  const mean = (means - own * volume) / 3;
  const phi = alpha * mean + beta * volume;
  memory[PAIR_SLOPES] =
    (memory[PAIR_SLOPES] ?? 0) + own * phi + ownRest * (alpha * meanAtOwn + beta * volumeAtOwn);
  memory[PAIR_SLOPES + 1] =
    (memory[PAIR_SLOPES + 1] ?? 0) + other * phi + otherRest * (alpha * meanAtOther + beta * volumeAtOther);
  return mean;
}
