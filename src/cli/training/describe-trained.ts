/** @file What there is to say about one trained model. */

import { exactQuantity, type Quantity, roundedQuantity } from '../../model/quantity.ts';
import { type FloatModel, type Task, type ToyModel, toFloatModel, toyModel } from '../../model/toy-model.ts';
import { populationLoss } from '../../numeric/population-loss/population-loss.ts';
import type { TrainedModel } from '../../numeric/training/train.ts';
import type { TrainingPlan } from '../../numeric/training/training-plan.ts';
import { rationalFromNumber, signOf } from '../../support/rational.ts';
import { expectedLoss } from '../../symbolic/expected-loss/expected-loss.ts';
import { pairParameters } from '../../verify/pair-parameters.ts';
import { checkTrainedPair, type Finding } from '../../verify/trained-pair.ts';
import { matrixRows } from '../output/matrix-rows.ts';

/** Up to here the exact loss of trained doubles takes a fraction of a second in rationals. */
const MAX_RATIONAL_FEATURES = 8;
/** Up to here the recurrence serves; beyond, no exact loss is computed. */
const MAX_EXACT_FEATURES = 10;

export interface TrainedReport {
  /** k, the place in the run. */
  readonly instance: number;
  readonly status: TrainedModel['status'];
  /** Steps taken. */
  readonly steps: number;
  /** W, shape [hidden, features]. */
  readonly weights: readonly (readonly number[])[];
  /** b, shape [features]. */
  readonly bias: readonly number[];
  /** The mean of the batch losses over the last `sampledLossSteps` steps, while the weights still moved. */
  readonly sampledLoss?: number;
  readonly sampledLossSteps?: number;
  /** Of the weights as they are; missing with more than 10 features. */
  readonly exactLoss?: Quantity;
  /** For a pair in one dimension without bias: see verify/trained-pair.ts. */
  readonly phase?: string;
  readonly excess?: number;
  readonly finding?: Finding;
  readonly explanation?: string;
}

/** The trained model, its doubles taken for the rationals they are. */
export function exactTrainedModel(
  task: Task,
  { weights, bias }: Pick<FloatModel, 'weights' | 'bias'>,
): ToyModel {
  const rows = weights.length / task.featureCount;
  const row = (h: number): Float64Array =>
    weights.subarray(h * task.featureCount, (h + 1) * task.featureCount);
  return toyModel(
    task,
    Array.from({ length: rows }, (_, h) => Array.from(row(h), rationalFromNumber)),
    Array.from(bias, rationalFromNumber),
  );
}

export function describeTrained(task: Task, plan: TrainingPlan, trained: TrainedModel): TrainedReport {
  const model = exactTrainedModel(task, trained);
  const exactLoss = exactLossOf(model, toFloatModel(model));
  return {
    instance: trained.instance.id,
    status: trained.status,
    steps: trained.step,
    weights: matrixRows(trained.weights, task.featureCount),
    bias: Array.from(trained.bias),
    ...(trained.status === 'non-finite'
      ? {}
      : { sampledLoss: trained.meanLoss, sampledLossSteps: trained.meanLossSteps }),
    ...(exactLoss === undefined ? {} : { exactLoss }),
    ...(plan.bias === 'none' ? againstMinima(task, plan, trained) : {}),
  };
}

/** Exact up to 8 features, rounded up to 10; beyond, undefined. */
export function exactLossOf(model: ToyModel, floats: FloatModel): Quantity | undefined {
  if (model.featureCount <= MAX_RATIONAL_FEATURES) return exactQuantity(expectedLoss(model).loss);
  if (model.featureCount > MAX_EXACT_FEATURES) return undefined;
  return roundedQuantity(populationLoss(floats, floats.hiddenDimension).loss(floats.weights, floats.bias));
}

function againstMinima(
  task: Task,
  plan: TrainingPlan,
  { weights }: TrainedModel,
): Pick<TrainedReport, 'phase' | 'excess' | 'finding' | 'explanation'> {
  const pair = pairParameters(task, plan.hiddenDimension);
  const [first = 0, last = 0] = weights;
  if (pair === undefined || signOf(pair.importance) === 0) return {};
  const { phase, excess, finding, explanation } = checkTrainedPair({ ...pair, weights: [first, last] });
  return { phase, excess, finding, explanation };
}
