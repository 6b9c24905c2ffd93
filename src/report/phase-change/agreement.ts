/**
 * @file The trained half of the report: every trained model held against the exact minima, and for the best one of each
 * cell the sampled loss against the exact one.
 */

import { type FloatModel, task, toFloatTask } from '../../model/toy-model.ts';
import { populationLoss } from '../../numeric/population-loss/population-loss.ts';
import type { TrainedModel } from '../../numeric/training/train.ts';
import { invariant } from '../../support/errors.ts';
import { ONE, parseRational, type Rational, toNumber } from '../../support/rational.ts';
import { checkSampled } from '../../verify/check-sampled.ts';
import { estimateLoss } from '../../verify/stratified-loss.ts';
import { checkTrainedPair, type TrainedPairCheck } from '../../verify/trained-pair.ts';
import type { Check } from '../../verify/verdict.ts';
import type { ReportProfile } from './profile.ts';
import { modelsById, modelsOf, type TrainedCell, trainedCells } from './trained-grid.ts';

/** One trained model and what was found about it. */
export interface TrainedRun extends TrainedPairCheck {
  readonly instance: number;
  readonly status: TrainedModel['status'];
  readonly weights: readonly [number, number];
  /** |recurrence − closed form| / closed form, of the loss of these weights. */
  readonly recurrenceError: number;
}

/** One point of the trained diagram. */
export interface CellAgreement {
  readonly density: number;
  readonly importance: number;
  /** In the order of the restarts. */
  readonly runs: readonly TrainedRun[];
  /** The run with the least exact loss. No noise is selected for: exact losses have none. */
  readonly best: TrainedRun;
  /** The sampled loss of the best run against its exact loss. */
  readonly sampled: Check;
}

/** Probability that any of the sampled intervals of a report misses its loss. */
export const FAMILY_ALPHA = 1e-6;

/**
 * Holds every trained model against theory.
 *
 * @param models - the models of the plan of `trainingSettings`.
 * @param onCell - hears how many cells are done.
 */
export async function computeAgreement(
  profile: ReportProfile,
  seed: number,
  models: readonly TrainedModel[],
  onCell: (done: number) => Promise<void>,
): Promise<readonly CellAgreement[]> {
  const cells = trainedCells(profile);
  const byId = modelsById(models);
  const agreements: CellAgreement[] = [];
  for (const [index, cell] of cells.entries()) {
    const options = { profile, seed, stream: index, alpha: FAMILY_ALPHA / cells.length };
    agreements.push(checkCell(cell, modelsOf(cell, byId), options));
    await onCell(index + 1);
  }
  return agreements;
}

interface SamplingPlan {
  readonly profile: ReportProfile;
  readonly seed: number;
  readonly stream: number;
  readonly alpha: number;
}

function checkCell(
  { density, importance }: TrainedCell,
  models: readonly TrainedModel[],
  plan: SamplingPlan,
): CellAgreement {
  const p = parseRational(String(density));
  const r = parseRational(String(importance));
  const runs = models.map((model) => checkRun(model, p, r));
  const [first, ...rest] = runs;
  invariant(first !== undefined, 'every cell has at least one run');
  const best = rest.reduce((least, run) => (run.exactLoss.compare(least.exactLoss) < 0 ? run : least), first);
  return { density, importance, runs, best, sampled: sampleBest(best, p, r, plan) };
}

function checkRun(
  { instance, status, weights }: TrainedModel,
  density: Rational,
  importance: Rational,
): TrainedRun {
  const [first = 0, last = 0] = weights;
  const check = checkTrainedPair({ density, importance, weights: [first, last] });
  const floatTask = toFloatTask(task([density, density], [ONE, importance]));
  const recurrence = populationLoss(floatTask, 1).loss(weights, new Float64Array(2));
  const exact = toNumber(check.exactLoss);
  return {
    ...check,
    instance: instance.id,
    status,
    weights: [first, last],
    recurrenceError: Math.abs(recurrence - exact) / exact,
  };
}

function sampleBest(
  { weights, exactLoss }: TrainedRun,
  density: Rational,
  importance: Rational,
  { profile, seed, stream, alpha }: SamplingPlan,
): Check {
  const model: FloatModel = {
    ...toFloatTask(task([density, density], [ONE, importance])),
    hiddenDimension: 1,
    weights: Float64Array.from(weights),
    bias: new Float64Array(2),
  };
  const halfWidth = profile.samplingPrecision * toNumber(exactLoss);
  const observed = estimateLoss(model, { seed, stream, alpha, halfWidth, maxSamples: profile.maxSamples });
  const name = `sampled loss at p = ${toNumber(density)}, r = ${toNumber(importance)}`;
  return checkSampled(name, exactLoss, observed, halfWidth);
}
