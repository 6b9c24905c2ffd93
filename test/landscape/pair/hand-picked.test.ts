import fc from 'fast-check';
import * as assert from 'uvu/assert';
import {
  bestHandPicked,
  type Configuration,
  PUBLISHED_BOUNDARIES,
  PUBLISHED_TRIPLE_POINT,
} from '../../../src/landscape/pair/hand-picked.ts';
import { task, toyModel } from '../../../src/model/toy-model.ts';
import { DomainError } from '../../../src/support/errors.ts';
import {
  ONE,
  type Rational,
  rational,
  rationalFromNumber,
  toNumber,
  ZERO,
} from '../../../src/support/rational.ts';
import { expectedLoss } from '../../../src/symbolic/expected-loss/expected-loss.ts';
import { suite } from '../../support/suite.ts';

const HALF = rational(1n, 2n);

/** The exact losses of the three configurations, computed from their weights and biases by the closed form. */
function exactLosses(p: Rational, r: Rational, bias: 'mean' | 'none'): Map<Configuration['phase'], Rational> {
  const base = task([p, p], [ONE, r]);
  const mean = bias === 'mean' ? p.mul(HALF) : ZERO;
  const lossOf = (weights: readonly Rational[], biases: readonly Rational[]): Rational =>
    expectedLoss(toyModel(base, [weights], biases)).loss;
  return new Map([
    ['dropped-last', lossOf([ONE, ZERO], [ZERO, mean])],
    ['dropped-first', lossOf([ZERO, ONE], [mean, ZERO])],
    ['antipodal', lossOf([ONE, ONE.neg()], [ZERO, ZERO])],
  ]);
}

const density = fc.integer({ min: 1, max: 1000 }).map((k) => k / 1000);
const importance = fc.integer({ min: -200, max: 200 }).map((k) => 10 ** (k / 100));
const bias = fc.constantFrom('mean' as const, 'none' as const);

suite('bestHandPicked', (test) => {
  test('known value: the three phases, and their losses', () => {
    assert.equal(bestHandPicked(1, 0.5, 'mean'), { phase: 'dropped-last', loss: 0.5 * (1 / 3 - 1 / 4) });
    assert.equal(bestHandPicked(1, 2, 'mean'), { phase: 'dropped-first', loss: 1 / 3 - 1 / 4 });
    assert.equal(bestHandPicked(0.5, 1, 'none'), { phase: 'antipodal', loss: 1 / 12 });
    assert.equal(bestHandPicked(0.9, 0.1, 'none'), { phase: 'dropped-last', loss: 0.1 * (0.9 / 3) });
  });

  test('known value: all three phases lose 16/147 at the triple point', () => {
    const losses = exactLosses(rational(4n, 7n), ONE, 'mean');
    for (const loss of losses.values()) assert.ok(loss.equals(rational(16n, 147n)));
    const { density: p, importance: r } = PUBLISHED_TRIPLE_POINT;
    assert.ok(Math.abs(bestHandPicked(p, r, 'mean').loss - 16 / 147) < 2e-17);
  });

  test('agreement: the least of the exact losses of the three configurations, to a few ulps', () => {
    fc.assert(
      fc.property(density, importance, bias, (p, r, dropped) => {
        const { phase, loss } = bestHandPicked(p, r, dropped);
        const exact = exactLosses(rationalFromNumber(p), rationalFromNumber(r), dropped);
        const own = toNumber(exact.get(phase) ?? ZERO);
        // p/3 − p²/4 ≥ p/12: subtracting magnifies two roundings of p/3 fourfold; three more follow.
        const tolerance = 12 * Number.EPSILON * own;
        assert.ok(Math.abs(loss - own) <= tolerance, `${loss} for ${own}`);
        for (const other of exact.values())
          assert.ok(toNumber(other) >= own - tolerance, `${phase} is least`);
      }),
    );
  });

  test('a tie goes to dropping the last feature, then to dropping the first', () => {
    assert.is(bestHandPicked(0, 1, 'mean').phase, 'dropped-last');
    assert.is(bestHandPicked(1, 1, 'none').phase, 'dropped-last');
    assert.is(bestHandPicked(0.5, 0, 'none').phase, 'dropped-last');
  });

  for (const [p, r] of [
    [-0.1, 1],
    [1.1, 1],
    [Number.NaN, 1],
    [0.5, -1],
    [0.5, Number.NaN],
  ] as const) {
    test(`refusal: p = ${p}, r = ${r}`, () =>
      assert.throws(
        () => bestHandPicked(p, r, 'mean'),
        (error: unknown) => error instanceof DomainError && error.message.startsWith('bestHandPicked: '),
      ));
  }
});

suite('published boundaries', (test) => {
  for (const { between, importanceAt, densities } of PUBLISHED_BOUNDARIES) {
    const [low, high] = densities;
    const inside = fc.integer({ min: 1, max: 999 }).map((k) => low + ((high - low) * k) / 1000);

    test(`law: on ${between.join(' | ')} the two tie and nothing is lower`, () => {
      fc.assert(
        fc.property(inside, (p) => {
          const r = importanceAt(p);
          const exact = exactLosses(rationalFromNumber(p), rationalFromNumber(r), 'mean');
          const [one, two] = between.map((phase) =>
            toNumber(exact.get(phase as Configuration['phase']) ?? ZERO),
          );
          assert.ok(one !== undefined && two !== undefined);
          // r is rounded twice or thrice; each loss is at most linear in it.
          assert.ok(Math.abs(one - two) <= 8 * Number.EPSILON * (1 + r) * p, `${one}, ${two}`);
          const least = bestHandPicked(p, r, 'mean').loss;
          assert.ok(least >= one - 8 * Number.EPSILON * (1 + r) * p, `${least} below ${one}`);
        }),
      );
    });

    test(`law: the phases beside ${between.join(' | ')} are those two`, () => {
      fc.assert(
        fc.property(inside, (p) => {
          const r = importanceAt(p);
          const beside = [r * (1 - 1e-9), r * (1 + 1e-9)].map((q) => bestHandPicked(p, q, 'mean').phase);
          assert.equal([...beside].sort(), [...between].sort());
        }),
      );
    });
  }

  test('known value: the boundaries meet at the triple point', () => {
    const { density: p, importance: r } = PUBLISHED_TRIPLE_POINT;
    for (const { importanceAt, densities } of PUBLISHED_BOUNDARIES) {
      assert.ok(Math.abs(importanceAt(p) - r) < 1e-15);
      assert.ok(densities.includes(p));
    }
  });
});
