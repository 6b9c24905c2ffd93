/**
 * @file What exactness costs: the closed form in rationals, with SymPy doing the same integral, and every minimum of a pair.
 *
 *     node --import tsx bench/exact-loss.ts
 *
 * Times are those the processor spent; the best of several rounds is printed. SymPy is asked where python3 has it.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pairMinima } from '../src/landscape/pair/pair-minima.ts';
import { publishedGrid } from '../src/landscape/phase-diagram.ts';
import { type ToyModel, task, toyModel } from '../src/model/toy-model.ts';
import { formatRational, parseRational, rational } from '../src/support/rational.ts';
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

/** What SymPy says of these models, one line of JSON each; or why it says nothing. */
function askSymPy(models: readonly ToyModel[]): { loss: string; seconds: number }[] | string {
  const folder = mkdtempSync(join(tmpdir(), 'antipode-bench-'));
  try {
    const file = join(folder, 'models.json');
    const plain = models.map(({ weights, bias, densities }) => ({
      weights: weights.map((row) => row.map(formatRational)),
      bias: bias.map(formatRational),
      density: densities.map(formatRational),
    }));
    writeFileSync(file, JSON.stringify(plain));
    const script = fileURLToPath(new URL('sympy-loss.py', import.meta.url));
    const { status, stdout, stderr } = spawnSync('python3', [script, file], { encoding: 'utf8' });
    if (status !== 0) return stderr?.trim().split('\n').at(-1) ?? 'no python3';
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Pairs of small rationals, no two in one chamber. */
function pairs(): ToyModel[] {
  const q = parseRational;
  return [
    { row: ['4/5', '-1/2'], bias: ['1/10', '-1/5'] },
    { row: ['7/6', '-6/7'], bias: ['-1/9', '2/9'] },
    { row: ['3/4', '2/3'], bias: ['-1/4', '-1/3'] },
  ].map(({ row, bias }) =>
    toyModel(task([q('3/10'), q('1/2')], [q('1'), q('1')]), [row.map(q)], bias.map(q)),
  );
}

const models = pairs();
const answers = askSymPy(models);
if (typeof answers === 'string') {
  process.stdout.write(`the same with SymPy, n = 2      skipped: ${answers}\n`);
} else {
  answers.forEach(({ loss, seconds }, k) => {
    const subject = models[k] ?? model(2);
    const calls = 200;
    const ours =
      milliseconds(() => {
        for (let call = 0; call < calls; call++) expectedLoss(subject);
      }) / calls;
    const agrees = formatRational(expectedLoss(subject).loss) === loss ? 'same rational' : `DIFFERS: ${loss}`;
    const theirs = 1000 * seconds;
    process.stdout.write(
      `pair ${k + 1}: closed form ${ours.toFixed(3)} ms, SymPy ${theirs.toFixed(0)} ms, ` +
        `${Math.round(theirs / ours)} times as long; ${agrees}\n`,
    );
  });
}

const { densities, importances } = publishedGrid(100);
const time = milliseconds(() => {
  for (const density of densities) for (const importance of importances) pairMinima(density, importance);
});
const each = (1000 * time) / (densities.length * importances.length);
process.stdout.write(`all minima of a pair     ${each.toFixed(2).padStart(9)} µs\n`);
