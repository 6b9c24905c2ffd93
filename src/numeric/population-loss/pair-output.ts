/**
 * @file One output of a model of two features: Theorem 2 of docs/maths/recurrence.md written out for the square and its
 * four edges, without tables of states. `descend` and `climb` give the same numbers.
 *
 * One array holds everything, at the offsets below: doubles that pass between functions in an array need no box. Vertices
 * are numbered by set: bit 0 is the output's own feature, bit 1 the other. Edges: 0 and 1 along x_i, with the other feature
 * at 0 and at 1; 2 and 3 along the other feature, with x_i at 0 and at 1.
 */

import { at } from './entry.ts';
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
/** P of both features; g₀ of the square. */
const BOTH = 24;
const SQUARE_MEAN = 25;
/** By edge: its height over the apex of the square. */
const HEIGHT = 26;
/** α and β of the square, 0 unless z takes both signs on it. */
const ALPHA = 30;
const BETA = 31;
/** (G − 1)_ii and G_ij. */
const SLOPE = 32;
/** The loss so far. */
const LOSS = 34;

/** Σ_A P(A) ∫_{z>0} ℓ x_j for the own and for the other feature, and Σ_A P(A) ∫_{z>0} ℓ, are left here. */
export const PAIR_SLOPES = 35;
export const PAIR_BIAS = 37;

/** Working memory of {@link pairOutput}. */
export function pairMemory(): Float64Array {
  return new Float64Array(38);
}

/**
 * E (x_i − x′_i)², with half the gradient by G_ii, G_ij and b_i in the memory.
 *
 * @param memory - see {@link pairMemory}.
 * @param gram - of two features.
 * @param i - the output, 0 or 1.
 * @param biases - b, shape [2].
 * @param cubeWeight - P(A), shape [4]: no feature, the own, the other, both.
 */
export function pairOutput(
  memory: Float64Array,
  gram: GramPairs,
  i: number,
  biases: Float64Array,
  cubeWeight: Float64Array,
): number {
  fillVertices(memory, gram, i, biases);
  startWeights(memory, cubeWeight);
  integrateSquare(memory);
  for (let edge = 0; edge < 4; edge++) if (at(memory, OMEGA + edge) > 0) integrateEdge(memory, edge);
  climbSquare(memory);
  const nothing = at(cubeWeight, 0);
  const atZero = Math.max(at(memory, RESIDUAL), 0);
  const edges = at(cubeWeight, 1) * at(memory, MEAN) + at(cubeWeight, 2) * at(memory, MEAN + 2);
  memory[PAIR_BIAS] = nothing * atZero + edges + at(memory, BOTH) * at(memory, SQUARE_MEAN);
  return nothing * atZero * atZero + at(memory, LOSS);
}

/** Compensated sums, as in `fillVertexValues`. */
function fillVertices(memory: Float64Array, gram: GramPairs, i: number, biases: Float64Array): void {
  const own = 3 * i;
  const other = i + 1;
  const root = at(gram.magnification, i);
  const bias = at(biases, i);
  memory[VERTEX] = root * (root * bias);
  memory[RESIDUAL] = bias;
  memory[SLOPE] = at(gram.residualHigh, own);
  memory[SLOPE + 1] = at(gram.residualHigh, other);
  fillSums(memory, VERTEX, gram.high, gram.low, own, other);
  fillSums(memory, RESIDUAL, gram.residualHigh, gram.residualLow, own, other);
}

function fillSums(
  memory: Float64Array,
  place: number,
  high: Float64Array,
  low: Float64Array,
  own: number,
  other: number,
): void {
  const start = at(memory, place);
  const ownTerm = at(high, own);
  const ownLow = at(low, own);
  const otherTerm = at(high, other);
  const withOwn = start + ownTerm;
  const withOther = start + otherTerm;
  const otherRest = sumError(start, otherTerm, withOther) + at(low, other);
  const withBoth = withOther + ownTerm;
  memory[place + 1] = withOwn + (sumError(start, ownTerm, withOwn) + ownLow);
  memory[place + 2] = withOther + otherRest;
  memory[place + 3] = withBoth + (otherRest + (sumError(withOther, ownTerm, withBoth) + ownLow));
}

function startWeights(memory: Float64Array, cubeWeight: Float64Array): void {
  memory[OMEGA] = at(cubeWeight, 1);
  memory[OMEGA + 1] = 0;
  memory[OMEGA + 2] = at(cubeWeight, 2);
  memory[OMEGA + 3] = 0;
  memory[BOTH] = at(cubeWeight, 3);
  for (let edge = 0; edge < 4; edge++) memory[UPSILON + edge] = 0;
  memory[ALPHA] = 0;
  memory[BETA] = 0;
  memory[LOSS] = 0;
  memory[PAIR_SLOPES] = 0;
  memory[PAIR_SLOPES + 1] = 0;
}

/** The share of the square in the loss and the slopes; where z takes both signs, the weights of its edges. */
function integrateSquare(memory: Float64Array): void {
  const z = at(memory, VERTEX);
  const zOwn = at(memory, VERTEX + 1);
  const zOther = at(memory, VERTEX + 2);
  const zBoth = at(memory, VERTEX + 3);
  const weight = at(memory, BOTH);
  memory[SQUARE_MEAN] = 0;
  if (z <= 0 && zOwn <= 0 && zOther <= 0 && zBoth <= 0) {
    memory[LOSS] = weight / 3;
  } else if (z >= 0 && zOwn >= 0 && zOther >= 0 && zBoth >= 0) {
    const slope = at(memory, SLOPE);
    const slopeOther = at(memory, SLOPE + 1);
    const centre = at(memory, RESIDUAL) + (slope + slopeOther) / 2;
    memory[SQUARE_MEAN] = centre;
    memory[PAIR_SLOPES] = weight * (centre / 2 + slope / 12);
    memory[PAIR_SLOPES + 1] = weight * (centre / 2 + slopeOther / 12);
    memory[LOSS] = weight * (centre * centre + (slope * slope + slopeOther * slopeOther) / 12);
  } else {
    placeApex(memory);
    spreadSquare(memory);
  }
}

/**
 * The heights of the edges over the apex of the square. It lies on the edge x_i = 0 if z changes sign there; else, as z
 * does not fall along x_i, on that of the edges along x_i which starts nearer to 0.
 */
function placeApex(memory: Float64Array): void {
  const z = at(memory, VERTEX);
  const zOther = at(memory, VERTEX + 2);
  if (z < 0 && zOther < 0) {
    const raised = Number(zOther > z);
    const start = -at(memory, VERTEX + 2 * raised);
    const end = Math.abs(at(memory, VERTEX + 2 * raised + 1));
    memory[HEIGHT] = raised;
    memory[HEIGHT + 1] = 1 - raised;
    memory[HEIGHT + 2] = start / (start + end);
    memory[HEIGHT + 3] = end / (start + end);
  } else {
    const start = Math.abs(z);
    const end = Math.abs(zOther);
    memory[HEIGHT] = start / (start + end);
    memory[HEIGHT + 1] = end / (start + end);
    memory[HEIGHT + 2] = 0;
    memory[HEIGHT + 3] = 1;
  }
}

function spreadSquare(memory: Float64Array): void {
  const tau = at(memory, HEIGHT + 2);
  const alpha = at(memory, BOTH) / 4;
  const beta = (-tau * alpha) / 3;
  memory[ALPHA] = alpha;
  memory[BETA] = beta;
  for (let edge = 0; edge < 4; edge++) {
    const height = at(memory, HEIGHT + edge);
    memory[OMEGA + edge] = at(memory, OMEGA + edge) + height * alpha;
    memory[UPSILON + edge] = height * beta;
  }
  memory[LOSS] = -2 * tau * beta;
}

/** Adds ω ∫ℓ² + 2υ ∫ℓ over an edge to the loss, and what it is worth to the slopes; leaves its moments V and g₀ behind. */
function integrateEdge(memory: Float64Array, edge: number): void {
  const along = edge >> 1;
  const from = (edge & 1) << (1 - along);
  const start = at(memory, VERTEX + from);
  const end = at(memory, VERTEX + from + 1 + along);
  if (start <= 0 && end <= 0) integrateOff(memory, edge);
  else if (start >= 0 && end >= 0) integrateLinear(memory, edge);
  else integrateMixed(memory, edge);
}

function integrateOff(memory: Float64Array, edge: number): void {
  const omega = at(memory, OMEGA + edge);
  const upsilon = at(memory, UPSILON + edge);
  memory[VOLUME + edge] = 0;
  memory[MEAN + edge] = 0;
  const share = edge < 2 ? omega / 3 - upsilon : (edge & 1) * (omega - 2 * upsilon);
  memory[LOSS] = at(memory, LOSS) + share;
}

function integrateLinear(memory: Float64Array, edge: number): void {
  const along = edge >> 1;
  const omega = at(memory, OMEGA + edge);
  const upsilon = at(memory, UPSILON + edge);
  const slope = at(memory, SLOPE + along);
  const centre = at(memory, RESIDUAL + ((edge & 1) << (1 - along))) + slope / 2;
  memory[VOLUME + edge] = 1;
  memory[MEAN + edge] = centre;
  const onSlope = (omega * centre + upsilon) / 2 + (omega * slope) / 12;
  memory[PAIR_SLOPES + along] = at(memory, PAIR_SLOPES + along) + onSlope;
  const share = omega * (centre * centre + (slope * slope) / 12) + 2 * upsilon * centre;
  memory[LOSS] = at(memory, LOSS) + share;
}

/** As `integrateEdges`. */
function integrateMixed(memory: Float64Array, edge: number): void {
  const along = edge >> 1;
  const from = (edge & 1) << (1 - along);
  const to = from + 1 + along;
  const start = Math.abs(at(memory, VERTEX + from));
  const end = Math.abs(at(memory, VERTEX + to));
  const apex = start / (start + end);
  const apexRest = end / (start + end);
  const rises = Number(at(memory, VERTEX + to) > 0);
  const on = rises === 1 ? apexRest : apex;
  const off = rises === 1 ? apex : apexRest;
  const r = at(memory, RESIDUAL + (rises === 1 ? to : from));
  const tau = along === 0 ? apex : edge & 1;
  const tauOff = along === 0 ? 1 - rises : edge & 1;
  const alpha = at(memory, OMEGA + edge) / 3;
  const beta = (at(memory, UPSILON + edge) - tau * alpha) / 2;
  const mean = (on * (r - tau)) / 2;
  memory[VOLUME + edge] = on;
  memory[MEAN + edge] = mean;
  const onSlope = apex * (alpha * mean + beta * on) + rises * apexRest * (alpha * r + beta);
  memory[PAIR_SLOPES + along] = at(memory, PAIR_SLOPES + along) + onSlope;
  const share = on * r * (alpha * r + 2 * beta) + off * tauOff * (alpha * tauOff - 2 * beta);
  memory[LOSS] = at(memory, LOSS) + (share - 2 * tau * beta);
}

/** V and g₀ of the square where z takes both signs, and what it adds to the slopes. */
function climbSquare(memory: Float64Array): void {
  const alpha = at(memory, ALPHA);
  if (alpha === 0) return;
  const beta = at(memory, BETA);
  let volumes = 0;
  let means = 0;
  for (let edge = 0; edge < 4; edge++) {
    const height = at(memory, HEIGHT + edge);
    volumes += height * at(memory, VOLUME + edge);
    means += height * at(memory, MEAN + edge);
  }
  const tau = at(memory, HEIGHT + 2);
  const mean = (means - (tau * volumes) / 2) / 3;
  const phi = alpha * mean + (beta * volumes) / 2;
  memory[SQUARE_MEAN] = mean;
  // The facet x_i = 1 is edge 3, and the facet where the other feature is 1 is edge 1.
  const atOwn = alpha * at(memory, MEAN + 3) + beta * at(memory, VOLUME + 3);
  const atOther = alpha * at(memory, MEAN + 1) + beta * at(memory, VOLUME + 1);
  memory[PAIR_SLOPES] = at(memory, PAIR_SLOPES) + (tau * phi + at(memory, HEIGHT + 3) * atOwn);
  const other = at(memory, HEIGHT) * phi + at(memory, HEIGHT + 1) * atOther;
  memory[PAIR_SLOPES + 1] = at(memory, PAIR_SLOPES + 1) + other;
}
