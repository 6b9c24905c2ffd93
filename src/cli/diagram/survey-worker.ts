/** @file A thread that surveys bands of diagrams and checks points of them, one after the other, as texts: JSON in, JSON out. */

import { parentPort } from 'node:worker_threads';
import { type CellCheck, checkCell } from '../../landscape/diagram/check-cells.ts';
import { type BandTask, surveyBand } from '../../landscape/diagram/minima-band.ts';
import type { Sheet } from '../../landscape/diagram/sheet.ts';

export type SurveyTask =
  | { readonly kind: 'band'; readonly band: BandTask }
  | {
      readonly kind: 'check';
      readonly sheets: readonly Sheet[];
      readonly place: CellCheck;
      readonly seed: number;
    };

parentPort?.on('message', (text: string) => {
  const task = JSON.parse(text) as SurveyTask;
  const outcome =
    task.kind === 'band' ? surveyBand(task.band) : checkCell(task.sheets, task.place, task.seed);
  parentPort?.postMessage(JSON.stringify(outcome));
});
