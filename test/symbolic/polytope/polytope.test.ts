import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { factorial } from '../../../src/support/integers.ts';
import { formatRational, ONE, type Rational, rational, ZERO } from '../../../src/support/rational.ts';
import {
  boxPolytope,
  type Covector,
  type Polytope,
  valueAt,
  verticesOf,
} from '../../../src/symbolic/polytope/polytope.ts';
import { monomialTable, polytopeMoments } from '../../../src/symbolic/polytope/polytope-moments.ts';
import { splitPolytope } from '../../../src/symbolic/polytope/split-polytope.ts';
import { smallRational } from '../../support/arbitraries.ts';
import { runs, suite } from '../../support/suite.ts';

const unitBox = (dimension: number): Polytope =>
  boxPolytope(Array.from({ length: dimension }, () => ({ lower: ZERO, upper: ONE })));

/** All moments of degree at most `degree`, in the order of the table. */
function momentsOf(polytope: Polytope, degree: number): Rational[] {
  const table = monomialTable(polytope.dimension, degree);
  const { numerators, unit } = polytopeMoments(polytope, table);
  const order = polytope.dimension + degree;
  return numerators.map((numerator) => rational(numerator, factorial(order) * unit ** BigInt(order)));
}

function cutByAll(box: Polytope, planes: readonly Covector[]): Polytope[] {
  return planes.reduce<Polytope[]>(
    (cells, plane) =>
      cells.flatMap((cell) => {
        const { below, above } = splitPolytope(cell, plane);
        return [below, above].filter((part) => part !== undefined);
      }),
    [box],
  );
}

const text = (values: readonly Rational[]): string[] => values.map(formatRational);

/** A box and planes with small integers, so that many pass through vertices and edges, coincide or touch. */
const scenes = fc.integer({ min: 0, max: 3 }).chain((dimension) =>
  fc.record({
    box: fc
      .array(
        fc.tuple(
          smallRational(3),
          smallRational(3).filter((width) => width.n !== 0n),
        ),
        {
          minLength: dimension,
          maxLength: dimension,
        },
      )
      .map((sides) => boxPolytope(sides.map(([lower, width]) => ({ lower, upper: lower.add(width.abs()) })))),
    planes: fc.array(
      fc.array(fc.bigInt({ min: -3n, max: 3n }), { minLength: dimension + 1, maxLength: dimension + 1 }),
      { maxLength: 6 },
    ),
  }),
);

suite('polytopes', (test) => {
  test('known value: moments of the cube are products of 1/(k + 1)', () => {
    const { exponents } = monomialTable(3, 4);
    const expected = exponents.map((alpha) => alpha.reduce((product, k) => product.div(k + 1), ONE));
    assert.equal(text(momentsOf(unitBox(3), 4)), text(expected));
  });

  test('known value: the corner x + y + z ≤ 1 of the cube has volume 1/6 and centroid ¼', () => {
    const { below, above } = splitPolytope(unitBox(3), [1n, 1n, 1n, -1n]);
    assert.equal(text(momentsOf(below ?? unitBox(3), 1)), ['1/6', '1/24', '1/24', '1/24']);
    assert.equal([below?.faces.length, above?.faces.length], [4, 7]);
  });

  test('known value: the plane x + y + z = 3/2 cuts the cube in a hexagon', () => {
    const { below } = splitPolytope(unitBox(3), [2n, 2n, 2n, -3n]);
    const hexagon = below?.faces.find((face) =>
      face.every((vertex) => valueAt([2n, 2n, 2n, -3n], vertex) === 0n),
    );
    assert.is(hexagon?.length, 6);
    assert.equal(text(momentsOf(below ?? unitBox(3), 0)), ['1/2']);
  });

  test('known value: a plane through two opposite edges makes two prisms of five faces', () => {
    const { below, above } = splitPolytope(unitBox(3), [1n, -1n, 0n, 0n]);
    assert.equal([below?.faces.length, above?.faces.length], [5, 5]);
    assert.equal(
      [below, above].map((half) => half && verticesOf(half).length),
      [6, 6],
    );
  });

  test('law: the moments of the parts add up to those of the whole, whatever the planes', () => {
    fc.assert(
      fc.property(scenes, fc.nat({ max: 4 }), ({ box, planes }, degree) => {
        const sums = cutByAll(box, planes)
          .map((cell) => momentsOf(cell, degree))
          .reduce((sum, moments) => sum.map((value, k) => value.add(moments[k] ?? ZERO)));
        assert.equal(text(sums), text(momentsOf(box, degree)));
      }),
      runs(150),
    );
  });

  test('law: no part is flat, each lies on one side of every plane, and Euler counts its faces', () => {
    fc.assert(
      fc.property(scenes, ({ box, planes }) => {
        for (const cell of cutByAll(box, planes)) {
          const [volume = ZERO] = momentsOf(cell, 0);
          assert.ok(volume.compare(ZERO) > 0);
          const vertices = verticesOf(cell);
          for (const plane of planes) {
            const values = vertices.map((vertex) => valueAt(plane, vertex));
            assert.not(values.some((value) => value > 0n) && values.some((value) => value < 0n));
          }
          if (cell.dimension < 3) continue;
          const edges = cell.faces.reduce((sum, face) => sum + face.length, 0) / 2;
          assert.is(vertices.length - edges + cell.faces.length, 2);
        }
      }),
      runs(100),
    );
  });

  test('law: the order of the cuts does not matter', () => {
    fc.assert(
      fc.property(scenes, ({ box, planes }) => {
        const listed = (order: readonly Covector[]): string[] =>
          cutByAll(box, order)
            .map((cell) => text(momentsOf(cell, 1)).join())
            .sort();
        assert.equal(listed(planes.toReversed()), listed(planes));
      }),
      runs(60),
    );
  });

  test('a plane that vanishes everywhere leaves the polytope below', () => {
    const box = unitBox(2);
    assert.equal(splitPolytope(box, [0n, 0n, 0n]), { below: box, above: undefined });
    assert.equal(splitPolytope(box, [0n, 0n, 1n]), { below: undefined, above: box });
  });

  test('known value: a point is cut by its sign alone', () => {
    const point = boxPolytope([]);
    assert.equal(text(momentsOf(point, 2)), ['1']);
    assert.is(splitPolytope(point, [-1n]).below, point);
  });
});
