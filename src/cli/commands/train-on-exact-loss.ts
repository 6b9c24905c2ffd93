/** @file `train --on exact`: models walked to minima of the exact loss, from the starts that training on samples has too. */

import { type PairMinimum, pairMinima } from '../../landscape/pair/pair-minima.ts';
import { phaseOfWeights } from '../../model/phase/phase-of-weights.ts';
import type { Quantity } from '../../model/quantity.ts';
import { type Task, toFloatTask } from '../../model/toy-model.ts';
import { type ExactInstance, exactTrainingPlan } from '../../numeric/exact-training/exact-training-plan.ts';
import { type ExactEnd, trainExactly } from '../../numeric/exact-training/train-exactly.ts';
import { UsageError } from '../../support/errors.ts';
import { formatRational, signOf, toNumber } from '../../support/rational.ts';
import { pairParameters } from '../../verify/pair-parameters.ts';
import { interruptSignal } from '../interruption.ts';
import { TASK_DEFAULTS } from '../options/task-defaults.ts';
import { type TaskOptions, taskFromOptions } from '../options/task-options.ts';
import type { JsonDocument } from '../output/json-document.ts';
import { matrixRows } from '../output/matrix-rows.ts';
import { type CommonOptions, type Output, openOutput } from '../output/output.ts';
import { exactLossOf, exactTrainedModel } from '../training/describe-trained.ts';
import type { ExactOptions } from '../training/exact-options.ts';
import { PAPERS_KIND } from '../training/network-options.ts';
import { openSaving } from './save-weights.ts';
import { exactTrainingText } from './train-on-exact-loss-text.ts';

export interface ExactTrainOptions extends CommonOptions, TaskOptions, ExactOptions {
  readonly hidden: number;
  readonly bias: 'free' | 'none';
  readonly steps: number;
  readonly instances: number;
  readonly save?: string;
}

/** One model at rest. */
export interface ExactReport {
  readonly instance: number;
  readonly status: ExactEnd;
  readonly steps: number;
  /** W, shape [hidden, features]. */
  readonly weights: readonly (readonly number[])[];
  /** b, shape [features]. */
  readonly bias: readonly number[];
  readonly exactLoss: Quantity;
  /** ‖∇L‖ over the loss of W = 0. */
  readonly gradientNorm: number;
  /** By the quadratic model, relative to the loss, before the last step; missing at a saddle or a kink. */
  readonly remaining?: number;
  readonly phase: string;
  /** (L − L_global) / L_global, where the global minimum is known. */
  readonly excess?: number;
  /** (L − L_best) / L_best, beside the best model of the run; missing if that is perfect. */
  readonly aboveBest?: number;
}

/** Up to here the recurrence knows the loss. */
const MOST_FEATURES = 10;
/** Models between two looks at Ctrl-C. */
const AT_ONCE = 64;

/** @throws {@link UsageError} with more than ten features; as the options do. */
export async function runExactTraining(options: ExactTrainOptions): Promise<void> {
  const signal = interruptSignal();
  const task = taskFromOptions(options, TASK_DEFAULTS);
  if (task.featureCount > MOST_FEATURES) {
    throw new UsageError(
      `--on exact knows the loss of up to ${MOST_FEATURES} features; found ${task.featureCount}`,
    );
  }
  const output = await openOutput(options);
  const saving = options.save === undefined ? undefined : await openSaving(options.save);
  output.note(`seed ${options.seed}`);
  const reports = await trainAll(task, options, output, signal);
  const models = reports.map(({ weights, bias }) => ({
    weights: Float64Array.from(weights.flat()),
    bias: Float64Array.from(bias),
  }));
  await saving?.({ models, plan: task }, output);
  const global = globalMinimum(task, options);
  const compared = compare(reports, global?.loss);
  await output.deliver(exactTrainingDocument(task, options, compared, global), () =>
    exactTrainingText(task, options, compared, global, output.style),
  );
}

async function trainAll(
  task: Task,
  options: ExactTrainOptions,
  output: Output,
  signal: AbortSignal,
): Promise<ExactReport[]> {
  const { densities, importances } = toFloatTask(task);
  const { seed, hidden, bias, method, steps } = options;
  const instances = Array.from({ length: options.instances }, (_, id) => ({
    id,
    seed,
    densities,
    importances,
  }));
  const settings = { hiddenDimension: hidden, bias, method, maxSteps: steps };
  exactTrainingPlan({ ...settings, instances });
  const progress = output.progress('training on the exact loss', instances.length, 'models');
  const reports: ExactReport[] = [];
  try {
    while (reports.length < instances.length) {
      const some = instances.slice(reports.length, reports.length + AT_ONCE);
      reports.push(...reportsOf(task, settings, some));
      progress.update(reports.length);
      await new Promise(setImmediate);
      signal.throwIfAborted();
    }
  } finally {
    progress.finish();
  }
  return reports;
}

function reportsOf(
  task: Task,
  settings: Omit<Parameters<typeof trainExactly>[0], 'instances'>,
  instances: readonly ExactInstance[],
): ExactReport[] {
  const { featureCount } = task;
  const trained = trainExactly({ ...settings, instances });
  const size = settings.hiddenDimension * featureCount;
  return instances.map(({ id }, k) => {
    const weights = trained.weights.slice(k * size, (k + 1) * size);
    const bias = trained.biases.slice(k * featureCount, (k + 1) * featureCount);
    const model = exactTrainedModel(task, PAPERS_KIND, { weights, bias });
    const exactLoss = exactLossOf(model);
    if (exactLoss === undefined) throw new UsageError(`${featureCount} features are too many`);
    const remaining = trained.remaining[k] as number;
    return {
      instance: id,
      status: trained.statuses[k] as ExactEnd,
      steps: trained.steps[k] as number,
      weights: matrixRows(weights, featureCount),
      bias: Array.from(bias),
      exactLoss,
      gradientNorm: trained.gradientNorms[k] as number,
      ...(Number.isFinite(remaining) ? { remaining } : {}),
      phase: phaseOfWeights(weights, featureCount).name,
    };
  });
}

/** Of a pair without bias, whose minima are all known; its loss is that of the task. */
function globalMinimum(task: Task, { hidden, bias }: ExactTrainOptions): PairMinimum | undefined {
  const pair = bias === 'none' ? pairParameters(task, hidden) : undefined;
  if (pair === undefined || signOf(pair.importance) === 0) return undefined;
  const [global] = pairMinima(toNumber(pair.density), toNumber(pair.importance));
  return { ...global, loss: global.loss * toNumber(pair.unit) };
}

function compare(reports: readonly ExactReport[], global: number | undefined): ExactReport[] {
  const best = Math.min(...reports.map(({ exactLoss }) => exactLoss.value));
  return reports.map((report) => ({
    ...report,
    ...(global === undefined ? {} : { excess: (report.exactLoss.value - global) / global }),
    ...(best > 0 ? { aboveBest: (report.exactLoss.value - best) / best } : {}),
  }));
}

function exactTrainingDocument(
  { featureCount, densities, importances }: Task,
  { hidden, bias, method, seed }: ExactTrainOptions,
  reports: readonly ExactReport[],
  global: PairMinimum | undefined,
): JsonDocument {
  return {
    schema: 'antipode/exact-training@1',
    method,
    features: featureCount,
    hidden,
    density: densities.map(formatRational),
    importance: importances.map(formatRational),
    bias,
    activation: 'relu',
    instances: reports.length,
    initialisation: 'xavier-normal',
    seed,
    normalisation: 'sum',
    ...(global === undefined ? {} : { globalMinimum: { ...global } }),
    final: reports.map(({ exactLoss, ...report }) => ({ ...report, exactLoss: { ...exactLoss } })),
  };
}
