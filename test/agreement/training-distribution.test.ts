/**
 * @file Models trained here and by PyTorch, from the same initial law and with the same settings but other random numbers: their final
 * exact losses and basins must have one distribution. PyTorch's models: test/golden/torch_pentagon_runs.py.
 */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';
import { phaseOfWeights } from '../../src/model/phase/phase-of-weights.ts';
import { readTensors } from '../../src/model/weights-file/read-tensors.ts';
import { storedWeights } from '../../src/model/weights-file/stored-weights.ts';
import { populationLoss } from '../../src/numeric/population-loss/population-loss.ts';
import { train } from '../../src/numeric/training/train.ts';
import { wasmEngine } from '../../src/numeric/training/wasm/wasm-engine.ts';
import { suite } from '../support/suite.ts';

const GOLDEN = fileURLToPath(new URL('../golden/torch-pentagon-runs.safetensors', import.meta.url));
const DENSITIES = [0.05, 0.2];
const EACH = 200;
const [N, M] = [5, 2];

interface Trained {
  readonly weights: Float64Array;
  readonly bias: Float64Array;
}

async function trainedByTorch(): Promise<readonly Trained[]> {
  const file = await readTensors(readFileSync(GOLDEN), GOLDEN, () => {
    throw new Error('nothing is deflated');
  });
  const { weights, bias = new Float64Array(0) } = storedWeights(file, { layout: 'features-hidden' });
  return Array.from({ length: DENSITIES.length * EACH }, (_, k) => ({
    weights: weights.subarray(k * N * M, (k + 1) * N * M),
    bias: bias.subarray(k * N, (k + 1) * N),
  }));
}

async function trainedHere(): Promise<readonly Trained[]> {
  const importances = new Float64Array(N).fill(1);
  const tasks = DENSITIES.map((density) => new Float64Array(N).fill(density));
  const instances = Array.from({ length: DENSITIES.length * EACH }, (_, id) => ({
    id,
    seed: 20220914,
    densities: tasks[Math.floor(id / EACH)] as Float64Array,
    importances,
  }));
  const settings = {
    hiddenDimension: M,
    steps: 1000,
    batchSize: 128,
    learningRate: 0.02,
    instances,
  } as const;
  return (await train({ ...settings, schedule: 'cosine' }, wasmEngine)).models;
}

/**
 * Each of four comparisons raises a false alarm with probability 2.5 · 10⁻⁵ at most (Bonferroni: 10⁻⁴ together); the seeds are fixed, so
 * that it does so always or never.
 */
const ALPHA = 1e-4 / 4;

/**
 * The least D = sup |F − G| of two samples of k values that is refused: P(D ≥ d) ≤ e exp(−k d²) if they are of one law (Wei and Dudley,
 * "Two-sample Dvoretzky-Kiefer-Wolfowitz inequalities", Statist. Probab. Lett. 82, 2012). 0.241 for k = 200.
 */
const LARGEST_DISTANCE = Math.sqrt((1 - Math.log(ALPHA)) / EACH);

function kolmogorovSmirnov(a: readonly number[], b: readonly number[]): number {
  const share = (values: readonly number[], x: number): number =>
    values.filter((value) => value <= x).length / values.length;
  return Math.max(...[...a, ...b].map((x) => Math.abs(share(a, x) - share(b, x))));
}

/** How many standard errors two shares of k differ by, pooled. */
function shareDistance(a: number, b: number): number {
  const share = (a + b) / (2 * EACH);
  return Math.abs(a - b) / EACH / Math.sqrt((share * (1 - share) * 2) / EACH || 1);
}

/** Of a normal deviate, beyond which lies ALPHA on both sides; the shares are normal by approximation only. */
const LARGEST_DEVIATE = 4.22;

suite('training distribution', (test) => {
  test('agreement: exact losses and shares of pentagons are distributed as those of PyTorch', async () => {
    const [torch, here] = await Promise.all([trainedByTorch(), trainedHere()]);
    for (const [cell, density] of DENSITIES.entries()) {
      const task = {
        featureCount: N,
        densities: new Float64Array(N).fill(density),
        importances: new Float64Array(N).fill(1),
      };
      const population = populationLoss(task, M);
      const own = (models: readonly Trained[]) => models.slice(cell * EACH, (cell + 1) * EACH);
      const losses = (models: readonly Trained[]) =>
        own(models).map(({ weights, bias }) => population.loss(weights, bias));
      const pentagons = (models: readonly Trained[]) =>
        own(models).filter(({ weights }) => phaseOfWeights(weights, N).name === 'pentagon').length;
      assert.ok(kolmogorovSmirnov(losses(torch), losses(here)) < LARGEST_DISTANCE, `losses at ${density}`);
      const counts = [pentagons(torch), pentagons(here)] as const;
      assert.ok(shareDistance(...counts) < LARGEST_DEVIATE, `pentagons at ${density}: ${counts}`);
      // At density 0.05 practically all are pentagons, at 0.2 some: both kinds of basin are compared.
      assert.ok(density === 0.05 ? counts[0] > 190 : counts[0] > 40 && counts[0] < 160);
    }
  });
});
