/**
 * @file What exactness costs: the closed form in rationals, and every minimum of a pair.
 *
 *     node --import tsx bench/exact-loss.ts
 *
 * Times are those the processor spent in this process; the best of several rounds is printed.
 */

import { pairMinima } from '../src/landscape/pair/pair-minima.ts';
import { publishedGrid } from '../src/landscape/phase-diagram.ts';
import { type ToyModel, task, toyModel } from '../src/model/toy-model.ts';
import { parseRational, rational } from '../src/support/rational.ts';
import { exactGradient } from '../src/symbolic/expected-loss/exact-gradient.ts';
import { expectedLoss } from '../src/symbolic/expected-loss/expected-loss.ts';

const ROUNDS = 3;

/** Small rationals without a pattern, in two hidden dimensions. */
function model(features: number): ToyModel {
  const entry = (h: number, i: number): ReturnType<typeof rational> =>
    rational(BigInt(((7 * i + 3 * h) % 11) - 5), BigInt(((5 * i + h) % 7) + 3));
  const each = Array.from({ length: features }, (_, i) => i);
  return toyModel(
    task(
      each.map(() => parseRational('3/10')),
      each.map(() => rational(1n)),
    ),
    [0, 1].map((h) => each.map((i) => entry(h, i))),
    each.map((i) => rational(BigInt(i - 3), 17n)),
  );
}

/** Milliseconds of processor time, the least of the rounds. */
function milliseconds(work: () => void): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

for (const features of [2, 4, 6, 8, 10]) {
  const subject = model(features);
  const time = milliseconds(() => expectedLoss(subject));
  const size = String(features).padStart(2);
  process.stdout.write(`exact loss, n = ${size}      ${time.toFixed(2).padStart(9)} ms\n`);
  const slopes = milliseconds(() => exactGradient(subject));
  process.stdout.write(`exact gradient, n = ${size}  ${slopes.toFixed(2).padStart(9)} ms\n`);
}

const { densities, importances } = publishedGrid(100);
const time = milliseconds(() => {
  for (const density of densities) for (const importance of importances) pairMinima(density, importance);
});
const each = (1000 * time) / (densities.length * importances.length);
process.stdout.write(`all minima of a pair     ${each.toFixed(2).padStart(9)} µs\n`);
