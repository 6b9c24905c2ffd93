import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { probeOf } from '../../../src/report/chart/probe.ts';
import { suite } from '../../support/suite.ts';

suite('probe', (test) => {
  test('law: the runs of each row unroll to its captions', () => {
    const grid = fc.integer({ min: 1, max: 12 }).chain((columns) =>
      fc.array(fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: columns, maxLength: columns }), {
        minLength: 1,
        maxLength: 5,
      }),
    );
    fc.assert(
      fc.property(grid, (cells) => {
        const importances = (cells[0] ?? []).map((_, k) => 2 ** k);
        const densities = cells.map((_, k) => 2 ** -k);
        const { probe } = probeOf({ importances, densities }, (row, column) => cells[row]?.[column] ?? '');
        const unrolled = probe.rows.map((runs) =>
          runs.flatMap((value, k) =>
            k % 2 === 0 ? Array.from({ length: runs[k + 1] ?? 0 }, () => probe.captions[value]) : [],
          ),
        );
        assert.equal(unrolled, cells);
        assert.is(probe.columns, importances.length);
      }),
    );
  });
});
