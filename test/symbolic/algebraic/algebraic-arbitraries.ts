/** @file Random real algebraic numbers, number fields and their elements. */

import fc from 'fast-check';
import type { Rational } from '../../../src/support/rational.ts';
import { rational, signOf } from '../../../src/support/rational.ts';
import { type FieldElement, NumberField } from '../../../src/symbolic/algebraic/number-field.ts';
import { parseAlgebraic } from '../../../src/symbolic/algebraic/parse-algebraic.ts';
import { RealAlgebraic } from '../../../src/symbolic/algebraic/real-algebraic.ts';
import { smallRational } from '../../support/arbitraries.ts';
import { nonconstant } from '../../support/univariate/polynomial-arbitraries.ts';

/** A real root of a small polynomial; half of the time rational or from a list of numbers that go together. */
export function anyAlgebraic(degree = 3): fc.Arbitrary<RealAlgebraic> {
  const related = [
    'sqrt(2)',
    'sqrt(8)',
    '-sqrt(2)',
    '1/sqrt(2)',
    '(1+sqrt(5))/2',
    'sqrt(5)',
    'cbrt(2)',
    'cbrt(4)',
  ];
  return fc.oneof(
    smallRational().map(RealAlgebraic.of),
    fc.constantFrom(...related.map(parseAlgebraic)),
    fc
      .tuple(nonconstant(degree, 5), fc.nat())
      .map(([f, index]) => {
        const roots = RealAlgebraic.rootsOf(f);
        return roots[index % Math.max(roots.length, 1)];
      })
      .filter((root) => root !== undefined),
  );
}

/** Fields of degrees 1 to 6, with one or several real embeddings. */
export const FIELDS: readonly NumberField[] = [
  NumberField.RATIONALS,
  ...[
    'sqrt(2)',
    '-sqrt(2)',
    '(1+sqrt(5))/2',
    'cbrt(2)',
    '2*cos(2*pi/7)',
    '2*sin(72deg)',
    'sqrt(2)-sqrt(3)',
    'root(6,3)',
  ].map((text) => NumberField.generatedBy(parseAlgebraic(text))),
];

/** An element with small coordinates; zeros, rationals and multiples of the generator are frequent. */
export function elementOf(field: NumberField): fc.Arbitrary<FieldElement> {
  const coordinate = fc.oneof(fc.constant(0n), fc.bigInt({ min: -9n, max: 9n }));
  return fc
    .tuple(fc.array(coordinate, { maxLength: field.degree }), fc.bigInt({ min: 1n, max: 6n }))
    .map(([coordinates, denominator]) => field.element(coordinates, denominator));
}

/** A field and three of its elements. */
export function fieldAndElements(): fc.Arbitrary<{
  field: NumberField;
  a: FieldElement;
  b: FieldElement;
  c: FieldElement;
}> {
  return fc
    .constantFrom(...FIELDS)
    .chain((field) =>
      fc
        .tuple(elementOf(field), elementOf(field), elementOf(field))
        .map(([a, b, c]) => ({ field, a, b, c, toString: () => describe(field, [a, b, c]) })),
    );
}

function describe(field: NumberField, elements: readonly FieldElement[]): string {
  return `${elements.map((e) => `(${e.numerators.join()})/${e.denominator}`).join(' ')} in Q(${field.generator})`;
}

/**
 * An interval around Σ v_k α^k / D by interval arithmetic in rationals, Horner's rule on an enclosure of α of the
 * given width: another way than the field's own.
 */
export function encloseByHorner(
  field: NumberField,
  { numerators, denominator }: FieldElement,
  width: Rational,
): { lower: Rational; upper: Rational } {
  const alpha = field.generator.enclose(width);
  let [lower, upper] = [rational(0n), rational(0n)];
  for (const entry of [...numerators].reverse()) {
    const products = [lower, upper].flatMap((end) => [end.mul(alpha.lower), end.mul(alpha.upper)]);
    products.sort((x, y) => x.compare(y));
    lower = (products[0] ?? lower).add(entry);
    upper = (products.at(-1) ?? upper).add(entry);
  }
  return { lower: lower.div(denominator), upper: upper.div(denominator) };
}

/** The sign told by an interval without 0; undefined if it contains 0. */
export function signOfInterval({ lower, upper }: { lower: Rational; upper: Rational }): -1 | 1 | undefined {
  if (signOf(lower) > 0) return 1;
  return signOf(upper) < 0 ? -1 : undefined;
}
