import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { orthonormalBasis } from '../../../src/landscape/critical/orthonormal-basis.ts';
import { symmetricEigen } from '../../../src/landscape/critical/symmetric-eigen.ts';
import { runs, suite } from '../../support/suite.ts';

const entry = fc.oneof(
  fc.constant(0),
  fc.integer({ min: -3000, max: 3000 }).map((value) => value / 1000),
);

/** Symmetric, of 1 to 8 rows, zeros and equal entries frequent. */
const symmetric = fc
  .integer({ min: 1, max: 8 })
  .chain((d) =>
    fc
      .array(entry, { minLength: d * d, maxLength: d * d })
      .map((values) =>
        Array.from({ length: d }, (_, i) =>
          Float64Array.from({ length: d }, (__, j) => values[Math.min(i, j) * d + Math.max(i, j)] ?? 0),
        ),
      ),
  );

function inner(left: Float64Array, right: Float64Array): number {
  return left.reduce((sum, value, k) => sum + value * (right[k] ?? 0), 0);
}

suite('symmetricEigen', (test) => {
  test('known value: [[2, 1], [1, 2]] has 1 and 3', () => {
    const { values } = symmetricEigen([Float64Array.of(2, 1), Float64Array.of(1, 2)]);
    assert.ok(Math.abs((values[0] ?? 0) - 1) < 1e-15 && Math.abs((values[1] ?? 0) - 3) < 1e-15);
  });

  test('law: A v = λ v, v orthonormal, λ ascending', () => {
    fc.assert(
      fc.property(symmetric, (matrix) => {
        const { values, vectors } = symmetricEigen(matrix);
        const size = Math.max(1, ...matrix.map((row) => Math.hypot(...row)));
        vectors.forEach((vector, k) => {
          const value = values[k] ?? Number.NaN;
          matrix.forEach((row, i) => {
            assert.ok(Math.abs(inner(row, vector) - value * (vector[i] ?? 0)) < 1e-13 * size);
          });
          vectors.forEach((other, l) => {
            assert.ok(Math.abs(inner(vector, other) - (k === l ? 1 : 0)) < 1e-13);
          });
        });
        assert.equal(values, values.slice().sort());
      }),
      runs(100),
    );
  });

  test('law: an orthonormal basis modulo another is orthogonal to it, and together they span what was given', () => {
    fc.assert(
      fc.property(symmetric, (matrix) => {
        const first = orthonormalBasis(matrix.slice(0, 2), 1e-6);
        const rest = orthonormalBasis(matrix, 1e-6, first);
        for (const axis of rest) for (const other of first) assert.ok(Math.abs(inner(axis, other)) < 1e-12);
        for (const row of matrix) {
          const length = Math.hypot(...row);
          const along = Math.hypot(...[...first, ...rest].map((axis) => inner(axis, row)));
          assert.ok(Math.abs(length - along) <= 1e-6 * length, `${length} ${along}`);
        }
      }),
      runs(100),
    );
  });
});
