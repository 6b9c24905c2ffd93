import * as assert from 'uvu/assert';
import { lossSurface } from '../../../src/landscape/pair/loss-surface.ts';
import { pairMinima } from '../../../src/landscape/pair/pair-minima.ts';
import { task, toyModel } from '../../../src/model/toy-model.ts';
import { DomainError } from '../../../src/support/errors.ts';
import { ONE, rationalFromNumber, toNumber } from '../../../src/support/rational.ts';
import { expectedLoss } from '../../../src/symbolic/expected-loss/expected-loss.ts';
import { suite } from '../../support/suite.ts';

const SURFACE = lossSurface(0.2, 0.1, 1.5, 13);

suite('lossSurface', (test) => {
  test('known value: the axis runs from −extent to extent in equal steps', () => {
    const { density, importance, axis } = lossSurface(0.3, 2, 1.5, 7);
    assert.equal([density, importance], [0.3, 2]);
    assert.equal(axis, [-1.5, -1, -0.5, 0, 0.5, 1, 1.5]);
  });

  test('regression: the axis is symmetric to the last bit', () => {
    for (const size of [2, 5, 7, 41, 161]) {
      const { axis } = lossSurface(0.3, 2, 1.7, size);
      assert.equal([axis[0], axis.at(-1)], [-1.7, 1.7]);
      for (const [k, value] of axis.entries()) assert.is(value + (axis.at(-1 - k) ?? 1), 0);
    }
  });

  test('agreement: rows are w₂, columns w₁, every value the exact loss of those weights', () => {
    const [p, r] = [0.2, 0.1].map(rationalFromNumber);
    assert.ok(p !== undefined && r !== undefined);
    const base = task([p, p], [ONE, r]);
    SURFACE.axis.forEach((w2, row) => {
      SURFACE.axis.forEach((w1, column) => {
        const exact = toNumber(expectedLoss(toyModel(base, [[w1, w2].map(rationalFromNumber)])).loss);
        const value = SURFACE.loss[row]?.[column] ?? Number.NaN;
        assert.ok(Math.abs(value - exact) <= 1e-13 * exact, `W = (${w1}, ${w2}): ${value} for ${exact}`);
      });
    });
  });

  test('law: W and −W lose the same, and nothing on the surface is below its global minimum', () => {
    const { loss, minima } = SURFACE;
    const [{ loss: least }] = pairMinima(0.2, 0.1);
    loss.forEach((row, i) => {
      row.forEach((value, j) => {
        const mirrored = loss[12 - i]?.[12 - j] ?? Number.NaN;
        assert.is(mirrored, value);
        assert.ok(value >= least);
      });
    });
    assert.equal(minima, pairMinima(0.2, 0.1));
  });

  for (const size of [1, 0, 2.5, Number.NaN]) {
    test(`refusal: a size of ${size}`, () =>
      assert.throws(
        () => lossSurface(0.5, 1, 1.5, size),
        (error: unknown) => error instanceof DomainError && /size of at least 2/.test(error.message),
      ));
  }
});
