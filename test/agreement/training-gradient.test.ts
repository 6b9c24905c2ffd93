/** @file The batch gradient, from sampled inputs, against the gradient of the population loss, which is exact. */

import * as assert from 'uvu/assert';
import { populationLoss } from '../../src/numeric/population-loss/population-loss.ts';
import { batchGradient, batchWorkspace, loadBatch } from '../../src/numeric/training/batch-gradient.ts';
import { BatchSampler } from '../../src/numeric/training/batch-sampler.ts';
import { trainingPlan } from '../../src/numeric/training/training-plan.ts';
import { suite } from '../support/suite.ts';

const BATCHES = 400;
/** For at most 20 · 4 normal scores, P(any |Z| > 6.8) < 10⁻⁹. */
const CRITICAL = 6.8;

const MODELS = [
  { m: 1, densities: [0.3, 0.6], importances: [1, 0.4], weights: [0.9, -0.7], bias: [0.05, -0.1] },
  { m: 1, densities: [0.05, 0.05], importances: [1, 1], weights: [0.8, 0.6], bias: [0, 0] },
  { m: 1, densities: [1, 1], importances: [1, 2], weights: [1.1, -1], bias: [0.2, 0.3] },
  {
    m: 2,
    densities: [0.1, 0.2, 0.3, 0.4, 0.5],
    importances: [1, 0.9, 0.8, 0.7, 0.6],
    weights: [1, 0.3, -0.8, -0.8, 0.3, 0, 0.95, 0.6, -0.6, -0.95],
    bias: [-0.1, 0.1, -0.2, 0, -0.05],
  },
] as const;

/** Whether the mean of the values is within its statistical error of the expectation. */
function agrees(values: readonly number[], expected: number): boolean {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return Math.abs(mean - expected) <= CRITICAL * Math.sqrt(variance / values.length) + 1e-12;
}

suite('training gradient', (test) => {
  for (const { m, densities, importances, weights, bias } of MODELS) {
    test(`agreement: mean batch loss and gradient at n = ${densities.length}, p = ${densities.join(' ')}`, () => {
      const featureCount = densities.length;
      const instance = {
        id: 0,
        seed: 20260101,
        densities: Float64Array.from(densities),
        importances: Float64Array.from(importances),
      };
      const plan = trainingPlan({ hiddenDimension: m, instances: [instance] });
      const sampler = new BatchSampler(plan);
      const workspace = batchWorkspace(featureCount, m, plan.batchSize);
      const parameters = Float64Array.of(...weights, ...bias);
      const batch = new Float32Array(featureCount * plan.batchSize);
      const found = Array.from({ length: BATCHES }, (_, step) => {
        const gradient = new Float64Array(parameters.length);
        sampler.fill(0, step, batch);
        loadBatch(workspace, batch);
        return [batchGradient(workspace, parameters, instance.importances, gradient), ...gradient];
      });

      const weightGradient = new Float64Array(weights.length);
      const biasGradient = new Float64Array(bias.length);
      const loss = populationLoss({ featureCount, ...instance }, m).lossAndGradient(
        Float64Array.from(weights),
        Float64Array.from(bias),
        weightGradient,
        biasGradient,
      );
      for (const [j, expected] of [loss, ...weightGradient, ...biasGradient].entries()) {
        const column = found.map((row) => row[j] ?? Number.NaN);
        assert.ok(agrees(column, expected), `entry ${j}: ${expected}`);
      }
    });
  }
});
