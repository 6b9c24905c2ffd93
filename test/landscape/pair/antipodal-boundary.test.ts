import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { antipodalBoundary, type Coexistence } from '../../../src/landscape/pair/antipodal-boundary.ts';
import { pairMinima } from '../../../src/landscape/pair/pair-minima.ts';
import { publishedGrid } from '../../../src/landscape/phase-diagram.ts';
import { DomainError } from '../../../src/support/errors.ts';
import { runs, suite } from '../../support/suite.ts';

const importance = fc.integer({ min: -2000, max: 2000 }).map((k) => 10 ** (k / 1000));

function found(r: number): Coexistence {
  const search = antipodalBoundary(r, [1e-4, 1]);
  assert.is(search.status, 'found');
  if (search.status !== 'found') throw new Error('unreachable');
  return search;
}

suite('antipodalBoundary', (test) => {
  test('known value: at r = 1 the root (40 − 4√14)/43 of 43p² − 80p + 32, where both lose p/3 − p²/4', () => {
    const { density: p, below, above } = found(1);
    // docs/maths/pair.md, §4. The losses cross at an angle of 0.26 and are rounded to 1e-15 p.
    assert.ok(Math.abs(p - (40 - 4 * Math.sqrt(14)) / 43) < 1e-14);
    assert.equal([below.phase, above.phase], ['antipodal', 'confused']);
    for (const { loss } of [below, above]) assert.ok(Math.abs(loss - (p / 3 - (p * p) / 4)) < 1e-15);
  });

  test('law: the two minima tie there, and lie far apart: a transition of first order', () => {
    fc.assert(
      fc.property(importance, (r) => {
        const { importance: given, density: p, below, above } = found(r);
        assert.is(given, r);
        assert.is(below.phase, 'antipodal');
        assert.is.not(above.phase, 'antipodal');
        assert.ok(Math.abs(below.loss - above.loss) <= 4e-15 * (1 + r) * p);
        const [[a1, a2], [b1, b2]] = [below.weights, above.weights];
        assert.ok(Math.min(Math.hypot(a1 - b1, a2 - b2), Math.hypot(a1 + b1, a2 + b2)) > 0.58);
      }),
      runs(50),
    );
  });

  test('law: antipodal just below it, not so just above', () => {
    fc.assert(
      fc.property(importance, (r) => {
        const { density: p } = found(r);
        assert.is(pairMinima(p * (1 - 1e-9), r)[0].phase, 'antipodal');
        assert.is.not(pairMinima(p * (1 + 1e-9), r)[0].phase, 'antipodal');
      }),
      runs(50),
    );
  });

  test('law: exchanging the features leaves it where it is', () => {
    fc.assert(
      fc.property(importance, (r) => {
        const [one, two] = [found(r).density, found(1 / r).density];
        assert.ok(Math.abs(one - two) <= 1e-13 * one, `${one}, ${two}`);
      }),
      runs(50),
    );
  });

  test('law: along every column of the published grid, antipodal up to one density and never again', () => {
    const { densities, importances } = publishedGrid(200);
    for (const r of importances) {
      const antipodal = densities.map((p) => pairMinima(p, r)[0].phase === 'antipodal');
      const first = antipodal.indexOf(true);
      assert.ok(first > 0, `r = ${r}`);
      assert.ok(antipodal.slice(first).every(Boolean), `r = ${r}`);
    }
  });

  test('where no end of superposition lies in the range, that is the answer', () => {
    for (const [r, low, high] of [
      [1, 0.7, 1],
      [1, 0.1, 0.5],
      [1e-6, 1e-4, 1],
    ] as const) {
      assert.equal(antipodalBoundary(r, [low, high]), { status: 'none-in-range', importance: r });
    }
  });

  for (const [low, high] of [
    [0, 1],
    [0.5, 0.5],
    [0.6, 0.5],
    [0.5, 1.1],
    [Number.NaN, 1],
    [0.1, Number.NaN],
  ] as const) {
    test(`refusal: a range from ${low} to ${high}`, () =>
      assert.throws(
        () => antipodalBoundary(1, [low, high]),
        (error: unknown) => error instanceof DomainError && /0 < low < high ≤ 1/.test(error.message),
      ));
  }
});
