/**
 * @file What is noted of every model at chosen steps, as a table of doubles: a row a model, not a number where there is nothing to
 * say. A row depends on the model alone, so that tables of several hands can be interleaved.
 */

import { featureDimensionalities } from '../../model/feature-dimensionality.ts';
import { representatives } from '../../numeric/training/swept-instances.ts';
import { isReluOutput } from '../../numeric/training/trained-network.ts';
import type { ModelSnapshot } from '../../numeric/training/training-engine.ts';
import type { TrainingInstance, TrainingPlan } from '../../numeric/training/training-plan.ts';
import { lossesInTurn } from './losses-in-turn.ts';

/** A name and how many numbers it stands for. */
export interface RecordColumn {
  readonly name: string;
  readonly width: number;
  /** Whether it is a list, be it of one number. */
  readonly isList: boolean;
}

/** Up to here the recurrence takes milliseconds a model. */
const MAX_EXACT_FEATURES = 10;
/** n² m up to which geometry takes milliseconds a model. */
const MAX_GEOMETRY = 2e6;

/** The columns of a plan's records. */
export function recordColumns(plan: TrainingPlan, snapshots: boolean): readonly RecordColumn[] {
  const { featureCount: n, hiddenDimension: m, network } = plan;
  const one = (name: string): RecordColumn => ({ name, width: 1, isList: false });
  const list = (name: string, width: number): RecordColumn => ({ name, width, isList: true });
  return [
    ...['step', 'instance', 'batchLoss'].map(one),
    ...(hasExactLoss(plan) ? [one('exactLoss')] : []),
    ...['weightNorm', 'biasNorm', 'dimensionsPerFeature'].map(one),
    ...(hasGeometry(plan) ? [one('interference'), one('capacity'), list('featureDimensionalities', n)] : []),
    ...(snapshots ? [list('weights', n * m)] : []),
    ...(snapshots && !network.tied ? [list('outputWeights', n * m)] : []),
    ...(snapshots ? [list('bias', n)] : []),
  ];
}

/** Numbers of one row. */
export function recordWidth(columns: readonly RecordColumn[]): number {
  return columns.reduce((sum, { width }) => sum + width, 0);
}

function hasExactLoss({ featureCount, network, instances }: TrainingPlan): boolean {
  const isStandard = representatives(instances).every(
    ({ inputs, activity }) => inputs === undefined && activity === undefined,
  );
  return featureCount <= MAX_EXACT_FEATURES && isReluOutput(network) && isStandard;
}

function hasGeometry({ featureCount, hiddenDimension }: TrainingPlan): boolean {
  return featureCount ** 2 * hiddenDimension <= MAX_GEOMETRY;
}

/**
 * The rows of a plan's models as they are. Rounded.
 *
 * | column | |
 * |---|---|
 * | `batchLoss` | the mean loss over the latest batch, at the weights before its step |
 * | `exactLoss` | the population loss of these weights, to 10⁻¹³; ReLU output, up to 10 features, uniform and independent |
 * | `weightNorm`, `biasNorm` | ‖W‖_F, or that of W₁ and W₂ together; ‖b‖ |
 * | `dimensionsPerFeature` | D* = m / ‖W‖_F² of W or W₁ |
 * | `interference` | Σ_i Σ_{j ≠ i} (Ŵ_i · W_j)² over the columns of W or W₁ |
 * | `featureDimensionalities`, `capacity` | D_i and their sum |
 *
 * @param view - model k.
 * @returns shape [instances, width].
 */
export function recordRows(
  plan: TrainingPlan,
  columns: readonly RecordColumn[],
  step: number,
  view: (k: number) => ModelSnapshot,
): Float64Array {
  const width = recordWidth(columns);
  const table = new Float64Array(plan.instances.length * width);
  const exactLoss = lossesInTurn(plan);
  for (let k = 0; k < plan.instances.length; k++) {
    const instance = plan.instances.at(k) as TrainingInstance;
    const model = view(k);
    const facts = factsOf(plan, instance, step, model, () => exactLoss(instance, model));
    let at = k * width;
    for (const column of columns) {
      const fact = facts[column.name]?.() ?? Number.NaN;
      if (typeof fact === 'number') table[at] = fact;
      else table.set(fact, at);
      at += column.width;
    }
  }
  return table;
}

type Facts = Readonly<Record<string, () => number | Float64Array | undefined>>;

function factsOf(
  plan: TrainingPlan,
  { id }: TrainingInstance,
  step: number,
  model: ModelSnapshot,
  exactLoss: () => number,
): Facts {
  const { weights, outputWeights = NONE, bias, lastLoss } = model;
  const { featureCount: n, hiddenDimension: m } = plan;
  const square = squareOf(weights);
  const dimensionalities = hasGeometry(plan) ? featureDimensionalities(weights, n) : NONE;
  return {
    step: () => step,
    instance: () => id,
    batchLoss: () => lastLoss,
    exactLoss,
    weightNorm: () => Math.sqrt(square + squareOf(outputWeights)),
    biasNorm: () => Math.sqrt(squareOf(bias)),
    dimensionsPerFeature: () => (square === 0 ? undefined : m / square),
    interference: () => interference(weights, n, dimensionalities),
    capacity: () => dimensionalities.reduce((sum, value) => sum + value, 0),
    featureDimensionalities: () => dimensionalities,
    weights: () => weights,
    outputWeights: () => outputWeights,
    bias: () => bias,
  };
}

const NONE = new Float64Array(0);

/** Σ_{j ≠ i} (Ŵ_i · W_j)² = ‖W_i‖² (1/D_i − 1), where D_i is the feature dimensionality. */
function interference(weights: Float64Array, n: number, dimensionalities: Float64Array): number {
  let sum = 0;
  dimensionalities.forEach((dimensionality, i) => {
    if (dimensionality === 0) return;
    let square = 0;
    for (let at = i; at < weights.length; at += n) square += (weights[at] as number) ** 2;
    sum += square * Math.max(0, 1 / dimensionality - 1);
  });
  return sum;
}

function squareOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}
