/**
 * @file The expected loss of a model with a smooth activation: exact laws of the preactivations, rounded once, and
 * quadrature against them with every error bounded.
 */

import type { SmoothName } from '../model/activation.ts';
import type { BernsteinPiece, PiecewiseDensity } from '../model/piecewise-density.ts';
import { gram, type ToyModel } from '../model/toy-model.ts';
import { valueMoment } from '../model/value-law.ts';
import { combination, type Enclosure } from '../numeric/smooth/enclosure.ts';
import type { FloatDensity } from '../numeric/smooth/float-density.ts';
import { smoothOutputLoss, smoothOutputSlope } from '../numeric/smooth/smooth-output.ts';
import { invariant } from '../support/errors.ts';
import {
  fractionParts,
  quotientToNumber,
  type Rational,
  signOf,
  toNumber,
  ZERO,
} from '../support/rational.ts';
import { preactivationDensity } from '../symbolic/expected-loss/preactivation-density.ts';
import type { Monomial } from '../symbolic/expected-loss/preactivation-law.ts';
import { requireFewKnots } from './require-few-knots.ts';

/** Bounds of the loss, its terms and its gradient. */
export interface SmoothLoss {
  readonly loss: Enclosure;
  /** I_i · E (x_i − x′_i)², shape [features]. */
  readonly perFeature: readonly Enclosure[];
}

export interface SmoothGradient {
  /** ∂L/∂W, shape [hidden, features]. */
  readonly weights: readonly (readonly Enclosure[])[];
  /** ∂L/∂b, shape [features]. */
  readonly bias: readonly Enclosure[];
}

const NOTHING: Enclosure = { lower: 0, upper: 0 };

/**
 * The expected loss of a toy model with a smooth activation.
 *
 * @returns enclosed, on the assumption about the engine's elementary functions that `enclosedMean` states.
 * @throws {@link DomainError} if a preactivation has too many knots.
 * @complexity n 2ⁿ quadratures over pieces of degree n − 1.
 * @see docs/maths/quadrature.md
 */
export function smoothLoss(model: ToyModel, name: SmoothName): SmoothLoss {
  requireFewKnots(model, name);
  const perFeature = gram(model).map((row, self) => {
    const importance = model.importances[self] ?? ZERO;
    if (signOf(importance) === 0) return NOTHING;
    const [law, weightedByTarget] = lawsOf(model, row, self, [[], [self]]);
    const error = smoothOutputLoss(name, {
      law,
      weightedByTarget,
      targetSquare: toNumber(secondMoment(model, self)),
    });
    return combination([[toNumber(importance), error]]);
  });
  return { loss: combination(perFeature.map((term) => [1, term] as const)), perFeature };
}

/**
 * The gradient of {@link smoothLoss}: with Γ_ij = I_i ∂E_i/∂G_ij, ∂L/∂W_hk = Σ_j (Γ_kj + Γ_jk) W_hj.
 *
 * @returns enclosed. It exists everywhere.
 * @throws as {@link smoothLoss}.
 */
export function smoothGradient(model: ToyModel, name: SmoothName): SmoothGradient {
  requireFewKnots(model, name);
  const { weights, featureCount } = model;
  const features = Array.from({ length: featureCount }, (_, j) => j);
  const outputs = gram(model).map((row, self) => {
    const importance = model.importances[self] ?? ZERO;
    if (signOf(importance) === 0) return { byRow: features.map(() => NOTHING), byBias: NOTHING };
    const monomials = [[], [self], ...features.flatMap((j) => [[j], [self, j].sort((a, b) => a - b)])];
    const laws = lawsOf(model, row, self, monomials);
    const slope = (place: number): Enclosure => {
      const [law, weightedByTarget] = [laws[place], laws[place + 1]];
      invariant(law !== undefined && weightedByTarget !== undefined, 'there is a law for every monomial');
      return combination([[toNumber(importance), smoothOutputSlope(name, { law, weightedByTarget })]]);
    };
    return { byRow: features.map((j) => slope(2 * j + 2)), byBias: slope(0) };
  });
  const gamma = (i: number, j: number): Enclosure => outputs[i]?.byRow[j] ?? NOTHING;
  return {
    weights: weights.map((row) =>
      features.map((k) =>
        combination(
          row.flatMap((entry, j) => {
            const factor = toNumber(entry);
            return [[factor, gamma(k, j)] as const, [factor, gamma(j, k)] as const];
          }),
        ),
      ),
    ),
    bias: outputs.map(({ byBias }) => byBias),
  };
}

/** The laws of z of one output weighted by monomials, in doubles. */
function lawsOf(
  model: ToyModel,
  row: readonly Rational[],
  self: number,
  monomials: readonly Monomial[],
): [FloatDensity, FloatDensity, ...FloatDensity[]] {
  const exact = preactivationDensity({ row, self, bias: model.bias[self] ?? ZERO }, model, monomials);
  const [first, second, ...others] = exact.map(toFloatDensity);
  invariant(first !== undefined && second !== undefined, 'there is a law for every monomial');
  return [first, second, ...others];
}

/** The nearest law in doubles: every number rounded once. */
function toFloatDensity({ atoms, pieces }: PiecewiseDensity): FloatDensity {
  return {
    atoms: atoms.map(({ value, mass }) => ({ value: toNumber(value), mass: toNumber(mass) })),
    pieces: pieces.map(toFloatPiece),
  };
}

function toFloatPiece({ lower, upper, bernstein }: BernsteinPiece): FloatDensity['pieces'][number] {
  const width = upper.sub(lower);
  const long = fractionParts(width);
  return {
    lower: toNumber(lower),
    width: toNumber(width),
    masses: Float64Array.from(bernstein.numerators, (coefficient) =>
      quotientToNumber(coefficient * long.numerator, bernstein.denominator * long.denominator),
    ),
  };
}

/** E x_i². */
function secondMoment({ densities, inputs }: ToyModel, i: number): Rational {
  const law = inputs[i];
  return law === undefined ? ZERO : valueMoment(law, 2).mul(densities[i] ?? ZERO);
}
