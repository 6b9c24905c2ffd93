/** @file The expected loss as a polynomial: in a common density, or split by the number of active features. */

import { type Activation, type PiecewiseLinearActivation, RELU } from '../../model/activation.ts';
import { gram, type ToyModel } from '../../model/toy-model.ts';
import { UNIFORM, type ValueLaw } from '../../model/value-law.ts';
import { type Rational, rational, signOf, ZERO } from '../../support/rational.ts';
import { sizeOf } from '../bit-sets.ts';
import { INTEGERS } from '../ring/integer-ring.ts';
import type { OrderedRing } from '../ring/ordered-ring.ts';
import { polynomialRing, type RingPolynomial } from '../ring/polynomial-ring.ts';
import type { RingFraction } from '../ring/ring-fraction.ts';
import { requirePiecewiseLinear } from './expected-loss.ts';
import { outputLossIn } from './output-loss.ts';
import { integerOutput, type RingBlock, type RingOutput, ringBlocks } from './output-setting.ts';

/** A model of which everything is known but the common density of its independent features. */
export interface DensityFreeModel {
  /** G, shape [features, features]. */
  readonly gram: readonly (readonly Rational[])[];
  /** b, shape [features]; zeros if left out. */
  readonly bias?: readonly Rational[] | undefined;
  /** I, shape [features]; ones if left out. */
  readonly importances?: readonly Rational[] | undefined;
  /** Shape [features]; uniform on [0, 1] if left out. */
  readonly inputs?: readonly ValueLaw[] | undefined;
  /** ReLU if left out. */
  readonly activation?: Activation | undefined;
}

/**
 * The expected loss of a model as a polynomial in the density p that its features share.
 *
 * @returns its coefficients from p⁰, which is the loss of an input 0, up to pⁿ; shape [features + 1]. Exact.
 * @throws {@link DomainError} if the activation is smooth or a preactivation has too many knots.
 * @example
 * lossInDensity({ gram: [[ONE, ONE.neg()], [ONE.neg(), ONE]] }); // [0, 0, 1/3]: p²/3
 */
export function lossInDensity({
  gram: rows,
  bias = rows.map(() => ZERO),
  importances = rows.map(() => rational(1n)),
  inputs = rows.map(() => UNIFORM),
  activation = RELU,
}: DensityFreeModel): Rational[] {
  const phi = requirePiecewiseLinear('lossInDensity', activation);
  const outputs = rows.map((row, self) => {
    const output = integerOutput({ row, self, bias: bias[self] ?? ZERO });
    return outputLossInDensity(INTEGERS, output, inputs, phi);
  });
  return weightedSum(outputs, importances, rows.length);
}

/**
 * E (x_i − φ(z))² for independent features of a common density p, as a polynomial in p over any ring.
 *
 * @returns the numerator by powers of p, and a denominator free of p.
 */
export function outputLossInDensity<T>(
  base: OrderedRing<T>,
  output: RingOutput<T>,
  inputs: readonly ValueLaw[],
  activation: PiecewiseLinearActivation,
): { readonly numerator: RingPolynomial<T>; readonly denominator: T } {
  const ring = polynomialRing(base);
  const weights = [ring.of([base.one, base.negate(base.one)]), ring.of([base.zero, base.one])];
  const blocks = inputs.map((_, feature) => ({ features: [feature], weights, total: ring.one }));
  return lossOverPolynomials(base, output, inputs, blocks, activation);
}

/**
 * The parts of the expected loss that come from active sets of each size: Σ_{|A|=k} P(A) E[Σ_i I_i (x_i − x′_i)² | A].
 *
 * @returns shape [features + 1], with sum L. Exact.
 * @throws {@link DomainError} if the activation is smooth or a preactivation has too many knots.
 */
export function lossByActiveCount(model: ToyModel): Rational[] {
  const activation = requirePiecewiseLinear('lossByActiveCount', model.activation);
  const ring = polynomialRing(INTEGERS);
  const blocks = ringBlocks(ring, model.activity).map((block) => ({
    ...block,
    weights: block.weights.map((weight, set) => ring.multiply(weight, powerOfVariable(sizeOf(set)))),
  }));
  const outputs = gram(model).map((row, self) => {
    const output = integerOutput({ row, self, bias: model.bias[self] ?? ZERO });
    return lossOverPolynomials(INTEGERS, output, model.inputs, blocks, activation);
  });
  return weightedSum(outputs, model.importances, model.featureCount);
}

function lossOverPolynomials<T>(
  base: OrderedRing<T>,
  { row, self, bias, scale }: RingOutput<T>,
  inputs: readonly ValueLaw[],
  blocks: readonly RingBlock<RingPolynomial<T>>[],
  activation: PiecewiseLinearActivation,
): { readonly numerator: RingPolynomial<T>; readonly denominator: T } {
  const ring = polynomialRing(base);
  const lift = (value: T): RingPolynomial<T> => ring.of([value]);
  const output = { row: row.map(lift), self, bias: lift(bias), scale: lift(scale) };
  const { numerator, denominator }: RingFraction<RingPolynomial<T>> = outputLossIn(
    { ring, output, inputs, blocks },
    activation,
  );
  return { numerator, denominator: denominator[0] ?? base.one };
}

/** Σ_i I_i E_i by coefficients. */
function weightedSum(
  outputs: readonly { readonly numerator: RingPolynomial<bigint>; readonly denominator: bigint }[],
  importances: readonly Rational[],
  degree: number,
): Rational[] {
  return Array.from({ length: degree + 1 }, (_, k) =>
    outputs.reduce((sum, { numerator, denominator }, i) => {
      const importance = importances[i] ?? ZERO;
      const coefficient = numerator[k] ?? 0n;
      if (coefficient === 0n || signOf(importance) === 0) return sum;
      return sum.add(rational(coefficient, denominator).mul(importance));
    }, ZERO),
  );
}

function powerOfVariable(exponent: number): RingPolynomial<bigint> {
  return [...Array.from({ length: exponent }, () => 0n), 1n];
}
