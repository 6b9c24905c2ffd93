import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { labelPlace } from '../../../src/report/chart/label-place.ts';
import { decades, superscript } from '../../../src/report/chart/log-axis.ts';
import { textWidth } from '../../../src/report/chart/text-width.ts';
import { suite } from '../../support/suite.ts';

const mask = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
  .chain(([rows, columns]) =>
    fc.array(fc.array(fc.boolean(), { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  );

suite('label place', (test) => {
  test('known value: the middle of a full grid', () => {
    const full = Array.from({ length: 9 }, () => Array.from({ length: 21 }, () => true));
    assert.equal(labelPlace(full, 1, 3), { status: 'placed', row: 4, column: 10 });
  });

  test('law: the box fits inside the region, and is placed whenever some box does', () => {
    fc.assert(
      fc.property(
        mask,
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 0, max: 3 }),
        (inside, halfHeight, halfWidth) => {
          const fits = (row: number, column: number): boolean => {
            for (let y = row - halfHeight; y <= row + halfHeight; y += 1) {
              for (let x = column - halfWidth; x <= column + halfWidth; x += 1) {
                if (inside[y]?.[x] !== true) return false;
              }
            }
            return true;
          };
          const place = labelPlace(inside, Math.max(halfHeight, 0.1), Math.max(halfWidth, 0.1));
          if (place.status === 'placed') assert.ok(inside[place.row]?.[place.column]);
          if (place.status === 'placed' && halfHeight > 0 && halfWidth > 0)
            assert.ok(fits(place.row, place.column));
          const some = inside.some((cells, row) =>
            cells.some((_, column) => halfHeight > 0 && halfWidth > 0 && fits(row, column)),
          );
          if (some) assert.is(place.status, 'placed');
        },
      ),
    );
  });

  test('known value: ticks and numbers of a logarithmic axis', () => {
    const { values, labelExpr } = decades(0.01, 1);
    assert.equal(
      values,
      [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
    );
    assert.match(labelExpr, "{'1e-2': '0.01', '1e-1': '0.1', '1e0': '1'}");
    assert.is(superscript(-120), '⁻¹²⁰');
  });

  test('law: widths add up and scale with the size', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (first, second) => {
        const sum = textWidth(first, 12) + textWidth(second, 12);
        assert.ok(Math.abs(textWidth(first + second, 12) - sum) <= 1e-9 * (1 + sum));
        assert.ok(Math.abs(textWidth(first, 24) - 2 * textWidth(first, 12)) <= 1e-9 * (1 + sum));
      }),
    );
  });
});
