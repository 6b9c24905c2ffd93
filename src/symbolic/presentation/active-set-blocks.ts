/** @file The steps of one output's error in one chamber: each active set with its restricted domain and its integrals. */

import { type Rational, ZERO } from '../../support/rational.ts';
import { membersOf, subsetsOf } from '../bit-sets.ts';
import { factoredSummands } from '../output-formula/factored-text.ts';
import type { OutputChamber } from '../output-formula/output-chamber.ts';
import { type OutputFormula, vertexForm } from '../output-formula/output-formula.ts';
import { LaurentPolynomial } from '../polynomial/laurent-polynomial.ts';
import { parsePolynomial } from '../polynomial/parse.ts';
import type { Block, DomainDrawing, Notation, Prose } from './block.ts';
import { domainDrawing, pairRegion, type Region } from './drawn-domain.ts';
import { activeSetIntegrals, type WrittenValue } from './integral-terms.ts';
import { latexLines } from './latex-lines.ts';
import { display, listed, plain, prose, setOf } from './notation.ts';
import { valueNotation } from './plain-notation.ts';

const ON = plain('z > 0');

/** Σ_A P(A) F_A step by step, without the sum itself. */
export function activeSetBlocks(formula: OutputFormula, sample: ReadonlyMap<string, Rational>): Block[] {
  const summands = factoredSummands(formula);
  return formula.byActiveSet.flatMap(({ active, probability }, index): Block[] => {
    const names = setOf(active.map((feature) => feature + 1));
    const text = summands[index]?.probability ?? '';
    const chance: Notation = { text, latex: probabilityLatex(text, probability) };
    const { cross, square, error } = activeSetIntegrals(formula, active);
    const i = formula.self + 1;
    const ownInput = { text: `int x${i}*z`, latex: `\\int_{z>0} x_{${i}}\\,z\\,dx` };
    const integrals = [
      ...(active.includes(formula.self) ? [valueDisplay(ownInput, cross)] : []),
      valueDisplay({ text: 'int z^2', latex: '\\int_{z>0} z^2\\,dx' }, square),
    ];
    const isOff = square.value.isZero;
    return [
      prose`Active set ${names}, with probability ${chance}: ${whereOn(formula, active, sample)}.`,
      ...(isOff ? [] : integrals),
      ...drawing(formula, active, sample),
      valueDisplay({ text: `F_${names.text}`, latex: `F_{${names.latex}}` }, error),
    ];
  });
}

/** `name = value`; in LaTeX on as many lines as it takes. */
function valueDisplay(name: Notation, { text, latexLines }: WrittenValue): Block {
  const [only = '0', ...more] = latexLines;
  return display(
    `${name.text} = ${text}`,
    more.length === 0
      ? `${name.latex} = ${only}`
      : `\\begin{align*} ${name.latex} ={} & ${latexLines.join(' \\\\ & ')} \\end{align*}`,
  );
}

/** `E = (1 - p)^2*F_{} + p*(1 - p)*F_{1} + …`, without the active sets that add nothing. */
export function sumOverActiveSets(name: Notation, formula: OutputFormula): Block {
  const summands = factoredSummands(formula).flatMap(({ active, probability, error }, index) => {
    const set = setOf(active.map((feature) => feature + 1));
    const value = formula.byActiveSet[index]?.probability ?? LaurentPolynomial.ZERO;
    const latex = `${probabilityLatex(probability, value)}\\,F_{${set.latex}}`;
    return error === '0' ? [] : [{ text: `${probability}*F_${set.text}`, latex }];
  });
  const lines = latexLines(summands.map(({ latex }, index) => (index === 0 ? latex : `+ ${latex}`)));
  return display(
    `${name.text} = sum over A of P(A)*F_A = ${summands.map(({ text }) => text).join(' + ') || '0'}`,
    `\\begin{align*} ${name.latex} = \\sum_{A} P(A)\\,F_A ={} & ${lines.join(' \\\\ & ')} \\end{align*}`,
  );
}

/** P(A) as a product, read back. */
function probabilityLatex(text: string, value: LaurentPolynomial): string {
  const latex = text
    .replaceAll(/\b([a-z])(\d+)\b/g, '$1_{$2}')
    .replaceAll(/(\d+)\/(\d+)/g, '\\frac{$1}{$2}')
    .replaceAll('*', '\\,');
  return parsePolynomial(text).equals(value) ? latex : valueNotation(value).latex;
}

/** On which part of the cube of the active features the output is on. */
function whereOn(
  formula: OutputFormula,
  active: readonly number[],
  sample: ReadonlyMap<string, Rational>,
): Prose {
  const { chamber, symbols } = formula;
  const live = active.filter((feature) => chamber.features.includes(feature));
  const corner = live.reduce((bits, feature) => bits | (1 << chamber.features.indexOf(feature)), 0);
  const vertices = subsetsOf(corner);
  const on = vertices.filter((vertex) => chamber.signs[vertex] === 1);
  if (on.length === 0) return prose`${plain('z < 0')} throughout, so that the output is 0`.words;
  if (on.length === vertices.length) return prose`${ON} throughout`.words;
  const [first, second] = live;
  if (first !== undefined && live.length === 1) {
    const root = valueNotation(symbols.bias.negate().divide(symbols.gram(first)));
    const x = { text: `x${first + 1}`, latex: `x_{${first + 1}}` };
    return on[0] === 0
      ? prose`${ON} where ${{ text: `0 <= ${x.text} < ${root.text}`, latex: `0 \\le ${x.latex} < ${root.latex}` }}`
          .words
      : prose`${ON} where ${{ text: `${root.text} < ${x.text} <= 1`, latex: `${root.latex} < ${x.latex} \\le 1` }}`
          .words;
  }
  if (first !== undefined && second !== undefined && live.length === 2) {
    const corners = regionOf(formula, [first, second], sample).map(({ at }) => {
      const [x, y] = at.map(valueNotation);
      return plainPair(x ?? plain('0'), y ?? plain('0'));
    });
    const square = {
      text: `(x${first + 1}, x${second + 1})`,
      latex: `(x_{${first + 1}}, x_{${second + 1}})`,
    };
    return prose`${ON} where ${square} is in the polygon with the corners ${listed(corners)}`.words;
  }
  const names = on.map((vertex) =>
    setOf(membersOf(vertex).map((place) => (chamber.features[place] ?? 0) + 1)),
  );
  return prose`${ON} on the part of the cube with the corners ${listed(names)} (each by the features that are 1), cut off by the plane ${plain('z = 0')}`
    .words;
}

function plainPair(first: Notation, last: Notation): Notation {
  return { text: `(${first.text}, ${last.text})`, latex: `\\left(${first.latex}, ${last.latex}\\right)` };
}

function regionOf(
  { chamber, symbols }: OutputFormula,
  [first, second]: readonly [number, number],
  sample: ReadonlyMap<string, Rational>,
): Region {
  return pairRegion(vertexForm(chamber, 0, symbols), [symbols.gram(first), symbols.gram(second)], sample);
}

/** The domain of two active features, if it is neither empty nor the whole square. */
function drawing(
  formula: OutputFormula,
  active: readonly number[],
  sample: ReadonlyMap<string, Rational>,
): Block[] {
  const [first, second] = active.filter((feature) => formula.chamber.features.includes(feature));
  if (
    first === undefined ||
    second === undefined ||
    active.length !== 2 ||
    formula.chamber.features.length > 3
  )
    return [];
  const region = regionOf(formula, [first, second], sample);
  if (!region.some(({ crossing }) => crossing)) return [];
  const title = setOf(active.map((feature) => feature + 1));
  const drawings: DomainDrawing[] = [
    domainDrawing(
      { text: `A = ${title.text}`, latex: `A = ${title.latex}` },
      [first + 1, second + 1],
      region,
      sample,
    ),
  ];
  return [{ kind: 'domains', drawings }];
}

/** The symbols' values at a chamber's sample point, by name; for symbols that are single variables. */
export function samplePoint(
  chamber: OutputChamber,
  { bias, gram }: OutputFormula['symbols'],
): ReadonlyMap<string, Rational> {
  const name = (symbol: LaurentPolynomial): string => symbol.variables[0] ?? '';
  return new Map([
    [name(bias), chamber.sample.bias],
    ...chamber.features.map((feature, place): [string, Rational] => [
      name(gram(feature)),
      chamber.sample.row[place] ?? ZERO,
    ]),
  ]);
}
