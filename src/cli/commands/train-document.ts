import type { Task } from '../../model/toy-model.ts';
import { formatRational } from '../../support/rational.ts';
import type { JsonDocument, JsonRecord, JsonValue } from '../output/json-document.ts';
import type { TrainedReport } from '../training/describe-trained.ts';
import type { TimedOutcome } from '../training/train-timed.ts';
import type { TrainingCell, TrainingJob } from '../training/training-job.ts';
import type { TrainOptions } from './train-options.ts';
import type { OpenedRun } from './train-run.ts';

/** The `antipode/train@1` document. */
export function trainDocument(
  { cells, kind, perCell }: TrainingJob,
  { outcome, stepsPerSecond, engineReason }: TimedOutcome,
  reports: readonly TrainedReport[],
  { seed }: TrainOptions,
  run: OpenedRun,
): JsonDocument {
  const { plan, engine, models } = outcome;
  const { gradientClip, stop } = plan;
  const [first] = cells;
  const isSwept = cells.length > 1;
  return {
    schema: 'antipode/train@1',
    engine,
    engineReason,
    features: plan.featureCount,
    hidden: plan.hiddenDimension,
    ...(isSwept ? { perCell, cells: cells.map(cellJson) } : taskJson((first as TrainingCell).task)),
    bias: plan.bias,
    architecture: kind.architecture,
    activation: kind.activation.name,
    target: kind.target,
    instances: models.length,
    steps: plan.steps,
    batch: plan.batchSize,
    learningRate: plan.learningRate,
    schedule: plan.schedule,
    warmUp: plan.warmUp,
    optimiser: { ...plan.optimiser },
    ...(gradientClip < Number.POSITIVE_INFINITY ? { clip: gradientClip } : {}),
    ...(stop === undefined ? {} : { stop: { ...stop } }),
    initialisation: plan.initialisation,
    initialScale: plan.initialScale,
    seed,
    stepsPerSecond,
    normalisation: 'sum',
    resumedAt: run.pool.saved?.training.step,
    records: run.summary(),
    final: reports.map((report) => trainedJson(report, isSwept)),
  };
}

function taskJson({ densities, importances, inputs, activity }: Task): JsonRecord {
  const laws = [...new Set(inputs.map(({ name }) => name))];
  return {
    density: densities.map(formatRational),
    importance: importances.map(formatRational),
    inputs: laws.length === 1 ? (laws[0] ?? '') : inputs.map(({ name }) => name),
    activity: activity.name,
  };
}

function cellJson({ task, learningRate }: TrainingCell): JsonRecord {
  return { ...taskJson(task), learningRate };
}

function trainedJson({ cell, ...report }: TrainedReport, isSwept: boolean): JsonValue {
  const { exactLoss, ...rest } = report;
  return {
    ...rest,
    ...(isSwept ? { cell } : {}),
    ...(exactLoss === undefined ? {} : { exactLoss: { ...exactLoss } }),
  };
}
