/** @file The global minimum of the expected loss with a proof, on this thread. */

import type { BiasMode } from '../../model/certificate.ts';
import type { Task } from '../../model/toy-model.ts';
import {
  type CertificationGoal,
  type CertificationResult,
  certification,
  type Wave,
  type WaveOutcome,
} from './certification.ts';
import { type RoundSetting, testerOf } from './round-setting.ts';
import { type BoxTest, type SubtreeOutcome, searchTree } from './search-tree.ts';

export interface CertificationOptions extends CertificationGoal {
  /** Asked every thousand boxes; `false` interrupts. The clock and Ctrl-C are the caller's. */
  readonly proceed?: () => boolean;
}

/** Boxes a job looks at, at most. Trees depend on it no more than on who does the job. */
const JOB_BOXES = 1024;

/**
 * The global minimum of L over all W of shape [hidden, features], and over all b if they are free: ReLU, features independent and
 * uniform, all densities and importances positive.
 *
 * @returns `certified` with (upper − lower)/upper ≤ gap, or what could be proved. Enclosed; the certificate is checked without
 *   this search by `checkCertificate`.
 * @throws {@link DomainError} if the task is another one, or has more than six features.
 * @complexity exponential in the number of weights.
 */
export function certifyMinimum(
  task: Task,
  hiddenDimension: number,
  biasMode: BiasMode,
  { proceed = () => true, ...goal }: CertificationOptions = {},
): CertificationResult {
  const steps = certification(task, hiddenDimension, biasMode, goal);
  const work = jobWorker();
  let step = steps.next();
  while (step.done !== true) step = steps.next(searchWave(step.value, work, proceed));
  return step.value;
}

function searchWave({ setting, jobs }: Wave, work: JobWorker, proceed: () => boolean): WaveOutcome {
  const outcomes: SubtreeOutcome[] = [];
  for (const job of jobs) {
    if (!proceed()) return 'interrupted';
    const outcome = work(setting, job);
    outcomes.push(outcome);
    if (outcome.status !== 'searched') break;
  }
  return outcomes;
}

export type JobWorker = (setting: RoundSetting, job: Wave['jobs'][number]) => SubtreeOutcome;

/** Does one job after the other. Testers are made once a round and root. */
export function jobWorker(): JobWorker {
  let known: RoundSetting | undefined;
  let testers: BoxTest[] = [];
  return (setting, { root, box }) => {
    if (setting !== known) testers = [];
    known = setting;
    testers[root] ??= testerOf(setting, root);
    return searchTree(testers[root], box, setting.thinnest[root] ?? new Float64Array(0), JOB_BOXES);
  };
}
