import { pairMinima } from '../../../landscape/pair/pair-minima.ts';
import { roundedQuantity } from '../../../model/quantity.ts';
import type { Task } from '../../../model/toy-model.ts';
import { invariant, UsageError } from '../../../support/errors.ts';
import { toNumber } from '../../../support/rational.ts';
import { type Claim, checkClaim } from '../../../verify/check-claim.ts';
import { pairParameters } from '../../../verify/pair-parameters.ts';
import type { Check } from '../../../verify/verdict.ts';
import { MAX_VERIFIED_FEATURES } from '../../../verify/verify-model.ts';
import { verifyTrained } from '../../../verify/verify-trained.ts';
import { interruptSignal } from '../../interruption.ts';
import { TASK_DEFAULTS } from '../../options/task-defaults.ts';
import { taskFromOptions } from '../../options/task-options.ts';
import type { Output } from '../../output/output.ts';
import { taskText } from '../../terminal/task-text.ts';
import { exactTrainedModel } from '../../training/describe-trained.ts';
import { trainTimed } from '../../training/train-timed.ts';
import { trainingJob } from '../../training/training-job.ts';
import { claimOf, samplingOptions, type Verification, type VerifyOptions } from './verify-options.ts';

/**
 * Trains models at the parameters and verifies each of them; a claim is of the global minimum.
 *
 * @throws {@link UsageError} if there are more features than can be verified, or a claim where no minimum is known.
 */
export async function verifyByTraining(options: VerifyOptions, output: Output): Promise<Verification> {
  const signal = interruptSignal();
  const task = taskFromOptions(options, TASK_DEFAULTS);
  if (task.featureCount > MAX_VERIFIED_FEATURES) {
    throw new UsageError(
      `verify: exact losses exist for at most ${MAX_VERIFIED_FEATURES} features, found ${task.featureCount}`,
    );
  }
  const sampling = samplingOptions(options);
  const claim = claimOf(options);
  const claims = claim === undefined ? [] : [checkClaimedMinimum(task, options, claim)];
  const job = trainingJob([{ task }], options.seed, options);
  output.note(`seed ${options.seed}`);
  const { engine, workers } = options;
  const { outcome } = await trainTimed(job.settings, { engine, workers, signal }, output);
  const models = outcome.models.map((trained) => {
    const model = exactTrainedModel(task, job.kind, trained);
    invariant(!('inputWeights' in model), 'without --weights there is no --architecture');
    return model;
  });
  return {
    subject: `${models.length} models trained with ${taskText(task, options.hidden, options.bias)}`,
    checks: [...claims, ...verifyTrained(models, sampling)],
  };
}

function checkClaimedMinimum(task: Task, { hidden, bias }: VerifyOptions, claim: Claim): Check {
  const pair = pairParameters(task, hidden);
  if (pair === undefined || bias !== 'none') {
    throw new UsageError(
      '--claim without MODEL is about the global minimum, which is known for --features 2 --hidden 1 --bias none, one ' +
        'density > 0 and a first importance > 0',
    );
  }
  const [global] = pairMinima(toNumber(pair.density), toNumber(pair.importance));
  const minimum = roundedQuantity(global.loss * toNumber(pair.unit));
  return checkClaim('claimed loss = global minimum', minimum, claim);
}
