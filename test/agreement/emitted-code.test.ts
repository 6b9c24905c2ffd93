/** @file The formulas as programs, each run by its own language, against the closed form. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { task, toyModel } from '../../src/model/toy-model.ts';
import {
  formatRational,
  ONE,
  parseRational,
  type Rational,
  rational,
  rationalFromNumber,
  toNumber,
  ZERO,
} from '../../src/support/rational.ts';
import { chamberOf } from '../../src/symbolic/derivation/chambers.ts';
import { derivePairLoss } from '../../src/symbolic/derivation/pair-loss.ts';
import { expectedLoss } from '../../src/symbolic/expected-loss/expected-loss.ts';
import { LaurentPolynomial } from '../../src/symbolic/polynomial/laurent-polynomial.ts';
import { parsePolynomial } from '../../src/symbolic/polynomial/parse.ts';
import { pairFormulaTable } from '../../src/symbolic/presentation/code/formula-table.ts';
import { renderCode, roundingUnits } from '../../src/symbolic/presentation/code/render-code.ts';
import { anyDensity, anyImportance, smallRational } from '../support/arbitraries.ts';
import { runs, suite } from '../support/suite.ts';

const CHAMBERS = derivePairLoss();
const TABLE = pairFormulaTable(CHAMBERS);

const folder = mkdtempSync(join(tmpdir(), 'antipode-code-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

interface Point {
  readonly w1: Rational;
  readonly w2: Rational;
  readonly p: Rational;
  readonly r: Rational;
}

/** The pieces of the plane, up to sign, from two positive numbers: three chambers, their walls, and where all walls meet. */
const PIECES: readonly ((a: Rational, b: Rational) => readonly [Rational, Rational])[] = [
  (a, b) => [a, b],
  (a, b) => [a.add(b), b.neg()],
  (a, b) => [a, a.add(b).neg()],
  (a) => [a, ZERO],
  (a) => [ZERO, a],
  (a) => [a, a.neg()],
  () => [ZERO, ZERO],
];

/** Points of every piece and of its mirror image. */
function samplePoints(each: number): Point[] {
  const positive = smallRational(40)
    .filter((value) => value.n !== 0n)
    .map((value) => value.abs());
  return PIECES.flatMap((piece) =>
    [1, -1].flatMap((side) => {
      const point = fc.tuple(positive, positive, anyDensity(), anyImportance()).map(([a, b, p, r]): Point => {
        const [w1, w2] = piece(a, b);
        return { w1: w1.mul(side), w2: w2.mul(side), p, r };
      });
      return fc.sample(point, runs(each).numRuns);
    }),
  );
}

const exactLoss = ({ w1, w2, p, r }: Point): Rational =>
  expectedLoss(toyModel(task([p, p], [ONE, r]), [[w1, w2]])).loss;

const show = ({ w1, w2, p, r }: Point): string => [w1, w2, p, r].map(formatRational).join(' ');

/** The same point in doubles, as the exact values of those doubles. */
function rounded({ w1, w2, p, r }: Point): Point {
  const nearest = (value: Rational): Rational => rationalFromNumber(toNumber(value));
  return { w1: nearest(w1), w2: nearest(w2), p: nearest(p), r: nearest(r) };
}

const doublesOf = ({ w1, w2, p, r }: Point): [number, number, number, number] => [
  toNumber(w1),
  toNumber(w2),
  toNumber(p),
  toNumber(r),
];

/** Σ |terms| of the formula that serves a point. */
function termMagnitudes({ w1, w2, p, r }: Point): Rational {
  const formula = CHAMBERS.find(({ chamber }) => chamber.name === chamberOf(w1, w2))?.loss;
  assert.ok(formula !== undefined);
  const magnitudes = LaurentPolynomial.ofTerms(
    formula.terms.map(({ monomial, coefficient }) => ({ monomial, coefficient: coefficient.abs() })),
  );
  const point = Object.entries({ w1, w2, p, r }).map(([name, value]): [string, Rational] => [
    name,
    value.abs(),
  ]);
  return magnitudes.evaluate(new Map(point));
}

/** What the program's head promises: {@link roundingUnits} · 2⁻⁵³ of the sum of the magnitudes of the terms. */
function assertWithinPromise(found: number, point: Point): void {
  const error = rationalFromNumber(found).sub(exactLoss(point)).abs();
  const promise = termMagnitudes(point).mul(rational(BigInt(roundingUnits(TABLE)), 1n << 53n));
  assert.ok(error.compare(promise) <= 0, `${found} at ${show(point)}, off by ${toNumber(error)}`);
}

/** Runs a program on points, one a line; the lines it prints. */
function runOn(command: string, args: readonly string[], lines: readonly string[]): string[] {
  const { status, stdout, stderr } = spawnSync(command, args, {
    input: `${lines.join('\n')}\n`,
    encoding: 'utf8',
  });
  assert.is(status, 0, stderr);
  return stdout.trim().split('\n');
}

const works = (command: string, args: readonly string[]): boolean => spawnSync(command, args).status === 0;

/** The values a program printed, one a point, are the closed form's. */
function assertExact(values: readonly string[], points: readonly Point[]): void {
  assert.is(values.length, points.length);
  points.forEach((point, k) => {
    const found = formatRational(parseRational(values[k] ?? ''));
    assert.is(found, formatRational(exactLoss(point)), show(point));
  });
}

/** Debian's SymPy belongs to Debian's interpreter, which need not be the first on the path. */
const python = ['python3', '/usr/bin/python3'].find((command) => works(command, ['-c', 'import sympy']));

/** On a line of its own, between uvu's dots. */
function skipped(language: string, reason: string): void {
  process.stdout.write(`\nSKIPPED ${language} formulas: ${reason}\n`);
}

suite('formulas as programs', (test) => {
  test('agreement: JavaScript, run by Node, is as near to the closed form as its head says', async () => {
    const code = renderCode(TABLE, 'javascript');
    const { loss } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
      loss: (w1: number, w2: number, p: number, r: number) => number;
    };
    for (const point of samplePoints(40).map(rounded)) assertWithinPromise(loss(...doublesOf(point)), point);
    assert.ok(Number.isNaN(loss(Number.NaN, 1, 0.5, 1)));
  });

  test('agreement: C, compiled without warnings, likewise', () => {
    if (!works('cc', ['--version'])) return skipped('C', 'no compiler `cc` is installed');
    const source = join(folder, 'loss.c');
    const program = join(folder, 'loss');
    const main = `
#include <stdio.h>
int main(void) {
  double w1, w2, p, r;
  while (scanf("%lf %lf %lf %lf", &w1, &w2, &p, &r) == 4) printf("%.17g\\n", loss(w1, w2, p, r));
  return 0;
}`;
    writeFileSync(source, renderCode(TABLE, 'c') + main);
    runOn('cc', ['-std=c99', '-Wall', '-Wextra', '-Werror', '-O2', source, '-o', program], []);
    const points = samplePoints(40).map(rounded);
    const values = runOn(
      program,
      [],
      points.map((point) => doublesOf(point).join(' ')),
    );
    assert.is(values.length, points.length);
    points.forEach((point, k) => {
      assertWithinPromise(Number(values[k]), point);
    });
  });

  test('agreement: Python, run by SymPy, equals the closed form exactly', () => {
    if (python === undefined)
      return skipped('Python', 'no python3 with sympy (apt-get install python3-sympy)');
    writeFileSync(join(folder, 'pair_loss.py'), renderCode(TABLE, 'python'));
    const main = `import sys\nsys.path.insert(0, ${JSON.stringify(folder)})\nfrom pair_loss import loss\nfor line in sys.stdin: print(loss(*line.split()))`;
    const points = samplePoints(12);
    assertExact(runOn(python, ['-c', main], points.map(show)), points);
  });

  test('agreement: the Python functions of the chambers, called with symbols, are the derived formulas', () => {
    if (python === undefined)
      return skipped('Python', 'no python3 with sympy (apt-get install python3-sympy)');
    writeFileSync(join(folder, 'pair_loss.py'), renderCode(TABLE, 'python'));
    const main = `import sys\nsys.path.insert(0, ${JSON.stringify(folder)})\nimport pair_loss, sympy\nfor name in sys.stdin: print(sympy.expand(getattr(pair_loss, name.strip())(*sympy.symbols("w1 w2 p r"))))`;
    const names = CHAMBERS.map(({ chamber }) => `loss_${chamber.name.replaceAll('-', '_')}`);
    const found = runOn(python, ['-c', main], names);
    CHAMBERS.forEach(({ loss }, k) => {
      assert.ok(parsePolynomial((found[k] ?? '').replaceAll('**', '^')).equals(loss), found[k]);
    });
  });

  test('agreement: Mathematica, read by SymPy’s parser of that language, equals the closed form exactly', () => {
    if (python === undefined)
      return skipped('Mathematica', 'no python3 with sympy (apt-get install python3-sympy)');
    const source = join(folder, 'loss.wl');
    writeFileSync(source, renderCode(TABLE, 'mathematica'));
    const evaluator = fileURLToPath(new URL('../support/evaluate_mathematica.py', import.meta.url));
    const points = samplePoints(6);
    assertExact(runOn(python, [evaluator, source], points.map(show)), points);
  });

  test('agreement: Julia equals the closed form exactly', () => {
    if (!works('julia', ['--version'])) return skipped('Julia', 'no `julia` is installed');
    const main = `
include(ARGS[1])
number(text) = (parts = parse.(BigInt, split(text, "/")); parts[1] // get(parts, 2, big(1)))
for line in eachline(stdin)
    value = loss(number.(split(line))...)
    println(numerator(value), "/", denominator(value))
end`;
    const source = join(folder, 'loss.jl');
    writeFileSync(source, renderCode(TABLE, 'julia'));
    const points = samplePoints(12);
    assertExact(runOn('julia', ['-e', main, source], points.map(show)), points);
  });
});
