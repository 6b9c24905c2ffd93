/**
 * @file How fast the population loss is: evaluations per second and microseconds each, on one core.
 *
 *     node --import tsx bench/population-loss.ts
 *
 * Times are those the processor spent in this process, so that other work on the machine counts little; the best of
 * several rounds is printed. Weights vary from call to call, so that branches are as hard to predict as they are in use.
 */

import { type PopulationLoss, populationLoss } from '../src/numeric/population-loss/population-loss.ts';

interface Case {
  readonly features: number;
  readonly hidden: number;
  /** What issue and documentation promise for loss with gradient, in microseconds. */
  readonly goal?: number;
}

const CASES: readonly Case[] = [
  { features: 2, hidden: 1, goal: 1 },
  { features: 3, hidden: 2 },
  { features: 5, hidden: 2, goal: 50 },
  { features: 8, hidden: 3 },
  { features: 10, hidden: 3 },
];
const ROUNDS = 3;
const SECONDS_A_ROUND = 0.25;

/** Weights of the size that training passes through, from a fixed quasi-random sequence. */
function parameters(length: number, draw: number, size: number): Float64Array {
  return Float64Array.from({ length }, (_, k) => size * Math.sin(12.3 * k + 1.7 * draw + length));
}

function cpuSeconds(): number {
  return process.cpuUsage().user / 1e6;
}

/** Seconds a call, the best of several rounds. */
function time(call: (draw: number) => void): number {
  let best = Number.POSITIVE_INFINITY;
  let draw = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const start = cpuSeconds();
    let calls = 0;
    let batch = 1;
    let spent = 0;
    while (spent < SECONDS_A_ROUND) {
      for (let k = 0; k < batch; k++) call(draw++);
      calls += batch;
      batch = Math.min(batch * 2, 4096);
      spent = cpuSeconds() - start;
    }
    best = Math.min(best, spent / calls);
  }
  return best;
}

function measure({ features, hidden, goal }: Case): void {
  const ones = new Float64Array(features).fill(1);
  const task = { featureCount: features, densities: ones.map(() => 0.3), importances: ones };
  const evaluator: PopulationLoss = populationLoss(task, hidden);
  const weights = Array.from({ length: 64 }, (_, draw) => parameters(hidden * features, draw, 1.1));
  const bias = Array.from({ length: 64 }, (_, draw) => parameters(features, draw + 7, 0.4));
  const weightGradient = new Float64Array(hidden * features);
  const biasGradient = new Float64Array(features);
  const at = (list: readonly Float64Array[], draw: number): Float64Array => list[draw & 63] ?? ones;

  const loss = time((draw) => evaluator.loss(at(weights, draw), at(bias, draw)));
  const both = time((draw) =>
    evaluator.lossAndGradient(at(weights, draw), at(bias, draw), weightGradient, biasGradient),
  );
  const show = (seconds: number): string =>
    `${(seconds * 1e6).toPrecision(3).padStart(9)} µs ${Math.round(1 / seconds)
      .toString()
      .padStart(9)}/s`;
  const verdict = goal === undefined ? '' : `  goal ≤ ${goal} µs: ${both * 1e6 <= goal ? 'met' : 'MISSED'}`;
  console.log(`n = ${features}, m = ${hidden}: loss ${show(loss)}, with gradient ${show(both)}${verdict}`);
}

for (const entry of CASES) measure(entry);
