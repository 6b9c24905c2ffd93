/**
 * @file The expected loss of two features and its gradient, for any activation φ, by quadrature against the law of the
 * preactivation.
 *
 * Output i has z = b + a·x over each active set. With y_k = x_k or 1 − x_k as a_k ≥ 0 or not, A ≥ B the magnitudes of the two a_k
 * and u = y₁ + (B/A) y₂, z is an affine function of u, whose density is a trapezoid: three segments, on each of which z, the
 * density and the means of x given u are affine in one s in [0, 1], and
 *
 *     E[(x_i − φ)² | u] = Var(x_i | u) + (E[x_i | u] − φ)²,   ½ ∂E/∂a_k = E[φ′ ((φ − E[x_i | u]) E[x_k | u] − Cov(x_i, x_k | u))].
 *
 * A single active feature is one segment. Segments are cut at the knots of φ and integrated by Gauss's rule: exactly for piecewise
 * linear φ. Where φ jumps, at s*, the gradient has the further term ½ [(x_i − φ)²] x_k times the density of z.
 *
 * Sums of squares: nothing cancels.
 */

import type { FloatTask } from '../../model/toy-model.ts';
import { DomainError, ShapeError } from '../../support/errors.ts';
import { at } from '../population-loss/entry.ts';
import { fillWeightGradient } from '../population-loss/weight-gradient.ts';
import { gaussLegendre } from '../smooth/gauss-legendre.ts';
import { pieceAt, type ScalarActivation } from './scalar-activation.ts';

/** As the methods of `PopulationLoss` that have these names. */
export interface ActivationLoss {
  loss(weights: Float64Array, bias: Float64Array): number;
  lossAndGradient(
    weights: Float64Array,
    bias: Float64Array,
    weightGradient: Float64Array,
    biasGradient: Float64Array,
  ): number;
}

/**
 * A stretch of the law of z. Along it, s from 0 to 1: z = start + slope s, the weight is (weight + weightSlope s) ds, and the
 * features have means m + m′ s; Var(x_i) and Cov(x_i, x_j) are as given, or s² times that.
 */
interface Segment {
  start: number;
  slope: number;
  weight: number;
  weightSlope: number;
  own: number;
  ownSlope: number;
  other: number;
  otherSlope: number;
  ownVariance: number;
  covariance: number;
  /** Whether covariances grow as s². */
  grows: boolean;
}

/** Of one output: E (x_i − φ)², and half its derivatives by a_i, by the other a, and by b. */
interface Sums {
  error: number;
  own: number;
  other: number;
  bias: number;
}

/**
 * @param task - two features.
 * @returns rounded: 1e-14 of the loss for piecewise linear φ, and of Σ I_i p_i for smooth φ with preactivations within ±8.
 * @throws {@link DomainError} unless there are two features; {@link ShapeError} from the methods if an array has the wrong length.
 * @see docs/maths/diagrams.md
 */
export function pairActivationLoss(
  task: FloatTask,
  hiddenDimension: number,
  activation: ScalarActivation,
): ActivationLoss {
  if (task.featureCount !== 2) throw new DomainError('pairActivationLoss', 'two features', task.featureCount);
  const { densities, importances } = task;
  const gramGradient = new Float64Array(4);
  const sums: Sums = { error: 0, own: 0, other: 0, bias: 0 };
  const integrate = segmentIntegrator(activation, sums);
  const jet = new Float64Array(2);
  const segment = emptySegment();

  const output = (i: number, weights: Float64Array, bias: Float64Array): void => {
    const own = innerProduct(weights, i, i);
    const other = innerProduct(weights, i, 1 - i);
    const b = at(bias, i);
    const p = at(densities, i);
    const q = at(densities, 1 - i);
    activation.jet(pieceAt(activation, b), b, jet);
    const nothing = (1 - p) * (1 - q);
    sums.error = nothing * at(jet, 0) * at(jet, 0);
    sums.bias = nothing * at(jet, 0) * at(jet, 1);
    sums.own = 0;
    sums.other = 0;
    integrate(fillEdge(segment, b, other, q * (1 - p), false));
    integrate(fillEdge(segment, b, own, p * (1 - q), true));
    for (let part = 0; part < 3; part++) integrate(fillPart(segment, part, b, own, other, p * q));
  };

  const check = (weights: Float64Array, bias: Float64Array): void => {
    if (weights.length !== 2 * hiddenDimension) {
      throw new ShapeError('pairActivationLoss', [hiddenDimension, 2], [weights.length]);
    }
    if (bias.length !== 2) throw new ShapeError('pairActivationLoss', [2], [bias.length]);
  };

  return {
    loss(weights, bias) {
      check(weights, bias);
      let loss = 0;
      for (let i = 0; i < 2; i++) {
        output(i, weights, bias);
        loss += at(importances, i) * sums.error;
      }
      return loss;
    },
    lossAndGradient(weights, bias, weightGradient, biasGradient) {
      check(weights, bias);
      let loss = 0;
      for (let i = 0; i < 2; i++) {
        output(i, weights, bias);
        const importance = at(importances, i);
        loss += importance * sums.error;
        gramGradient[3 * i] = 2 * importance * sums.own;
        gramGradient[i + 1] = 2 * importance * sums.other;
        biasGradient[i] = 2 * importance * sums.bias;
      }
      fillWeightGradient(gramGradient, weights, weightGradient, 2);
      return loss;
    },
  };
}

function innerProduct(weights: Float64Array, i: number, j: number): number {
  let sum = 0;
  for (let row = 0; row < weights.length; row += 2) sum += at(weights, row + i) * at(weights, row + j);
  return sum;
}

function emptySegment(): Segment {
  return {
    start: 0,
    slope: 0,
    weight: 0,
    weightSlope: 0,
    own: 0,
    ownSlope: 0,
    other: 0,
    otherSlope: 0,
    ownVariance: 0,
    covariance: 0,
    grows: false,
  };
}

/** One feature active, the own or the other one. */
function fillEdge(segment: Segment, start: number, slope: number, weight: number, isOwn: boolean): Segment {
  segment.start = start;
  segment.slope = slope;
  segment.weight = weight;
  segment.weightSlope = 0;
  segment.own = 0;
  segment.ownSlope = isOwn ? 1 : 0;
  segment.other = 0;
  segment.otherSlope = isOwn ? 0 : 1;
  segment.ownVariance = 0;
  segment.covariance = 0;
  segment.grows = false;
  return segment;
}

/** Part 0, 1 or 2 of the trapezoid of u, both features being active. */
function fillPart(
  segment: Segment,
  part: number,
  bias: number,
  own: number,
  other: number,
  weight: number,
): Segment {
  const isOwnLarge = Math.abs(own) >= Math.abs(other);
  const large = Math.abs(isOwnLarge ? own : other);
  const small = Math.abs(isOwnLarge ? other : own);
  const ratio = large > 0 ? small / large : 0;
  const base = bias + Math.min(own, 0) + Math.min(other, 0);
  segment.grows = part !== 1;
  segment.weight = part === 1 ? weight * (1 - ratio) : 0;
  segment.weightSlope = part === 1 ? 0 : weight * ratio;
  segment.ownVariance = (isOwnLarge ? ratio * ratio : 1) / 12;
  segment.covariance = (Math.sign(own * other) * -ratio) / 12;
  // The means of y₁, of the larger slope, and of y₂.
  if (part === 0) {
    segment.start = base;
    segment.slope = small;
    setMean(segment, isOwnLarge, own, other, 0, ratio / 2);
    setMean(segment, !isOwnLarge, own, other, 0, 1 / 2);
  } else if (part === 1) {
    segment.start = base + small;
    segment.slope = large - small;
    setMean(segment, isOwnLarge, own, other, ratio / 2, 1 - ratio);
    setMean(segment, !isOwnLarge, own, other, 1 / 2, 0);
  } else {
    segment.start = base + large + small;
    segment.slope = -small;
    setMean(segment, isOwnLarge, own, other, 1, -ratio / 2);
    setMean(segment, !isOwnLarge, own, other, 1, -1 / 2);
  }
  return segment;
}

/** The mean of the own or the other feature, from that of its y. */
function setMean(
  segment: Segment,
  isOwn: boolean,
  own: number,
  other: number,
  mean: number,
  slope: number,
): void {
  const isMirrored = (isOwn ? own : other) < 0;
  const [x, xSlope] = isMirrored ? [1 - mean, -slope] : [mean, slope];
  if (isOwn) {
    segment.own = x;
    segment.ownSlope = xSlope;
  } else {
    segment.other = x;
    segment.otherSlope = xSlope;
  }
}

/** Adds the share of a segment to the sums. */
function segmentIntegrator(activation: ScalarActivation, sums: Sums): (segment: Segment) => void {
  const { knots, below, above } = activation;
  const jet = new Float64Array(2);

  /** ½ ∫ over s in [from, to], on one piece of φ. */
  const stretch = (segment: Segment, from: number, to: number): void => {
    const width = to - from;
    const piece = pieceAt(activation, segment.start + segment.slope * (from + width / 2));
    const { nodes, weights } = gaussLegendre(activation.nodes(Math.abs(segment.slope) * width));
    for (let k = 0; k < nodes.length; k++) {
      const s = from + width * at(nodes, k);
      activation.jet(piece, segment.start + segment.slope * s, jet);
      const weight = width * at(weights, k) * (segment.weight + segment.weightSlope * s);
      addPoint(segment, s, weight, at(jet, 0), at(jet, 1));
    }
  };

  const addPoint = (segment: Segment, s: number, weight: number, value: number, slope: number): void => {
    const spread = segment.grows ? s * s : 1;
    const own = segment.own + segment.ownSlope * s;
    const other = segment.other + segment.otherSlope * s;
    const residual = value - own;
    const variance = spread * segment.ownVariance;
    sums.error += weight * (variance + residual * residual);
    const factor = weight * slope;
    sums.bias += factor * residual;
    sums.own += factor * (residual * own - variance);
    sums.other += factor * (residual * other - spread * segment.covariance);
  };

  /** What a jump of φ inside the segment adds to the derivatives. */
  const addJump = (segment: Segment, s: number, knot: number): void => {
    const [left, right] = [at(below, knot), at(above, knot)];
    if (left === right) return;
    const spread = segment.grows ? s * s : 1;
    const own = segment.own + segment.ownSlope * s;
    const other = segment.other + segment.otherSlope * s;
    const density = (segment.weight + segment.weightSlope * s) / Math.abs(segment.slope);
    const factor = density * (right - left);
    const residual = (right + left) / 2 - own;
    sums.bias += factor * residual;
    sums.own += factor * (residual * own - spread * segment.ownVariance);
    sums.other += factor * (residual * other - spread * segment.covariance);
  };

  return (segment) => {
    if (segment.weight === 0 && segment.weightSlope === 0) return;
    let from = 0;
    // Knots in the order in which z meets them.
    for (let r = 0; r < knots.length && segment.slope !== 0; r++) {
      const knot = segment.slope > 0 ? r : knots.length - 1 - r;
      const s = (at(knots, knot) - segment.start) / segment.slope;
      if (!(s > from && s < 1)) continue;
      stretch(segment, from, s);
      addJump(segment, s, knot);
      from = s;
    }
    stretch(segment, from, 1);
  };
}
