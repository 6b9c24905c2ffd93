import type { Task } from '../../../model/toy-model.ts';
import type { SavedModel } from '../../../model/weights-file/saved-models.ts';
import type { TrainedModel } from '../../../numeric/training/train.ts';
import type { List } from '../../../support/list.ts';
import { formatRational } from '../../../support/rational.ts';
import type { JsonDocument, JsonRecord } from '../../output/json-document.ts';
import { matrixRows } from '../../output/matrix-rows.ts';
import type { TrainedReport } from '../../training/describe-trained.ts';
import type { TimedOutcome } from '../../training/train-timed.ts';
import type { TrainingCell, TrainingJob } from '../../training/training-job.ts';
import type { OpenedRun } from './train-run.ts';

/** The `antipode/train@1` document. */
export function trainDocument(
  job: TrainingJob,
  { outcome, stepsPerSecond, engineReason }: TimedOutcome,
  reports: List<TrainedReport>,
  seed: number,
  run: OpenedRun,
): JsonDocument {
  const { plan, engine, models } = outcome;
  const { gradientClip, stop } = plan;
  const { cells } = job;
  return {
    schema: 'antipode/train@1',
    engine,
    engineReason,
    ...jobJson(job, ({ learningRate }) => ({ learningRate })),
    bias: plan.bias,
    instances: models.length,
    steps: plan.steps,
    batch: plan.batchSize,
    learningRate: (cells.length === 1 ? cells[0]?.learningRate : undefined) ?? plan.learningRate,
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
    final: reports.map((report, k) => trainedJson(report, models.at(k) as TrainedModel, job)),
  };
}

/** The models and their tasks: of each point of a sweep, or of the only one. */
export function jobJson(
  { cells, kind, perCell, settings, featureCount }: TrainingJob,
  /** What else there is to say of a point. */
  more: (cell: TrainingCell, c: number) => JsonRecord,
): JsonRecord {
  const points = cells.map((cell, c) => ({ ...taskJson(cell.task), ...more(cell, c) }));
  const [only = {}] = points;
  return {
    features: featureCount,
    hidden: settings.hiddenDimension,
    ...(cells.length > 1 ? { perCell, cells: points } : only),
    architecture: kind.architecture,
    activation: kind.activation.name,
    target: kind.target,
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

function trainedJson(
  { cell, instance, status, steps, exactLoss, ...rest }: TrainedReport,
  model: TrainedModel,
  { cells, featureCount, settings }: TrainingJob,
): JsonRecord {
  return {
    instance,
    ...(cells.length > 1 ? { cell } : {}),
    status,
    steps,
    ...weightsJson(model, featureCount, settings.hiddenDimension),
    ...rest,
    ...(exactLoss === undefined ? {} : { exactLoss: { ...exactLoss } }),
  };
}

/** W or W₁, shape [hidden, features], of an untied model W₂, shape [features, hidden], and b. */
export function weightsJson(
  { weights, outputWeights, bias }: SavedModel,
  featureCount: number,
  hiddenDimension: number,
): JsonRecord {
  return {
    weights: matrixRows(weights, featureCount),
    ...(outputWeights === undefined ? {} : { outputWeights: matrixRows(outputWeights, hiddenDimension) }),
    bias: Array.from(bias),
  };
}
