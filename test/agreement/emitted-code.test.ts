/** @file The formulas as programs, each run by its own language, against the closed form. */

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
import {
  expandPython,
  MISSING,
  runC,
  runJavaScript,
  runJulia,
  runMathematica,
  runPython,
  skipped,
} from '../support/run-emitted-code.ts';
import { runs, suite } from '../support/suite.ts';

const CHAMBERS = derivePairLoss();
const TABLE = pairFormulaTable(CHAMBERS);

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

/** The values a program printed, one a point, are the closed form's. */
function assertExact(values: readonly string[], points: readonly Point[]): void {
  assert.is(values.length, points.length);
  points.forEach((point, k) => {
    const found = formatRational(parseRational(values[k] ?? ''));
    assert.is(found, formatRational(exactLoss(point)), show(point));
  });
}

suite('formulas as programs', (test) => {
  const words = (points: readonly Point[]): string[][] => points.map((point) => show(point).split(' '));

  test('agreement: JavaScript, run by Node, is as near to the closed form as its head says', async () => {
    const points = samplePoints(40).map(rounded);
    const values = await runJavaScript(renderCode(TABLE, 'javascript'), 'loss', points.map(doublesOf));
    points.forEach((point, k) => {
      assertWithinPromise(values[k] ?? Number.NaN, point);
    });
    const [nothing] = await runJavaScript(renderCode(TABLE, 'javascript'), 'loss', [[Number.NaN, 1, 0.5, 1]]);
    assert.ok(Number.isNaN(nothing));
  });

  test('agreement: C, compiled without warnings, likewise', () => {
    if (MISSING.c !== undefined) return skipped('C', MISSING.c);
    const points = samplePoints(40).map(rounded);
    const values = runC(renderCode(TABLE, 'c'), 'loss', 4, points.map(doublesOf));
    assert.is(values.length, points.length);
    points.forEach((point, k) => {
      assertWithinPromise(values[k] ?? Number.NaN, point);
    });
  });

  test('agreement: Python, run by SymPy, equals the closed form exactly', () => {
    if (MISSING.python !== undefined) return skipped('Python', MISSING.python);
    const points = samplePoints(12);
    assertExact(runPython(renderCode(TABLE, 'python'), 'loss', words(points)), points);
  });

  test('agreement: the Python functions of the chambers, called with symbols, are the derived formulas', () => {
    if (MISSING.python !== undefined) return skipped('Python', MISSING.python);
    const names = CHAMBERS.map(({ chamber }) => `loss_${chamber.name.replaceAll('-', '_')}`);
    const found = expandPython(renderCode(TABLE, 'python'), names, ['w1', 'w2', 'p', 'r']);
    CHAMBERS.forEach(({ loss }, k) => {
      assert.ok(parsePolynomial((found[k] ?? '').replaceAll('**', '^')).equals(loss), found[k]);
    });
  });

  test('agreement: Mathematica, read by SymPy’s parser of that language, equals the closed form exactly', () => {
    if (MISSING.mathematica !== undefined) return skipped('Mathematica', MISSING.mathematica);
    const points = samplePoints(6);
    assertExact(runMathematica(renderCode(TABLE, 'mathematica'), 'loss', words(points)), points);
  });

  test('agreement: Julia equals the closed form exactly', () => {
    if (MISSING.julia !== undefined) return skipped('Julia', MISSING.julia);
    const points = samplePoints(12);
    assertExact(runJulia(renderCode(TABLE, 'julia'), 'loss', words(points)), points);
  });
});
