/** @file What there is to say about models at rest on the exact loss. */

import { type PairMinimum, pairMinima } from '../../landscape/pair/pair-minima.ts';
import { RELU } from '../../model/activation.ts';
import { phaseOfWeights } from '../../model/phase/phase-of-weights.ts';
import type { Quantity } from '../../model/quantity.ts';
import type { SavedModel } from '../../model/weights-file/saved-models.ts';
import type { ExactInstance } from '../../numeric/exact-training/exact-training-plan.ts';
import { lossUnit } from '../../numeric/exact-training/loss-terrain.ts';
import type { ExactEnd, ExactlyTrained } from '../../numeric/exact-training/train-exactly.ts';
import { invariant } from '../../support/errors.ts';
import { signOf, toNumber } from '../../support/rational.ts';
import { pairParameters } from '../../verify/pair-parameters.ts';
import { areMany, exactLossOf, exactTrainedModel } from './describe-trained.ts';
import { cellOf, type TrainingCell, type TrainingJob } from './training-job.ts';

/** One model at rest. */
export interface ExactReport {
  /** k, the place in the run. */
  readonly instance: number;
  /** Which point of a sweep it is trained at. */
  readonly cell: number;
  readonly status: ExactEnd;
  readonly steps: number;
  readonly exactLoss: Quantity;
  /** Whether the loss is 0 but for rounding. */
  readonly isPerfect: boolean;
  /** ‖∇L‖ over Σ I_i p_i / 3. */
  readonly gradientNorm: number;
  /** By the quadratic model, relative to the loss, before the last step; missing at a saddle or a kink. */
  readonly remaining?: number;
  readonly phase: string;
  /** (L − L_global) / L_global, where the global minimum is known. */
  readonly excess?: number;
  /** (L − L_best) / L_best, beside the best model of the same point; missing if that is perfect. */
  readonly aboveBest?: number;
}

/** Losses below this, relative to that of W = 0, are rounding. */
const PERFECT = 1e-15;

/** Model k of what was trained. */
export function exactlyTrainedModel({ plan, weights, biases }: ExactlyTrained, k: number): SavedModel {
  const { featureCount, hiddenDimension } = plan;
  const size = hiddenDimension * featureCount;
  return {
    weights: weights.slice(k * size, (k + 1) * size),
    bias: biases.slice(k * featureCount, (k + 1) * featureCount),
  };
}

/** Model k, not yet held against others. */
export function describeExactlyTrained(job: TrainingJob, trained: ExactlyTrained, k: number): ExactReport {
  const { task } = cellOf(job, k);
  const model = exactlyTrainedModel(trained, k);
  const exactLoss = exactLossOf(exactTrainedModel(task, job.kind, model), areMany(job));
  invariant(exactLoss !== undefined, 'a loss that models are trained on can be said');
  const remaining = trained.remaining[k] as number;
  return {
    instance: k,
    cell: Math.floor(k / job.perCell),
    status: trained.statuses[k] as ExactEnd,
    steps: trained.steps[k] as number,
    exactLoss,
    isPerfect: exactLoss.value <= PERFECT * lossUnit(trained.plan.instances[k] as ExactInstance),
    gradientNorm: trained.gradientNorms[k] as number,
    ...(Number.isFinite(remaining) ? { remaining } : {}),
    phase: phaseOfWeights(model.weights, task.featureCount).name,
  };
}

/**
 * The global minimum at a point of a sweep, where it is known: of the paper's pair without bias, whose minima are all known. Its loss
 * is that of the task.
 */
export function globalMinimumAt(
  { task }: TrainingCell,
  { kind, settings }: Pick<TrainingJob, 'kind' | 'settings'>,
): PairMinimum | undefined {
  if (settings.bias !== 'none' || kind.activation.name !== RELU.name) return undefined;
  const pair = pairParameters(task, settings.hiddenDimension);
  if (pair === undefined || signOf(pair.importance) === 0) return undefined;
  const [global] = pairMinima(toNumber(pair.density), toNumber(pair.importance));
  return { ...global, loss: global.loss * toNumber(pair.unit) };
}

/** The reports with their gaps to the global minima, where known, and to the best of the same point. */
export function comparedReports(
  reports: readonly ExactReport[],
  globals: readonly (PairMinimum | undefined)[],
): ExactReport[] {
  const best: ExactReport[] = [];
  for (const report of reports) {
    const { cell, exactLoss } = report;
    if (!(exactLoss.value >= (best[cell]?.exactLoss.value ?? Infinity))) best[cell] = report;
  }
  return reports.map((report) => {
    const { cell, exactLoss } = report;
    const global = globals[cell]?.loss;
    const least = best[cell] as ExactReport;
    return {
      ...report,
      ...(global === undefined ? {} : { excess: (exactLoss.value - global) / global }),
      ...(least.isPerfect
        ? {}
        : { aboveBest: (exactLoss.value - least.exactLoss.value) / least.exactLoss.value }),
    };
  });
}
