/** @file The exact gradient of the expected loss of a whole model, and both one-sided derivatives where it has none. */

import type { PiecewiseLinearActivation } from '../../model/activation.ts';
import { gram, type ToyModel } from '../../model/toy-model.ts';
import { type Rational, signOf, ZERO } from '../../support/rational.ts';
import { breakpointsOf, isDiscontinuousAt } from './breakpoint-mass.ts';
import { requirePiecewiseLinear } from './expected-loss.ts';
import { type Kink, kinksOf, type OneSided, type OutputSlopes } from './kinks.ts';
import { outputGradientIn } from './output-gradient.ts';
import { fractionToRational } from './output-loss.ts';
import { integerSetting, type Output } from './output-setting.ts';

export type { Kink, OneSided };

/** An output whose preactivation sits where φ jumps, with positive probability. */
export interface Discontinuity {
  /** i, from 0. */
  readonly output: number;
  /** Where φ jumps. */
  readonly breakpoint: Rational;
}

/** The gradient of L = Σ_i I_i E (x_i − x′_i)². */
export interface ExactGradient {
  /** ∂L/∂W, shape [hidden, features]. At a kink the value with φ′ from the left: relu′(0) = 0. */
  readonly weights: readonly (readonly Rational[])[];
  /** ∂L/∂b, shape [features]. At a kink the value with φ′ from the left. */
  readonly bias: readonly Rational[];
  /** Where one-sided derivatives differ, ascending. */
  readonly kinks: readonly Kink[];
  /**
   * Where the loss itself is not continuous; none if φ is continuous. Derivatives by the parameters that move such an
   * output are then slopes of the loss on either side, not limits of difference quotients.
   */
  readonly discontinuities: readonly Discontinuity[];
}

/**
 * The gradient of the expected loss of a toy model, exactly, by every weight and bias; one-sided where it does not exist.
 *
 * Every entry of the Gram matrix is a variable of its own, Γ_ij = I_i ∂E_i/∂G_ij, and weights are tied:
 * ∂L/∂W_hk = Σ_j (Γ_kj + Γ_jk) W_hj.
 *
 * @returns rationals. Exact.
 * @throws {@link DomainError} if the activation is smooth or a preactivation has too many knots.
 * @complexity n times that of the loss; at kinks 2 (n + 1) m times that of the output over polynomials.
 * @see docs/maths/law-of-preactivation.md, Theorems 3 and 4
 * @example
 * // One feature that always fires: L = (1 − w²)²/3, so ∂L/∂w = −4w (1 − w²)/3.
 * exactGradient(toyModel(task([ONE], [ONE]), [[rational(1n, 2n)]])).weights; // [[−1/2]]
 */
export function exactGradient(model: ToyModel): ExactGradient {
  const activation = requirePiecewiseLinear('exactGradient', model.activation);
  const outputs = gram(model).map((row, self) =>
    slopesOf(model, { row, self, bias: model.bias[self] ?? ZERO }, activation),
  );
  const gamma = (i: number, j: number): Rational => outputs[i]?.byRow[j] ?? ZERO;
  const weights = model.weights.map((row) =>
    row.map((_, k) => row.reduce((sum, entry, j) => sum.add(gamma(k, j).add(gamma(j, k)).mul(entry)), ZERO)),
  );
  const bias = outputs.map(({ byBias }) => byBias);
  const rough = outputs.filter(({ exists }) => !exists);
  return {
    weights,
    bias,
    kinks: rough.length === 0 ? [] : kinksOf({ ...model, activation }, rough, { weights, bias }),
    discontinuities: rough.flatMap(({ output }) =>
      breakpointsOf(activation)
        .filter((breakpoint) => isDiscontinuousAt(integerSetting(output, model), breakpoint))
        .map(({ at }) => ({ output: output.self, breakpoint: at })),
    ),
  };
}

function slopesOf(model: ToyModel, output: Output, activation: PiecewiseLinearActivation): OutputSlopes {
  const importance = model.importances[output.self] ?? ZERO;
  if (signOf(importance) === 0) {
    return { output, byRow: output.row.map(() => ZERO), byBias: ZERO, exists: true };
  }
  const { byRow, byBias, exists } = outputGradientIn(integerSetting(output, model), activation);
  return {
    output,
    byRow: byRow.map((slope) => fractionToRational(slope).mul(importance)),
    byBias: fractionToRational(byBias).mul(importance),
    exists,
  };
}
