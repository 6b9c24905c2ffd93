import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseActivation, RELU } from '../../../src/model/activation.ts';
import { independentActivity } from '../../../src/model/activity.ts';
import { UNIFORM } from '../../../src/model/value-law.ts';
import {
  formatRational,
  ONE,
  parseRational,
  type Rational,
  rational,
  toNumber,
  ZERO,
} from '../../../src/support/rational.ts';
import { requirePiecewiseLinear } from '../../../src/symbolic/expected-loss/expected-loss.ts';
import { lossInDensity, outputLossInDensity } from '../../../src/symbolic/expected-loss/loss-in-density.ts';
import { fractionToRational, outputLossIn } from '../../../src/symbolic/expected-loss/output-loss.ts';
import { integerSetting, type RingBlock } from '../../../src/symbolic/expected-loss/output-setting.ts';
import { formatPolynomial } from '../../../src/symbolic/polynomial/format.ts';
import { LaurentPolynomial } from '../../../src/symbolic/polynomial/laurent-polynomial.ts';
import type { OrderedRing } from '../../../src/symbolic/ring/ordered-ring.ts';
import { runs, suite } from '../../support/suite.ts';

/** Polynomials in g1, g2, g3 and b, ordered as their values at a reference point are. */
function chamberRing(reference: ReadonlyMap<string, Rational>): OrderedRing<LaurentPolynomial> {
  return {
    zero: LaurentPolynomial.ZERO,
    one: LaurentPolynomial.ONE,
    fromInteger: (value) => LaurentPolynomial.constant(rational(value)),
    add: (left, right) => left.add(right),
    negate: (value) => value.scale(rational(-1n)),
    multiply: (left, right) => left.multiply(right),
    sign: (value) => {
      const there = value.evaluate(reference);
      if (there.n === 0n) return 0;
      return there.s < 0n ? -1 : 1;
    },
    key: formatPolynomial,
  };
}

/** a + b √5. */
interface Golden {
  readonly a: bigint;
  readonly b: bigint;
}

/** The sign of a + b √5, by squaring. */
function goldenSign({ a, b }: Golden): -1 | 0 | 1 {
  const [left, right] = [a * (a < 0n ? -a : a), -b * (b < 0n ? -b : b) * 5n];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** ℤ[√5], where the Gram matrix of the unit pentagon lives, up to a factor 4. */
const GOLDEN: OrderedRing<Golden> = {
  zero: { a: 0n, b: 0n },
  one: { a: 1n, b: 0n },
  fromInteger: (value) => ({ a: value, b: 0n }),
  add: (left, right) => ({ a: left.a + right.a, b: left.b + right.b }),
  negate: ({ a, b }) => ({ a: -a, b: -b }),
  multiply: (left, right) => ({
    a: left.a * right.a + 5n * left.b * right.b,
    b: left.a * right.b + left.b * right.a,
  }),
  sign: goldenSign,
  key: ({ a, b }) => `${a},${b}`,
};

/** √5 to 60 digits. */
const ROOT = parseRational('2.236067977499789696409173668731276235440618359611525724270897');

const goldenValue = ({ a, b }: Golden): Rational => ROOT.mul(rational(b)).add(rational(a));

suite('expected loss over other rings', (test) => {
  test('law: over polynomials ordered at a reference point it is the formula of that chamber, for any activation', () => {
    const nearby = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 4, maxLength: 4 });
    const names = fc.constantFrom('relu', 'leaky-relu:1/10', 'abs', 'hard-tanh', 'jump-relu:1/2');
    fc.assert(
      fc.property(nearby, names, (offsets, name) => {
        const activation = requirePiecewiseLinear('test', parseActivation(name));
        // No vertex value is within 4/100 of a breakpoint, so all these points are in one chamber.
        const reference = new Map(
          Object.entries({ g1: '9/10', g2: '-13/20', g3: '7/20', b: '-1/5' }).map(([key, value]) => [
            key,
            parseRational(value),
          ]),
        );
        const at = new Map(
          [...reference].map(([key, value], k) => [key, value.add(rational(BigInt(offsets[k] ?? 0), 1000n))]),
        );
        const inputs = ['g1', 'g2', 'g3'].map(() => UNIFORM);
        const densities = ['1/2', '1/3', '1/5'].map(parseRational);
        const ring = chamberRing(reference);
        const symbolic = outputLossIn(
          {
            ring,
            output: {
              row: ['g1', 'g2', 'g3'].map((letter) => LaurentPolynomial.variable(letter)),
              self: 0,
              bias: LaurentPolynomial.variable('b'),
              scale: ring.one,
            },
            inputs,
            blocks: densities.map(
              (p, j): RingBlock<LaurentPolynomial> => ({
                features: [j],
                weights: [ONE.sub(p), p].map((weight) => LaurentPolynomial.constant(weight)),
                total: ring.one,
              }),
            ),
          },
          activation,
        );
        const value = symbolic.numerator.evaluate(at).div(symbolic.denominator.evaluate(at));
        const row = ['g1', 'g2', 'g3'].map((letter) => at.get(letter) ?? ZERO);
        const setting = integerSetting(
          { row, self: 0, bias: at.get('b') ?? ZERO },
          { inputs, activity: independentActivity(densities) },
        );
        const expected = fractionToRational(outputLossIn(setting, activation));
        assert.is(formatRational(value), formatRational(expected));
      }),
      runs(20),
    );
  });

  test('known value: the unit pentagon over ℤ[√5]: its loss as a polynomial in p, at 60 digits of √5', () => {
    // 4 cos 72° = √5 − 1 and 4 cos 144° = −√5 − 1.
    const [near, far] = [
      { a: -1n, b: 1n },
      { a: -1n, b: -1n },
    ];
    const output = {
      row: [{ a: 4n, b: 0n }, near, far, far, near],
      self: 0,
      bias: GOLDEN.zero,
      scale: { a: 4n, b: 0n },
    };
    const inputs = output.row.map(() => UNIFORM);
    const { numerator, denominator } = outputLossInDensity(GOLDEN, output, inputs, RELU);
    const exact = numerator.map((coefficient) => goldenValue(coefficient).div(goldenValue(denominator)));
    const close = output.row.map((entry) => goldenValue(entry).div(4));
    const gram = close.map((_, i) => close.map((__, j) => close[(j - i + 5) % 5] ?? ZERO));
    lossInDensity({ gram }).forEach((coefficient, k) => {
      const gap = coefficient.sub((exact[k] ?? ZERO).mul(5)).abs();
      assert.ok(gap.compare(parseRational('1e-50')) < 0, `p^${k}: ${toNumber(gap)}`);
    });
    // One feature at a time: Σ_j (cos θ_j)₊²/3 over the two neighbours, for each of five outputs.
    assert.ok(Math.abs(5 * toNumber(exact[1] ?? ZERO) - (10 / 3) * Math.cos((2 * Math.PI) / 5) ** 2) < 1e-12);
  });
});
