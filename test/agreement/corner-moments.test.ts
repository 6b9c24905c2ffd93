import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { RELU } from '../../src/model/activation.ts';
import { task } from '../../src/model/toy-model.ts';
import {
  MOMENT,
  MOMENT_ERROR,
  MOMENT_UNDERFLOW,
  momentCount,
  rectifiedMoments,
} from '../../src/numeric/rectified-moments/rectified-moments.ts';
import { overCommonDenominator } from '../../src/support/common-denominator.ts';
import { endsOf } from '../../src/support/fixed-interval.ts';
import {
  ONE,
  type Rational,
  rational,
  rationalFromNumber,
  toNumber,
  ZERO,
} from '../../src/support/rational.ts';
import { expectations } from '../../src/symbolic/expected-loss/expectations.ts';
import { integerSetting } from '../../src/symbolic/expected-loss/output-setting.ts';
import { activationSpline, derivative, squaredActivation } from '../../src/symbolic/expected-loss/spline.ts';
import { momentsByParts, setProbabilities } from '../../src/verify/certificate/moments-by-parts.ts';
import { anyDensity } from '../support/arbitraries.ts';
import { runs, suite } from '../support/suite.ts';

interface Corner {
  readonly row: readonly number[];
  readonly bias: number;
  readonly self: number;
  readonly densities: readonly Rational[];
}

/** Multiples of 2⁻⁴², zeros, tiny ones and ties of vertex values among them. */
function anyEntry(): fc.Arbitrary<number> {
  return fc.oneof(
    fc.constantFrom(0, 1, -1, 0.5, -0.5, 2 ** -42, -(2 ** -42), 2 ** -20),
    fc.integer({ min: -(2 ** 43), max: 2 ** 43 }).map((count) => count / 2 ** 42),
    fc.integer({ min: -8, max: 8 }).map((count) => count / 4),
  );
}

function anyCorner(): fc.Arbitrary<Corner> {
  return fc.integer({ min: 1, max: 4 }).chain((n) =>
    fc.record({
      row: fc.array(anyEntry(), { minLength: n, maxLength: n }),
      bias: anyEntry(),
      self: fc.nat({ max: n - 1 }),
      densities: fc.array(anyDensity(), { minLength: n, maxLength: n }),
    }),
  );
}

/** In the order of {@link MOMENT}. */
function inDoubles({ row, bias, self, densities }: Corner, closed: boolean): number[] {
  const out = new Float64Array(momentCount(row.length));
  const probabilities = densities.reduce<Rational[]>(
    (weights, p) => [...weights.map((w) => w.mul(ONE.sub(p))), ...weights.map((w) => w.mul(p))],
    [ONE],
  );
  const preactivation = { row: Float64Array.from(row), bias, self, closed };
  rectifiedMoments(row.length).fill(preactivation, Float64Array.from(probabilities, toNumber), out);
  return [...out];
}

function byParts({ row, bias, self, densities }: Corner, closed: boolean): (readonly [Rational, Rational])[] {
  const { integers, denominator } = overCommonDenominator([...row, bias].map(rationalFromNumber));
  const corner = { row: integers.slice(0, -1), bias: integers.at(-1) ?? 0n, denominator, closed };
  const momentOf = momentsByParts(corner, setProbabilities(densities));
  return [
    momentOf([], 2),
    momentOf([], 1),
    momentOf([self], 0),
    ...row.map((_, j) => momentOf([j], 1)),
    ...row.map((_, j) => momentOf([self, j], 0)),
  ].map(endsOf);
}

function exactly({ row, bias, self, densities }: Corner): Rational[] {
  const output = { row: row.map(rationalFromNumber), self, bias: rationalFromNumber(bias) };
  const [value, square] = [activationSpline(RELU), squaredActivation(RELU)];
  const active = derivative(value);
  const integrands = [
    { monomial: [], spline: square },
    { monomial: [], spline: value },
    { monomial: [self], spline: active },
    ...row.map((_, j) => ({ monomial: [j], spline: value })),
    ...row.map((_, j) => ({ monomial: [self, j], spline: active })),
  ];
  const setting = integerSetting(output, task(densities, densities));
  return expectations(
    setting,
    integrands.map((integrand) => [integrand]),
  ).map(({ value: { numerator, denominator } }) => rational(numerator, denominator));
}

suite('moments at corners: cones, parts and the law of z', (test) => {
  test('agreement: doubles lie within their error of the exact moments', () => {
    fc.assert(
      fc.property(anyCorner(), (corner) => {
        const exact = exactly(corner);
        inDoubles(corner, false).forEach((found, k) => {
          const expected = toNumber(exact[k] ?? ZERO);
          assert.ok(Math.abs(found - expected) <= MOMENT_ERROR * expected + MOMENT_UNDERFLOW, `moment ${k}`);
        });
      }),
      runs(150),
    );
  });

  test('agreement: integration by parts encloses the exact moments, to 2⁻⁴⁰ and much less', () => {
    const width = rational(1n, 1n << 40n);
    fc.assert(
      fc.property(anyCorner(), (corner) => {
        const exact = exactly(corner);
        byParts(corner, false).forEach(([lower, upper], k) => {
          const expected = exact[k] ?? ZERO;
          assert.ok(lower.compare(expected) <= 0 && upper.compare(expected) >= 0, `moment ${k}`);
          assert.ok(upper.sub(lower).compare(width) < 0, `moment ${k} is narrow`);
        });
      }),
      runs(150),
    );
  });

  test('law: no moment falls when an entry or the bias rises, nor when z ≡ 0 begins to count', () => {
    fc.assert(
      fc.property(anyCorner(), fc.nat(), fc.integer({ min: 1, max: 2 ** 42 }), (corner, where, rise) => {
        const place = where % (corner.row.length + 1);
        const raised = {
          ...corner,
          row: corner.row.map((entry, j) => (j === place ? entry + rise / 2 ** 42 : entry)),
          bias: place === corner.row.length ? corner.bias + rise / 2 ** 42 : corner.bias,
        };
        const [before, closed, after] = [
          byParts(corner, false),
          byParts(corner, true),
          byParts(raised, false),
        ];
        before.forEach(([lower], k) => {
          assert.ok(lower.compare(after[k]?.[1] ?? ZERO) <= 0);
          assert.ok(lower.compare(closed[k]?.[1] ?? ZERO) <= 0);
        });
      }),
      runs(60),
    );
  });

  test('known value: of an output that is identically 0, E x_i² [z > 0] is 0, and p_i/3 as a limit from above', () => {
    const corner = { row: [0, 0], bias: 0, self: 1, densities: [rational(1n, 2n), rational(3n, 4n)] };
    const place = MOMENT.values + 2 + 1;
    assert.is(inDoubles(corner, false)[place], 0);
    assert.is(inDoubles(corner, true)[place], 0.25);
    assert.ok(byParts(corner, true)[place]?.every((end) => Math.abs(toNumber(end) - 0.25) < 1e-15));
  });
});
