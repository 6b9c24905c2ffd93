/**
 * @file nerdamer presents, the exact core decides. Every expression nerdamer produces here is read back into the core and
 * must equal what the core derived; nothing else of nerdamer reaches a reader.
 */

import nerdamer from 'nerdamer/all';
import { invariant } from '../../support/errors.ts';
import type { Piece } from '../derivation/restricted-domain.ts';
import { inputName } from '../derivation/symbols.ts';
import { formatPolynomial } from '../polynomial/format.ts';
import type { LaurentPolynomial } from '../polynomial/laurent-polynomial.ts';
import { parseLatexPolynomial, parsePolynomial } from '../polynomial/parse.ts';

/** One value in the two notations that are printed. Both have been read back and equal the value. */
export interface Formula {
  readonly value: LaurentPolynomial;
  /** Plain: `1/3*p*w1^4`. */
  readonly text: string;
  /** LaTeX by nerdamer, products set as thin spaces: `\frac{1}{3}\,p\,{w_{1}}^{4}`. */
  readonly latex: string;
}

/**
 * A formula ready to print.
 *
 * @param value - what it must denote.
 * @param text - how to write it; by default expanded.
 * @throws AntipodeError `broken-invariant` if either notation denotes anything else.
 */
export function presentFormula(value: LaurentPolynomial, text: string = formatPolynomial(value)): Formula {
  const latex = nerdamer.convertToLaTeX(withSubscripts(text)).replaceAll(' \\cdot ', '\\,');
  nerdamer.flush();
  invariant(parsePolynomial(text).equals(value), `the text "${text}" denotes the derived value`);
  invariant(parseLatexPolynomial(latex).equals(value), `the LaTeX "${latex}" denotes the derived value`);
  return { value, text, latex };
}

/**
 * The iterated integral over one piece as nerdamer finds it, innermost variable first: expanded before each integration,
 * because nerdamer's integrals of unexpanded integrands are not to be trusted.
 *
 * @returns the value read back into the core, for comparison with the core's own integral.
 */
export function integrateByNerdamer(integrand: LaurentPolynomial, piece: Piece): LaurentPolynomial {
  const text = piece.reduceRight((inner, { feature, lower, upper }) => {
    const bounds = `${formatPolynomial(lower)},${formatPolynomial(upper)}`;
    return nerdamer(`expand(defint(expand(${inner}),${bounds},${inputName(feature)}))`).toString();
  }, formatPolynomial(integrand));
  nerdamer.flush();
  return parsePolynomial(text);
}

/** `w1` as `w_1`, which nerdamer typesets with a subscript. */
function withSubscripts(text: string): string {
  return text.replaceAll(/\b([a-z])(\d+)\b/g, '$1_$2');
}
