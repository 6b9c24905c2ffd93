/** @file What the report says about theory. Numbers in the text are taken from the results. */

import type { PairMinimum } from '../../landscape/pair/pair-minima.ts';
import type { DerivationSection } from '../../symbolic/presentation/block.ts';
import type { DerivationDocument } from '../../symbolic/presentation/derivation-document.ts';
import { derivationBlocks, pageProse } from '../derivation/derivation-page.ts';
import type { Block, Figure, Prose, Section } from '../page/document.ts';
import { math, prose, trust } from '../page/document.ts';
import { ratio } from './figures.ts';
import { type FigureId, figureOf } from './report-figures.ts';
import type { PhaseChangeResults } from './results.ts';
import type { NamedSurface } from './theory.ts';

type Figures = ReadonlyMap<FigureId, Figure>;

export function theorySections({ theory }: PhaseChangeResults, figures: Figures): readonly Section[] {
  return [
    derivationSection(theory.derivation, figures),
    publishedSection(figures),
    exactSection(theory, figures),
    surfaceSection(theory.surfaces, figures),
    basinSection(theory, figures),
  ];
}

function derivationSection({ general, chambers }: DerivationDocument, figures: Figures): Section {
  const [setting, ...steps] = general;
  return {
    id: 'exact-loss',
    title: 'The loss, solved exactly',
    content: [
      paragraph(
        prose`Two steps make the expected loss an ordinary integral: the sparse inputs’ density is written with delta functions, and each ReLU becomes a restriction of the domain of integration. What follows was derived by the program, and every formula below was read back from its printed form and compared with the derived value ${trust('exact')}.`,
      ),
      ...derivationBlocks(setting?.blocks ?? []),
      ...steps.map(
        ({ heading, blocks }): Block => ({
          kind: 'subsection',
          title: pageProse(heading),
          content: derivationBlocks(blocks),
        }),
      ),
      figureOf(figures, 'restricted-domains'),
      { kind: 'subsection', title: 'One formula per chamber', content: chambers.flatMap(chamberBlocks) },
    ],
  };
}

/** The result in the open, the integrals that lead to it folded away. */
function chamberBlocks({ heading, blocks }: DerivationSection): Block[] {
  const result = blocks.at(-1);
  return [
    paragraph({ kind: 'strong', text: pageProse(heading) }),
    ...derivationBlocks(result === undefined ? [] : [result]),
    {
      kind: 'details',
      summary: 'The integrals of this chamber',
      content: derivationBlocks(blocks.slice(0, -2)),
    },
  ];
}

function publishedSection(figures: Figures): Section {
  return {
    id: 'published-theory',
    title: 'The published theory: three hand-picked configurations',
    content: [
      paragraph(
        prose`Before any minimisation, one can compare a few configurations by hand: drop the extra feature, give it the dimension, or store both as an antipodal pair. With the mean ${math('p/2')} as the bias of a dropped feature their losses are`,
      ),
      {
        kind: 'math',
        tex: 'L_{(1,0)} = r\\Bigl(\\frac{p}{3} - \\frac{p^2}{4}\\Bigr), \\qquad L_{(0,1)} = \\frac{p}{3} - \\frac{p^2}{4}, \\qquad L_{(1,-1)} = (1 + r)\\,\\frac{p^2}{6},',
      },
      paragraph(
        prose`and equating them gives the boundaries ${math('r = 2p/(4 - 5p)')} and ${math('r = 2/p - 5/2')}, which meet at ${math('(r, p) = (1, 4/7)')} with loss ${math('16/147')} ${trust('exact')}.`,
      ),
      figureOf(figures, 'published-diagram'),
    ],
  };
}

function exactSection(theory: PhaseChangeResults['theory'], figures: Figures): Section {
  const { global, handPickedWithoutBias, boundary, symmetricPoint } = theory;
  const jump = Math.min(...boundary.map(({ below, above }) => distance(below, above)));
  const ratios = ratio(handPickedWithoutBias, global).flat();
  const different = fractionWhere(
    global.phase,
    (phase, i, j) => phase !== handPickedWithoutBias.phase[i]?.[j],
  );
  const confused = fractionWhere(global.phase, (phase) => phase === 'confused');
  return {
    id: 'true-minimum',
    title: 'The true minimum over all weights',
    content: [
      paragraph(
        prose`ReLU is homogeneous, so the best scale of ${math('W')} is known and only its direction is left. In each chamber the critical directions are roots of a polynomial in one unknown, and all of them are found without starting points: no minimum is missed for want of one.`,
      ),
      figureOf(figures, 'exact-diagram'),
      paragraph(
        prose`Without bias, superposition ends along one line. It is of first order: two minima tie, and the weights jump by ${math(jump.toFixed(2))} or more at every importance of the figure ${trust('rounded')}. At equal importances it lies at ${math(`p = (40 - 4\\sqrt{14})/43 \\approx ${symmetricPoint.density.toFixed(9)}`)}, beside the published ${math('4/7 \\approx 0.571428571')}. Beyond the line there is no triple point: a dropped feature keeps a small weight of the same sign, and from “not represented” through “confused” to “dedicated” the minimum turns gradually. Confused features occupy ${percentText(confused)} of the figure.`,
      ),
      figureOf(figures, 'difference'),
      paragraph(
        prose`Compared like for like, the hand-picked configurations name another phase on ${percentText(different)} of the figure, and their loss is up to ${math(`${Math.max(...ratios).toFixed(2)}`)} times the least one ${trust('rounded')}.`,
      ),
    ],
  };
}

function surfaceSection(surfaces: readonly NamedSurface[], figures: Figures): Section {
  return {
    id: 'loss-surfaces-section',
    title: 'Three loss surfaces',
    content: [
      paragraph(
        prose`Sparse inputs have the antipodal minimum of the published theory, almost on the wall ${math('w_1 + w_2 = 0')}. Raise the density at the same importance, and the leg of the less important feature shortens: a continuous change that no hand-picked configuration follows, and that blurs the published diagram. Dense inputs with two important features have two minima of different kinds, and which one is lower changes abruptly.`,
      ),
      figureOf(figures, 'loss-surfaces'),
      {
        kind: 'table',
        caption: prose`The minima of the three surfaces, modulo ${math('W \\to -W')} ${trust('rounded')}.`,
        columns: [
          { heading: 'surface' },
          { heading: 'minimum' },
          { heading: math('w_1'), align: 'number' },
          { heading: math('w_2'), align: 'number' },
          { heading: 'loss', align: 'number' },
        ],
        rows: surfaces.flatMap(({ minima, density, importance }) =>
          minima.map((minimum, rank) => minimumRow(`p = ${density}, r = ${importance}`, minimum, rank)),
        ),
      },
    ],
  };
}

/** Both minima are stable, so which one training finds depends on where it starts. */
function basinSection({ basins }: PhaseChangeResults['theory'], figures: Figures): Section {
  const [first] = basins;
  const point = first === undefined ? '' : `p = ${first.density},\\ r = ${first.importance}`;
  const percent = (fraction: number): string => (100 * fraction).toFixed(1);
  return {
    id: 'basins-section',
    title: 'Which minimum descent finds',
    content: [
      paragraph(
        prose`Where two minima coexist, a trained model is where its start led it, and not always at the lower one. At ${math(point)} each point of the plane was followed downhill on the exact loss, by gradient flow and by Adam with the published learning rate.`,
      ),
      figureOf(figures, 'basins'),
      {
        kind: 'table',
        caption: prose`Shares of random initial weights, Xavier normal, that end in each minimum, with 95 % intervals ${trust('sampled')}.`,
        columns: [
          { heading: 'minimum' },
          { heading: 'loss', align: 'number' },
          { heading: 'descent' },
          { heading: 'starts', align: 'number' },
          { heading: 'share, %', align: 'number' },
          { heading: '95 % interval', align: 'number' },
        ],
        rows: basins.flatMap(({ method, minima, shares }) =>
          shares.shares.map(({ fraction, interval: [low, high] }, orbit) => {
            const minimum = minima.find((member) => member.orbit === orbit);
            return [
              `${minimum?.phase ?? ''}${orbit === 0 ? ' (global)' : ''}`,
              (minimum?.loss ?? 0).toPrecision(8),
              method === 'adam' ? 'Adam' : 'gradient flow',
              String(shares.starts),
              percent(fraction),
              `${percent(low)} – ${percent(high)}`,
            ];
          }),
        ),
      },
    ],
  };
}

function minimumRow(surface: string, { phase, weights, loss }: PairMinimum, rank: number): Prose[] {
  const [first, last] = weights;
  const signed = (value: number): string => value.toFixed(6).replace('-', '−');
  return [
    surface,
    `${phase}${rank === 0 ? ' (global)' : ''}`,
    signed(first),
    signed(last),
    loss.toPrecision(8),
  ];
}

/** Between two minima in the plane of weights, the nearer mirror image taken. */
function distance({ weights: [a1, a2] }: PairMinimum, { weights: [b1, b2] }: PairMinimum): number {
  return Math.min(Math.hypot(a1 - b1, a2 - b2), Math.hypot(a1 + b1, a2 + b2));
}

function fractionWhere<Cell>(
  rows: readonly (readonly Cell[])[],
  holds: (cell: Cell, row: number, column: number) => boolean,
): number {
  const cells = rows.flatMap((row, i) => row.map((cell, j) => holds(cell, i, j)));
  return cells.filter(Boolean).length / cells.length;
}

function percentText(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}

function paragraph(text: Prose): Block {
  return { kind: 'paragraph', text };
}
