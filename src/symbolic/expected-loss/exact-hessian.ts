/** @file The exact Hessian of the expected loss of a whole model, where it exists. */

import type { PiecewiseLinearActivation } from '../../model/activation.ts';
import { gram, type ToyModel } from '../../model/toy-model.ts';
import { ONE, type Rational, signOf, ZERO } from '../../support/rational.ts';
import { requirePiecewiseLinear } from './expected-loss.ts';
import { type OutputHessian, outputHessian } from './output-hessian.ts';
import { integerSetting } from './output-setting.ts';

/** The Hessian of L = Σ_i I_i E (x_i − x′_i)², or the outputs that have none. */
export type ExactHessian =
  | {
      readonly status: 'exists';
      /**
       * ∂²L by W_11, W_12, …, W_mn and then, unless it is fixed, b_1, …, b_n: shape [m n + n, m n + n] or [m n, m n].
       * Symmetric.
       */
      readonly matrix: readonly (readonly Rational[])[];
    }
  | {
      readonly status: 'none';
      /** Ascending. Their laws have an atom or a step where φ′ jumps, or worse: the model lies on a wall of its chamber. */
      readonly outputs: readonly number[];
    };

/** What the loss is a function of. */
export interface HessianOptions {
  /** `fixed`: second derivatives by the weights alone, which exist on more walls. */
  readonly bias?: 'free' | 'fixed' | undefined;
}

/**
 * The Hessian of the expected loss of a toy model by its weights and biases, exactly.
 *
 * With H_i the Hessian of I_i E_i by row i of G and b_i, and Γ its gradient,
 *
 *     ∂²L/∂W_hk ∂W_gl = Σ_i Σ_jj′ H_i[j, j′] (∂G_ij/∂W_hk) (∂G_ij′/∂W_gl) + [h = g] (Γ_kl + Γ_lk).
 *
 * @returns rationals, exact; or which outputs have no second derivatives.
 * @throws {@link DomainError} if the activation is smooth or a preactivation has too many knots.
 * @complexity n² times that of the loss.
 * @see docs/maths/law-of-preactivation.md, Theorem 5
 * @example
 * // One feature that always fires: L = (1 − w²)²/3, so L″ = (12 w² − 4)/3.
 * exactHessian(toyModel(task([ONE], [ONE]), [[ONE]]), { bias: 'fixed' }); // [[8/3]]
 */
export function exactHessian(model: ToyModel, { bias = 'free' }: HessianOptions = {}): ExactHessian {
  const activation = requirePiecewiseLinear('exactHessian', model.activation);
  const outputs = gram(model).map((row, i) => weightedHessian(model, activation, row, i, bias === 'free'));
  const none = outputs.flatMap((output, i) => (output?.exists === false ? [i] : []));
  if (none.length > 0) return { status: 'none', outputs: none };
  const { hiddenDimension, featureCount } = model;
  const parameters = [
    ...Array.from({ length: hiddenDimension * featureCount }, (_, place) => ({
      row: Math.floor(place / featureCount),
      feature: place % featureCount,
    })),
    ...(bias === 'fixed' ? [] : model.bias.map((_, feature) => ({ row: undefined, feature }))),
  ];
  const directions = parameters.map((parameter) => outputs.map((_, i) => directionOf(model, i, parameter)));
  const matrix = parameters.map((left, s) =>
    parameters.map((right, t) => {
      const chained = outputs.reduce((sum, output, i) => {
        if (output === undefined) return sum;
        return sum.add(bilinear(output, directions[s]?.[i] ?? [], directions[t]?.[i] ?? []));
      }, ZERO);
      if (left.row === undefined || left.row !== right.row) return chained;
      const gamma = (i: number, j: number): Rational => outputs[i]?.gradient[j] ?? ZERO;
      return chained.add(gamma(left.feature, right.feature)).add(gamma(right.feature, left.feature));
    }),
  );
  return { status: 'exists', matrix };
}

/** A weight W_hk, or the bias b_k if `row` is undefined. */
interface Parameter {
  readonly row: number | undefined;
  readonly feature: number;
}

/** Entries of a vector that are not zero: [index, value]. */
type Sparse = readonly (readonly [number, Rational])[];

/** I_i times the derivatives of E_i; undefined if I_i = 0. */
function weightedHessian(
  model: ToyModel,
  activation: PiecewiseLinearActivation,
  row: readonly Rational[],
  self: number,
  withBias: boolean,
): OutputHessian | undefined {
  const importance = model.importances[self] ?? ZERO;
  if (signOf(importance) === 0) return undefined;
  const setting = integerSetting({ row, self, bias: model.bias[self] ?? ZERO }, model);
  const { gradient, matrix, exists } = outputHessian(setting, activation, withBias);
  return {
    gradient: gradient.map((value) => value.mul(importance)),
    matrix: matrix.map((line) => line.map((value) => value.mul(importance))),
    exists,
  };
}

/** The derivative of (row i of G, b_i) by a parameter: W_hk occurs in column k, as W_hi, and in row k, as W_hj. */
function directionOf({ weights, featureCount }: ToyModel, i: number, { row, feature }: Parameter): Sparse {
  if (row === undefined) return i === feature ? [[featureCount, ONE]] : [];
  const line = weights[row] ?? [];
  const entries = line.map((entry, j) => {
    const asColumn = j === feature ? (line[i] ?? ZERO) : ZERO;
    return i === feature ? asColumn.add(entry) : asColumn;
  });
  return [...entries.entries()].filter(([, value]) => signOf(value) !== 0);
}

function bilinear({ matrix }: OutputHessian, left: Sparse, right: Sparse): Rational {
  return left.reduce(
    (sum, [u, a]) => right.reduce((inner, [v, b]) => inner.add(a.mul(b).mul(matrix[u]?.[v] ?? ZERO)), sum),
    ZERO,
  );
}
