/**
 * @file Laurent polynomials in symbols as an ordered ring: their signs are those at a place of reference. What is computed
 * over it holds wherever all these signs are the same, which is the chamber of the place.
 */

import { ONE, type Rational, rational, signOf } from '../../support/rational.ts';
import { formatPolynomial } from '../polynomial/format.ts';
import { LaurentPolynomial } from '../polynomial/laurent-polynomial.ts';
import type { OrderedRing } from './ordered-ring.ts';

/** The ring, and which signs a computation has rested on so far. */
export interface SymbolRing extends OrderedRing<LaurentPolynomial> {
  /** The polynomials, no constants, whose signs were asked for: one of all positive multiples, by text. */
  readonly asked: ReadonlyMap<string, { readonly form: LaurentPolynomial; readonly sign: -1 | 0 | 1 }>;
}

/** @param place - a value for every symbol. */
export function symbolRing(place: ReadonlyMap<string, Rational>): SymbolRing {
  const asked = new Map<string, { form: LaurentPolynomial; sign: -1 | 0 | 1 }>();
  return {
    asked,
    zero: LaurentPolynomial.ZERO,
    one: LaurentPolynomial.ONE,
    fromInteger: (value) => LaurentPolynomial.constant(rational(value)),
    add: (a, b) => a.add(b),
    negate: (a) => a.negate(),
    multiply: (a, b) => a.multiply(b),
    sign: (a) => {
      const sign = signOf(a.evaluate(place));
      if (a.variables.length > 0) {
        const form = a.scale(unitFactor(a));
        asked.set(formatPolynomial(form), { form, sign });
      }
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
