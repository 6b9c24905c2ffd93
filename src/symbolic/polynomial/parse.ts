/**
 * @file Reads formulas back into the exact core: plain text (`1/3*p*w1^4`) and the LaTeX that presentation produces.
 * This is how a printed formula is held to the derived one. A recursive-descent parser over a small grammar:
 *
 *     sum     := ['+'|'-'] product (('+'|'-') product)*
 *     product := power (('*'|'/') power)*
 *     power   := atom ['^' exponent]          exponent := ['-'] integer, bare or in brackets
 *     atom    := integer | decimal | name | '(' sum ')'
 */

import { DomainError } from '../../support/errors.ts';
import { parseRational } from '../../support/rational.ts';
import { LaurentPolynomial, type Term } from './laurent-polynomial.ts';

/**
 * The Laurent polynomial a formula denotes.
 *
 * @throws {@link DomainError} on anything outside the grammar, on division by more than one term, and on exponents
 *   that are not integers.
 */
export function parsePolynomial(text: string): LaurentPolynomial {
  const tokens = text.match(/\d+(?:\.\d+)?|[A-Za-z][A-Za-z0-9_]*|[-+*/^()]|\S/g) ?? [];
  const reader = new Reader(tokens, text);
  const value = reader.sum();
  reader.expectEnd();
  return value;
}

/**
 * The Laurent polynomial a LaTeX formula denotes: `\frac`, products as `\cdot` or `\,`, `\left( \right)`, braces,
 * subscripts on names.
 *
 * @throws {@link DomainError} as {@link parsePolynomial}.
 */
export function parseLatexPolynomial(latex: string): LaurentPolynomial {
  const plain = latex
    .replaceAll(/([A-Za-z])_(?:\{(\d+)\}|(\d+))/g, '$1$2$3')
    .replaceAll(/\\left|\\right/g, '')
    .replaceAll(/\\cdot|\\,/g, '*');
  return parsePolynomial(expandFractions(plain).replaceAll('{', '(').replaceAll('}', ')'));
}

/** `\frac{A}{B}` as `((A)/(B))`, innermost first. */
function expandFractions(latex: string): string {
  const start = latex.lastIndexOf('\\frac');
  if (start < 0) return latex;
  const above = bracedGroup(latex, start + '\\frac'.length);
  const below = bracedGroup(latex, above.end);
  const quotient = `((${above.body})/(${below.body}))`;
  return expandFractions(latex.slice(0, start) + quotient + latex.slice(below.end));
}

function bracedGroup(latex: string, from: number): { body: string; end: number } {
  const open = latex.indexOf('{', from);
  if (open < 0 || latex.slice(from, open).trim() !== '') {
    throw new DomainError('parseLatexPolynomial', 'a braced group', latex.slice(from, from + 20));
  }
  let depth = 0;
  for (let index = open; index < latex.length; index++) {
    if (latex[index] === '{') depth += 1;
    if (latex[index] === '}') depth -= 1;
    if (depth === 0) return { body: latex.slice(open + 1, index), end: index + 1 };
  }
  throw new DomainError('parseLatexPolynomial', 'balanced braces', latex);
}

class Reader {
  readonly #tokens: readonly string[];
  readonly #text: string;
  #position = 0;

  constructor(tokens: readonly string[], text: string) {
    this.#tokens = tokens;
    this.#text = text;
  }

  get #next(): string | undefined {
    return this.#tokens[this.#position];
  }

  #take(token: string): boolean {
    if (this.#next !== token) return false;
    this.#position += 1;
    return true;
  }

  #refuse(expected: string): never {
    throw new DomainError('parsePolynomial', expected, `"${this.#next ?? 'the end'}" in "${this.#text}"`);
  }

  expectEnd(): void {
    if (this.#next !== undefined) this.#refuse('the end of the formula');
  }

  sum(): LaurentPolynomial {
    // Gathered and added up once: adding one by one would copy a long sum for each of its terms.
    const terms: Term[] = [];
    let negative = this.#sign() ?? false;
    for (;;) {
      const product = this.#product();
      terms.push(...(negative ? product.negate() : product).terms);
      const sign = this.#sign();
      if (sign === undefined) return LaurentPolynomial.ofTerms(terms);
      negative = sign;
    }
  }

  /** Whether a sign comes next, and whether it is a minus. */
  #sign(): boolean | undefined {
    if (this.#take('+')) return false;
    return this.#take('-') ? true : undefined;
  }

  #product(): LaurentPolynomial {
    let value = this.#power();
    for (;;) {
      if (this.#take('*')) value = value.multiply(this.#power());
      else if (this.#take('/')) value = value.divide(this.#power());
      else return value;
    }
  }

  #power(): LaurentPolynomial {
    const base = this.#atom();
    return this.#take('^') ? base.power(this.#exponent()) : base;
  }

  #exponent(): number {
    if (this.#take('(')) {
      const value = this.#exponent();
      if (!this.#take(')')) this.#refuse('a closing bracket');
      return value;
    }
    if (this.#take('-')) return -this.#exponent();
    const token = this.#next;
    if (token === undefined || !/^\d+$/.test(token)) this.#refuse('an integer exponent');
    this.#position += 1;
    return Number(token);
  }

  #atom(): LaurentPolynomial {
    if (this.#take('(')) {
      const value = this.sum();
      if (!this.#take(')')) this.#refuse('a closing bracket');
      return value;
    }
    const token = this.#next;
    if (token === undefined) return this.#refuse('a number, a name or a bracket');
    if (/^\d/.test(token)) {
      this.#position += 1;
      return LaurentPolynomial.constant(parseRational(token));
    }
    if (!/^[A-Za-z]/.test(token)) return this.#refuse('a number, a name or a bracket');
    this.#position += 1;
    return LaurentPolynomial.variable(token);
  }
}
