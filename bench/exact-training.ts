/**
 * @file The 40 × 40 phase grid of n = 2, m = 1 with ten restarts each, trained on the exact loss, beside Newton's method in NumPy.
 *
 *     node --import tsx bench/exact-training.ts
 *
 * Importance 0.1 to 10 and density 1 to 0.01, both logarithmic. Times are what the processor spent on one run of all 16 000 pairs: the
 * first in the process, which the compiler of the engine slows down, and the least of the others. The peer (exact-training-peer.py)
 * gets the same starts and needs Debian's python3-numpy. A cell is right if its best restart is within 1e-10 of the global minimum:
 * without bias that of the list of all minima, with biases the best of ten more runs with other seeds.
 */

import { spawnSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { pairMinima } from '../src/landscape/pair/pair-minima.ts';
import type { ExactInstance } from '../src/numeric/exact-training/exact-training-plan.ts';
import { spreadStarts } from '../src/numeric/exact-training/spread-starts.ts';
import { type ExactlyTrained, trainExactly } from '../src/numeric/exact-training/train-exactly.ts';

const POINTS = 40;
const RESTARTS = 10;
const REPETITIONS = 8;
const RIGHT = 1e-10;
const GOAL = 0.5;

const cells = Array.from({ length: POINTS * POINTS }, (_, c) => ({
  density: 10 ** ((-2 * (c % POINTS)) / (POINTS - 1)),
  importance: 10 ** (-1 + (2 * Math.floor(c / POINTS)) / (POINTS - 1)),
}));

function gridInstances(seed: number): ExactInstance[] {
  return cells.flatMap(({ density, importance }, c) => {
    const densities = Float64Array.of(density, density);
    const importances = Float64Array.of(1, importance);
    return Array.from({ length: RESTARTS }, (_, k) => ({
      id: c * RESTARTS + k,
      seed,
      densities,
      importances,
    }));
  });
}

function train(bias: 'free' | 'none', seed: number): ExactlyTrained {
  const instances = gridInstances(seed);
  return trainExactly({ hiddenDimension: 1, bias, instances, starts: spreadStarts(instances, RESTARTS) });
}

function bestOf({ losses }: { losses: ArrayLike<number> }): number[] {
  return cells.map((_, c) => {
    const own = Array.from({ length: RESTARTS }, (__, k) => losses[c * RESTARTS + k] as number);
    return Math.min(...own);
  });
}

function seconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function rightCells(best: readonly number[], global: readonly number[]): number {
  return best.filter((loss, c) => Math.abs(loss / (global[c] as number) - 1) <= RIGHT).length;
}

function report(bias: 'free' | 'none', global: readonly number[]): number {
  const instances = gridInstances(0);
  const starts = spreadStarts(instances, RESTARTS);
  let trained: ExactlyTrained | undefined;
  const times = Array.from({ length: REPETITIONS }, () =>
    seconds(() => {
      trained = trainExactly({ hiddenDimension: 1, bias, instances, starts });
    }),
  );
  if (trained === undefined) return Number.NaN;
  const [first = 0, ...others] = times;
  const least = Math.min(...others);
  const steps = trained.steps.reduce((sum, count) => sum + count, 0) / trained.steps.length;
  const right = rightCells(bestOf(trained), global);
  console.log(
    `bias ${bias.padEnd(5)} ${least.toFixed(3)} s (first ${first.toFixed(3)} s), ${(GOAL / least).toFixed(1)} times as fast as the goal of ` +
      `${GOAL} s; ${right} of ${cells.length} cells right; ${steps.toFixed(1)} steps a run`,
  );
  return least;
}

function peer(global: readonly number[]): number | undefined {
  const instances = gridInstances(0);
  const flat = spreadStarts(instances, RESTARTS);
  const input = JSON.stringify({
    density: instances.map(({ densities }) => densities[0]),
    importance: instances.map(({ importances }) => importances[1]),
    starts: instances.map((_, k) => [flat[2 * k], flat[2 * k + 1]]),
  });
  const script = fileURLToPath(new URL('exact-training-peer.py', import.meta.url));
  const { status, stdout } = spawnSync('python3', [script], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, OPENBLAS_NUM_THREADS: '1' },
  });
  if (status !== 0) return undefined;
  const { seconds: times, loss } = JSON.parse(stdout) as { seconds: number[]; loss: number[] };
  const right = rightCells(bestOf({ losses: loss }), global);
  const least = Math.min(...times);
  console.log(`NumPy, no bias ${least.toFixed(3)} s; ${right} of ${cells.length} cells right`);
  return least;
}

console.log(`load ${loadavg()[0]?.toFixed(1)}`);
const listed = cells.map(({ density, importance }) => pairMinima(density, importance)[0].loss);
const own = report('none', listed);
const other = peer(listed);
console.log(
  other === undefined
    ? 'NumPy: SKIPPED, python3-numpy is missing'
    : `NumPy / antipode: ${(other / own).toFixed(1)}`,
);
const found = Array.from({ length: 10 }, (_, k) => bestOf(train('free', k + 1)));
report(
  'free',
  cells.map((_, c) => Math.min(...found.map((best) => best[c] as number))),
);
