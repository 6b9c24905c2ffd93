import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { isolines } from '../../../src/report/chart/isolines.ts';
import { suite } from '../../support/suite.ts';

const grid = fc
  .tuple(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 2, max: 8 }))
  .chain(([rows, columns]) =>
    fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  );

suite('isolines', (test) => {
  test('known value: a plane is crossed by one straight line', () => {
    const plane = Array.from({ length: 4 }, () => [0, 1, 2, 3]);
    const [line, ...others] = isolines(plane, 1.5);
    assert.equal(others, []);
    assert.equal(
      line?.map(({ column }) => column),
      [1.5, 1.5, 1.5, 1.5],
    );
    assert.equal(line?.map(({ row }) => row).toSorted(), [0, 1, 2, 3]);
  });

  test('known value: a peak has a closed line about it', () => {
    const [line, ...others] = isolines(
      [
        [0, 0, 0],
        [0, 1, 0],
        [0, 0, 0],
      ],
      0.5,
    );
    assert.equal(others, []);
    assert.is(line?.length, 5);
    assert.equal(line?.[0], line?.at(-1));
  });

  test('known value: a saddle is split by the mean of its corners', () => {
    const saddle = (high: number): number[][] => [
      [high, 0],
      [0, high],
    ];
    const cutOff = (high: number): string[] =>
      isolines(saddle(high), 1).map((line) => line.map(({ row, column }) => `${row} ${column}`).join(', '));
    // Mean 2 ≥ 1: the high corners are joined, so the lines cut the low ones off, at the top right and bottom left.
    assert.equal(cutOff(4), ['0 0.75, 0.25 1', '1 0.25, 0.75 0']);
    // Mean 3/4 < 1: the low corners are joined.
    assert.is(cutOff(1.5).length, 2);
    assert.match(cutOff(1.5)[0] ?? '', /^0\.333\d* 0, 0 0\.333\d*$/);
  });

  test('law: each crossed edge lies on one line, once; lines end at the border or close', () => {
    fc.assert(
      fc.property(grid, fc.constantFrom(-1.5, -0.5, 0.5, 1.5), (values, level) => {
        const lines = isolines(values, level);
        const crossedEdges = (first: number | undefined, second: number | undefined): number =>
          first !== undefined && second !== undefined && first >= level !== second >= level ? 1 : 0;
        const expected = values
          .flatMap((row, y) =>
            row.map((value, x) => crossedEdges(value, row[x + 1]) + crossedEdges(value, values[y + 1]?.[x])),
          )
          .reduce((sum, count) => sum + count, 0);
        const [bottom, right] = [values.length - 1, (values[0]?.length ?? 0) - 1];
        let found = 0;
        for (const line of lines) {
          const [start, end] = [line[0], line.at(-1)];
          const closed = start?.row === end?.row && start?.column === end?.column;
          const onBorder = [start, end].every(
            (point) => point !== undefined && (point.row % bottom === 0 || point.column % right === 0),
          );
          assert.ok(closed || onBorder);
          found += line.length - (closed ? 1 : 0);
        }
        assert.is(found, expected);
      }),
    );
  });

  test('law: on every point the linear interpolation equals the level', () => {
    fc.assert(
      fc.property(grid, fc.constantFrom(-0.25, 0.5, 1.75), (values, level) => {
        for (const { row, column } of isolines(values, level).flat()) {
          const [y, x] = [Math.floor(row), Math.floor(column)];
          const at = (r: number, c: number): number => values[r]?.[c] ?? 0;
          const along =
            row > y
              ? at(y, x) + (row - y) * (at(y + 1, x) - at(y, x))
              : at(y, x) + (column - x) * (at(y, x + 1) - at(y, x));
          // Two operations on numbers of size at most 8.
          assert.ok(Math.abs(along - level) <= 16 * Number.EPSILON * 8, `${along} for ${level}`);
        }
      }),
    );
  });
});
