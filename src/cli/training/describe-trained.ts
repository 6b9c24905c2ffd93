/** @file What there is to say about trained models. */

import { modelLoss } from '../../loss/model-loss.ts';
import { RELU } from '../../model/activation.ts';
import { phaseOfWeights } from '../../model/phase/phase-of-weights.ts';
import { type Quantity, roundedQuantity } from '../../model/quantity.ts';
import {
  hasStandardInputs,
  type Task,
  type ToyModel,
  toFloatModel,
  toyModel,
} from '../../model/toy-model.ts';
import { reluHiddenModel, type TwoLayerModel, twoLayerModel } from '../../model/two-layer-model.ts';
import type { SavedModel } from '../../model/weights-file/saved-models.ts';
import { populationLoss } from '../../numeric/population-loss/population-loss.ts';
import type { TrainedModel } from '../../numeric/training/train.ts';
import { DomainError } from '../../support/errors.ts';
import { LazyList, type List } from '../../support/list.ts';
import { type Rational, rationalFromNumber, signOf } from '../../support/rational.ts';
import { pairParameters } from '../../verify/pair-parameters.ts';
import { checkTrainedPair, type Finding } from '../../verify/trained-pair.ts';
import { lossesInTurn } from './losses-in-turn.ts';
import type { NetworkKind } from './network-options.ts';
import { cellOf, type TrainingJob } from './training-job.ts';

/** Up to here the exact loss of trained doubles takes a fraction of a second: in rationals, by quadrature, over cells. */
const MAX_FEATURES = { rational: 8, quadrature: 6, cells: 3 } as const;
/** Up to here the recurrence serves. */
const MAX_ROUNDED_FEATURES = 10;
const MAX_CELLS_HIDDEN = 8;
/** More models than this have their losses computed by the recurrence, where it serves. */
const MAX_RATIONAL_MODELS = 1000;

export interface TrainedReport extends TrainedFinding {
  /** k, the place in the run. */
  readonly instance: number;
  /** Which point of a sweep it is trained at. */
  readonly cell: number;
  readonly status: TrainedModel['status'];
  /** Steps taken. */
  readonly steps: number;
  /** The mean of the batch losses over the last `sampledLossSteps` steps, while the weights still moved. */
  readonly sampledLoss?: number;
  readonly sampledLossSteps?: number;
}

/** What is computed of a trained model. */
export interface TrainedFinding {
  /** Of the weights as they are; missing where it would take too long. */
  readonly exactLoss?: Quantity;
  /** Of tied models of up to ten features. */
  readonly phase?: string;
  /** For a pair in one dimension without bias: see verify/trained-pair.ts. */
  readonly excess?: number;
  readonly finding?: Finding;
  readonly explanation?: string;
}

/** The trained model, its doubles taken for the rationals they are. */
export function exactTrainedModel(
  task: Task,
  { architecture, activation, target }: NetworkKind,
  { weights, outputWeights, bias }: SavedModel,
): ToyModel | TwoLayerModel {
  const inputWeights = rationalRows(weights, task.featureCount);
  const exactBias = Array.from(bias, rationalFromNumber);
  if (architecture === 'tied') return toyModel(task, inputWeights, exactBias, activation);
  const options = { bias: exactBias, activation, target };
  if (outputWeights === undefined) return reluHiddenModel(task, inputWeights, options);
  return twoLayerModel(task, inputWeights, rationalRows(outputWeights, inputWeights.length), options);
}

function rationalRows(values: Float64Array, columns: number): Rational[][] {
  return Array.from({ length: values.length / columns }, (_, row) =>
    Array.from(values.subarray(row * columns, (row + 1) * columns), rationalFromNumber),
  );
}

/** What computes, of model k of a job, what there is to compute: best of one after the other. */
export function findingsOf(job: TrainingJob): (trained: TrainedModel, k: number) => TrainedFinding {
  const { kind, featureCount, settings } = job;
  const isPapers = kind.architecture === 'tied' && kind.activation.name === RELU.name;
  const isRounded = areMany(job) || featureCount > MAX_FEATURES.rational;
  const loss = lossesInTurn({ featureCount, hiddenDimension: settings.hiddenDimension });
  const exactLoss = (trained: TrainedModel, task: Task): Quantity | undefined => {
    // A large model is not made rational for nothing: that takes minutes.
    if (featureCount > MAX_ROUNDED_FEATURES) return undefined;
    return isRounded && isPapers && hasStandardInputs(task)
      ? roundedQuantity(loss(trained.instance, trained))
      : exactLossOf(exactTrainedModel(task, kind, trained));
  };
  const names = new Map<string, string>();
  const phase = ({ weights }: TrainedModel): string | undefined => {
    if (featureCount > MAX_ROUNDED_FEATURES || kind.architecture !== 'tied') return undefined;
    const { name } = phaseOfWeights(weights, featureCount);
    // One text for all models of a phase.
    if (!names.has(name)) names.set(name, name);
    return names.get(name);
  };
  return (trained, k) => {
    const { task } = cellOf(job, k);
    return withoutGaps(exactLoss(trained, task), againstMinima(job, task, trained) ?? phase(trained));
  };
}

/** The reports of a job's models, put together when they are read. */
export function trainedReports(
  { perCell }: TrainingJob,
  models: List<TrainedModel>,
  findings: readonly TrainedFinding[],
): List<TrainedReport> {
  return new LazyList(models.length, (k) => {
    const trained = models.at(k) as TrainedModel;
    return {
      instance: trained.instance.id,
      cell: Math.floor(k / perCell),
      status: trained.status,
      steps: trained.step,
      ...(trained.status === 'non-finite'
        ? {}
        : { sampledLoss: trained.meanLoss, sampledLossSteps: trained.meanLossSteps }),
      ...findings[k],
    };
  });
}

/** Made without spreading, which takes several times the memory. */
function withoutGaps(
  exactLoss: Quantity | undefined,
  named: PairFinding | string | undefined,
): TrainedFinding {
  if (typeof named === 'object') return exactLoss === undefined ? named : { exactLoss, ...named };
  if (exactLoss === undefined) return named === undefined ? {} : { phase: named };
  return named === undefined ? { exactLoss } : { exactLoss, phase: named };
}

/** Whether the losses of a job's models are computed by the recurrence, where it serves. */
export function areMany({ settings }: Pick<TrainingJob, 'settings'>): boolean {
  return settings.instances.length > MAX_RATIONAL_MODELS;
}

/** As exact as it can be had in a fraction of a second, or undefined. */
export function exactLossOf(model: ToyModel | TwoLayerModel, isOneOfMany = false): Quantity | undefined {
  const isRounded = hasRecurrence(model) && (isOneOfMany || model.featureCount > MAX_FEATURES.rational);
  if (isRounded) {
    const floats = toFloatModel(model);
    return roundedQuantity(populationLoss(floats, floats.hiddenDimension).loss(floats.weights, floats.bias));
  }
  if (!isQuick(model)) return undefined;
  try {
    return modelLoss(model).loss.quantity;
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

function hasRecurrence(model: ToyModel | TwoLayerModel): model is ToyModel {
  const isPapers = !('inputWeights' in model) && model.activation.name === RELU.name;
  return isPapers && hasStandardInputs(model) && model.featureCount <= MAX_ROUNDED_FEATURES;
}

function isQuick(model: ToyModel | TwoLayerModel): boolean {
  const { featureCount, hiddenDimension, activation } = model;
  if ('inputWeights' in model) {
    const isPiecewise = activation.kind === 'piecewise-linear';
    return isPiecewise && featureCount <= MAX_FEATURES.cells && hiddenDimension <= MAX_CELLS_HIDDEN;
  }
  return featureCount <= (activation.kind === 'smooth' ? MAX_FEATURES.quadrature : MAX_FEATURES.rational);
}

type PairFinding = Required<Pick<TrainedFinding, 'phase' | 'excess' | 'finding' | 'explanation'>>;

function againstMinima(
  { kind, settings }: TrainingJob,
  task: Task,
  { weights }: TrainedModel,
): PairFinding | undefined {
  const isPapers = kind.architecture === 'tied' && kind.activation.name === RELU.name;
  if (!isPapers || settings.bias !== 'none' || !hasStandardInputs(task)) return undefined;
  const pair = pairParameters(task, settings.hiddenDimension);
  const [first = 0, last = 0] = weights;
  if (pair === undefined || signOf(pair.importance) === 0) return undefined;
  const { phase, excess, finding, explanation } = checkTrainedPair({ ...pair, weights: [first, last] });
  return { phase, excess, finding, explanation };
}
