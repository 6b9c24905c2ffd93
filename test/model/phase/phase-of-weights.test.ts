import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { ANGLE_TOLERANCE, phaseOfWeights } from '../../../src/model/phase/phase-of-weights.ts';
import { ANTIPRISM_POLAR_ANGLE } from '../../../src/model/phase/polytope-blocks.ts';
import { phaseOfPair } from '../../../src/model/phase.ts';
import { toNumber } from '../../../src/support/rational.ts';
import { orthogonalMatrix } from '../../support/orthogonal-matrices.ts';
import { runs, suite } from '../../support/suite.ts';

function nameOf(rows: readonly (readonly number[])[]): string {
  return phaseOfWeights(Float64Array.from(rows.flat()), rows[0]?.length ?? 0).name;
}

function polygon(k: number): number[][] {
  const angle = (i: number): number => (2 * Math.PI * i) / k;
  return [Math.cos, Math.sin].map((part) => Array.from({ length: k }, (_, i) => part(angle(i))));
}

const ROOT = Math.sqrt(3) / 2;
const TETRAHEDRON = [
  [1, 1, -1, -1],
  [1, -1, 1, -1],
  [1, -1, -1, 1],
];

/** W of known symmetry, rows. */
const NAMED: readonly (readonly [string, readonly (readonly number[])[]])[] = [
  ['antipodal', [[1, -1]]],
  ['dropped-last', [[1, 0.1]]],
  ['singleton, 2 dropped', [[1, 0, 0]]],
  ['digon, 1 dropped', [[1, 0, -1]]],
  ['confused', [[1, 1, 1]]],
  ['confused, 1 dropped', [[1, 0.2, 1]]],
  ['digon (confused 2)', [[0.7, -1, 0.7]]],
  ['dropped-all', [[0.1, 0.2, -0.3]]],
  [
    'orthogonal',
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  ],
  [
    'digon ⊥ singleton',
    [
      [1, -1, 0],
      [0, 0, 1],
    ],
  ],
  [
    'triangle',
    [
      [1, -0.5, -0.5],
      [0, ROOT, -ROOT],
    ],
  ],
  [
    'square',
    [
      [1, -1, 0, 0],
      [0, 0, 1, -1],
    ],
  ],
  [
    'square, 1 dropped',
    [
      [1, 0, 0, -1, 0],
      [0, 1, 0, 0, -1],
    ],
  ],
  ['pentagon', polygon(5)],
  ['hexagon', polygon(6)],
  ['9-gon', polygon(9)],
  ['tetrahedron', TETRAHEDRON],
  [
    'triangle ⊥ digon',
    [...[...polygon(3), [0, 0, 0]].map((row, h) => [...row, ...(h === 2 ? [1, -1] : [0, 0])])],
  ],
  [
    'digon ⊥ digon ⊥ digon',
    [0, 1, 2].map((h) => Array.from({ length: 6 }, (_, i) => (i >> 1 === h ? 1 - 2 * (i % 2) : 0))),
  ],
];

suite('phaseOfWeights', (test) => {
  for (const [name, rows] of NAMED) {
    test(`known value: ${name}`, () => assert.is(nameOf(rows), name));
  }

  test('known value: eight electrons on a sphere, the square antiprism', () => {
    const z = Math.cos(ANTIPRISM_POLAR_ANGLE);
    const radius = Math.sin(ANTIPRISM_POLAR_ANGLE);
    const turn = (i: number): number => ((i % 4) * Math.PI) / 2 + (i < 4 ? 0 : Math.PI / 4);
    const place = Array.from({ length: 8 }, (_, i) => i);
    assert.is(
      nameOf([
        place.map((i) => radius * Math.cos(turn(i))),
        place.map((i) => radius * Math.sin(turn(i))),
        place.map((i) => (i < 4 ? z : -z)),
      ]),
      'square antiprism',
    );
  });

  test('known value: the polar angle of the antiprism minimises the energy of its charges', () => {
    const energy = (polar: number): number => {
      const [z, radius] = [Math.cos(polar), Math.sin(polar)];
      const points = Array.from({ length: 8 }, (_, i) => {
        const turn = ((i % 4) * Math.PI) / 2 + (i < 4 ? 0 : Math.PI / 4);
        return [radius * Math.cos(turn), radius * Math.sin(turn), i < 4 ? z : -z] as const;
      });
      return points.reduce(
        (sum, [a, b, c], i) =>
          points.slice(0, i).reduce((inner, [x, y, w]) => inner + 1 / Math.hypot(a - x, b - y, c - w), sum),
        0,
      );
    };
    // Thomson's minimum for eight charges.
    assert.ok(Math.abs(energy(ANTIPRISM_POLAR_ANGLE) - 19.675287861) < 5e-10);
    const slope = (energy(ANTIPRISM_POLAR_ANGLE + 1e-4) - energy(ANTIPRISM_POLAR_ANGLE - 1e-4)) / 2e-4;
    // The angle is rounded to 5e-10 and the curvature is of order 10; the difference quotient is off by 1e-8 times a third
    // derivative and by 1e-15 / 1e-4.
    assert.ok(Math.abs(slope) < 1e-6, `slope ${slope}`);
  });

  test('known value: half way from the triangle to digon ⊥ singleton nothing is near enough', () => {
    const angles = [0, 150, 255].map((degrees) => (degrees * Math.PI) / 180);
    const found = phaseOfWeights(Float64Array.from([...angles.map(Math.cos), ...angles.map(Math.sin)]), 3);
    assert.is(found.name, 'unclassified');
    assert.equal(found.blocks, []);
    assert.ok(found.deviation >= ANGLE_TOLERANCE);
  });

  test('law: rotations and permutations leave the name alone', () => {
    const cases = NAMED.filter(([, rows]) => (rows[0]?.length ?? 0) > 2);
    fc.assert(
      fc.property(
        fc.constantFrom(...cases).chain(([name, rows]) =>
          fc.tuple(
            fc.constant(name),
            fc.constant(rows),
            orthogonalMatrix(rows.length),
            fc.shuffledSubarray(
              Array.from(rows[0] ?? [], (_, i) => i),
              { minLength: rows[0]?.length ?? 0 },
            ),
          ),
        ),
        ([name, rows, rotation, order]) => {
          const turned = rotation.map((line) =>
            order.map((i) => line.reduce((sum, entry, h) => sum + toNumber(entry) * (rows[h]?.[i] ?? 0), 0)),
          );
          assert.is(nameOf(turned), name);
        },
      ),
      runs(60),
    );
  });

  test('law: small changes of lengths and angles leave the name alone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...NAMED),
        fc.array(fc.double({ min: -0.05, max: 0.05, noNaN: true }), { minLength: 40, maxLength: 40 }),
        ([name, rows], noise) => {
          const width = rows[0]?.length ?? 0;
          assert.is(
            nameOf(rows.map((row, h) => row.map((entry, i) => entry + (noise[h * width + i] ?? 0)))),
            name,
          );
        },
      ),
      runs(60),
    );
  });

  test('law: of two features it is the phase of the pair', () => {
    const entry = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(
        fc
          .array(entry, { minLength: 1, maxLength: 3 })
          .chain((half) =>
            fc.tuple(fc.constant(half), fc.array(entry, { minLength: half.length, maxLength: half.length })),
          ),
        ([first, last]) => {
          const weights = Float64Array.from(first.flatMap((value, h) => [value, last[h] ?? 0]));
          assert.is(phaseOfWeights(weights, 2).name, phaseOfPair(weights));
        },
      ),
      runs(100),
    );
  });

  test('law: a third feature that is dropped leaves kept and dropped features as the pair has them', () => {
    const entry = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(entry, entry, (first, last) => {
        const { dropped } = phaseOfWeights(Float64Array.of(first, last, 0), 3);
        const pair = phaseOfPair(Float64Array.of(first, last));
        assert.is(dropped.includes(0), pair === 'dropped-first' || pair === 'dropped-all');
        assert.is(dropped.includes(1), pair === 'dropped-last' || pair === 'dropped-all');
      }),
      runs(100),
    );
  });

  test('weights that are no whole columns, or no numbers, are refused', () => {
    for (const weights of [[], [1, 2, 3, 4], [1, Number.NaN, 0]]) {
      assert.throws(() => phaseOfWeights(Float64Array.from(weights), 3), /finite weights of 3 features/);
    }
  });
});
