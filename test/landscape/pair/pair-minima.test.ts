import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { type PairMinimum, pairMinima } from '../../../src/landscape/pair/pair-minima.ts';
import type { PhaseName } from '../../../src/model/phase.ts';
import { DomainError } from '../../../src/support/errors.ts';
import { suite } from '../../support/suite.ts';
import { uniform } from '../../support/uniform.ts';

/** The published axes: p from 10⁻³ to 1, r from 10⁻² to 10². */
const density = uniform(-3, 0).map((exponent) => 10 ** exponent);
const importance = uniform(-2, 2).map((exponent) => 10 ** exponent);

/** The density at which antipodal and confused tie at r = 1: the root in (0, 1) of 43 p² − 80 p + 32. */
const COEXISTENCE = (40 - 4 * Math.sqrt(14)) / 43;

function close(actual: number, expected: number, tolerance: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${what}: ${actual} for ${expected}`);
}

function phases(minima: readonly PairMinimum[]): PhaseName[] {
  return minima.map(({ phase }) => phase);
}

suite('pairMinima', (test) => {
  test('known value: p = 0.3, r = 0.1 keeps a little of the last feature: w2/w1 ≈ +0.0266', () => {
    const minima = pairMinima(0.3, 0.1);
    assert.equal(phases(minima), ['dropped-last']);
    const [first, last] = minima[0].weights;
    close(last / first, 0.02664674, 1e-8, 'ratio');
    assert.ok(minima[0].loss < (0.1 * 0.3) / 3, 'below the loss of dropping it');
  });

  test('known value: dense and equal, confused at w1 = w2 = 1/√2 with loss 1/12', () => {
    const [best] = pairMinima(1, 1);
    assert.is(best.phase, 'confused');
    close(best.loss, 1 / 12, 1e-15, 'loss');
    for (const weight of best.weights) close(weight, Math.SQRT1_2, 1e-15, 'weight');
  });

  test('known value: an unimportant last feature leaves a perfect model of the first', () => {
    for (const p of [1e-3, 0.3, 1]) {
      assert.equal(pairMinima(p, 0), [{ weights: [1, 0], loss: 0, phase: 'dropped-last' }]);
    }
  });

  test('known value: an overwhelming last feature leaves a perfect model of it, at the seam of the half circle', () => {
    assert.equal(
      pairMinima(0.3, 1e30).map(({ weights, phase }) => ({ weights, phase })),
      [{ weights: [0, 1], phase: 'dropped-first' }],
    );
  });

  test('law: at r = 1 exactly two minima at every density, antipodal and confused, with their closed forms', () => {
    fc.assert(
      fc.property(density, (p) => {
        const minima = pairMinima(p, 1);
        assert.equal(phases(minima).sort(), ['antipodal', 'confused']);
        for (const { phase, loss, weights } of minima) {
          const antipodal = (2 * p) / 3 - (p * (8 - 5 * p) ** 2) / (24 * (4 - 3 * p));
          const scale = (8 - 5 * p) / (8 - 6 * p);
          const square = phase === 'antipodal' ? scale : 0.5;
          // What the docstring of pairMinima promises, 1e-15 (1 + r) p; the closed form here adds rounding of its own.
          close(loss, phase === 'antipodal' ? antipodal : p / 3 - (p * p) / 4, 2e-15 * p, phase);
          close(weights[0], Math.sqrt(square), 2e-8, 'w1');
          close(weights[1], phase === 'antipodal' ? -Math.sqrt(square) : Math.sqrt(square), 2e-8, 'w2');
        }
      }),
    );
  });

  test('law: the order of the two flips at p = (40 − 4√14)/43 and nowhere else', () => {
    assert.ok(Math.abs(43 * COEXISTENCE ** 2 - 80 * COEXISTENCE + 32) < 1e-13);
    // The losses cross at an angle of about 0.26: differences of 1e-13 in p are resolved.
    for (const nudge of [1e-13, 1e-9, 1e-3]) {
      assert.is(pairMinima(COEXISTENCE - nudge, 1)[0].phase, 'antipodal', `−${nudge}`);
      assert.is(pairMinima(COEXISTENCE + nudge, 1)[0].phase, 'confused', `+${nudge}`);
    }
    fc.assert(
      fc.property(density, (p) => {
        fc.pre(Math.abs(p - COEXISTENCE) > 1e-12);
        assert.is(pairMinima(p, 1)[0].phase, p < COEXISTENCE ? 'antipodal' : 'confused');
      }),
    );
  });

  test('law: exchanging the features turns (p, r) into (p, 1/r) and divides the losses by r', () => {
    fc.assert(
      fc.property(density, importance, (p, r) => {
        const minima = pairMinima(p, r);
        const exchanged = pairMinima(p, 1 / r);
        assert.is(exchanged.length, minima.length);
        const renamed = { 'dropped-last': 'dropped-first', 'dropped-first': 'dropped-last' } as const;
        minima.forEach(({ loss, weights, phase }, k) => {
          const other = exchanged[k];
          assert.ok(other !== undefined);
          // Each loss is rounded to 1e-15 (1 + r) p; weights near a flat minimum to the root of that.
          close(other.loss * r, loss, 4e-15 * (1 + r) * p, 'loss');
          close(Math.abs(other.weights[0]), Math.abs(weights[1]), 1e-6, 'weight');
          close(Math.abs(other.weights[1]), Math.abs(weights[0]), 1e-6, 'weight');
          assert.is(Math.sign(other.weights[0] * other.weights[1]), Math.sign(weights[0] * weights[1]));
          const atEdge = Math.abs(Math.abs(weights[1] / weights[0]) - (Math.SQRT2 - 1)) < 1e-6;
          if (!atEdge)
            assert.is(other.phase, phase.startsWith('dropped') ? renamed[phase as 'dropped-last'] : phase);
        });
      }),
    );
  });

  test('law: ordered by loss, first weight not negative, losses within those of dropping and of W = 0', () => {
    fc.assert(
      fc.property(density, importance, (p, r) => {
        const minima = pairMinima(p, r);
        const losses = minima.map(({ loss }) => loss);
        assert.equal(
          losses,
          losses.toSorted((left, right) => left - right),
        );
        assert.ok(minima.every(({ weights }) => weights[0] >= 0));
        assert.ok(minima[0].loss <= (Math.min(1, r) * p) / 3, 'not above dropping either feature');
        assert.ok(minima[0].loss <= ((1 + r) * p * p) / 6 + 1e-15 * (1 + r) * p, 'not above the ideal pair');
        assert.ok(losses.every((loss) => loss >= 0 && loss < ((1 + r) * p) / 3));
      }),
    );
  });

  test('law: no feature is dropped exactly where both matter', () => {
    fc.assert(
      fc.property(density, importance, (p, r) => {
        for (const { weights } of pairMinima(p, r)) {
          assert.ok(Math.min(Math.abs(weights[0]), Math.abs(weights[1])) > 0, `${weights}`);
        }
      }),
    );
  });

  const outside: readonly [number, number][] = [
    [0, 1],
    [-0.1, 1],
    [1.1, 1],
    [Number.NaN, 1],
    [1e-61, 1],
    [0.5, -1],
    [0.5, Number.NaN],
    [0.5, Number.POSITIVE_INFINITY],
    [0.5, 1e61],
  ];
  for (const [p, r] of outside) {
    test(`refusal: p = ${p}, r = ${r}`, () =>
      assert.throws(
        () => pairMinima(p, r),
        (error: unknown) =>
          error instanceof DomainError && /expected an? (density|importance) in/.test(error.message),
      ));
  }
});
