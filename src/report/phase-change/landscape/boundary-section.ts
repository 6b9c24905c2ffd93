/** @file What the report says about boundaries: exact without bias, followed with biases, and beside the published theory. */

import type { FollowedBoundary } from '../../../landscape/diagram/followed-line.ts';
import { parseRational, toNumber } from '../../../support/rational.ts';
import { type Block, math, type Prose, prose, type Section, trust } from '../../page/document.ts';
import { scientific } from '../scientific.ts';
import type { ExactBoundary } from './exact-line.ts';
import type { ComparedLine, Landscape } from './landscape.ts';

export function boundarySection({ lines, plain, free }: Landscape): Section {
  const [symmetric] = lines.filter(({ exact }) => exact.importance === '1');
  return {
    id: 'boundaries',
    title: 'Boundaries, exactly where algebra serves',
    content: [
      paragraph(
        prose`Without bias a boundary is a root of a polynomial with integer coefficients, isolated between two rationals: at a given importance it is one algebraic number ${trust('algebraic')}. With biases the minima are followed along density in doubles, and the place where two of them tie is found to ${math('10^{-10}')} of itself ${trust('rounded')}. Where both ways exist they are compared, among the claims below.`,
      ),
      {
        kind: 'table',
        caption: prose`Densities at which the global minimum of ${math('n = 2,\\ m = 1')} changes, at chosen importances of the last feature. First order: the weights jump. Published: where hand-picked weights tie.`,
        columns: [
          { heading: 'r', align: 'number' },
          { heading: 'biases' },
          { heading: 'below' },
          { heading: 'above' },
          { heading: 'order' },
          { heading: 'p', align: 'number' },
          { heading: 'known as' },
          { heading: 'published', align: 'number' },
          { heading: 'jump of W', align: 'number' },
        ],
        rows: lines.flatMap(rowsOf),
        width: 'wide',
      },
      ...(symmetric === undefined ? [] : [paragraph(tripleText(symmetric))]),
      ...meetingBlocks([...plain.boundaries.meetings], 'without bias'),
      ...meetingBlocks([...free.boundaries.meetings], 'with biases'),
    ],
  };
}

function rowsOf({ exact, free }: ComparedLine): Prose[][] {
  return [
    ...exact.boundaries.map((boundary) => exactRow(exact.importance, boundary)),
    ...free.boundaries.map((boundary) => followedRow(exact.importance, boundary)),
  ];
}

function exactRow(r: string, { between, order, density, jump, published }: ExactBoundary): Prose[] {
  const known =
    density.trust === 'algebraic'
      ? (density.radicals ?? `root of a polynomial of degree ${density.minimalPolynomial.length - 1}`)
      : density.trust === 'exact'
        ? density.exact
        : density.trust;
  return [
    r,
    'none',
    ...between,
    orderName(order),
    prose`${density.value.toPrecision(12)} ${trust(density.trust)}`,
    known,
    published === undefined ? '–' : `${toNumber(parseRational(published)).toPrecision(6)}`,
    order === 'first' ? jump.value.toFixed(6) : '0',
  ];
}

function followedRow(r: string, { between, order, density, jump }: FollowedBoundary): Prose[] {
  return [
    r,
    'free',
    ...between,
    orderName(order),
    prose`${density.toPrecision(12)} ${trust('rounded')}`,
    'followed',
    '–',
    order === 'first' ? jump.toFixed(6) : '0',
  ];
}

function orderName(order: 'first' | 'continuous'): string {
  return order === 'first' ? 'first' : 'continuous';
}

/** What has become of the point at which three published phases meet. */
function tripleText({ exact, free }: ComparedLine): Prose {
  const [tie] = exact.boundaries.filter(({ order }) => order === 'first');
  const [broken] = free.boundaries;
  const without =
    tie === undefined
      ? prose`Without bias no two minima tie at r = 1.`
      : prose`Without bias there is no triple point at r = 1: below ${math(`p = ${tie.density.value.toFixed(9)}`)} the minimum is ${tie.between[0]}, above it ${tie.between[1]}, and the two dropped phases are the ends of the confused branch.`;
  const within =
    broken === undefined
      ? prose` With biases nothing changes along r = 1.`
      : prose` With biases the symmetric antipodal pair holds up to ${math(`p = ${broken.density.toFixed(9)}`)}. There it ties with a pair of unequal weights and with the mirror image of that pair: from there on equal features are treated unequally, and the line ${math('r = 1')} itself is a boundary of first order.`;
  return [
    { kind: 'strong', text: 'The published triple point. ' },
    ...asList(
      prose`Hand-picked weights tie, three at a time, at ${math('(r, p) = (1, 4/7)')}, ${math('4/7 \\approx 0.571428571')}. `,
    ),
    ...asList(without),
    ...asList(within),
  ];
}

function asList(text: Prose) {
  return Array.isArray(text)
    ? (text as Extract<Prose, readonly unknown[]>)
    : [text as Exclude<Prose, readonly unknown[]>];
}

function meetingBlocks(
  meetings: Landscape['plain']['boundaries']['meetings'][number][],
  bias: string,
): Block[] {
  if (meetings.length === 0) return [];
  const isUpTo1 = meetings.filter(({ importance }) => importance <= 1);
  return [
    {
      kind: 'table',
      caption: prose`Points at which lines meet, ${bias}; those beyond r = 1 are their mirror images.`,
      columns: [
        { heading: 'r', align: 'number' },
        { heading: 'p', align: 'number' },
        { heading: 'phases around' },
        { heading: 'known to, relatively', align: 'number' },
      ],
      rows: isUpTo1.map(({ importance, density, phases, tolerance, trust: level }) => {
        const digits = Math.max(3, Math.min(10, Math.ceil(-Math.log10(tolerance))));
        return [
          importance.toPrecision(digits),
          density.toPrecision(digits),
          phases.join(', '),
          prose`${scientific(tolerance)} ${trust(level)}`,
        ];
      }),
    },
  ];
}

function paragraph(text: Prose): Block {
  return { kind: 'paragraph', text };
}
