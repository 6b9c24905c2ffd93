/** @file The best model that descents from many starting points find: an upper bound, of which nothing is claimed but its loss. */

import type { BiasMode } from '../../model/certificate.ts';
import { type Task, toFloatTask, toyModel } from '../../model/toy-model.ts';
import { minimise } from '../../numeric/descent/minimise.ts';
import { populationLoss } from '../../numeric/population-loss/population-loss.ts';
import { roundedUp } from '../../support/directed-rounding.ts';
import { type Rational, rational, rationalFromNumber } from '../../support/rational.ts';
import { expectedLoss } from '../../symbolic/expected-loss/expected-loss.ts';

/** A model with short rational weights, and an upper bound of its loss. */
export interface KnownModel {
  /** W, shape [hidden, features]. */
  readonly weights: readonly (readonly Rational[])[];
  /** b, shape [features]. */
  readonly bias: readonly Rational[];
  /** Its exact loss, rounded up to a double. */
  readonly upper: Rational;
}

const LIMITS = { gradientTolerance: 1e-13, maxSteps: 2000 } as const;

/** Weights are rounded to its inverse: at a minimum that changes the loss by some 10⁻¹⁸. */
const GRID = 2 ** 30;

/** Irrational steps that fill a cube evenly: powers of 1/φ_d, where φ_d^{d+1} = φ_d + 1. */
function evenSteps(dimension: number): Float64Array {
  let root = 1.5;
  for (let k = 0; k < 60; k++) root = (1 + root) ** (1 / (dimension + 1));
  return Float64Array.from({ length: dimension }, (_, k) => root ** -(k + 1));
}

/**
 * The best of `starts` descents, from weights spread evenly over [−1, 1] and biases over [−0.2, 0.2], and from `others`.
 *
 * @param others - W, row-major, then b if it is free.
 * @see M. Roberts, "The unreasonable effectiveness of quasirandom sequences", 2018, for the steps
 */
export function bestKnown(
  task: Task,
  hiddenDimension: number,
  biasMode: BiasMode,
  starts: number,
  others: readonly Float64Array[] = [],
): KnownModel {
  const { featureCount } = task;
  const evaluator = populationLoss(toFloatTask(task), hiddenDimension);
  const weightCount = hiddenDimension * featureCount;
  const bias = new Float64Array(featureCount);
  const weightGradient = new Float64Array(weightCount);
  const biasGradient = new Float64Array(featureCount);
  const objective = (point: Float64Array, gradient: Float64Array): number => {
    if (biasMode === 'free') bias.set(point.subarray(weightCount));
    const loss = evaluator.lossAndGradient(point.slice(0, weightCount), bias, weightGradient, biasGradient);
    gradient.set(weightGradient);
    if (biasMode === 'free') gradient.set(biasGradient, weightCount);
    return loss;
  };
  const steps = evenSteps(weightCount + (biasMode === 'free' ? featureCount : 0));
  const spread = Array.from({ length: starts }, (_, s) =>
    steps.map((step, k) => (2 * (((s + 1) * step) % 1) - 1) * (k < weightCount ? 1 : 0.2)),
  );
  const ends = [...others, ...spread].map((start) => minimise(objective, start, LIMITS));
  const best = ends.reduce((least, end) => (end.value < least.value ? end : least));
  return knownModel(task, hiddenDimension, best.point);
}

function knownModel(task: Task, hiddenDimension: number, point: Float64Array): KnownModel {
  const { featureCount } = task;
  const entry = (k: number): Rational => rational(BigInt(Math.round((point[k] ?? 0) * GRID)), BigInt(GRID));
  const weights = Array.from({ length: hiddenDimension }, (_, h) =>
    Array.from({ length: featureCount }, (__, j) => entry(h * featureCount + j)),
  );
  const bias = Array.from({ length: featureCount }, (_, i) => entry(hiddenDimension * featureCount + i));
  const { loss } = expectedLoss(toyModel(task, weights, bias));
  return { weights, bias, upper: rationalFromNumber(roundedUp(loss)) };
}
