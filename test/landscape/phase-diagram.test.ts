import * as assert from 'uvu/assert';
import { phaseDiagram, publishedGrid } from '../../src/landscape/phase-diagram.ts';
import { DomainError } from '../../src/support/errors.ts';
import { parseRational, toNumber } from '../../src/support/rational.ts';
import { suite } from '../support/suite.ts';

suite('publishedGrid', (test) => {
  test('known value: five points along each axis', () => {
    assert.equal(publishedGrid(5), {
      densities: [1, 0.177827941, 0.0316227766, 0.005623413252, 0.001],
      importances: [0.01, 0.1, 1, 10, 100],
    });
  });

  for (const size of [2, 3, 40, 200]) {
    test(`law: ${size} points in equal steps of the logarithm, from end to end exactly`, () => {
      const { densities, importances } = publishedGrid(size);
      assert.equal([densities.length, importances.length], [size, size]);
      assert.equal([densities[0], densities.at(-1)], [1, 0.001]);
      assert.equal([importances[0], importances.at(-1)], [0.01, 100]);
      for (const [axis, decades] of [
        [densities, -3],
        [importances, 4],
      ] as const) {
        const steps = axis.slice(1).map((value, k) => Math.log10(value / (axis[k] ?? Number.NaN)));
        // Two values, each rounded to ten digits: 2 · 5e-10 / ln 10 in the logarithm.
        for (const step of steps) assert.ok(Math.abs(step - decades / (size - 1)) < 5e-10);
      }
    });

    test(`law: the number printed is the number computed with, in ten digits, ${size} points`, () => {
      const { densities, importances } = publishedGrid(size);
      for (const value of [...densities, ...importances]) {
        const printed = String(value);
        assert.ok(printed.replace(/e.*|\./g, '').replace(/^0+/, '').length <= 10, printed);
        assert.is(toNumber(parseRational(printed)), value);
      }
    });
  }

  test('importances are symmetric about 1, so that exchanging the features mirrors the diagram', () => {
    const { importances } = publishedGrid(200);
    importances.forEach((value, k) => {
      assert.ok(Math.abs(value * (importances.at(-1 - k) ?? 0) - 1) < 1e-9);
    });
  });

  for (const size of [1, 0, -3, 2.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    test(`refusal: a size of ${size}`, () =>
      assert.throws(
        () => publishedGrid(size),
        (error: unknown) => error instanceof DomainError && /size of at least 2/.test(error.message),
      ));
  }
});

suite('phaseDiagram', (test) => {
  test('known value: a row a density, a column an importance', () => {
    const diagram = phaseDiagram({ densities: [1, 0.5], importances: [1, 2, 3] }, (p, r) => ({
      phase: p === 1 && r === 3 ? 'confused' : 'antipodal',
      loss: 10 * p + r,
    }));
    assert.equal(diagram, {
      densities: [1, 0.5],
      importances: [1, 2, 3],
      phase: [
        ['antipodal', 'antipodal', 'confused'],
        ['antipodal', 'antipodal', 'antipodal'],
      ],
      loss: [
        [11, 12, 13],
        [6, 7, 8],
      ],
    });
  });
});
