/** @file The exact expected loss of a model whose weights are real algebraic numbers. */

import type { ToyModelOver } from '../../model/toy-model.ts';
import { type Rational, signOf, ZERO } from '../../support/rational.ts';
import { type CommonField, commonField } from '../algebraic/common-field.ts';
import type { IntegralVector } from '../algebraic/integral-vector.ts';
import type { FieldElement, NumberField } from '../algebraic/number-field.ts';
import { numberFieldRing, overCommonDenominator, ringQuotient } from '../algebraic/number-field-ring.ts';
import { RealAlgebraic } from '../algebraic/real-algebraic.ts';
import { requirePiecewiseLinear } from './expected-loss.ts';
import { outputLossInDensity } from './loss-in-density.ts';
import { outputLossIn } from './output-loss.ts';
import { type RingOutput, ringBlocks } from './output-setting.ts';

export type AlgebraicModel = ToyModelOver<Rational | RealAlgebraic>;

/** An expected loss that is a real algebraic number, and its terms. */
export interface AlgebraicLoss {
  /** L = Σ_i I_i · E (x_i − x′_i)². */
  readonly loss: RealAlgebraic;
  /** I_i · E (x_i − x′_i)², shape [features]. */
  readonly perFeature: readonly RealAlgebraic[];
}

/**
 * The expected loss of a toy model with real algebraic weights and biases, exactly.
 *
 * Only G = WᵀW and b enter: the computation runs in the field they generate, which for a polygon is smaller than that of
 * the weights.
 *
 * @throws {@link DomainError} if the activation is smooth, a preactivation has too many knots, or the field that weights
 *   and biases generate has too high a degree.
 * @complexity that of `expectedLoss` with operations in a field of degree d, d² of those of ℚ each.
 * @example
 * // The unit triangle at (3, 2): cos 120° and sin 120°.
 */
export function algebraicLoss(model: AlgebraicModel): AlgebraicLoss {
  const activation = requirePiecewiseLinear('algebraicLoss', model.activation);
  const { field, outputs } = outputsInField(model);
  const ring = numberFieldRing(field);
  const blocks = ringBlocks(ring, model.activity);
  const terms = outputs.map((output, i) => {
    const importance = model.importances[i] ?? ZERO;
    if (signOf(importance) === 0) return field.zero;
    const { numerator, denominator } = outputLossIn(
      { ring, output, inputs: model.inputs, blocks },
      activation,
    );
    const error = ringQuotient(field, numerator, denominator);
    return field.multiply(error, field.fromRational(importance));
  });
  const total = terms.reduce((sum, term) => field.add(sum, term), field.zero);
  return {
    loss: field.toRealAlgebraic(total),
    perFeature: terms.map((term) => field.toRealAlgebraic(term)),
  };
}

/**
 * The expected loss of a model with real algebraic weights as a polynomial in the density its independent features share;
 * the densities of the model do not enter.
 *
 * @returns its coefficients from p⁰ up to pⁿ, shape [features + 1]. Exact.
 * @throws as {@link algebraicLoss}.
 */
export function algebraicLossInDensity(model: AlgebraicModel): RealAlgebraic[] {
  const activation = requirePiecewiseLinear('algebraicLossInDensity', model.activation);
  const { field, outputs } = outputsInField(model);
  const ring = numberFieldRing(field);
  const sums = Array.from({ length: model.featureCount + 1 }, () => field.zero);
  outputs.forEach((output, i) => {
    const importance = field.fromRational(model.importances[i] ?? ZERO);
    const { numerator, denominator } = outputLossInDensity(ring, output, model.inputs, activation);
    numerator.forEach((coefficient, k) => {
      const term = field.multiply(ringQuotient(field, coefficient, denominator), importance);
      sums[k] = field.add(sums[k] ?? field.zero, term);
    });
  });
  return sums.map((sum) => field.toRealAlgebraic(sum));
}

/** What every output sees, in the ring of integer vectors of the field that G and b generate. */
export function outputsInField(model: AlgebraicModel): {
  readonly field: NumberField;
  readonly outputs: readonly RingOutput<IntegralVector>[];
} {
  const { featureCount } = model;
  const { field, elements } = gramField(model);
  const { numerators, denominator } = overCommonDenominator(elements);
  const ring = numberFieldRing(field);
  const outputs = Array.from({ length: featureCount }, (_, self) => ({
    row: numerators.slice(self * featureCount, (self + 1) * featureCount),
    self,
    bias: numerators[featureCount * featureCount + self] ?? ring.zero,
    scale: ring.fromInteger(denominator),
  }));
  return { field, outputs };
}

/** The entries of G, row by row, and of b, in the field they generate. */
function gramField({ weights, bias, featureCount, hiddenDimension }: AlgebraicModel): CommonField {
  const { field, elements } = commonField([...weights.flat(), ...bias].map(asAlgebraic));
  const features = Array.from({ length: featureCount }, (_, i) => i);
  const entry = (h: number, i: number): FieldElement => elements[h * featureCount + i] ?? field.zero;
  const inner = (i: number, j: number): FieldElement =>
    Array.from({ length: hiddenDimension }, (_, h) => field.multiply(entry(h, i), entry(h, j))).reduce(
      (sum, product) => field.add(sum, product),
      field.zero,
    );
  const gram = features.flatMap((i) => features.map((j) => inner(i, j)));
  const biases = elements.slice(hiddenDimension * featureCount);
  return smallestField(field, [...gram, ...biases]);
}

/** The field that some elements generate, and they in it; the given one if there is no smaller one. */
function smallestField(field: NumberField, elements: readonly FieldElement[]): CommonField {
  const numbers = new Map<string, RealAlgebraic>();
  const keyOf = ({ numerators, denominator }: FieldElement): string =>
    `${numerators.join(',')}/${denominator}`;
  for (const element of elements) {
    const key = keyOf(element);
    if (!numbers.has(key)) numbers.set(key, field.toRealAlgebraic(element));
  }
  const small = commonField([...numbers.values()]);
  if (small.field.degree === field.degree) return { field, elements };
  const places = new Map([...numbers.keys()].map((key, place) => [key, place]));
  return {
    field: small.field,
    elements: elements.map((element) => small.elements[places.get(keyOf(element)) ?? 0] ?? small.field.zero),
  };
}

export function asAlgebraic(value: Rational | RealAlgebraic): RealAlgebraic {
  return value instanceof RealAlgebraic ? value : RealAlgebraic.of(value);
}
