/**
 * @file How fast the population loss is: loss with gradient, on one core, against what is promised.
 *
 *     node --import tsx bench/population-loss.ts
 *
 * Times are those the processor spent in this process, so that other work on the machine counts little; the best of
 * several rounds is printed, beside that of plain code without WebAssembly, which tells a slow machine, or a busy one, from a
 * slow program: on a busy machine both are slow. Weights vary from call to call, so that branches are as hard to predict as they are in use:
 *
 * - **scattered**: independent and uniform, the weights of a model before training, and the hardest;
 * - **polygon**: a regular arrangement with a bias below zero, each model turned and scaled a little: trained models;
 * - **equal**: one direction shared by all features, which are counted instead of told apart.
 */

import { plainModelEvaluator } from '../src/numeric/population-loss/model-evaluator.ts';
import { populationLoss } from '../src/numeric/population-loss/population-loss.ts';

interface Case {
  readonly features: number;
  readonly hidden: number;
  /** What is promised, in microseconds. */
  readonly goal: number;
}

const CASES: readonly Case[] = [
  { features: 2, hidden: 1, goal: 0.2 },
  { features: 3, hidden: 2, goal: 1 },
  { features: 5, hidden: 2, goal: 15 },
  { features: 8, hidden: 3, goal: 2000 },
  { features: 10, hidden: 3, goal: 30000 },
];
const ROUNDS = 12;
const SECONDS_A_ROUND = 0.05;
const MODELS = 64;

interface Parameters {
  readonly weights: Float64Array;
  readonly bias: Float64Array;
}
type Kind = 'scattered' | 'polygon' | 'equal';

/** Numbers from −1 to 1 without a pattern; the same in every run. */
function scatter(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
    mixed ^= mixed >>> 12;
    return ((mixed >>> 0) / 2 ** 32) * 2 - 1;
  };
}

function parametersOf(kind: Kind, { features, hidden }: Case, model: number): Parameters {
  const random = scatter(97 * features + model);
  const scale = 1 + 0.1 * random();
  const turn = Math.PI * random();
  const level = -0.1 + 0.05 * random();
  const entry = (k: number): number => {
    const [h, i] = [Math.floor(k / features), k % features];
    if (kind === 'scattered') return 1.1 * random();
    if (kind === 'equal') return scale / (h + 1);
    // The k-th harmonics of a polygon: in two dimensions the polygon itself.
    const angle = turn + (2 * Math.PI * i * (1 + Math.floor(h / 2))) / features;
    return (h % 2 === 0 ? Math.cos(angle) : Math.sin(angle)) * scale;
  };
  return {
    weights: Float64Array.from({ length: hidden * features }, (_, k) => entry(k)),
    bias: Float64Array.from({ length: features }, () => (kind === 'scattered' ? 0.4 * random() : level)),
  };
}

function cpuSeconds(): number {
  return process.cpuUsage().user / 1e6;
}

/** Seconds a call of each, the best of several rounds in turn. */
function time(calls: readonly ((draw: number) => void)[]): number[] {
  const best = calls.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < ROUNDS; round++) {
    calls.forEach((call, k) => {
      best[k] = Math.min(best[k] ?? 0, timeOnce(call));
    });
  }
  return best;
}

function timeOnce(call: (draw: number) => void): number {
  const start = cpuSeconds();
  let calls = 0;
  let batch = 1;
  let spent = 0;
  while (spent < SECONDS_A_ROUND) {
    for (let k = 0; k < batch; k++) call(calls + k);
    calls += batch;
    batch = Math.min(batch * 2, 4096);
    spent = cpuSeconds() - start;
  }
  return spent / calls;
}

interface Times {
  /** One model a call. */
  readonly single: number;
  /** A model, of many in a call. */
  readonly many: number;
  readonly plain: number;
}

function measure(kind: Kind, entry: Case): Times {
  const { features, hidden } = entry;
  const ones = new Float64Array(features).fill(1);
  const task = { featureCount: features, densities: ones.map(() => 0.3), importances: ones };
  const evaluator = populationLoss(task, hidden);
  const plain = plainModelEvaluator(task.densities, ones, hidden);
  const models = Array.from({ length: MODELS }, (_, model) => parametersOf(kind, entry, model));
  const weightGradient = new Float64Array(hidden * features);
  const biasGradient = new Float64Array(features);
  const count = features > 5 ? 2 : MODELS;
  const join = (lists: readonly Float64Array[]): Float64Array =>
    Float64Array.from(lists.slice(0, count).flatMap((list) => [...list]));
  const [weights, bias] = [join(models.map((one) => one.weights)), join(models.map((one) => one.bias))];
  const [losses, weightGradients, biasGradients] = [new Float64Array(count), weights.slice(), bias.slice()];
  const [single = 0, many = 0, plainly = 0] = time([
    (draw) => {
      const parameters = models[draw % MODELS];
      if (parameters === undefined) return;
      evaluator.lossAndGradient(parameters.weights, parameters.bias, weightGradient, biasGradient);
    },
    () => evaluator.lossesAndGradients(weights, bias, losses, weightGradients, biasGradients),
    (draw) => {
      const parameters = models[draw % MODELS];
      if (parameters !== undefined) plain.evaluate(parameters.weights, 0, parameters.bias, 0);
    },
  ]);
  return { single, many: many / count, plain: plainly };
}

function microseconds(seconds: number): string {
  const value = seconds * 1e6;
  return (value < 1000 ? value.toPrecision(3) : Math.round(value).toString()).padStart(7);
}

function verdict(part = 0): string {
  return `${part.toPrecision(2)} ${part <= 1 ? 'met' : 'MISSED'}`.padStart(12);
}

console.log('loss with gradient, one core, microseconds');
console.log('                            single    many   plain  plain/single   goal   single, many of it');
for (const entry of CASES) {
  for (const kind of ['scattered', 'polygon', 'equal'] as const) {
    const { single, many, plain } = measure(kind, entry);
    const [part, partOfMany] = [single, many].map((seconds) => (seconds * 1e6) / entry.goal);
    const columns = [
      `n = ${entry.features}, m = ${entry.hidden}, ${kind}`.padEnd(26),
      microseconds(single),
      microseconds(many),
      microseconds(plain),
      (plain / single).toFixed(1).padStart(13),
      `${entry.goal}`.padStart(6),
      verdict(part),
      verdict(partOfMany),
    ];
    console.log(columns.join(' '));
  }
}
