/** @file One worker of a training on the exact loss: walks the models it is told, one stretch after the other. */

import { parentPort, workerData } from 'node:worker_threads';
import type { ExactTrainingPlan } from '../../numeric/exact-training/exact-training-plan.ts';
import { type ExactlyTrained, trainExactly } from '../../numeric/exact-training/train-exactly.ts';

/** Models from one number up to, but not including, another. */
export interface ExactStretch {
  readonly from: number;
  readonly to: number;
}

/** What came of a stretch. */
export type ExactEnds = Omit<ExactlyTrained, 'plan'>;

/** Each model depends on the plan and its own number alone. */
export function trainStretch(plan: ExactTrainingPlan, { from, to }: ExactStretch): ExactEnds {
  const { instances, starts, hiddenDimension, featureCount } = plan;
  const size = hiddenDimension * featureCount;
  const { plan: _, ...ends } = trainExactly({
    ...plan,
    instances: instances.slice(from, to),
    starts: starts?.slice(from * size, to * size),
  });
  return ends;
}

parentPort?.on('message', (stretch: ExactStretch) => {
  parentPort?.postMessage(trainStretch(workerData as ExactTrainingPlan, stretch));
});
