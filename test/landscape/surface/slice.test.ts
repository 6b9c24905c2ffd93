import * as assert from 'uvu/assert';
import { gridCriticalPoints } from '../../../src/landscape/surface/grid-critical-points.ts';
import { coordinateSlice, pairPlane, sliceBetween } from '../../../src/landscape/surface/model-slice.ts';
import { exactPlanePoints } from '../../../src/landscape/surface/plane-critical-points.ts';
import { sliceCriticalPoints } from '../../../src/landscape/surface/slice-critical-points.ts';
import { sliceLoss } from '../../../src/landscape/surface/slice-loss.ts';
import { wallFunctions } from '../../../src/landscape/surface/slice-walls.ts';
import {
  extremesOf,
  type GridAxis,
  gridAxis,
  rowCount,
  surfaceRow,
  surfaceValues,
} from '../../../src/landscape/surface/surface-grid.ts';
import { modelLoss } from '../../../src/loss/model-loss.ts';
import { parseActivation } from '../../../src/model/activation.ts';
import { parseCoordinate } from '../../../src/model/parameter-vector.ts';
import { type Task, task, toyModel } from '../../../src/model/toy-model.ts';
import { DomainError } from '../../../src/support/errors.ts';
import { parseRational, type Rational, toNumber, ZERO } from '../../../src/support/rational.ts';
import { suite } from '../../support/suite.ts';

const R = parseRational;
const row = (...texts: string[]): Rational[] => texts.map(R);
const pairTask = (p: string, r: string): Task => task([R(p), R(p)], [R('1'), R(r)]);
const side = (count: number): GridAxis => gridAxis(R('-3/2'), R('3/2'), count);

/** Losses on a square grid over a slice of two axes. */
function squareGrid(
  slice: ReturnType<typeof pairPlane>,
  count: number,
  precision: 'fast' | 'exact' = 'fast',
) {
  const axes = [side(count), side(count)];
  const loss = sliceLoss(slice, precision);
  const rows = Array.from({ length: rowCount(axes) }, (_, k) => surfaceRow(loss, axes, k));
  return {
    loss,
    ...surfaceValues(loss, rows),
    axes: axes.map(({ values }) => values),
    exact: axes.map(({ exact }) => exact),
  };
}

suite('slices', (test) => {
  test('known value: a grid has exact, equally spaced coordinates and ends at its range', () => {
    const { exact, values } = gridAxis(R('-1/3'), R('1'), 5);
    assert.equal(
      exact.map((value) => value.toFraction()),
      ['-1/3', '0', '1/3', '2/3', '1'],
    );
    assert.equal(values, [-1 / 3, 0, 1 / 3, 2 / 3, 1]);
    assert.throws(() => gridAxis(R('1'), R('1'), 5), /ascend/);
  });

  test('agreement: recurrence, rationals and the loss of the model at the place', () => {
    const plane = pairPlane(pairTask('2/5', '1/3'), row('-1/10', '1/20'));
    const fast = squareGrid(plane, 7);
    const exact = squareGrid(plane, 7, 'exact');
    assert.is(fast.loss.engine, 'recurrence');
    exact.quantities?.forEach((line, y) => {
      line.forEach((quantity, x) => {
        const place = [exact.exact[0]?.[x] ?? ZERO, exact.exact[1]?.[y] ?? ZERO];
        const whole = modelLoss(toyModel(plane.base, [place], row('-1/10', '1/20'))).loss;
        assert.equal(quantity, whole.quantity);
        const value = fast.values[y]?.[x] ?? 0;
        assert.ok(Math.abs(value - toNumber(whole.lower)) <= 1e-13 * value);
      });
    });
  });

  test('agreement: the critical points of the plane, exact, are those that the search in the slice finds', () => {
    for (const [p, r] of [
      ['3/5', '1'],
      ['3/5', '4/5'],
    ] as const) {
      const given = pairTask(p, r);
      const { values, axes, loss } = squareGrid(pairPlane(given, row('0', '0')), 60);
      const found = sliceCriticalPoints({ values, axes }, loss, 100).points;
      const exact = exactPlanePoints(given);
      assert.is(found.length, exact.length);
      for (const { kind, place, loss: known } of exact) {
        const near = found.find(
          (point) => Math.hypot(...point.place.map((x, k) => x - (place[k] ?? 0))) < 1e-3,
        );
        assert.is(near?.kind, kind);
        assert.ok(Math.abs((near?.loss ?? 0) - known.value) < 1e-3 * known.value);
      }
    }
  });

  test('known value: at r = 1, p = 3/5 the global minimum is ±(1, 1)/√2 with loss 11/100, exactly', () => {
    const points = exactPlanePoints(pairTask('3/5', '1'));
    const [first, second] = points;
    assert.equal([first?.kind, first?.phase, first?.orbit], ['minimum', 'confused', second?.orbit]);
    assert.equal(first?.loss, { trust: 'exact', exact: '11/100', value: 0.11 });
    assert.is(first?.exact?.[0].quantity.trust, 'algebraic');
    // ± of two minima, ± of (1, 0) and (0, 1), and W = 0; in four orbits.
    assert.is(points.length, 9);
    assert.is(new Set(points.map(({ orbit }) => orbit)).size, 4);
    // The loss is homogeneous in the importances.
    const doubled = exactPlanePoints(task(row('3/5', '3/5'), row('2', '2')));
    assert.equal(doubled[0]?.loss, { trust: 'exact', exact: '11/50', value: 0.22 });
  });

  test('known value: the grid tells minima, saddles and maxima of a polynomial apart', () => {
    const axis = Array.from({ length: 41 }, (_, k) => (k - 20) / 10);
    const kinds = (f: (x: number, y: number) => number): string[] =>
      gridCriticalPoints(axis.map((y) => axis.map((x) => f(x, y))))
        .map(({ kind }) => kind)
        .toSorted();
    assert.equal(
      kinds((x, y) => (x * x - 1) ** 2 + y * y),
      ['minimum', 'minimum', 'saddle'],
    );
    assert.equal(
      kinds((x, y) => -Math.abs(x) - Math.abs(y) / 2),
      ['maximum'],
    );
    assert.equal(
      kinds((x, y) => x + 2 * y),
      [],
    );
    assert.equal(
      gridCriticalPoints([axis.map((x) => x ** 3 - x)]).map(({ kind }) => kind),
      ['maximum', 'minimum'],
    );
  });

  test('law: points of a coarse grid along a narrow valley that finer grids do not confirm are dropped', () => {
    const value = ([x = 0, y = 0]: readonly number[]): number =>
      1000 * (x - 1.07 * y) ** 2 + (x + y - 0.31) ** 2;
    const terrain = {
      dimension: 2,
      climb(point: Float64Array, gradient: Float64Array): number {
        const [x = 0, y = 0] = point;
        const [across, along] = [2000 * (x - 1.07 * y), 2 * (x + y - 0.31)];
        gradient.set([across + along, -1.07 * across + along]);
        return value([x, y]);
      },
    };
    const axis = side(31).values;
    const values = axis.map((y) => axis.map((x) => value([x, y])));
    assert.ok(gridCriticalPoints(values).length > 1);
    const { points } = sliceCriticalPoints({ axes: [axis, axis], values }, { value, terrain }, 100);
    assert.equal(
      points.map(({ kind }) => kind),
      ['minimum'],
    );
    assert.ok(Math.abs((points[0]?.place[1] ?? 0) - 0.31 / 2.07) < 1e-12);
    // A kink that no gradient settles, off the grid, is narrowed down to a thousandth of a step.
    const kinked = ([x = 0, y = 0]: readonly number[]): number => Math.abs(x - 0.123) + (y + 0.05) ** 2;
    const rough = { axes: [axis, axis], values: axis.map((y) => axis.map((x) => kinked([x, y]))) };
    const [only] = sliceCriticalPoints(rough, { value: kinked, terrain: undefined }, 100).points;
    assert.equal([only?.kind, only?.located], ['minimum', 'narrowed']);
    assert.ok(Math.hypot((only?.place[0] ?? 0) - 0.123, (only?.place[1] ?? 0) + 0.05) < 2e-4);
  });

  test('law: between models the ends are the models, exactly and in doubles', () => {
    const base = pairTask('1/2', '1/5');
    const models = ['1/3', '-2/7', '5'].map((w, k) => ({
      name: `${k}`,
      model: toyModel(base, [row('1', w)], row(`${k * k}`, '1/9')),
    }));
    const [a, b, c] = models;
    assert.ok(a !== undefined && b !== undefined && c !== undefined);
    const plane = sliceBetween([a, b, c]);
    const corners = [row('0', '0'), row('1', '0'), row('0', '1')];
    corners.forEach((corner, k) => {
      assert.equal(plane.modelAt(corner), models[k]?.model);
      const rows = models[k]?.model.weights.flat() ?? [];
      const doubles = [...rows, ...(models[k]?.model.bias ?? [])].map(toNumber);
      assert.equal(Array.from(plane.parametersAt(corner.map(toNumber))), doubles);
    });
    assert.throws(() => sliceBetween([a, a]), /different models/);
    const middle = { name: 'm', model: plane.modelAt(row('1/2', '0')) };
    assert.throws(() => sliceBetween([a, b, middle]), /not on one line/);
    const other = { name: 'o', model: toyModel(pairTask('1/3', '1/5'), [row('1', '2')]) };
    assert.throws(() => sliceBetween([a, other]), /o to have the density of 0/);
  });

  test('agreement: gradients along a slice are difference quotients, by every engine', () => {
    for (const name of ['relu', 'leaky-relu:1/10', 'gelu']) {
      const model = toyModel(
        pairTask('1/2', '1/5'),
        [row('1', '-1/2')],
        row('1/10', '-1/5'),
        parseActivation(name),
      );
      const slice = coordinateSlice(model, [
        parseCoordinate('W[0][1]', model),
        parseCoordinate('b[*]', model),
      ]);
      const { terrain, value } = sliceLoss(slice, 'fast');
      assert.ok(terrain !== undefined);
      const gradient = new Float64Array(2);
      const height = terrain.climb(Float64Array.of(-0.25, 0.125), gradient);
      assert.ok(Math.abs(height - value([-0.25, 0.125])) < 1e-14);
      const h = 2 ** -13;
      const slopes = [
        (value([-0.25 + h, 0.125]) - value([-0.25 - h, 0.125])) / (2 * h),
        (value([-0.25, 0.125 + h]) - value([-0.25, 0.125 - h])) / (2 * h),
      ];
      slopes.forEach((slope, k) => {
        assert.ok(Math.abs(slope - (gradient[k] ?? 0)) < 1e-7, `${name}: ${slope} for ${gradient[k]}`);
      });
    }
  });

  test('law: walls of the pair are w₁ = 0, w₂ = 0 and w₁ + w₂ = 0; other models have none that are known', () => {
    const plane = pairPlane(pairTask('1/2', '1/5'), row('0', '0'));
    const walls = wallFunctions(plane);
    for (const place of [
      [0, 0.7],
      [-0.4, 0],
      [0.3, -0.3],
    ]) {
      assert.ok(walls.some(({ value }) => value(place) === 0));
    }
    // Off the walls only b + nothing, which vanishes everywhere.
    assert.equal(
      walls.filter(({ value }) => value([0.4, -0.3]) === 0).map(({ name }) => name),
      ['b₁ = 0', 'b₂ = 0'],
    );
    const smooth = toyModel(pairTask('1/2', '1'), [row('1', '1')], row('0', '0'), parseActivation('gelu'));
    const slice = coordinateSlice(smooth, [parseCoordinate('b[0]', smooth), parseCoordinate('b[1]', smooth)]);
    assert.throws(
      () => wallFunctions(slice),
      (error: unknown) => error instanceof DomainError,
    );
  });

  test('known value: extremes of a grid, the first of equal ones', () => {
    const { least, greatest } = extremesOf([
      [2, 1, 3],
      [1, 3, 0],
    ]);
    assert.equal(
      [least, greatest],
      [
        { row: 1, column: 2, value: 0 },
        { row: 0, column: 2, value: 3 },
      ],
    );
  });
});
