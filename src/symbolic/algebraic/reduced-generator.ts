/** @file A generator of the same field with a smaller minimal polynomial: the cheapest way to faster arithmetic. */

import { type Rational, rational } from '../../support/rational.ts';
import { degreeOf, type IntegerPolynomial } from '../../support/univariate/integer-polynomial.ts';
import { integralMultiple } from './composed-polynomial.ts';
import { type FieldElement, NumberField } from './number-field.ts';
import { RealAlgebraic } from './real-algebraic.ts';
import { addAlgebraic, multiplyAlgebraic } from './real-algebraic-arithmetic.ts';

/** Divisors of the generator that are looked for; missing a larger one costs size only. */
const LARGEST_DIVISOR = 1000n;

/**
 * ℚ(θ), and θ in it, for an irrational θ.
 *
 * The generator is an algebraic integer made from cθ, c as small as found, by dividing out integers and by
 * subtracting the integer nearest to the mean of its conjugates: √2 for 3 + 4√2.
 */
export function reducedGenerator(theta: RealAlgebraic): {
  readonly field: NumberField;
  readonly element: FieldElement;
} {
  const { factor } = integralMultiple(theta.minimalPolynomial);
  let generator = scaled(theta, rational(factor));
  // factor · θ = offset + multiple · generator throughout.
  let [offset, multiple] = [0n, 1n];
  for (const step of ['divide', 'centre', 'divide'] as const) {
    if (step === 'divide') {
      const divisor = largestDivisor(generator.minimalPolynomial);
      generator = scaled(generator, rational(1n, divisor));
      multiple *= divisor;
    } else {
      const mean = nearestMean(generator.minimalPolynomial);
      generator = addAlgebraic(generator, RealAlgebraic.of(rational(-mean)));
      offset += multiple * mean;
    }
  }
  const field = NumberField.generatedBy(generator);
  return { field, element: field.element([offset, multiple], factor) };
}

function scaled(a: RealAlgebraic, by: Rational): RealAlgebraic {
  return by.equals(1n) ? a : multiplyAlgebraic(RealAlgebraic.of(by), a);
}

/** The integer nearest to (sum of the roots) / n of a monic polynomial. */
function nearestMean(f: IntegerPolynomial): bigint {
  const degree = BigInt(degreeOf(f));
  const doubled = -2n * (f[f.length - 2] ?? 0n) + degree;
  const quotient = doubled / (2n * degree);
  return doubled < 0n && doubled % (2n * degree) !== 0n ? quotient - 1n : quotient;
}

/** An integer e such that the roots of a monic polynomial are e times algebraic integers: e^i divides c_{n−i}. */
function largestDivisor(f: IntegerPolynomial): bigint {
  const degree = degreeOf(f);
  const divides = (e: bigint): boolean =>
    f.every((coefficient, k) => coefficient % e ** BigInt(degree - k) === 0n);
  let divisor = 1n;
  for (let factor = 2n; factor <= LARGEST_DIVISOR; factor += 1n) {
    while (divides(divisor * factor)) divisor *= factor;
  }
  return divisor;
}
