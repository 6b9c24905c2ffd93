import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { pairMinima } from '../../src/landscape/pair/pair-minima.ts';
import { compareMinima } from '../../src/verify/minima-witness.ts';
import { anyPointWithin } from '../support/pair-weights.ts';
import { runs, suite } from '../support/suite.ts';

/** As the report has it: two losses closer than this, relative to the loss of W = 0, are one. */
const TOLERANCE = 1e-9;

suite('compareMinima', (test) => {
  test('known value: descents find both minima at p = 0.6, r = 1, the lower one at 0.11', () => {
    const found = compareMinima(0.6, 1, 8, TOLERANCE);
    assert.equal([found.density, found.importance], [0.6, 1]);
    assert.equal(
      found.minima.map(({ phase }) => phase),
      ['confused', 'antipodal'],
    );
    assert.ok(Math.abs(found.lowest - 0.11) < 1e-15);
    assert.ok(Math.abs(found.difference) < 1e-15);
    assert.equal(found.unlisted, []);
  });

  test('law: descents find the best minimum listed and nothing else, also far beyond the published axes', () => {
    fc.assert(
      fc.property(anyPointWithin({ p: [-3, 0], r: [-3, 3] }), ({ p, r }) => {
        const { unlisted, difference } = compareMinima(p, r, 8, TOLERANCE);
        assert.equal(unlisted, []);
        assert.ok(Math.abs(difference) <= TOLERANCE, `off by ${difference}`);
      }),
      runs(100),
    );
  });

  test('a list that lacks the global minimum is noticed: descents end there, and lower', () => {
    const [confused, antipodal] = pairMinima(0.6, 1);
    assert.ok(antipodal !== undefined);
    const { unlisted, difference, lowest } = compareMinima(0.6, 1, 8, TOLERANCE, [antipodal]);
    assert.is(unlisted.length, 4, 'half of the directions have features of equal sign');
    for (const end of unlisted) assert.ok(Math.abs(end - confused.loss) < 1e-15);
    assert.ok(Math.abs(difference - (lowest - antipodal.loss) / 0.4) < 1e-15 && difference < -0.01);
  });

  test('a list that lacks another minimum is noticed, though nothing is lower', () => {
    const [confused] = pairMinima(0.6, 1);
    const { unlisted, difference } = compareMinima(0.6, 1, 8, TOLERANCE, [confused]);
    assert.is(unlisted.length, 4);
    assert.ok(Math.abs(difference) < 1e-15);
  });

  test('a list off by more than the tolerance is noticed, by less it is not', () => {
    const [confused, antipodal] = pairMinima(0.6, 1);
    assert.ok(antipodal !== undefined);
    const unlisted = (error: number): number => {
      const list = [{ ...confused, loss: confused.loss + error * 0.4 }, antipodal] as const;
      return compareMinima(0.6, 1, 8, TOLERANCE, list).unlisted.length;
    };
    assert.equal([1.1e-9, -1.1e-9, 0.9e-9, -0.9e-9].map(unlisted), [4, 4, 0, 0]);
  });
});
