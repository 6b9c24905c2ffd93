import type { ParameterLine } from '../../../landscape/pair/arc-polynomials.ts';
import type { LineCell } from '../../../landscape/pair/line-survey.ts';
import type { PairBoundary, StabilityLimit } from '../../../landscape/pair/pair-boundary.ts';
import { publishedBoundary } from '../../../landscape/pair/published-boundary.ts';
import type { TrustedNumber } from '../../../loss/trusted-number.ts';
import { formatRational, parseRational, rational, toNumber } from '../../../support/rational.ts';
import { radicalForm } from '../../../symbolic/algebraic/radical-form.ts';
import type { RealAlgebraic } from '../../../symbolic/algebraic/real-algebraic.ts';
import { shortNumber, shortRational } from '../../terminal/number-text.ts';
import type { Style } from '../../terminal/style.ts';
import { alignColumns } from '../../terminal/table.ts';
import type { BoundaryAnswer } from './boundary-document.ts';
import { decimalBelow } from './decimal-bounds.ts';

/** Longer expressions are no easier to read than decimals. */
const MAX_RADICALS = 50;

const LETTER = { density: 'p', importance: 'R' } as const;

/** Where the phases meet as a person reads it. */
export function boundaryText(answer: BoundaryAnswer, { title, dim, unsure }: Style): string {
  const { line, between, chosen, found } = answer;
  const asked = between === undefined ? 'any two phases' : between.join(' and ');
  const setting = dim(`n = 2, m = 1, bias none, ${givenText(line)}`);
  if (chosen.status === 'undecided')
    return [unsure(`could not decide: ${chosen.reason}`), setting].join('\n');
  const head =
    chosen.status === 'none-exists'
      ? [`${title('none exists')}   no boundary between ${asked}`, setting]
      : [...mainLines(chosen.boundary, answer.digits, title), setting];
  const note =
    chosen.status === 'found' && !chosen.isNamed
      ? [
          dim(
            `${asked} were asked for; here the same branch of minima is called ${otherName(chosen.boundary)}`,
          ),
        ]
      : [];
  if (found.status !== 'found') return head.join('\n');
  const others = found.boundaries.filter(
    (boundary) => chosen.status !== 'found' || boundary !== chosen.boundary,
  );
  const more = [
    ...others.map((boundary) => `also ${boundaryLine(boundary)}`),
    ...found.stabilityLimits.map((limit) => limitLine(limit, line)),
  ];
  return [
    ...head,
    ...note,
    ...(more.length === 0 ? [] : ['', ...more]),
    '',
    dim(`minima by ascending loss, as ${LETTER[line.unknown]} grows`),
    ...cellLines(found.cells, line),
  ].join('\n');
}

function givenText({ unknown, given }: ParameterLine): string {
  return unknown === 'density' ? `importance 1, ${shortRational(given)}` : `density ${shortRational(given)}`;
}

function otherName({ between }: PairBoundary): string {
  return between.find((phase) => phase !== 'antipodal') ?? '';
}

function mainLines(boundary: PairBoundary, digits: number, title: Style['title']): string[] {
  const { line, at, between, order, loss, below, above, jump } = boundary;
  const letter = LETTER[line.unknown];
  const published = order === 'first' ? [publishedRow(boundary)] : [];
  return [
    `${title(between.join(' | '))}   ${title(`${letter} = ${exactText(at)}`)}`,
    ...alignColumns([
      ['decimals', `${letter} = ${digitsOf(at, digits)}…`],
      ['order', order === 'first' ? 'first: two minima tie' : 'continuous: one minimum changes its name'],
      ['loss', numberText(loss)],
      ['weights', `${weightsText(below.weights)}   ${between[0]}`],
      ...(order === 'first'
        ? [
            ['', `${weightsText(above.weights)}   ${between[1]}`],
            ['jump', shortNumber(jump.quantity.value)],
          ]
        : []),
      ...published,
    ]),
  ];
}

/** In radicals, or by the degree of the minimal polynomial. */
function exactText(at: RealAlgebraic): string {
  if (at.isRational) return shortRational(at.toRational());
  const radicals = radicalForm(at);
  if (radicals !== undefined && radicals.length < MAX_RADICALS) return radicals;
  return `${shortNumber(at.toNumber())} (algebraic of degree ${at.degree}; its polynomial: --json)`;
}

/** So many correct decimals: a longer enclosure decides where they would change. */
function digitsOf(at: RealAlgebraic, digits: number): string {
  const { lower } = at.enclose(rational(1n, 10n ** BigInt(digits + 5)));
  return decimalBelow(lower, digits);
}

function numberText({ quantity }: TrustedNumber): string {
  if (quantity.trust === 'exact') {
    return `${shortRational(parseRational(quantity.exact))} = ${shortNumber(quantity.value)}`;
  }
  if (quantity.trust === 'algebraic' && (quantity.radicals?.length ?? MAX_RADICALS) < MAX_RADICALS) {
    return `${quantity.radicals} = ${shortNumber(quantity.value)}`;
  }
  return String(quantity.value);
}

function weightsText(weights: readonly TrustedNumber[]): string {
  return `(${weights.map(({ quantity }) => shortNumber(quantity.value)).join(', ')})`;
}

function publishedRow({ line, at }: PairBoundary): string[] {
  const published = publishedBoundary(line, at);
  if (published.status === 'none') return ['published', 'no boundary at this density'];
  const value = toNumber(published.value);
  const letter = LETTER[line.unknown];
  return [
    'published',
    `${letter} = ${formatRational(published.value)} = ${shortNumber(value)}, off by ${shortNumber(value - at.toNumber())}`,
  ];
}

function boundaryLine({ between, at, order, line }: PairBoundary): string {
  const kind = order === 'first' ? 'first order' : 'a change of name only';
  return `${between.join(' | ')} at ${LETTER[line.unknown]} = ${exactText(at)}: ${kind}`;
}

function limitLine({ at, minimum, exists }: StabilityLimit, { unknown }: ParameterLine): string {
  return `stability: the ${minimum.phase} minimum exists only ${exists} ${LETTER[unknown]} = ${exactText(at)}`;
}

/** Runs of cells with the same minima. */
function cellLines(cells: readonly LineCell[], { unknown }: ParameterLine): string[] {
  const text = ({ minima }: LineCell): string => minima.map(({ phase }) => phase).join(', ');
  const runs = cells.filter((cell, k) => k === 0 || text(cell) !== text(cells[k - 1] ?? cell));
  return alignColumns(
    runs.map((cell) => [`  at ${LETTER[unknown]} = ${formatRational(cell.sample)}`, text(cell)]),
  );
}
