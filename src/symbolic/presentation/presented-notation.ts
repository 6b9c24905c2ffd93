/** @file Derived values of the pair's derivation in two notations, by nerdamer and read back. */

import type { Range } from '../derivation/restricted-domain.ts';
import { inputName } from '../derivation/symbols.ts';
import { formatCollected, sortTerms } from '../polynomial/format.ts';
import { LaurentPolynomial } from '../polynomial/laurent-polynomial.ts';
import { parsePolynomial } from '../polynomial/parse.ts';
import type { Block, Notation } from './block.ts';
import { presentFormula } from './nerdamer.ts';
import { display } from './notation.ts';

/** Terms on one line of a long aligned formula. */
const TERMS_PER_LINE = 7;

/** One variable: `w1`, w₁. */
export function symbol(name: string): Notation {
  return presentFormula(LaurentPolynomial.variable(name));
}

/** `-w2*x2/w1 <= x1 <= 1`. */
export function rangeNotation({ feature, lower, upper }: Range): Notation {
  const [low, name, high] = [presentFormula(lower), symbol(inputName(feature)), presentFormula(upper)];
  return {
    text: `${low.text} <= ${name.text} <= ${high.text}`,
    latex: `${low.latex} \\le ${name.latex} \\le ${high.latex}`,
  };
}

/** A comparison of a polynomial with a number, such as `w1 + w2 > 0`. */
export function comparisonNotation(comparison: string): Notation {
  const [side = '', relation = '', bound = ''] = comparison.split(/ ([<>]) /);
  const { latex } = presentFormula(parsePolynomial(side), side);
  return { text: comparison, latex: `${latex} ${relation} ${bound}` };
}

/** `left = value`, expanded; in LaTeX on as many lines as it takes. */
export function equation(left: Notation, value: LaurentPolynomial): Block {
  const lines = latexLines(value);
  const { text } = presentFormula(value);
  return display(
    `${left.text} = ${text}`,
    lines.length === 1 ? `${left.latex} = ${lines[0]}` : aligned(left.latex, lines),
  );
}

/** `left = value`, collected by powers of one variable. */
export function collectedEquation(left: Notation, value: LaurentPolynomial, variable: string): Block {
  const powers = [...value.coefficientsIn(variable)].sort(([lower], [higher]) => lower - higher);
  const lines = powers.flatMap(([exponent, coefficient], index) => {
    const factor = presentFormula(LaurentPolynomial.variable(variable).power(exponent)).latex;
    const chunks = latexLines(coefficient);
    return chunks.map((chunk, row) => {
      const opening = row === 0 ? `${index === 0 ? '' : '+ '}${factor} \\Bigl[` : '\\qquad ';
      return `${opening}${chunk}${row === chunks.length - 1 ? ' \\Bigr]' : ''}`;
    });
  });
  const { text } = presentFormula(value, formatCollected(value, variable));
  return display(`${left.text} = ${text}`, aligned(left.latex, lines));
}

/** A sum cut into lines, each read back on its own; every line but the first starts with its sign. */
function latexLines(value: LaurentPolynomial): string[] {
  const terms = sortTerms(value);
  const lines: string[] = [];
  for (let start = 0; start < Math.max(1, terms.length); start += TERMS_PER_LINE) {
    const { latex } = presentFormula(LaurentPolynomial.ofTerms(terms.slice(start, start + TERMS_PER_LINE)));
    lines.push(start === 0 || latex.startsWith('-') ? latex : `+ ${latex}`);
  }
  return lines;
}

function aligned(left: string, lines: readonly string[]): string {
  return `\\begin{aligned} ${left} = {} & ${lines.join(' \\\\ & ')} \\end{aligned}`;
}
