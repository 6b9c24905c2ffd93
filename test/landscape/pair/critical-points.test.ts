import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { type PairCriticalPoint, pairCriticalPoints } from '../../../src/landscape/pair/critical-points.ts';
import { DROPPED_RATIO, phaseOfPair } from '../../../src/model/phase.ts';
import { DomainError } from '../../../src/support/errors.ts';
import {
  formatRational,
  ONE,
  parseRational,
  type Rational,
  rational,
} from '../../../src/support/rational.ts';
import { RealAlgebraic } from '../../../src/symbolic/algebraic/real-algebraic.ts';
import { multiplyAlgebraic } from '../../../src/symbolic/algebraic/real-algebraic-arithmetic.ts';
import { runs, suite } from '../../support/suite.ts';

/** p in (0, 1], r in (0, 60], denominators up to 60; r = 1 and p = 1 often. */
const density = fc.oneof(
  fc.constant(ONE),
  fc
    .tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }))
    .map(([a, b]) => ratio(Math.min(a, b), Math.max(a, b))),
);
const importance = fc.oneof(
  { weight: 1, arbitrary: fc.constant(ONE) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }))
      .map(([a, b]) => ratio(a, b)),
  },
);

function ratio(a: number, b: number): Rational {
  return rational(BigInt(a), BigInt(b));
}

function pointsAt(p: string, r: string): readonly PairCriticalPoint[] {
  return pairCriticalPoints(parseRational(p), parseRational(r)).points;
}

function summary(points: readonly PairCriticalPoint[]): string[] {
  return points.map(({ kind, phase, orbit }) => `${kind} ${phase} ${orbit}`);
}

suite('pairCriticalPoints', (test) => {
  test('known value: at p = r = 1 two minima, two asymmetric saddles, two kinks that are passed, and W = 0', () => {
    const points = pointsAt('1', '1');
    assert.equal(summary(points), [
      'minimum confused 2',
      'minimum antipodal 2',
      'degenerate dropped-last 4',
      'degenerate dropped-first 4',
      'saddle dropped-first 4',
      'saddle dropped-last 4',
      'maximum dropped-all 1',
    ]);
    const [confused, antipodal] = points;
    // docs/maths/pair.md, §4: p/3 − p²/4, and 2p/3 − p(8 − 5p)²/(24(4 − 3p)) with w₁² = (8 − 5p)/(8 − 6p).
    assert.is(String(confused?.loss), '1/12');
    assert.is(String(antipodal?.loss), '7/24');
    assert.equal(antipodal?.weights[0].minimalPolynomial, [-3n, 0n, 2n]);
    assert.equal(confused?.weights[0].minimalPolynomial, [-1n, 0n, 2n]);
  });

  test('known value: below the axis curvature r = p(16 − 9p)/(32(1 − p)) the axis is passed, above it is a saddle', () => {
    // At p = 1/2 the curvature vanishes at r = 23/64.
    const kindOnAxis = (r: string): string | undefined =>
      pointsAt('1/2', r).find(({ onKink, weights: [, last] }) => onKink && last.sign() === 0)?.kind;
    assert.is(kindOnAxis('22/64'), 'degenerate');
    assert.is(kindOnAxis('24/64'), 'saddle');
  });

  test('known value: at r = 0 a perfect model of the first feature, and a flat line', () => {
    const { points, flat } = pairCriticalPoints(parseRational('3/10'), parseRational('0'));
    assert.is(flat, 'first-weight-zero');
    assert.equal(
      points.map(({ kind, loss, weights }) => [kind, String(loss), ...weights.map(String)]),
      [['minimum', '0', '1', '0']],
    );
  });

  test('law: outside W = 0 as many minima as saddles; W = 0 is the only maximum; index = kind', () => {
    fc.assert(
      fc.property(density, importance, (p, r) => {
        const { points, flat } = pairCriticalPoints(p, r);
        const of = (kind: string): PairCriticalPoint[] => points.filter((point) => point.kind === kind);
        assert.is(flat, 'none');
        assert.ok(of('minimum').length >= 1);
        assert.is(of('minimum').length, of('saddle').length);
        assert.equal(
          of('maximum').map(({ phase }) => phase),
          ['dropped-all'],
        );
        assert.ok(
          points.every(
            ({ kind, index }) => index === { minimum: 0, saddle: 1, maximum: 2, degenerate: undefined }[kind],
          ),
        );
      }),
      runs(15),
    );
  });

  test('law: exactly one critical direction with weights of the same sign, a minimum (Lemma 3)', () => {
    fc.assert(
      fc.property(density, importance, (p, r) => {
        const same = pairCriticalPoints(p, r).points.filter(({ weights: [a, b] }) => a.sign() * b.sign() > 0);
        assert.equal(
          same.map(({ kind, multiplicity }) => [kind, multiplicity]),
          [['minimum', 1]],
        );
      }),
      runs(15),
    );
  });

  test('law: exchanging the features turns (p, r) into (p, 1/r), the losses being divided by r, exactly', () => {
    fc.assert(
      fc.property(density, importance, (p, r) => {
        const points = pairCriticalPoints(p, r).points;
        const exchanged = pairCriticalPoints(p, r.inverse()).points;
        const scaled = exchanged.map(({ loss }) => multiplyAlgebraic(loss, RealAlgebraic.of(r)));
        assert.ok(
          points.every(({ loss }, k) => scaled[k]?.equals(loss)),
          `${formatRational(p)}, ${formatRational(r)}`,
        );
        const kinds = (list: readonly PairCriticalPoint[]): string[] => list.map(({ kind }) => kind);
        if (!r.equals(ONE)) assert.equal(kinds(exchanged), kinds(points));
      }),
      runs(10),
    );
  });

  test('law: the phase is that of the rounded weights, and the longer leg is at least √(2/7) (Lemma 2)', () => {
    fc.assert(
      fc.property(density, importance, (p, r) => {
        for (const { phase, weights } of pairCriticalPoints(p, r).points) {
          const rounded = Float64Array.from(weights, (weight) => weight.toNumber());
          // There are rational (p, r) with a minimum on the edge itself, where rounded weights fall to either side.
          const [one = 0, other = 0] = rounded.map(Math.abs);
          const isOnEdge = Math.abs(Math.min(one, other) / Math.max(one, other) - DROPPED_RATIO) < 1e-9;
          if (!isOnEdge) assert.is(phaseOfPair(rounded), phase);
          if (phase !== 'dropped-all') assert.ok(Math.max(...rounded.map(Math.abs)) >= Math.sqrt(2 / 7));
        }
      }),
      runs(15),
    );
  });

  for (const [p, r] of [
    ['0', '1'],
    ['11/10', '1'],
    ['-1/2', '1'],
    ['1/2', '-1'],
  ] as const) {
    test(`refusal: p = ${p}, r = ${r}`, () =>
      assert.throws(
        () => pointsAt(p, r),
        (error: unknown) => error instanceof DomainError,
      ));
  }
});
