/** @file What a critical direction is worth: the best scale along it and the loss there, exactly. */

import { type Rational, rational } from '../../support/rational.ts';
import type { IntegerPolynomial } from '../../support/univariate/integer-polynomial.ts';
import { type FieldElement, NumberField } from '../../symbolic/algebraic/number-field.ts';
import type { RealAlgebraic } from '../../symbolic/algebraic/real-algebraic.ts';
import { reducedGenerator } from '../../symbolic/algebraic/reduced-generator.ts';
import type { CriticalDirection } from './critical-directions.ts';

/** Elements of ℚ(s). */
export interface DirectionValues {
  readonly field: NumberField;
  readonly s: FieldElement;
  /** λ = C/Q: the square of the longer leg. */
  readonly scale: FieldElement;
  /** h = C²/Q: what the direction wins over W = 0. */
  readonly gain: FieldElement;
}

/** @param density - p, the density the direction was found at. */
export function valuesAlong({ arc, s }: CriticalDirection, density: Rational): DirectionValues {
  const { field, element } = fieldOf(s);
  const at = (polynomial: IntegerPolynomial): FieldElement => field.evaluate(polynomial, element);
  const scale = field.divide(at(arc.linear), at(arc.quadratic));
  // The arc holds C/p and Q/p times a common integer.
  const unit = field.fromRational(density.div(rational(arc.scale)));
  return { field, s: element, scale, gain: field.multiply(field.multiply(scale, at(arc.linear)), unit) };
}

/** h = C²/Q alone. */
export function gainAlong(direction: CriticalDirection, density: Rational): RealAlgebraic {
  const { field, gain } = valuesAlong(direction, density);
  return field.toRealAlgebraic(gain);
}

/** ℚ(s), and s in it. */
function fieldOf(s: RealAlgebraic): { readonly field: NumberField; readonly element: FieldElement } {
  if (!s.isRational) return reducedGenerator(s);
  const field = NumberField.RATIONALS;
  return { field, element: field.fromRational(s.toRational()) };
}
