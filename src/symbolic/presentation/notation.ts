/** @file Formulas in two notations, and prose that contains them: what the derivation is written with. */

import type { Range } from '../derivation/restricted-domain.ts';
import { inputName } from '../derivation/symbols.ts';
import { formatCollected, sortTerms } from '../polynomial/format.ts';
import { LaurentPolynomial } from '../polynomial/laurent-polynomial.ts';
import { parsePolynomial } from '../polynomial/parse.ts';
import { presentFormula } from './nerdamer.ts';

/** A formula in both notations. */
export interface Notation {
  readonly text: string;
  readonly latex: string;
}

/** Words, and formulas among them. */
export type Prose = readonly (string | Notation)[];

/** A piece of a document. A displayed formula's `latex` is one display, possibly of several aligned lines. */
export type Block = ProseBlock | ({ readonly kind: 'formula' } & Notation);

export interface ProseBlock {
  readonly kind: 'prose';
  readonly words: Prose;
}

/** Terms on one line of a long aligned formula. */
const TERMS_PER_LINE = 7;

/** Words with formulas, or prose, among them. */
export function prose(
  words: readonly string[],
  ...insertions: readonly (string | Notation | Prose)[]
): ProseBlock {
  const runs = words.flatMap((word, index): Prose => {
    const insertion = insertions[index] ?? '';
    return [word, ...(typeof insertion === 'string' || 'latex' in insertion ? [insertion] : insertion)];
  });
  return { kind: 'prose', words: runs.filter((run) => run !== '') };
}

/** Prose with its formulas as text. */
export function inText(prose: Prose): string {
  return prose.map((run) => (typeof run === 'string' ? run : run.text)).join('');
}

/** A displayed formula. */
export function display(text: string, latex: string): Block {
  return { kind: 'formula', text, latex };
}

/** A name that reads the same in both notations, such as `p` or `z > 0`. */
export function plain(name: string): Notation {
  return { text: name, latex: name };
}

/** One variable: `w1`, w₁. */
export function symbol(name: string): Notation {
  return presentFormula(LaurentPolynomial.variable(name));
}

/** `{1, 2}`. */
export function setOf(elements: readonly (number | string)[]): Notation {
  const names = elements.join(', ');
  return { text: `{${names}}`, latex: names === '' ? '\\varnothing' : `\\{${names}\\}` };
}

/** `name = value`. */
export function assignment(name: Notation, value: Notation): Notation {
  return { text: `${name.text} = ${value.text}`, latex: `${name.latex} = ${value.latex}` };
}

/** A list, separated by commas. */
export function listed(notations: readonly Notation[]): Notation {
  return {
    text: notations.map(({ text }) => text).join(', '),
    latex: notations.map(({ latex }) => latex).join(',\\; '),
  };
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
