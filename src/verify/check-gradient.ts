/**
 * @file The gradient, computed in doubles, against difference quotients of the exact loss. In rationals a step may be as
 * small as one likes without cancellation, so the quotient is the derivative for all practical purposes; taken along
 * random directions, a few quotients see every entry of the gradient.
 */

import { roundedQuantity } from '../model/quantity.ts';
import { type FloatModel, type ToyModel, toyModel } from '../model/toy-model.ts';
import { type LossAndGradient, lossAndGradientOf } from '../numeric/population-loss/loss-and-gradient-of.ts';
import { type Rational, rational, rationalFromNumber, toNumber, ZERO } from '../support/rational.ts';
import { streamKey, threefry } from '../support/threefry.ts';
import { expectedLoss } from '../symbolic/expected-loss/expected-loss.ts';
import type { Check } from './verdict.ts';

/** A direction in parameter space. */
interface Direction {
  /** Shape [hidden, features], row-major. */
  readonly weights: readonly Rational[];
  /** Shape [features]. */
  readonly bias: readonly Rational[];
}

const DIRECTIONS = 3;

/** The step: the quotient differs from the derivative by no more than this times half the curvature along the direction. */
const STEP = rational(1n, 1n << 100n);

/**
 * The gradient's rounding error in units of the terms it is summed from (see {@link magnitudes}), chosen by
 * experiment: 1500 random and adversarial models stay below an eighth of it.
 */
const GRADIENT_ERROR = 1e-12;

/** The largest {@link sharpness} at which the quotient still tells the derivative. */
const SHARPEST = 1e12;

/**
 * Compares directional derivatives along {@link DIRECTIONS} random directions and reports the worst one. Directions leave
 * out features at a kink, where derivatives are one-sided, and those so near to one that the step might cross it.
 *
 * @param exactModel - the same numbers as `floats`, as rationals.
 */
export function checkGradient(
  exactModel: ToyModel,
  floats: FloatModel,
  { seed, stream }: { readonly seed: number; readonly stream: number },
): Check {
  const rounded = lossAndGradientOf(floats);
  const comparisons = Array.from({ length: DIRECTIONS }, (_, index) => {
    const direction = randomDirection(floats, seed, stream, index);
    const quotient = differenceQuotient(exactModel, direction);
    const derivative = derivativeAlong(rounded, direction);
    const difference = toNumber(rationalFromNumber(derivative).sub(quotient).abs());
    const tolerance = toleranceOf(floats, rounded.loss, direction);
    return { quotient: toNumber(quotient), derivative, difference, tolerance };
  });
  const worst = comparisons.reduce((a, b) =>
    b.difference * a.tolerance > a.difference * b.tolerance ? b : a,
  );
  const agrees = worst.difference <= worst.tolerance;
  return {
    name: 'gradient = exact difference quotient',
    verdict: agrees ? 'agrees' : 'disagrees',
    expected: roundedQuantity(worst.quotient),
    observed: roundedQuantity(worst.derivative),
    tolerance: worst.tolerance,
    ...(agrees ? {} : { explanation: `along a random direction they differ by ${worst.difference}` }),
  };
}

/** Entries in (−1, 1), multiples of 2⁻¹⁰; 0 for features too sharp. */
function randomDirection(floats: FloatModel, seed: number, stream: number, index: number): Direction {
  const { featureCount, hiddenDimension } = floats;
  const isSharp = Array.from({ length: featureCount }, (_, i) => sharpness(floats, i) > SHARPEST);
  const key = streamKey(seed, stream, 'verification');
  const words = new Uint32Array(4);
  const entry = (position: number): Rational => {
    if (isSharp[position % featureCount] === true) return ZERO;
    // The fourth word of the counter keeps these draws apart from those of the sampling.
    threefry(key, position, index, 0, 1, words);
    return rational(BigInt((words[0] ?? 0) >>> 21) - 1023n, 1024n);
  };
  const weightCount = hiddenDimension * featureCount;
  return {
    weights: Array.from({ length: weightCount }, (_, position) => entry(position)),
    bias: Array.from({ length: featureCount }, (_, i) => entry(weightCount + i)),
  };
}

/** [L(θ + h d) − L(θ − h d)] / 2h. Exact. */
function differenceQuotient(model: ToyModel, direction: Direction): Rational {
  const lossAt = (step: Rational): Rational => {
    const weights = model.weights.map((row, h) =>
      row.map((w, i) => w.add(step.mul(direction.weights[h * model.featureCount + i] ?? ZERO))),
    );
    const bias = model.bias.map((b, i) => b.add(step.mul(direction.bias[i] ?? ZERO)));
    return expectedLoss(toyModel(model, weights, bias)).loss;
  };
  return lossAt(STEP).sub(lossAt(STEP.neg())).div(STEP.mul(2));
}

function derivativeAlong({ gradient }: LossAndGradient, direction: Direction): number {
  const along = (slopes: Float64Array, entries: readonly Rational[]): number =>
    slopes.reduce((sum, slope, index) => sum + slope * toNumber(entries[index] ?? ZERO), 0);
  return along(gradient.weights, direction.weights) + along(gradient.bias, direction.bias);
}

/**
 * Bound on the density of z_i at 0, given any active set that contains i: how fast the ReLU of output i switches as z_i
 * moves.
 *
 * Proof. Given all other inputs the density is at most 1/G_ii = 1/‖W_i‖². And z_i = b_i + Σ_j G_ij x_j vanishes nowhere on
 * the cube unless some |G_ij| ≥ |b_i|/n, in which case the density is at most n/|b_i|. ∎
 */
function sharpness({ featureCount, hiddenDimension, weights, bias }: FloatModel, i: number): number {
  const column = Array.from({ length: hiddenDimension }, (_, h) => weights[h * featureCount + i] ?? 0);
  return Math.min(1 / Math.hypot(...column) ** 2, featureCount / Math.abs(bias[i] ?? 0));
}

/**
 * Rounding of the gradient, and the quotient's distance from the derivative.
 *
 * The derivative is 2 Σ I_i E[r_i ż_i] with r_i = z₊ − x_i, so by Cauchy and Schwarz the terms it is summed from come to at
 * most 2 √L √(Σ I_i sup ż_i²). Along the direction L has a derivative with Lipschitz constant at most
 * 2 Σ I_i (sup ż_i² (1 + s_i) + sup |r_i| sup |z̈_i|): s_i, the {@link sharpness}, because r_i ż_i jumps by x_i ż_i where z_i
 * passes 0.
 */
function toleranceOf(floats: FloatModel, loss: number, direction: Direction): number {
  let slopes = 0;
  let curvature = 0;
  for (const { importance, residual, speed, switching, acceleration } of magnitudes(floats, direction)) {
    slopes += importance * speed * speed;
    curvature += 2 * importance * (speed * speed + switching + residual * acceleration);
  }
  return GRADIENT_ERROR * 2 * Math.sqrt(loss) * Math.sqrt(slopes) + toNumber(STEP) * curvature;
}

interface Magnitudes {
  readonly importance: number;
  readonly residual: number;
  readonly speed: number;
  /** sup ż_i² s_i. */
  readonly switching: number;
  readonly acceleration: number;
}

/** Upper bounds of |r_i|, |ż_i| and |z̈_i| over the cube, for every output. */
function magnitudes(floats: FloatModel, direction: Direction): Magnitudes[] {
  const { featureCount: n, hiddenDimension, importances, weights, bias } = floats;
  const d = direction.weights.map(toNumber);
  const rows = Array.from({ length: hiddenDimension }, (_, h) => h * n);
  const sum = (i: number, term: (atI: number, atJ: number) => number): number => {
    let total = 0;
    for (let j = 0; j < n; j++) for (const row of rows) total += term(row + i, row + j);
    return total;
  };
  const w = (at: number): number => Math.abs(weights[at] ?? 0);
  const v = (at: number): number => Math.abs(d[at] ?? 0);
  return Array.from({ length: n }, (_, i) => {
    const speed = Math.abs(toNumber(direction.bias[i] ?? ZERO)) + sum(i, (a, b) => v(a) * w(b) + w(a) * v(b));
    const sharp = sharpness(floats, i);
    return {
      importance: importances[i] ?? 0,
      residual: 1 + Math.abs(bias[i] ?? 0) + sum(i, (a, b) => w(a) * w(b)),
      speed,
      // A sharp feature does not move itself, so |ż_i| ≤ ‖W_i‖ Σ_j ‖d_j‖.
      switching:
        sharp > SHARPEST ? d.reduce((total, entry) => total + Math.abs(entry), 0) ** 2 : speed ** 2 * sharp,
      acceleration: 2 * sum(i, (a, b) => v(a) * v(b)),
    };
  });
}
