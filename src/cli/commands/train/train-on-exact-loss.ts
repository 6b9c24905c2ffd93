/** @file `train --on exact`: models walked to minima of the exact loss, from the starts that training on samples has too. */

import type { PairMinimum } from '../../../landscape/pair/pair-minima.ts';
import { scalarActivation } from '../../../loss/float-loss.ts';
import { RELU } from '../../../model/activation.ts';
import { isIndependent } from '../../../model/activity.ts';
import { hasStandardInputs } from '../../../model/toy-model.ts';
import type { SavedModel } from '../../../model/weights-file/saved-models.ts';
import {
  type ExactTrainingPlan,
  exactTrainingPlan,
} from '../../../numeric/exact-training/exact-training-plan.ts';
import { spreadStarts } from '../../../numeric/exact-training/spread-starts.ts';
import type { ExactlyTrained } from '../../../numeric/exact-training/train-exactly.ts';
import { UsageError } from '../../../support/errors.ts';
import { signOf } from '../../../support/rational.ts';
import type { JsonDocument, JsonRecord } from '../../output/json-document.ts';
import {
  comparedReports,
  describeExactlyTrained,
  type ExactReport,
  exactlyTrainedModel,
  globalMinimumAt,
} from '../../training/describe-exactly-trained.ts';
import type { Starts } from '../../training/exact-options.ts';
import { trainExactlyInPool } from '../../training/exact-pool.ts';
import type { TrainingJob } from '../../training/training-job.ts';
import {
  describeEach,
  type OpenedTraining,
  type RunOfEnded,
  type TrainingSetting,
} from './opened-training.ts';
import { jobJson, weightsJson } from './train-document.ts';
import { exactTrainingText } from './train-on-exact-loss-text.ts';
import type { TrainOptions } from './train-options.ts';

/** Up to here the recurrence knows the loss. */
const MOST_FEATURES = 10;

/** @throws {@link UsageError} on a model whose exact gradient is not known, naming the option. */
export function openExactTraining(setting: TrainingSetting): OpenedTraining {
  const { job, options } = setting;
  requireKnownGradient(job);
  const starts = startsOf(setting);
  const plan = planOf(job, options, starts);
  return {
    async train() {
      const started = new Date();
      const before = performance.now();
      const trained = await trainWithProgress(plan, setting);
      const seconds = (performance.now() - before) / 1000;
      const models = plan.instances.map((_, k) => exactlyTrainedModel(trained, k));
      return {
        models,
        run: runOf(trained, setting, starts, started, seconds),
        async describe() {
          const reports = await describeEach(setting, models, (_, k) =>
            describeExactlyTrained(job, trained, k),
          );
          const globals = job.cells.map((cell) => globalMinimumAt(cell, job));
          const compared = comparedReports(reports, globals);
          return {
            document: () => exactTrainingDocument(job, options, plan, starts, models, compared, globals),
            text: (style) => exactTrainingText(job, options, compared, globals, style),
          };
        },
      };
    },
  };
}

function requireKnownGradient({ kind, cells, featureCount }: TrainingJob): void {
  const refuse = (option: string, expected: string, found: string | number): never => {
    throw new UsageError(`${option}: with --on exact, expected ${expected}; found ${found}`);
  };
  if (kind.architecture !== 'tied') refuse('--architecture', 'tied', kind.architecture);
  if (featureCount > MOST_FEATURES) refuse('--features', `up to ${MOST_FEATURES}`, featureCount);
  if (kind.activation.name !== RELU.name && featureCount !== 2) {
    refuse('--activation', 'relu, or two features', `${kind.activation.name} and ${featureCount}`);
  }
  for (const { task } of cells) {
    if (!isIndependent(task.activity)) refuse('--activity', 'independent features', task.activity.name);
    if (!hasStandardInputs(task)) {
      refuse('--inputs', 'uniform', [...new Set(task.inputs.map(({ name }) => name))].join(';'));
    }
    if (!task.densities.some((p, i) => signOf(p) > 0 && signOf(task.importances[i] ?? p) > 0)) {
      throw new UsageError(
        '--on exact: expected a density and an importance above 0 at every point; found none',
      );
    }
  }
}

function startsOf({ job, options, isGiven }: TrainingSetting): Starts {
  const { starts } = options;
  const canSpread = job.featureCount === 2 && job.settings.hiddenDimension === 1;
  if (starts === 'spread' && isGiven('init')) {
    throw new UsageError('--init is the law of --starts named, found --starts spread');
  }
  if (starts === 'spread' && !canSpread) {
    throw new UsageError('--starts spread is for --features 2 --hidden 1; named serves all');
  }
  return starts ?? (canSpread && !isGiven('init') ? 'spread' : 'named');
}

function planOf(
  { settings, kind, perCell }: TrainingJob,
  { bias, method, steps }: TrainOptions,
  starts: Starts,
): ExactTrainingPlan {
  const { hiddenDimension, initialisation } = settings;
  const instances = [...settings.instances];
  return exactTrainingPlan({
    hiddenDimension,
    instances,
    bias,
    method,
    maxSteps: steps,
    ...(initialisation === undefined ? {} : { initialisation }),
    ...(starts === 'spread' ? { starts: spreadStarts(instances, perCell) } : {}),
    ...(kind.activation.name === RELU.name ? {} : { activation: scalarActivation(kind.activation) }),
  });
}

async function trainWithProgress(
  plan: ExactTrainingPlan,
  { options, output, signal }: TrainingSetting,
): Promise<ExactlyTrained> {
  const progress = output.progress('training on the exact loss', plan.instances.length, 'models');
  try {
    const { workers } = options;
    return await trainExactlyInPool(plan, { workers, signal, onProgress: (done) => progress.update(done) });
  } finally {
    progress.finish();
  }
}

function runOf(
  { steps }: ExactlyTrained,
  { texts, options }: TrainingSetting,
  starts: Starts,
  started: Date,
  seconds: number,
): RunOfEnded {
  const recorded = new Map([...texts, ['starts', starts]]);
  if (starts === 'spread') recorded.delete('init');
  return {
    options: recorded,
    engine: 'exact',
    engineReason: `on the exact loss, by ${options.method}`,
    step: Math.max(...steps),
    started,
    seconds,
    stepsPerSecond: steps.reduce((sum, count) => sum + count, 0) / seconds,
  };
}

function exactTrainingDocument(
  job: TrainingJob,
  { method, seed }: TrainOptions,
  { bias, initialisation, initialScale }: ExactTrainingPlan,
  starts: Starts,
  models: readonly SavedModel[],
  reports: readonly ExactReport[],
  globals: readonly (PairMinimum | undefined)[],
): JsonDocument {
  const isSwept = job.cells.length > 1;
  const globalOf = (c: number): JsonRecord => {
    const global = globals[c];
    return global === undefined ? {} : { globalMinimum: { ...global } };
  };
  return {
    schema: 'antipode/exact-training@1',
    method,
    ...jobJson(job, (_, c) => globalOf(c)),
    bias,
    instances: reports.length,
    starts,
    ...(starts === 'named' ? { initialisation, initialScale } : {}),
    seed,
    normalisation: 'sum',
    final: reports.map(({ instance, cell, status, steps, exactLoss, isPerfect: _, ...report }, k) => ({
      instance,
      ...(isSwept ? { cell } : {}),
      status,
      steps,
      ...weightsJson(models[k] as SavedModel, job.featureCount, job.settings.hiddenDimension),
      exactLoss: { ...exactLoss },
      ...report,
    })),
  };
}
