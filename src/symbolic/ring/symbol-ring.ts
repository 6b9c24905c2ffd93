/**
 * @file Laurent polynomials in symbols as an ordered ring: their signs are those at a place of reference. What is computed
 * over it holds wherever all these signs are the same, which is the chamber of the place. What is 0 there counts as negative:
 * on a wall the chamber is the one below.
 */

import { ONE, type Rational, rational, signOf } from '../../support/rational.ts';
import { formatPolynomial } from '../polynomial/format.ts';
import { LaurentPolynomial } from '../polynomial/laurent-polynomial.ts';
import type { OrderedRing } from './ordered-ring.ts';

/** The ring, and which signs a computation has rested on so far. */
export interface SymbolRing extends OrderedRing<LaurentPolynomial> {
  /** The polynomials, no constants, whose signs were asked for: one of all positive multiples, by text. */
  readonly asked: ReadonlyMap<string, AskedSign>;
}

/** A polynomial and the side of 0 on which a computation took it to be. */
export interface AskedSign {
  readonly form: LaurentPolynomial;
  readonly sign: -1 | 1;
  /** Whether it is 0 at the place. */
  readonly onWall: boolean;
}

/** @param place - a value for every symbol. */
export function symbolRing(place: ReadonlyMap<string, Rational>): SymbolRing {
  const asked = new Map<string, AskedSign>();
  return {
    asked,
    zero: LaurentPolynomial.ZERO,
    one: LaurentPolynomial.ONE,
    fromInteger: (value) => LaurentPolynomial.constant(rational(value)),
    add: (a, b) => a.add(b),
    negate: (a) => a.negate(),
    multiply: (a, b) => a.multiply(b),
    sign: (a) => {
      const value = signOf(a.evaluate(place));
      if (a.variables.length === 0) return value;
      const sign = value > 0 ? 1 : -1;
      const form = a.scale(unitFactor(a));
      asked.set(formatPolynomial(form), { form, sign, onWall: value === 0 });
      return sign;
    },
    key: (a) => formatPolynomial(a),
  };
}

/** The positive factor that makes a polynomial's first coefficient ±1. */
function unitFactor(polynomial: LaurentPolynomial): Rational {
  const [first] = polynomial.terms;
  return first === undefined ? ONE : first.coefficient.abs().inverse();
}
