import fc from 'fast-check';
import { decode } from 'fast-png';
import * as assert from 'uvu/assert';
import { EXCESS_RAMP, INK_RAMP } from '../../../src/report/image/colour-ramp.ts';
import { colourScale } from '../../../src/report/image/colour-scale.ts';
import { base64, dataUrl } from '../../../src/report/image/data-url.ts';
import { categoricalPng, heatmapPng } from '../../../src/report/image/raster.ts';
import { DomainError, ShapeError } from '../../../src/support/errors.ts';
import { suite } from '../../support/suite.ts';

const channel = fc.integer({ min: 0, max: 255 });
const colour = fc.tuple(channel, channel, channel);
const grid = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
  .chain(([rows, columns]) =>
    fc.array(fc.array(colour, { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  );

suite('raster', (test) => {
  test('known value: a two by two heatmap, row 0 at the top', () => {
    const scale = colourScale({ kind: 'linear' }, [0, 1], ['#000000', '#ff0000']);
    const { width, height, data } = decode(
      heatmapPng(
        [
          [0, 1],
          [5, -5],
        ],
        scale,
      ),
    );
    assert.equal([width, height], [2, 2]);
    assert.equal([...data], [0, 0, 0, 255, 0, 0, 255, 0, 0, 0, 0, 0]);
  });

  test('law: a PNG decodes to the colours it was made of, and comes out the same twice', () => {
    fc.assert(
      fc.property(grid, (cells) => {
        const png = categoricalPng(cells, (cell) => cell);
        assert.equal([...decode(png).data], cells.flat(2));
        assert.equal(
          categoricalPng(cells, (cell) => cell),
          png,
        );
      }),
    );
  });

  test('law: base64 agrees with the platform', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
        assert.is(base64(bytes), Buffer.from(bytes).toString('base64'));
      }),
    );
    assert.is(dataUrl('image/png', Uint8Array.of(1)), 'data:image/png;base64,AQ==');
  });

  test('law: a scale is monotone, and carries its ends to the ends of the ramp', () => {
    const ends = fc.tuple(
      fc.double({ min: 1e-6, max: 1e3, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
    );
    const shape = fc.constantFrom(
      { kind: 'linear' } as const,
      { kind: 'log' } as const,
      { kind: 'excess', knee: 0.1 } as const,
    );
    fc.assert(
      fc.property(
        ends,
        shape,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ([low, span], kind, s, t) => {
          const scale = colourScale(kind, [low, low + span], INK_RAMP);
          assert.is(scale.fraction(low), 0);
          // The logarithm of a quotient of nearby numbers is good to a few units in the last place of 1, over its own size.
          assert.ok(Math.abs(scale.fraction(low + span) - 1) <= 1e-9);
          const [smaller, larger] = [Math.min(s, t), Math.max(s, t)];
          assert.ok(scale.fraction(low + smaller * span) <= scale.fraction(low + larger * span) + 1e-9);
        },
      ),
    );
    for (const ramp of [INK_RAMP, EXCESS_RAMP]) {
      const scale = colourScale({ kind: 'linear' }, [0, 1], ramp);
      const hex = (value: number): string => `#${Buffer.from(scale.colour(value)).toString('hex')}`;
      assert.equal([hex(-1), hex(2)], [ramp[0], ramp.at(-1)]);
    }
  });

  test('ragged and empty grids, NaN and bad scales are refused', () => {
    const scale = colourScale({ kind: 'linear' }, [0, 1], INK_RAMP);
    assert.throws(
      () => heatmapPng([[1], [1, 2]], scale),
      (error: unknown) => error instanceof ShapeError,
    );
    const outOfDomain = (error: unknown): boolean => error instanceof DomainError;
    assert.throws(() => heatmapPng([], scale), outOfDomain);
    assert.throws(() => heatmapPng([[Number.NaN]], scale), outOfDomain);
    assert.throws(() => colourScale({ kind: 'linear' }, [1, 1], INK_RAMP), outOfDomain);
    assert.throws(() => colourScale({ kind: 'log' }, [0, 1], INK_RAMP), outOfDomain);
    assert.throws(() => colourScale({ kind: 'excess', knee: 0 }, [0, 1], INK_RAMP), outOfDomain);
  });
});
