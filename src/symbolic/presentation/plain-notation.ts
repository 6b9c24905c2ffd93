/** @file Derived values in both notations by this project's own writers: read back, and without an algebra system to load. */

import { invariant } from '../../support/errors.ts';
import { formatRational, fractionParts, type Rational } from '../../support/rational.ts';
import { formatPolynomial } from '../polynomial/format.ts';
import { formatPolynomialLatex } from '../polynomial/format-latex.ts';
import type { LaurentPolynomial } from '../polynomial/laurent-polynomial.ts';
import { parseLatexPolynomial, parsePolynomial } from '../polynomial/parse.ts';
import type { Notation } from './block.ts';

/** A value, expanded. */
export function valueNotation(value: LaurentPolynomial): Notation {
  return checkedNotation(formatPolynomial(value), formatPolynomialLatex(value), value);
}

/**
 * Both notations of a value, each read back.
 *
 * @throws AntipodeError `broken-invariant` if one denotes anything else.
 */
export function checkedNotation(text: string, latex: string, value: LaurentPolynomial): Notation {
  invariant(
    parsePolynomial(text).equals(value),
    `the text "${text.slice(0, 200)}" denotes the derived value`,
  );
  invariant(
    parseLatexPolynomial(latex).equals(value),
    `the LaTeX "${latex.slice(0, 200)}" denotes the derived value`,
  );
  return { text, latex };
}

/** `-1/2`. */
export function numberNotation(value: Rational): Notation {
  const { numerator, denominator } = fractionParts(value);
  const magnitude = numerator < 0n ? -numerator : numerator;
  const latex = denominator === 1n ? `${magnitude}` : `\\tfrac{${magnitude}}{${denominator}}`;
  return { text: formatRational(value), latex: numerator < 0n ? `-${latex}` : latex };
}

/** A name such as `g12`, with its index below. */
export function nameLatex(name: string): string {
  return name.replace(/^([A-Za-z])(\d+)$/, '$1_{$2}');
}

/** `b = -1/2, g1 = 3`. */
export function valuesNotation(point: ReadonlyMap<string, Rational>): Notation {
  const entries = [...point].map(([name, value]) => ({ name, value: numberNotation(value) }));
  return {
    text: entries.map(({ name, value }) => `${name} = ${value.text}`).join(', '),
    latex: entries.map(({ name, value }) => `${nameLatex(name)} = ${value.latex}`).join(',\\; '),
  };
}
