/** @file All figures of the report in reading order: what each shows, in words and as charts. */

import { invariant } from '../../support/errors.ts';
import { type Drawing, drawChart } from '../chart/draw-chart.ts';
import type { Figure } from '../page/document.ts';
import { math, prose, trust } from '../page/document.ts';
import { domainFigures } from './domain-figures.ts';
import {
  differenceFigure,
  excessFigure,
  globalFigure,
  handPickedFigure,
  lossRatioFigure,
  trainedFigure,
} from './figures.ts';
import {
  LANDSCAPE_FIGURES,
  type LandscapeFigureId,
  landscapeFigures,
} from './landscape/landscape-figures.ts';
import type { PlannedFigure } from './planned-figure.ts';
import type { PhaseChangeResults } from './results.ts';
import { basinFigure, surfaceFigure } from './surface-figures.ts';

export type FigureId =
  | 'restricted-domains'
  | 'published-diagram'
  | 'exact-diagram'
  | 'difference'
  | 'loss-surfaces'
  | 'basins'
  | 'trained-diagram'
  | 'excess-losses'
  | LandscapeFigureId;

/** How many figures there are. */
export const FIGURE_COUNT: number = 8 + LANDSCAPE_FIGURES.length;

/** One drawn panel, as a file: `difference-2.svg`. */
export interface FigureFile {
  readonly name: string;
  readonly drawing: Drawing;
}

/** The drawn figures, for the page, and their panels, for files. */
export interface ReportFigures {
  readonly figures: ReadonlyMap<FigureId, Figure>;
  readonly files: readonly FigureFile[];
}

/**
 * Draws every figure.
 *
 * @param onFigure - hears how many are done.
 */
export async function drawFigures(
  results: PhaseChangeResults,
  onFigure: (done: number, total: number) => Promise<void>,
): Promise<ReportFigures> {
  const planned = plannedFigures(results);
  const figures = new Map<FigureId, Figure>();
  const files: FigureFile[] = [];
  for (const { id, panels, caption, width } of planned) {
    const drawn = [];
    for (const { chart, description } of panels) drawn.push({ drawing: await drawChart(chart), description });
    figures.set(id, { kind: 'figure', id, panels: drawn, caption, width });
    files.push(
      ...drawn.map(({ drawing }, k) => ({ name: panels.length === 1 ? id : `${id}-${k + 1}`, drawing })),
    );
    await onFigure(figures.size, planned.length);
  }
  return { figures, files };
}

/** A figure that {@link drawFigures} drew. */
export function figureOf(figures: ReadonlyMap<FigureId, Figure>, id: FigureId): Figure {
  const figure = figures.get(id);
  invariant(figure !== undefined, `figure ${id} was drawn`);
  return figure;
}

function plannedFigures({
  theory,
  landscape,
  cells,
}: PhaseChangeResults): readonly PlannedFigure<FigureId>[] {
  return [
    {
      id: 'restricted-domains',
      panels: domainFigures(theory.chambers),
      caption: prose`Where each output is on when both features are active, for one point of each chamber of opposite signs. The line ${math('z = 0')} leaves the square through one side or the other as ${math('w_1 + w_2')} changes sign: that is why there are two chambers.`,
      width: 'wide',
    },
    {
      id: 'published-diagram',
      panels: [
        {
          chart: handPickedFigure(theory),
          description:
            'Phase diagram of the published theory over relative importance and feature density: the extra feature is not represented at the upper left, gets the dimension at the upper right, and is stored in superposition below a boundary that peaks at density 4/7.',
        },
      ],
      caption: prose`The published theory for ${math('n = 2,\\ m = 1')}: which of three hand-picked configurations has the least loss ${trust('rounded')}. A dropped feature is replaced by its mean.`,
      width: 'text',
    },
    {
      id: 'exact-diagram',
      panels: [
        {
          chart: globalFigure(theory),
          description:
            'Phase diagram of the true minimum without bias: superposition below one boundary, and above it, from left to right, the extra feature not represented, the two features confused, the extra feature alone.',
        },
      ],
      caption: prose`The same diagram for the true minimum over all weights without bias ${trust('rounded')}. The line is where the antipodal minimum ties with the minimum beyond; the weights jump across it. Colours above the line name the nearest ideal configuration and shade into one another without any jump.`,
      width: 'text',
    },
    {
      id: 'difference',
      panels: [
        {
          chart: differenceFigure(theory),
          description: 'Where the hand-picked configurations and the true minimum name different phases.',
        },
        {
          chart: lossRatioFigure(theory),
          description: 'Ratio of the hand-picked loss to the least loss over the parameter plane.',
        },
      ],
      caption: prose`Like for like, both without bias. Left: striped where the best hand-picked configuration and the true minimum belong to different phases. Right: the hand-picked loss divided by the least one ${trust('rounded')}.`,
      width: 'wide',
    },
    {
      id: 'loss-surfaces',
      panels: theory.surfaces.map((surface) => ({
        chart: surfaceFigure(surface),
        description: `Loss over the two weights at density ${surface.density} and relative importance ${surface.importance}, with its minima: ${surface.minima
          .map(({ phase, loss }) => `${phase} with loss ${loss.toPrecision(4)}`)
          .join(', ')}.`,
      })),
      caption: prose`Exact loss surfaces in the spirit of McGrath’s Figure 1 ${trust('rounded')}. Orange dots: the global minimum and its mirror image. Black dots: the other minimum. Crosses: saddles, of which those on an axis lie on a kink; diamonds: places on a kink where the loss falls to one side and rises to the other; triangle: the maximum ${math('W = 0')}. All critical points are exact and none is missing. Strong isolines pass through saddles. Dotted: the walls ${math('w_1 = 0')}, ${math('w_2 = 0')}, ${math('w_1 + w_2 = 0')} between chambers.`,
      width: 'wide',
    },
    {
      id: 'basins',
      panels: theory.basins.map((basins) => ({
        chart: basinFigure(basins, theory.basinPoints),
        description: `Over the two weights at density ${basins.density} and relative importance ${basins.importance}, the minimum that ${
          basins.method === 'adam' ? 'Adam' : 'gradient flow'
        } ends in from each point, and the critical points.`,
      })),
      caption: prose`Basins of attraction on the exact loss: each point in the colour of the minimum that descent from it ends in, followed to a step of the grid ${trust('rounded')}. Lines between colours are borders; isolines and critical points as before.`,
      width: 'wide',
    },
    ...landscapeFigures(landscape),
    {
      id: 'trained-diagram',
      panels: [
        {
          chart: trainedFigure(theory, cells),
          description:
            'Trained models as dots in the colour of the phase they reached, over a pale map of the exact phases.',
        },
      ],
      caption: prose`The best of the models trained at each point, over the exact phases. A dot that stands out against its ground disagrees; a cross is a model that settled in another minimum.`,
      width: 'text',
    },
    {
      id: 'excess-losses',
      panels: [
        {
          chart: excessFigure(cells),
          description: 'Relative excess of the exact loss of every trained model over the global minimum.',
        },
      ],
      caption: prose`Every trained model, not just the best: exact loss above the global minimum, relatively ${trust('rounded')}. Two different things: stopping short within the right basin, and falling into another one.`,
      width: 'text',
    },
  ];
}
