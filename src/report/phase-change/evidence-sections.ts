/** @file What the report says about trained models and about its own reliability. */

import type { Quantity } from '../../model/quantity.ts';
import { REACHED } from '../../verify/trained-pair.ts';
import type { Block, Figure, Prose, Section, Table } from '../page/document.ts';
import { math, prose, trust, verdict } from '../page/document.ts';
import { type CellAgreement, FAMILY_ALPHA, type TrainedRun } from './agreement.ts';
import { type FigureId, figureOf } from './report-figures.ts';
import type { PhaseChangeResults } from './results.ts';
import { scientific } from './scientific.ts';
import { trainingSettings } from './trained-grid.ts';

export function evidenceSections(
  results: PhaseChangeResults,
  figures: ReadonlyMap<FigureId, Figure>,
): readonly Section[] {
  return [trainingSection(results, figures), agreementSection(results), rerunSection(results)];
}

function trainingSection(
  { cells, profile, seed, engine }: PhaseChangeResults,
  figures: ReadonlyMap<FigureId, Figure>,
): Section {
  const runs = cells.flatMap((cell) => cell.runs);
  const { learningRate, schedule, batchSize } = trainingSettings(profile, seed);
  return {
    id: 'trained-models',
    title: `${runs.length} trained models`,
    content: [
      {
        kind: 'paragraph',
        text: prose`At each of ${math(`${profile.trainedSize} \\times ${profile.trainedSize}`)} points ${String(profile.restarts)} models were trained on freshly sampled batches of ${String(batchSize)}: Adam without weight decay, ${String(profile.steps)} steps, learning rate ${String(learningRate)}, schedule ${String(schedule)}, no bias, Xavier initialisation, engine ${engine}. Each was then judged by the exact loss of the weights it ended with, not by its last batch.`,
      },
      figureOf(figures, 'trained-diagram'),
      figureOf(figures, 'excess-losses'),
      findingsTable(cells),
    ],
  };
}

const FINDING_NAMES: Readonly<Record<TrainedRun['finding'], string>> = {
  'global-minimum': 'reached the global minimum',
  'too-few-steps': 'right basin, too few steps',
  'local-minimum': 'another local minimum',
  undecided: 'undecided',
  'below-minimum': 'below the global minimum',
  'unlisted-minimum': 'in no listed basin',
};

function findingsTable(cells: readonly CellAgreement[]): Table {
  const runs = cells.flatMap((cell) => cell.runs);
  const names = Object.keys(FINDING_NAMES) as TrainedRun['finding'][];
  const count = (list: readonly TrainedRun[], finding: TrainedRun['finding']): number =>
    list.filter((run) => run.finding === finding).length;
  return {
    kind: 'table',
    caption: prose`What became of the trained models. “Reached” means an exact loss within ${String(100 * REACHED)} % of the global minimum. The last two rows would refute the theory.`,
    columns: [
      { heading: 'finding' },
      { heading: 'single runs', align: 'number' },
      { heading: 'best run of each point', align: 'number' },
    ],
    rows: names.map((finding) => [
      FINDING_NAMES[finding],
      String(count(runs, finding)),
      String(
        count(
          cells.map(({ best }) => best),
          finding,
        ),
      ),
    ]),
  };
}

function agreementSection({ claims, cells }: PhaseChangeResults): Section {
  const disagreements = cells.filter(({ best }) => best.verdict !== 'agrees');
  return {
    id: 'agreement',
    title: 'What agrees with what',
    content: [
      {
        kind: 'paragraph',
        text: prose`No number here rests on one computation. The closed form in exact rationals, the recurrence in doubles and sampling do not share code; these are their meetings. Sampled intervals are confidence sequences stratified by active set: the probability that any one of them misses is at most ${scientific(FAMILY_ALPHA)}.`,
      },
      {
        kind: 'table',
        caption: 'The claims of this report, checked.',
        columns: [
          { heading: 'claim' },
          { heading: 'verdict' },
          { heading: 'expected', align: 'number' },
          { heading: 'observed', align: 'number' },
          { heading: 'tolerance', align: 'number' },
        ],
        rows: claims.map(({ name, verdict: outcome, expected, observed, tolerance }) => [
          name,
          verdict(outcome),
          quantityText(expected),
          quantityText(observed),
          scientific(tolerance),
        ]),
        width: 'wide',
      },
      ...disagreementBlocks(disagreements, cells.length),
    ],
  };
}

function disagreementBlocks(disagreements: readonly CellAgreement[], total: number): Block[] {
  if (disagreements.length === 0) {
    return [
      { kind: 'paragraph', text: `At all ${total} points the best trained model is the global minimum.` },
    ];
  }
  return [
    {
      kind: 'details',
      summary: `The ${disagreements.length} of ${total} points where the best trained model is not the global minimum, each explained`,
      content: [
        {
          kind: 'table',
          caption: disagreements.every(
            ({ best }) => best.basin !== undefined && best.finding !== 'below-minimum',
          )
            ? 'None of these refutes the theory: each model lies above the global minimum, in a listed basin.'
            : 'Some of these lie below the global minimum or in no listed basin: they count against the theory, see the claims above.',
          columns: [
            { heading: 'p', align: 'number' },
            { heading: 'r', align: 'number' },
            { heading: 'trained phase' },
            { heading: 'exact phase' },
            { heading: 'verdict' },
            { heading: 'explanation' },
          ],
          rows: disagreements.map(({ density, importance, best }) => [
            density.toPrecision(4),
            importance.toPrecision(4),
            best.phase,
            best.minima[0].phase,
            verdict(best.verdict),
            best.explanation,
          ]),
          width: 'wide',
        },
      ],
    },
  ];
}

function rerunSection({ seed, profile }: PhaseChangeResults): Section {
  return {
    id: 'check-this-report',
    title: 'Check this report',
    content: [
      {
        kind: 'list',
        items: [
          prose`Beside this page: ${code('results.json')} holds every number with its trust, ${code('run.json')} the version, revision, arguments and the hashes of all files, ${code('figures/')} the figures as SVG and PNG.`,
          prose`On one version of Node the same seed gives the same files, ${code('run.json')} apart: ${code(`antipode report --profile ${profile.name} --seed ${seed}`)}.`,
          prose`The derivation on its own: ${code('antipode derive')}. The exact loss of any weights: ${code('antipode loss MODEL')}.`,
          prose`Badges: ${trust('exact')} a rational number, no rounding; ${trust('rounded')} doubles; ${trust('sampled')} an interval that holds with the stated probability.`,
        ],
      },
    ],
  };
}

function code(text: string): Prose {
  return { kind: 'code', text };
}

function quantityText(quantity: Quantity): Prose {
  return quantity.trust === 'exact'
    ? quantity.exact
    : prose`${scientific(quantity.value)} ${trust(quantity.trust)}`;
}
