/**
 * @file Reads a printed formula with somebody else's parser: mathjs, in exact fractions. What a user copies from the page is
 * evaluated as it stands, by code that shares nothing with the core that derived it.
 */

import mathjs from 'mathjs/lib/browser/math.js';
import { invariant } from '../support/errors.ts';
import { fractionParts, type Rational, rational } from '../support/rational.ts';

/** mathjs in one file, which makes functions when they are first called: its modules make hundreds as they are loaded, for seconds. */
const math = mathjs.create({ number: 'Fraction' });

/** What mathjs computes with: the parts of a fraction in lowest terms. */
interface MathFraction {
  readonly s: bigint;
  readonly n: bigint;
  readonly d: bigint;
}

/**
 * The value of a formula of our own at a rational point, exactly.
 *
 * @param formula - plain text over + − * / ^ and names, as `formatPolynomial` writes it; never text from a user.
 */
export function evaluatePrinted(formula: string, point: ReadonlyMap<string, Rational>): Rational {
  return printedFormula(formula)(point);
}

/** {@link evaluatePrinted} for many points: the formula is read once, which for long ones takes longest. */
export function printedFormula(formula: string): (point: ReadonlyMap<string, Rational>) => Rational {
  const code = math.compile(formula);
  return (point) => {
    const scope = new Map<string, unknown>();
    for (const [name, value] of point) {
      const { numerator, denominator } = fractionParts(value);
      scope.set(name, math.fraction(`${numerator}/${denominator}`));
    }
    const value = code.evaluate(scope) as MathFraction;
    invariant(typeof value.d === 'bigint', `mathjs evaluates "${formula}" to a fraction`);
    return rational(value.s * value.n, value.d);
  };
}
