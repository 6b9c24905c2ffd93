import type { Task } from '../../model/toy-model.ts';
import { formatRational } from '../../support/rational.ts';
import type { JsonDocument, JsonRecord, JsonValue } from '../output/json-document.ts';
import type { TrainedReport } from '../training/describe-trained.ts';
import type { TimedOutcome } from '../training/train-timed.ts';
import type { TrainingCell, TrainingJob } from '../training/training-job.ts';
import type { OpenedRun } from './train-run.ts';

/** The `antipode/train@1` document. */
export function trainDocument(
  job: TrainingJob,
  { outcome, stepsPerSecond, engineReason }: TimedOutcome,
  reports: readonly TrainedReport[],
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
    final: reports.map((report) => trainedJson(report, cells.length > 1)),
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

function trainedJson({ cell, ...report }: TrainedReport, isSwept: boolean): JsonValue {
  const { exactLoss, ...rest } = report;
  return {
    ...rest,
    ...(isSwept ? { cell } : {}),
    ...(exactLoss === undefined ? {} : { exactLoss: { ...exactLoss } }),
  };
}
