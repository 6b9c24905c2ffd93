/**
 * @file A formula as it is put together rather than multiplied out: at most 3ⁿ powers of sums, where the expanded form of
 * five features has thousands of terms. Plain text that {@link parsePolynomial} reads back.
 */

import { formatRational, ONE, type Rational, signOf } from '../../support/rational.ts';
import { formatPolynomial } from '../polynomial/format.ts';
import { LaurentPolynomial } from '../polynomial/laurent-polynomial.ts';
import { type OutputFormula, relevantFeatures, vertexForm } from './output-formula.ts';
import { activeSetTerms } from './vertex-terms.ts';

/** One active set with its two factors as text. */
export interface FactoredSummand {
  /** A, ascending, from 0. */
  readonly active: readonly number[];
  /** P(A), as a product: `p*(1 - p)`. */
  readonly probability: string;
  /** F_A, not expanded; `0` where no vertex is positive and the output's own feature is inactive. */
  readonly error: string;
}

/** P(A) and F_A of every active set, as products and powers. Exact. */
export function factoredSummands(formula: OutputFormula): readonly FactoredSummand[] {
  return formula.byActiveSet.map(({ active }) => ({
    active,
    probability: probabilityText(formula, active),
    error: errorText(formula, active),
  }));
}

/** E = Σ_A P(A) F_A on one line. Exact. */
export function formatFactored(formula: OutputFormula): string {
  const summands = factoredSummands(formula).filter(({ error }) => error !== '0');
  if (summands.length === 0) return '0';
  return summands.map(({ probability, error }) => `${probability}*(${error})`).join(' + ');
}

/** Active features first. */
function probabilityText({ chamber, self, symbols }: OutputFormula, active: readonly number[]): string {
  const inactive = relevantFeatures(chamber, self).filter((feature) => !active.includes(feature));
  const on = active.map((feature) => inBrackets(symbols.density(feature)));
  const off = inactive.map((feature) => {
    const density = symbols.density(feature);
    const name = inBrackets(density);
    return name.startsWith('(') ? inBrackets(LaurentPolynomial.ONE.subtract(density)) : `(1 - ${name})`;
  });
  return collectPowers([...on, ...off]);
}

/** `p`, `p`, `(1 - p)` as `p^2*(1 - p)`. */
function collectPowers(factors: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const factor of factors) counts.set(factor, (counts.get(factor) ?? 0) + 1);
  return [...counts].map(([factor, count]) => (count === 1 ? factor : `${factor}^${count}`)).join('*');
}

function errorText({ chamber, self, symbols }: OutputFormula, active: readonly number[]): string {
  const { divisors, terms } = activeSetTerms(chamber, self, active);
  const over = divisors.map((feature) => `/${inBrackets(symbols.gram(feature))}`).join('');
  const ratio = `(1 + ${formatPolynomial(LaurentPolynomial.ONE.divide(symbols.gram(self)))})`;
  const parts = terms.flatMap(({ vertex, higher, overSelf, lower }) => {
    const base = inBrackets(vertexForm(chamber, vertex, symbols));
    return [
      part(higher, [...(overSelf ? [ratio] : []), `${base}^${divisors.length + 2}${over}`]),
      part(lower, [`${base}${divisors.length === 0 ? '' : `^${divisors.length + 1}`}${over}`]),
    ];
  });
  const target = active.includes(self) ? [part(ONE.div(3), [])] : [];
  const text = [...target, ...parts].join('');
  return text === '' ? '0' : text.replace(/^ \+ /, '').replace(/^ - /, '-');
}

/** ` + 1/12*…`, ` - (…)^2`; nothing for a coefficient of 0. */
function part(coefficient: Rational, factors: readonly string[]): string {
  if (coefficient.n === 0n) return '';
  const sign = signOf(coefficient) < 0 ? ' - ' : ' + ';
  const magnitude = coefficient.abs();
  const shown = magnitude.equals(ONE) && factors.length > 0 ? [] : [formatRational(magnitude)];
  return sign + [...shown, ...factors].join('*');
}

/** A polynomial as a factor: in brackets unless it is one symbol. */
function inBrackets(value: LaurentPolynomial): string {
  const text = formatPolynomial(value);
  return /^[a-z]+\d*$/.test(text) ? text : `(${text})`;
}
