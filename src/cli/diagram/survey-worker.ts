/** @file A thread that does the parts of diagrams and of their like, one after the other, as texts: JSON in, JSON out. */

import { parentPort } from 'node:worker_threads';
import { type CellCheck, checkCell } from '../../landscape/diagram/check-cells.ts';
import { followLine, type LineTask } from '../../landscape/diagram/followed-line.ts';
import { followTie, type TieTask } from '../../landscape/diagram/followed-tie.ts';
import { type BandTask, surveyBand } from '../../landscape/diagram/minima-band.ts';
import type { Sheet } from '../../landscape/diagram/sheet.ts';
import { doLandscapePart, type LandscapePart } from '../../report/phase-change/landscape/landscape-part.ts';

export type SurveyTask =
  | { readonly kind: 'band'; readonly band: BandTask }
  | {
      readonly kind: 'check';
      readonly sheets: readonly Sheet[];
      readonly place: CellCheck;
      readonly seed: number;
    }
  | { readonly kind: 'line'; readonly line: LineTask }
  | { readonly kind: 'tie'; readonly tie: TieTask }
  | { readonly kind: 'part'; readonly part: LandscapePart };

parentPort?.on('message', (text: string) => {
  const task = JSON.parse(text) as SurveyTask;
  parentPort?.postMessage(JSON.stringify(outcomeOf(task)));
});

function outcomeOf(task: SurveyTask): unknown {
  switch (task.kind) {
    case 'band':
      return surveyBand(task.band);
    case 'check':
      return checkCell(task.sheets, task.place, task.seed);
    case 'line':
      return followLine(task.line);
    case 'tie':
      return followTie(task.tie);
    case 'part':
      return doLandscapePart(task.part);
    default:
      return task satisfies never;
  }
}
