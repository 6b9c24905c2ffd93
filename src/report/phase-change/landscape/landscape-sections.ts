/** @file What the report says about the landscape. Numbers in the text are taken from the results. */

import type { DiagramDifference, PhaseDiagrams } from '../../../landscape/diagram/phase-diagrams.ts';
import { phaseShares } from '../../../landscape/diagram/phase-map.ts';
import {
  type Block,
  type Figure,
  math,
  type Prose,
  prose,
  type Section,
  type Table,
  trust,
} from '../../page/document.ts';
import { type FigureId, figureOf } from '../report-figures.ts';
import type { PhaseChangeResults } from '../results.ts';
import { boundarySection } from './boundary-section.ts';
import { certificateSection } from './certificate-section.ts';
import type { Landscape } from './landscape.ts';

type Figures = ReadonlyMap<FigureId, Figure>;

export function landscapeSections(
  { landscape, cells, profile }: PhaseChangeResults,
  figures: Figures,
): readonly Section[] {
  return [
    diagramSection(landscape, figures),
    boundarySection(landscape),
    ...(landscape.paths.length > 0 ? [bifurcationSection(landscape, figures)] : []),
    certificateSection(landscape, cells, profile),
    ...(landscape.three.length + landscape.five.length > 0 ? [moreFeaturesSection(landscape, figures)] : []),
  ];
}

function diagramSection({ plain, free }: Landscape, figures: Figures): Section {
  const side = plain.request.grid.densities.length;
  const confused = shareOf(free, 'confused');
  return {
    id: 'three-diagrams',
    title: 'Three diagrams, without biases and with them',
    content: [
      paragraph(
        prose`A configuration picked by hand has norms of 1. Give every named configuration its best norms and biases, and the diagram is another one; take the least loss over all weights, and it may be a third. All three are compared here at ${math(`${side} \\times ${side}`)} points. Without bias the least loss comes from a list of all minima; with biases from a search that follows every minimum found to wherever it leads, which is an upper bound and no proof.`,
      ),
      figureOf(figures, 'family-diagram'),
      figureOf(figures, 'biased-diagrams'),
      paragraph(
        confused === 0
          ? prose`With free biases no point of the diagram has confused features: a bias subtracts the mean of a feature that is left out, which without bias only a shared direction can do.`
          : prose`With free biases ${percent(confused)} of the points have confused features.`,
      ),
      figureOf(figures, 'biased-differences'),
      {
        kind: 'table',
        caption: prose`How much the diagrams differ ${trust('rounded')}. Loss given away: (loss of the first − loss of the second) / loss of the second.`,
        columns: [
          { heading: 'biases' },
          { heading: 'first' },
          { heading: 'second' },
          { heading: 'another phase', align: 'number' },
          { heading: 'given away, mean', align: 'number' },
          { heading: 'at most', align: 'number' },
          { heading: 'at (p, r)', align: 'number' },
        ],
        rows: [...differenceRows(plain, 'none'), ...differenceRows(free, 'free')],
        width: 'wide',
      },
    ],
  };
}

/** Of maps whose losses compare. */
function differenceRows({ differences }: PhaseDiagrams, bias: string): Prose[][] {
  const compared = differences.filter(({ between }) => between[0] !== 'hand-picked-mean-bias');
  return compared.map((entry) => [bias, ...differenceRow(entry)]);
}

function differenceRow({ between: [first, second], difference }: DiagramDifference): Prose[] {
  const { cells, same, excess } = difference;
  const isNothing = excess.largest < 1e-9;
  return [
    first,
    second,
    percent(1 - same / cells),
    isNothing ? '0' : percent(excess.mean),
    isNothing ? '0' : percent(excess.largest),
    isNothing ? '–' : `(${excess.density.toPrecision(3)}, ${excess.importance.toPrecision(3)})`,
  ];
}

function bifurcationSection({ paths }: Landscape, figures: Figures): Section {
  return {
    id: 'bifurcations-section',
    title: 'Where minima are born, meet and die',
    content: [
      paragraph(
        prose`A phase boundary says which minimum is the lowest. Following all of them along density says more: which coexist, over what saddle the way from one to the other leads, and whether a minimum ends before or after it has stopped being the lowest. That is where training that starts near the wrong one stays there.`,
      ),
      figureOf(figures, 'bifurcations'),
      ...paths.map(
        ({ setting, events }): Block => ({
          kind: 'details',
          summary: `Events at r = ${setting.importance}, ${setting.bias === 'free' ? 'biases free' : 'without bias'}: ${events.length}`,
          content: [
            {
              kind: 'table',
              caption: prose`By rising density; branches are numbered as in the figure, minima and saddles alike ${trust('rounded')}.`,
              columns: [
                { heading: 'p', align: 'number' },
                { heading: 'event' },
                { heading: 'what happens' },
                { heading: 'loss', align: 'number' },
              ],
              rows: events.map(({ density, event, detail, loss }) => [
                density.toFixed(9),
                event === 'global' ? 'lowest' : event,
                detail,
                loss.toPrecision(8),
              ]),
              width: 'wide',
            },
          ],
        }),
      ),
    ],
  };
}

function moreFeaturesSection({ three, threeLines, five }: Landscape, figures: Figures): Section {
  return {
    id: 'more-features',
    title: 'Three and five features in two dimensions',
    content: [
      paragraph(
        prose`Two dimensions hold two features with a dimension each, or three at the corners of a triangle, or an antipodal pair beside a feature of its own. Which costs least is asked of all weights, not of the ideal configurations.`,
      ),
      ...(three.length > 0 ? [figureOf(figures, 'three-features')] : []),
      ...(threeLines.length === 0 ? [] : [crossingTable(threeLines)]),
      ...(five.length > 0 ? [figureOf(figures, 'five-features'), fiveTable(five)] : []),
    ],
  };
}

function crossingTable(lines: Landscape['threeLines']): Table {
  const rows = lines.flatMap(({ bias, line }) =>
    line.boundaries.map(({ density, between: [below, above], order, loss, jump }) => [
      bias,
      below,
      above,
      density.toPrecision(12),
      order === 'first' ? 'first' : 'continuous',
      jump.toFixed(6),
      loss.toPrecision(10),
    ]),
  );
  return {
    kind: 'table',
    caption: prose`Three equally important features: where the configuration of least loss changes, norms and biases at their best ${trust('rounded')}, to 10⁻¹⁰ of the density.`,
    columns: [
      { heading: 'biases' },
      { heading: 'below' },
      { heading: 'above' },
      { heading: 'p', align: 'number' },
      { heading: 'order' },
      { heading: 'jump of W', align: 'number' },
      { heading: 'loss', align: 'number' },
    ],
    rows,
    width: 'wide',
  };
}

/** Stretches of one phase, by rising density. */
function fiveTable(five: Landscape['five']): Table {
  const rows = five.flatMap(({ request, maps }) => {
    const cells = (maps[0]?.cells ?? []).map((row) => row[0]?.phase ?? '').reverse();
    const densities = [...request.grid.densities].reverse();
    return cells.flatMap((phase, k): Prose[][] => {
      if (k > 0 && cells[k - 1] === phase) return [];
      const end = cells.findIndex((other, l) => l > k && other !== phase);
      const last = densities[(end < 0 ? cells.length : end) - 1] ?? 1;
      return [[request.family.biasMode, phase, (densities[k] ?? 0).toPrecision(3), last.toPrecision(3)]];
    });
  });
  return {
    kind: 'table',
    caption: prose`Five equally important features: the phases of least loss at the densities of the figure ${trust('rounded')}.`,
    columns: [
      { heading: 'biases' },
      { heading: 'phase' },
      { heading: 'from p', align: 'number' },
      { heading: 'to p', align: 'number' },
    ],
    rows,
  };
}

function shareOf({ maps }: PhaseDiagrams, phase: string): number {
  const global = maps.find(({ kind }) => kind === 'global');
  if (global === undefined) return 0;
  const found = phaseShares(global).find((share) => share.phase === phase);
  return (found?.cells ?? 0) / global.cells.flat().length;
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(Math.abs(fraction) < 0.001 && fraction !== 0 ? 4 : 1)} %`;
}

function paragraph(text: Prose): Block {
  return { kind: 'paragraph', text };
}
