/** @file The Laplace transform of a value law, weighted by powers of the value: the data of one feature. */

import type { ValueLaw } from '../../model/value-law.ts';
import { fractionParts, ONE, type Rational, rational, signOf, ZERO } from '../../support/rational.ts';

/** coefficient · e^{−s·end} s^{−power}. */
export interface TransformTerm {
  /** An end of an interval, or an atom, in units of 1/unit: an integer. */
  readonly end: bigint;
  readonly power: number;
  readonly coefficient: Rational;
}

/**
 * The transform of x^e under a value law, as a function of s where x is measured in units of 1/unit: E x^e e^{−s·unit·x}.
 *
 * With ∫_l^u x^d e^{−sx} dx = Σ_{k=0}^d d!/(d−k)! [l^{d−k} e^{−sl} − u^{d−k} e^{−su}] s^{−k−1} for each density piece.
 *
 * @param unit - a common multiple of the denominators of all ends and atoms.
 * @param exponent - e ≥ 0.
 * @returns exact.
 */
export function valueTransform({ atoms, pieces }: ValueLaw, exponent: number, unit: bigint): TransformTerm[] {
  const integer = (value: Rational): bigint => fractionParts(value.mul(rational(unit))).numerator;
  const ofAtoms = atoms.map(({ value, mass }) => ({
    end: integer(value),
    power: 0,
    coefficient: mass.mul(powerOf(value, exponent)),
  }));
  const ofPieces = pieces.flatMap(({ lower, upper, coefficients }) =>
    coefficients.flatMap((c, degree) => {
      const d = degree + exponent;
      return [
        ...endTerms(lower, c, d, unit).map((term) => ({ ...term, end: integer(lower) })),
        ...endTerms(upper, c.neg(), d, unit).map((term) => ({ ...term, end: integer(upper) })),
      ];
    }),
  );
  return [...ofAtoms, ...ofPieces].filter(({ coefficient }) => signOf(coefficient) !== 0);
}

/** c d!/(d−k)! end^{d−k} (unit·s)^{−k−1} for k = 0 … d. */
function endTerms(
  end: Rational,
  c: Rational,
  d: number,
  unit: bigint,
): { power: number; coefficient: Rational }[] {
  let factor = c;
  return Array.from({ length: d + 1 }, (_, k) => {
    factor = factor.div(rational(unit));
    const coefficient = factor.mul(powerOf(end, d - k));
    factor = factor.mul(d - k);
    return { power: k + 1, coefficient };
  });
}

function powerOf(value: Rational, exponent: number): Rational {
  let power = ONE;
  for (let k = 0; k < exponent; k++) power = power.mul(value);
  return signOf(power) === 0 ? ZERO : power;
}
