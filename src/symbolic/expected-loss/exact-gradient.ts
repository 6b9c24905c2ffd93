/** @file The exact gradient of the expected loss of a whole model, and both one-sided derivatives where it has none. */

import { gram, type ToyModel } from '../../model/toy-model.ts';
import { type Rational, rational, signOf, ZERO } from '../../support/rational.ts';
import { meanPositivePart } from './mean-positive-part.ts';
import { type OutputGradient, outputGradient } from './output-gradient.ts';

/** The two derivatives of the loss along one parameter. */
export interface OneSided {
  /** The left derivative: lim_{t→0⁻} (L(θ + t) − L(θ)) / t. */
  readonly below: Rational;
  /** The right derivative. */
  readonly above: Rational;
}

/** A feature at which the loss has no derivative: W_i = 0, b_i = 0, p_i > 0, I_i > 0. */
export interface Kink {
  /** i, from 0. */
  readonly feature: number;
  /** By W_hi, shape [hidden]. */
  readonly weights: readonly OneSided[];
  /** By b_i. */
  readonly bias: OneSided;
}

/** The gradient of L = Σ_i I_i E (x_i − x′_i)². */
export interface ExactGradient {
  /** ∂L/∂W, shape [hidden, features]. At a kink the value with output i off: relu′(0) = 0. */
  readonly weights: readonly (readonly Rational[])[];
  /** ∂L/∂b, shape [features]. At a kink the value with output i off, 0. */
  readonly bias: readonly Rational[];
  /** Where one-sided derivatives differ, ascending. */
  readonly kinks: readonly Kink[];
}

/**
 * The gradient of the expected loss of a toy model, exactly, by every weight and bias.
 *
 * Every entry of the Gram matrix is a variable of its own, Γ_ij = I_i ∂E_i/∂G_ij, and weights are tied:
 * ∂L/∂W_hk = Σ_j (Γ_kj + Γ_jk) W_hj.
 *
 * @returns rationals. Exact.
 * @throws {@link DomainError} if the model has more features than the closed form can serve.
 * @complexity n² · 3ⁿ integer additions.
 * @see docs/maths/closed-form.md, Theorems 9 and 10
 * @example
 * // One feature that always fires: L = (1 − w²)²/3, so ∂L/∂w = −4w (1 − w²)/3.
 * exactGradient(toyModel(task([ONE], [ONE]), [[rational(1n, 2n)]])).weights; // [[−1/2]]
 */
export function exactGradient(model: ToyModel): ExactGradient {
  const { weights, bias, densities, importances, featureCount } = model;
  const nothing: OutputGradient = { byRow: densities.map(() => ZERO), byBias: ZERO };
  const outputs = gram(model).map((row, i) => {
    const importance = importances[i] ?? ZERO;
    if (signOf(importance) === 0) return nothing;
    const { byRow, byBias } = outputGradient({ row, self: i, bias: bias[i] ?? ZERO }, densities);
    return { byRow: byRow.map((slope) => slope.mul(importance)), byBias: byBias.mul(importance) };
  });
  const gamma = (i: number, j: number): Rational => outputs[i]?.byRow[j] ?? ZERO;
  const features = Array.from({ length: featureCount }, (_, i) => i);
  const byWeights = weights.map((row) =>
    features.map((k) =>
      row.reduce((sum, entry, j) => sum.add(gamma(k, j).add(gamma(j, k)).mul(entry)), ZERO),
    ),
  );
  const kinks = features
    .filter((i) => isKink(model, i))
    .map((i) => {
      const slopes = byWeights.map((row) => row[i] ?? ZERO);
      return kinkAt(model, i, slopes);
    });
  return { weights: byWeights, bias: outputs.map(({ byBias }) => byBias), kinks };
}

/** W_i = 0, b_i = 0, p_i > 0 and I_i > 0. */
function isKink({ weights, bias, densities, importances }: ToyModel, i: number): boolean {
  const isZero = (value: Rational | undefined): boolean => value !== undefined && signOf(value) === 0;
  if (!isZero(bias[i]) || isZero(densities[i]) || isZero(importances[i])) return false;
  return weights.every((row) => isZero(row[i]));
}

/**
 * Both sides. With s_h = Σ_{l≠i} W_hl x_l, the derivative of I_i E_i by W_hi is −I_i p_i E (s_h)₊ from above and
 * I_i p_i E (s_h)₋ from below; by b_i it is −I_i p_i from above and 0 from below; other outputs are smooth.
 *
 * @param slopes - ∂L/∂W_hi with output i off, shape [hidden].
 */
function kinkAt(
  { weights, densities, importances }: ToyModel,
  feature: number,
  slopes: readonly Rational[],
): Kink {
  const pull = (importances[feature] ?? ZERO).mul(densities[feature] ?? ZERO);
  const sides = weights.map((row, h) => {
    const off = slopes[h] ?? ZERO;
    const positive = meanPositivePart(row, densities);
    const mean = row.reduce((sum, entry, l) => sum.add(entry.mul(densities[l] ?? ZERO)), ZERO).div(2);
    return { below: off.add(pull.mul(positive.sub(mean))), above: off.sub(pull.mul(positive)) };
  });
  return { feature, weights: sides, bias: { below: rational(0n), above: pull.neg() } };
}
