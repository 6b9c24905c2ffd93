/**
 * @file The complete tables with bias as programs, each run by its own language, against the closed form: in every chamber, on
 * walls, and where entries are 0.
 */

import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { gram, task, toyModel } from '../../src/model/toy-model.ts';
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
import { membersOf, subsetsOf } from '../../src/symbolic/bit-sets.ts';
import { expectedLoss } from '../../src/symbolic/expected-loss/expected-loss.ts';
import { outputLoss } from '../../src/symbolic/expected-loss/output-loss.ts';
import { enumerateChambers } from '../../src/symbolic/output-formula/enumerate-chambers.ts';
import { renderProgram } from '../../src/symbolic/presentation/code/program/render-program.ts';
import { tableProgram } from '../../src/symbolic/presentation/code/program/table-program.ts';
import { anyDensity, anyImportance, smallRational } from '../support/arbitraries.ts';
import { densitiesOf, pointOf } from '../support/output-chambers.ts';
import {
  MISSING,
  runC,
  runJavaScript,
  runJulia,
  runMathematica,
  runPython,
  skipped,
} from '../support/run-emitted-code.ts';
import { runs, suite } from '../support/suite.ts';

interface Point {
  readonly row: readonly Rational[];
  readonly bias: Rational;
  readonly densities: readonly Rational[];
  readonly importance: Rational;
}

/** Points of every chamber of n features, with densities of their own. */
function chamberPoints(n: number, each: number): Point[] {
  return enumerateChambers(n).flatMap((chamber) =>
    fc
      .sample(fc.tuple(pointOf(chamber), densitiesOf(n), anyImportance()), runs(each).numRuns)
      .map(([{ row, bias }, densities, importance]) => ({ row, bias, densities, importance })),
  );
}

/** Points on walls, where a vertex value is 0, and on faces, where entries are 0: every wall and every face of n features. */
function specialPoints(n: number, each: number): Point[] {
  const row = fc.array(smallRational(), { minLength: n, maxLength: n });
  const sum = (entries: readonly Rational[]): Rational =>
    entries.reduce((total, entry) => total.add(entry), ZERO);
  return [...Array(1 << n).keys()].flatMap((zeros) =>
    [...Array(1 << n).keys()].flatMap((vertex) =>
      fc
        .sample(fc.tuple(row, smallRational(), densitiesOf(n), anyImportance()), runs(each).numRuns)
        .flatMap(([entries, bias, densities, importance]) => {
          const face = entries.map((entry, j) => ((zeros >> j) & 1 ? ZERO : entry));
          const onWall = sum(membersOf(vertex).map((j) => face[j] ?? ZERO)).neg();
          return [onWall, bias].map((b): Point => ({ row: face, bias: b, densities, importance }));
        }),
    ),
  );
}

const exactValue = ({ row, bias, densities, importance }: Point): Rational =>
  outputLoss({ row, self: 0, bias }, densities).mul(importance);

const argumentsOf = ({ row, bias, densities, importance }: Point): Rational[] => [
  ...row,
  bias,
  ...densities,
  importance,
];

const words = (point: Point): string[] => argumentsOf(point).map(formatRational);

function assertExact(values: readonly string[], points: readonly Point[]): void {
  assert.is(values.length, points.length);
  points.forEach((point, k) => {
    const found = formatRational(parseRational(values[k] ?? ''));
    assert.is(found, formatRational(exactValue(point)), words(point).join(' '));
  });
}

/** The same point in doubles, as the exact values of those doubles. */
function rounded({ row, bias, densities, importance }: Point): Point {
  const nearest = (value: Rational): Rational => rationalFromNumber(toNumber(value));
  return {
    row: row.map(nearest),
    bias: nearest(bias),
    densities: densities.map(nearest),
    importance: nearest(importance),
  };
}

/** M of the program's head. */
function magnitude({ row, bias, densities, importance }: Point): Rational {
  const live = row.flatMap((entry, j) => (entry.n === 0n ? [] : [j]));
  const size = row.reduce((total, entry) => total.add(entry.abs()), bias.abs());
  const inverse = row[0]?.n === 0n ? ZERO : ONE.div(row[0]?.abs() ?? ONE);
  const factorial = (k: number): bigint => (k <= 1 ? 1n : BigInt(k) * factorial(k - 1));
  const power = (exponent: number): Rational =>
    Array.from({ length: exponent }, () => size).reduce((product, each) => product.mul(each), ONE);
  const total = subsetsOf((1 << row.length) - 1).reduce((sum, active) => {
    const own = (active & 1) === 1;
    const reaching = membersOf(active).filter((j) => live.includes(j));
    const k = reaching.length;
    const probability = densities.reduce(
      (product, p, j) => product.mul((active >> j) & 1 ? p : ONE.sub(p)),
      ONE,
    );
    const below = reaching.reduce((product, j) => product.mul(row[j]?.abs() ?? ONE), ONE);
    const higher = power(k + 2)
      .mul(2)
      .mul(ONE.add(inverse))
      .div(rational(factorial(k + 2)));
    const lower = own ? power(k + 1).div(rational(factorial(k + 1))) : ZERO;
    const vertices = higher
      .add(lower)
      .mul(2 ** k)
      .div(below);
    return sum.add(probability.mul((own ? rational(1n, 3n) : ZERO).add(vertices)));
  }, ZERO);
  return total.mul(importance);
}

function assertRounded(values: readonly number[], points: readonly Point[], units: number): void {
  assert.is(values.length, points.length);
  points.forEach((point, k) => {
    const error = rationalFromNumber(values[k] ?? Number.NaN)
      .sub(exactValue(point))
      .abs();
    const promise = magnitude(point).mul(rational(BigInt(units), 1n << 53n));
    assert.ok(
      error.compare(promise) <= 0,
      `${values[k]} at ${words(point).join(' ')}, off by ${toNumber(error)}`,
    );
  });
}

const PROGRAMS = [1, 2, 3].map((n) => ({ n, program: tableProgram(n, 'each') }));

/** More points in the small tables. */
const POINTS: readonly number[] = [0, 12, 6, 1];

suite('tables with bias as programs', (test) => {
  for (const { n, program } of PROGRAMS) {
    const points = [...chamberPoints(n, POINTS[n] ?? 1), ...specialPoints(n, 1)];
    const doubles = points.map(rounded);
    const numbers = doubles.map((point) => argumentsOf(point).map(toNumber));

    test(`agreement: n = ${n}: JavaScript, run by Node, is as near to the closed form as its head says`, async () => {
      const values = await runJavaScript(renderProgram(program, 'javascript'), 'outputLoss', numbers);
      assertRounded(values, doubles, program.roundingUnits);
    });

    test(`agreement: n = ${n}: C, compiled without warnings, likewise`, () => {
      if (MISSING.c !== undefined) return skipped('C', MISSING.c);
      const values = runC(renderProgram(program, 'c'), 'output_loss', 2 * n + 2, numbers);
      assertRounded(values, doubles, program.roundingUnits);
    });

    test(`agreement: n = ${n}: Python, run by SymPy, equals the closed form in every chamber, on walls and faces`, () => {
      if (MISSING.python !== undefined) return skipped('Python', MISSING.python);
      const zeros = Array.from({ length: n }, () => '0.0');
      const atZero = [...zeros, '0.5', ...zeros, '1'];
      const values = runPython(renderProgram(program, 'python'), 'output_loss', [
        ...points.map(words),
        atZero,
      ]);
      assertExact(values.slice(0, -1), points);
      // Floats count as zero where they are: E (x_1 - 1/2)^2 with x_1 = 0.
      assert.is(Number(values.at(-1)), 0.25);
    });

    test(`agreement: n = ${n}: Mathematica, read by SymPy’s parser of that language, likewise`, () => {
      if (MISSING.mathematica !== undefined) return skipped('Mathematica', MISSING.mathematica);
      const code = renderProgram(program, 'mathematica');
      assertExact(runMathematica(code, 'outputLoss', points.map(words)), points);
    });

    test(`agreement: n = ${n}: Julia likewise`, () => {
      if (MISSING.julia !== undefined) return skipped('Julia', MISSING.julia);
      assertExact(runJulia(renderProgram(program, 'julia'), 'output_loss', points.map(words)), points);
    });
  }

  test('agreement: the loss of whole models, from G, with one density and with a density each', () => {
    if (MISSING.python !== undefined) return skipped('Python', MISSING.python);
    const matrix = (h: number): fc.Arbitrary<Rational[][]> =>
      fc.array(fc.array(smallRational(6), { minLength: 3, maxLength: 3 }), { minLength: h, maxLength: h });
    const triple = fc.array(smallRational(), { minLength: 3, maxLength: 3 });
    const importances = fc.array(anyImportance(), { minLength: 3, maxLength: 3 });
    const models = fc
      .sample(fc.tuple(matrix(2), triple, densitiesOf(3), importances, anyDensity()), runs(12).numRuns)
      .map(([weights, bias, densities, importance, density]) => ({
        weights,
        bias,
        densities,
        importance,
        density,
      }));
    for (const choice of ['each', 'common'] as const) {
      const built = models.map(({ weights, bias, densities, importance, density }) =>
        toyModel(
          task(choice === 'each' ? densities : densities.map(() => density), importance),
          weights,
          bias,
        ),
      );
      const code = renderProgram(tableProgram(3, choice), 'python');
      const values = runPython(
        code,
        'loss',
        built.map((model) => {
          const g = gram(model);
          const upper = g.flatMap((entries, i) => entries.slice(i));
          const p = choice === 'each' ? model.densities : model.densities.slice(0, 1);
          return [...upper, ...model.bias, ...p, ...model.importances].map(formatRational);
        }),
      );
      assert.equal(
        values.map((value) => formatRational(parseRational(value))),
        built.map((model) => formatRational(expectedLoss(model).loss)),
      );
    }
  });

  test('what is not a number gives none, whatever the signs', async () => {
    const [{ program } = { program: tableProgram(1, 'each') }] = PROGRAMS.slice(1);
    const point = [1, -1, 0.5, 0.5, 0.25, 1];
    const points = point.map((_, hole) => point.map((value, k) => (k === hole ? Number.NaN : value)));
    const values = await runJavaScript(renderProgram(program, 'javascript'), 'outputLoss', points);
    assert.ok(values.every(Number.isNaN));
  });

  test('law: the number of formulas is that of the chambers up to exchange, and each is called', () => {
    const counts = PROGRAMS.map(({ n, program }) => {
      const own = program.functions.filter(
        ({ kind, words: name }) => kind === 'formula' && name[1] === `${n}` && name[2] === 'chamber',
      );
      return own.length;
    });
    assert.equal(counts, [4, 14, 66]);
    for (const { program } of PROGRAMS) {
      const text = renderProgram(program, 'python');
      for (const { kind, words: name } of program.functions) {
        if (kind !== 'sum')
          assert.match(text, new RegExp(`return ${name.join('_')}\\(|\\*${name.join('_')}\\(`));
      }
    }
  });
});
