import { fileURLToPath } from 'node:url';
import { decode } from 'fast-png';
import * as assert from 'uvu/assert';
import { domainSketch } from '../../../src/report/chart/domain-sketch.ts';
import { compileChart, drawChart } from '../../../src/report/chart/draw-chart.ts';
import { excessChart } from '../../../src/report/chart/excess-chart.ts';
import { lossSurfaceChart } from '../../../src/report/chart/loss-surface-chart.ts';
import { phaseColour } from '../../../src/report/chart/phase-appearance.ts';
import { phaseDiagramChart } from '../../../src/report/chart/phase-diagram-chart.ts';
import { differencePng } from '../../../src/report/chart/phase-difference-chart.ts';
import { rasteriseSvg } from '../../../src/report/image/rasterise-svg.ts';
import { AntipodeError, DomainError, ShapeError } from '../../../src/support/errors.ts';
import { suite } from '../../support/suite.ts';
import { GALLERY } from '../gallery/gallery.ts';

const fonts = ['Inter-Regular.otf', 'Inter-SemiBold.otf'].map((name) =>
  fileURLToPath(new URL(`../../../assets/fonts/${name}`, import.meta.url)),
);
const refusal = (kind: new (...rest: never[]) => Error) => (error: unknown) => error instanceof kind;

/** The number that the SVG element's attribute holds. */
function attribute(svg: string, name: string): number {
  return Number(new RegExp(`\\s${name}="([^"]*)"`).exec(svg)?.[1]);
}

suite('charts', (test) => {
  for (const [name, make] of Object.entries(GALLERY)) {
    test(`law: ${name} compiles without a warning, is the same twice, and becomes a PNG with ink on it`, async () => {
      const [chart, again] = [make(), make()];
      assert.is(JSON.stringify(chart), JSON.stringify(again));
      const [first, second] = await Promise.all([drawChart(chart), drawChart(again)]);
      assert.ok(first.svg === second.svg);
      assert.not.match(first.svg, /NaN|undefined|Infinity/);
      const bytes = rasteriseSvg(first.svg, fonts, 1);
      const png = decode(bytes);
      assert.equal(
        [png.width, png.height],
        ['width', 'height'].map((side) => attribute(first.svg, side)),
      );
      assert.ok(new Set(png.data).size > 32);
      assert.ok(Buffer.compare(bytes, rasteriseSvg(second.svg, fonts, 1)) === 0);
    });
  }

  test('known value: a phase diagram, as a specification', () => {
    const chart = phaseDiagramChart({
      title: 'four cells',
      importances: [0.1, 10],
      densities: [1, 0.1],
      phase: [
        ['dropped-last', 'dropped-first'],
        ['antipodal', 'antipodal'],
      ],
      marks: [{ importance: 1, density: 4 / 7, label: 'triple point' }],
    });
    assert.ok('layer' in chart);
    const [picture] = chart.layer;
    assert.ok(picture !== undefined && 'encoding' in picture);
    const { x, x2, y, y2 } = (picture.encoding ?? {}) as Record<string, { datum: number }>;
    // Two points a factor of 100 apart: cells reach a factor of 10 beyond; 10 in density, √10 each way.
    const nearly = (found: number | undefined, expected: number): boolean =>
      Math.abs((found ?? 0) / expected - 1) < 1e-12;
    assert.ok(nearly(x?.datum, 0.01) && nearly(x2?.datum, 100));
    assert.ok(nearly(y?.datum, Math.sqrt(10)) && nearly(y2?.datum, 0.1 / Math.sqrt(10)));
    const { scale } = (chart.encoding?.y ?? {}) as { scale?: { type: string; domain: number[] } };
    assert.equal([scale?.type, scale?.domain], ['log', [0.1, 1]]);
  });

  test('known value: density 1 is drawn above density 0.001, importance 100 to the right of 0.01', async () => {
    const { svg } = await drawChart(GALLERY['handPickedDiagram']?.() ?? ({} as never));
    const placeOf = (label: string): [number, number] => {
      const found = new RegExp(
        `<text[^>]*transform="translate\\(([-\\d.]+),([-\\d.]+)\\)"[^>]*>${label}</text>`,
      ).exec(svg);
      assert.ok(found, `the axis says ${label}`);
      return [Number(found[1]), Number(found[2])];
    };
    assert.ok(placeOf('0.001')[1] > placeOf('0.01')[1]);
    assert.ok(placeOf('100')[0] > placeOf('10')[0]);
  });

  test('known value: stripes in both colours where two maps differ', () => {
    const { data, width } = decode(
      differencePng([['antipodal', 'confused']], [['dropped-last', 'confused']]),
    );
    const pixel = (y: number, x: number): number[] => [
      ...data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3),
    ];
    assert.equal(pixel(0, 0), [...phaseColour('antipodal')]);
    assert.not.equal(pixel(0, 7), [...phaseColour('confused')]);
    const tall = decode(
      differencePng(
        [['antipodal'], ['antipodal'], ['antipodal']],
        [['confused'], ['confused'], ['confused']],
      ),
    );
    const colours = new Set(
      Array.from({ length: tall.height }, (_, y) => [...tall.data.subarray(12 * y, 12 * y + 3)].join()),
    );
    assert.equal(
      [...colours].toSorted(),
      [phaseColour('antipodal').join(), phaseColour('confused').join()].toSorted(),
    );
  });

  test('grids that do not fit are refused', () => {
    const phase = [['antipodal', 'antipodal']] as const;
    const grid = { title: '', importances: [0.1, 10], densities: [1, 0.1] };
    assert.throws(() => phaseDiagramChart({ ...grid, phase }), refusal(ShapeError));
    const square = [...phase, ...phase];
    for (const wrong of [
      { densities: [0.1, 1] },
      { importances: [1, 1] },
      { importances: [0, 1] },
      { densities: [1] },
    ]) {
      assert.throws(() => phaseDiagramChart({ ...grid, phase: square, ...wrong }), refusal(DomainError));
    }
    const plane = (x: number[], y: number[]) => ({
      title: '',
      x: { title: 'x', values: x },
      y: { title: 'y', values: y },
    });
    assert.throws(
      () => lossSurfaceChart({ ...plane([0, 1], [0, 1]), loss: [[0, 1]], marks: [] }),
      refusal(ShapeError),
    );
    assert.throws(
      () => lossSurfaceChart({ ...plane([0, 1, 3], [0, 1]), loss: [[0, 1]], marks: [] }),
      refusal(DomainError),
    );
    assert.throws(
      () => domainSketch({ title: '', vertices: [{ x1: 2, x2: 0 }], kink: [] }),
      refusal(DomainError),
    );
    const instance = {
      relativeExcess: 1,
      group: 'a',
      phase: 'antipodal',
      importance: 1,
      density: 1,
    } as const;
    assert.throws(
      () => excessChart({ title: '', instances: [instance], groups: ['b'], floor: 1e-6 }),
      refusal(DomainError),
    );
    assert.throws(() => rasteriseSvg('<svg/>', fonts, 0), refusal(DomainError));
  });

  test('a chart of which vega-lite complains is refused', () => {
    const wrong = { data: { values: [] }, mark: 'bar', encoding: { colour: { field: 'x' } } } as never;
    assert.throws(() => compileChart(wrong), refusal(AntipodeError));
  });
});
