/** @file A thread that surveys bands of diagrams, one after the other, as texts: JSON in, JSON out. */

import { parentPort } from 'node:worker_threads';
import { type BandTask, surveyBand } from '../../landscape/diagram/minima-band.ts';

parentPort?.on('message', (task: string) => {
  parentPort?.postMessage(JSON.stringify(surveyBand(JSON.parse(task) as BandTask)));
});
