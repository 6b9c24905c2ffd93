import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { SmoothName } from '../../../src/model/activation.ts';
import { enclosedMean } from '../../../src/numeric/smooth/enclosed-mean.ts';
import type { Enclosure } from '../../../src/numeric/smooth/enclosure.ts';
import type { FloatDensity, FloatPiece } from '../../../src/numeric/smooth/float-density.ts';
import type { JetProduct } from '../../../src/numeric/smooth/jet.ts';
import { smoothActivation } from '../../../src/numeric/smooth/smooth-activation.ts';
import {
  parseRational,
  type Rational,
  rational,
  rationalFromNumber,
  toNumber,
  ZERO,
} from '../../../src/support/rational.ts';
import { runs, suite } from '../../support/suite.ts';
import { preciseJet } from './precise-functions.ts';
import { REFERENCE_MEANS } from './reference-means.ts';

const NAMES: readonly SmoothName[] = ['gelu', 'sigmoid', 'tanh', 'softplus'];
const name = fc.constantFrom(...NAMES);

const mean = (activation: SmoothName, product: JetProduct, density: FloatDensity): Enclosure =>
  enclosedMean({ activation: smoothActivation(activation), product }, density);
const pieceOf = (lower: number, width: number, masses: readonly number[]): FloatPiece => ({
  lower,
  width,
  masses: Float64Array.from(masses),
});
const onPiece = (piece: FloatPiece): FloatDensity => ({ atoms: [], pieces: [piece] });
const widthOf = ({ lower, upper }: Enclosure): number => upper - lower;
const exact = rationalFromNumber;

/** [lower, upper] as rationals, for arithmetic that adds nothing of its own. */
interface Interval {
  readonly low: Rational;
  readonly high: Rational;
}
const interval = ({ lower, upper }: Enclosure): Interval => ({ low: exact(lower), high: exact(upper) });
const contains = ({ low, high }: Interval, value: Rational): boolean =>
  low.compare(value) <= 0 && high.compare(value) >= 0;
const plus = (a: Interval, b: Interval): Interval => ({ low: a.low.add(b.low), high: a.high.add(b.high) });

/** Doubles of at most 20 bits, so that ends and widths add exactly. */
const shortDouble = (max: number): fc.Arbitrary<number> =>
  fc.integer({ min: -(2 ** 19), max: 2 ** 19 }).map((k) => (k / 2 ** 19) * max);
const shortWidth = fc
  .tuple(fc.integer({ min: 1, max: 2 ** 19 }), fc.integer({ min: -20, max: -16 }))
  .map(([k, e]) => k * 2 ** e);
const place = fc.oneof(shortDouble(10), shortDouble(2));
const coefficients = fc.array(shortDouble(8), { minLength: 1, maxLength: 13 });

suite('enclosedMean', (test) => {
  test('known value: means as computed elsewhere, in enclosures of relative width below 2·10⁻¹³', () => {
    for (const [activation, product, lower, width, masses, expected] of REFERENCE_MEANS) {
      const found = mean(activation, product, onPiece(pieceOf(lower, width, masses)));
      const value = parseRational(expected);
      const label = `${activation} ${product} on ${lower} + ${width}: ${expected} in [${found.lower}, ${found.upper}]`;
      const digits = rational(1n, 10n ** 21n).mul(value.abs());
      const { low, high } = interval(found);
      assert.ok(contains({ low: low.sub(digits), high: high.add(digits) }, value), label);
      const loose = product.includes('curvature') || lower < -10 || masses.some((mass) => mass < 0);
      assert.ok(widthOf(found) <= 2e-13 * Math.abs(toNumber(value)) + (loose ? 1e-11 : 1e-17), label);
    }
  });

  test('law: the integral of a derivative is a difference of values (uniform densities)', () => {
    const pairs: readonly (readonly [JetProduct, (jet: ReturnType<typeof preciseJet>) => Rational])[] = [
      ['slope', ({ value }) => value],
      ['value × slope', ({ value }) => value.mul(value).div(2)],
      ['curvature', ({ slope }) => slope],
      ['slope² + value × curvature', ({ value, slope }) => value.mul(slope)],
    ];
    fc.assert(
      fc.property(
        name,
        place,
        shortWidth,
        fc.constantFrom(...pairs),
        (activation, lower, width, [product, primitive]) => {
          const found = interval(mean(activation, product, onPiece(pieceOf(lower, width, [width]))));
          const [from, to] = [exact(lower), exact(lower).add(exact(width))].map((z) =>
            primitive(preciseJet(activation, z)),
          );
          const difference = (to ?? ZERO).sub(from ?? ZERO);
          assert.ok(
            contains(found, difference),
            `${toNumber(difference)} in [${toNumber(found.low)}, ${toNumber(found.high)}]`,
          );
          assert.ok(
            toNumber(found.high.sub(found.low)) < 1e-12 * (1 + width) * (1 + Math.abs(lower) + width) ** 2,
          );
        },
      ),
      runs(60),
    );
  });

  test('law: integration by parts, for densities of any degree and sign', () => {
    fc.assert(
      fc.property(name, place, shortWidth, coefficients, (activation, lower, width, masses) => {
        const degree = masses.length - 1;
        const scaled = masses.map((mass) => exact(mass).mul(exact(width)));
        const first = masses.slice(0, -1).map((mass, k) => ((masses[k + 1] ?? 0) - mass) * degree);
        const byParts = plus(
          interval(mean(activation, 'slope', onPiece(pieceOf(lower, width, scaled.map(toNumber))))),
          degree === 0
            ? { low: ZERO, high: ZERO }
            : interval(mean(activation, 'value', onPiece(pieceOf(lower, width, first)))),
        );
        const at = (z: Rational, mass: number): Rational => preciseJet(activation, z).value.mul(exact(mass));
        const ends = at(exact(lower).add(exact(width)), masses[degree] ?? 0).sub(
          at(exact(lower), masses[0] ?? 0),
        );
        assert.ok(
          contains(byParts, ends),
          `${activation}: ${toNumber(byParts.low)}, ${toNumber(ends)}, ${toNumber(byParts.high)}`,
        );
      }),
      runs(60),
    );
  });

  test('law: φ(z) − φ(−z) is z, or 1 less twice φ(−z), under any density however wide', () => {
    const wide = fc.oneof(place, fc.constantFrom(-1e3, -1e8, 2 ** 60, -(2 ** 60), -(2 ** 160), 1e50, -1e50));
    const widths = fc.oneof(shortWidth, fc.constantFrom(1e-9, 1e3, 2 ** 40, 2 ** 61, 2 ** 161, 1e50));
    fc.assert(
      fc.property(name, wide, widths, coefficients, (activation, lower, width, masses) => {
        const end = exact(lower).add(exact(width));
        const straight = mean(activation, 'value', onPiece(pieceOf(lower, width, masses)));
        const mirrored = mean(
          activation,
          'value',
          onPiece(pieceOf(-toNumber(end), width, masses.toReversed())),
        );
        const negated = { low: exact(-mirrored.upper), high: exact(-mirrored.lower) };
        const odd = activation === 'tanh';
        const sum =
          activation === 'sigmoid' || odd
            ? plus(interval(straight), interval(mirrored))
            : plus(interval(straight), negated);
        const count = rational(BigInt(masses.length));
        const mass = masses.reduce((total, m) => total.add(exact(m)), ZERO).div(count);
        const shift = masses
          .reduce((total, m, k) => total.add(exact(m).mul(k + 1)), ZERO)
          .div(count)
          .div(masses.length + 1);
        const first = exact(lower).mul(mass).add(exact(width).mul(shift));
        const expected = odd ? ZERO : activation === 'sigmoid' ? mass : first;
        assert.ok(
          contains(sum, expected),
          `${activation} ${lower} + ${width}: ${toNumber(sum.low)} ${toNumber(expected)} ${toNumber(sum.high)}`,
        );
        const scale =
          Math.max(...masses.map(Math.abs)) *
          (1 + (activation === 'gelu' || activation === 'softplus' ? Math.abs(lower) + width : 0));
        assert.ok(
          toNumber(sum.high.sub(sum.low)) <= 2e-13 * scale + 1e-190,
          `${toNumber(sum.high.sub(sum.low))} for ${scale}`,
        );
      }),
      runs(60),
    );
  });

  test('law: an atom counts φ at its place', () => {
    fc.assert(
      fc.property(
        name,
        fc.oneof(place, fc.constantFrom(-15, 15, 13)),
        shortDouble(4),
        (activation, value, mass) => {
          const found = interval(mean(activation, 'square', { atoms: [{ value, mass }], pieces: [] }));
          const jet = preciseJet(activation, exact(value));
          assert.ok(contains(found, jet.value.mul(jet.value).mul(exact(mass))));
        },
      ),
    );
  });

  test('law: numbers off by one rounding stay within the enclosure of the unrounded law', () => {
    // Thirds are no doubles: the rational law and its rounding differ in every number.
    const third = rational(1n, 3n);
    for (const activation of NAMES) {
      const [lower, width] = [parseRational('-700/3'), parseRational('1400/3')];
      const found = interval(
        mean(activation, 'slope', onPiece(pieceOf(toNumber(lower), toNumber(width), [toNumber(third)]))),
      );
      const [left, right] = [
        smoothActivation(activation).asymptotes.left,
        smoothActivation(activation).asymptotes.right,
      ];
      // φ at ±700/3 is the asymptote to 100 digits.
      const far = lower.neg();
      const difference = far.mul(right.slope + left.slope).add(right.intercept - left.intercept);
      assert.ok(contains(found, difference.div(width).mul(third)), activation);
    }
  });

  test('known value: from far below to 1/3, where rounded ends leave their mark, ∫φ′ is φ(1/3) less the limit', () => {
    const [third, far] = [rational(1n, 3n), rational(10n ** 9n, 3n)];
    for (const activation of NAMES) {
      const piece = pieceOf(toNumber(far.neg()), toNumber(far.add(third)), [1]);
      const found = interval(mean(activation, 'slope', onPiece(piece)));
      const limit = smoothActivation(activation).asymptotes.left.intercept;
      const expected = preciseJet(activation, third).value.sub(limit).div(far.add(third));
      assert.ok(contains(found, expected), activation);
      assert.ok(toNumber(found.high.sub(found.low)) < 1e-5 * toNumber(expected));
    }
  });

  test('known value: across 0 in a piece too long to resolve, ∫φ′ is still the difference of the limits', () => {
    for (const activation of ['sigmoid', 'tanh'] as const) {
      const found = interval(mean(activation, 'slope', onPiece(pieceOf(-(2 ** 60), 2 ** 61, [1]))));
      const { left, right } = smoothActivation(activation).asymptotes;
      assert.ok(contains(found, rational(BigInt(right.intercept - left.intercept), 2n ** 61n)), activation);
      assert.ok(toNumber(found.high.sub(found.low)) < 1e-14);
    }
  });

  test('known value: nothing is 0', () => {
    const { lower, upper } = mean('gelu', 'value', { atoms: [], pieces: [] });
    assert.ok(lower <= 0 && 0 <= upper && upper - lower < 1e-280);
  });

  const refused: readonly (readonly [string, FloatPiece])[] = [
    ['a width of 0', pieceOf(0, 0, [1])],
    ['no coefficients', pieceOf(0, 1, [])],
    ['NaN', pieceOf(Number.NaN, 1, [1])],
    ['an infinite mass', pieceOf(0, 1, [Number.POSITIVE_INFINITY])],
    ['a place beyond 1e100', pieceOf(-1e101, 1, [1])],
  ];
  for (const [label, piece] of refused) {
    test(`refusal: ${label}`, () =>
      assert.throws(() => mean('tanh', 'value', onPiece(piece)), /enclosedMean/));
  }
});
