import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { signOf } from '../../../src/support/rational.ts';
import { chamberOrbits } from '../../../src/symbolic/output-formula/chamber-orbits.ts';
import { chamberWalls, isRealisable } from '../../../src/symbolic/output-formula/chamber-walls.ts';
import { countChambers } from '../../../src/symbolic/output-formula/count-chambers.ts';
import { enumerateChambers } from '../../../src/symbolic/output-formula/enumerate-chambers.ts';
import {
  allowsTied,
  chamberAt,
  isOnWall,
  type OutputChamber,
  type RowPoint,
  vertexValues,
} from '../../../src/symbolic/output-formula/output-chamber.ts';
import { smallRational } from '../../support/arbitraries.ts';
import { pointOf } from '../../support/output-chambers.ts';
import { runs, suite } from '../../support/suite.ts';

function keyOf({ signs }: OutputChamber): string {
  return signs.map((sign) => (sign === 1 ? '+' : '-')).join('');
}

function rowPoint(featureCount: number): fc.Arbitrary<RowPoint> {
  return fc.record({
    row: fc.array(smallRational(), { minLength: featureCount, maxLength: featureCount }),
    bias: smallRational(),
  });
}

suite('countChambers', (test) => {
  test('known value: the numbers of threshold functions', () => {
    assert.equal([0, 1, 2, 3, 4].map(countChambers), [2, 4, 14, 104, 1882]);
  });

  test('known value: five features have 94572', () => assert.is(countChambers(5), 94_572));

  test('refusal: no features to count, or too many', () => {
    for (const n of [-1, 1.5, 6, Number.NaN]) assert.throws(() => countChambers(n), /from 0 to 5/);
  });
});

suite('enumerateChambers', (test) => {
  test('law: as many chambers as there must be, all different, each proved by a point inside with small nonzero entries', () => {
    for (const n of [1, 2, 3, 4]) {
      const chambers = enumerateChambers(n);
      assert.is(chambers.length, countChambers(n));
      assert.is(new Set(chambers.map(keyOf)).size, chambers.length);
      for (const { signs, sample } of chambers) {
        assert.equal(vertexValues(sample).map(signOf), signs);
        assert.ok(sample.row.every((entry) => entry.n !== 0n && entry.d === 1n && entry.n <= 4n));
      }
    }
  });

  test('law: every point off the walls lies in exactly one listed chamber', () => {
    for (const n of [2, 3]) {
      const keys = new Set(enumerateChambers(n).map(keyOf));
      fc.assert(
        fc.property(rowPoint(n), (point) => {
          fc.pre(!isOnWall(point) && point.row.every((entry) => entry.n !== 0n));
          assert.ok(keys.has(keyOf(chamberAt(point))));
        }),
      );
    }
  });

  test('known value: 9, 59 and 993 chambers meet g_self > 0, and so do their samples', () => {
    for (const [n, expected] of [
      [2, 9],
      [3, 59],
      [4, 993],
    ] as const) {
      const tied = enumerateChambers(n).filter((chamber) => allowsTied(chamber, 0));
      assert.is(tied.length, expected);
      assert.ok(tied.every(({ sample: { row } }) => row[0] !== undefined && signOf(row[0]) > 0));
    }
  });

  test('law: where a chamber does not meet g_self > 0, no point of it has g_self ≥ 0', () => {
    const barred = enumerateChambers(3).filter((chamber) => !allowsTied(chamber, 1));
    fc.assert(
      fc.property(
        fc.constantFrom(...barred).chain((chamber) => pointOf(chamber)),
        ({ row }) => assert.ok(row[1] !== undefined && signOf(row[1]) < 0),
      ),
    );
  });

  test('refusal: tables end at four features, and the message says what to do instead', () => {
    for (const n of [0, 5, 2.5]) assert.throws(() => enumerateChambers(n), /94572 chambers; chamberAt finds/);
  });
});

suite('chamberAt', (test) => {
  test('law: its sample is inside, and the point itself is inside or on a wall', () => {
    fc.assert(
      fc.property(rowPoint(4), (point) => {
        const { signs, features, sample } = chamberAt(point);
        assert.equal(vertexValues(sample).map(signOf), signs);
        assert.ok(features.every((feature) => point.row[feature]?.n !== 0n));
        const values = vertexValues({ ...point, row: features.map((j) => point.row[j] ?? point.bias) });
        for (const [vertex, value] of values.entries()) {
          assert.ok(signOf(value) === signs[vertex] || (signOf(value) === 0 && signs[vertex] === -1));
        }
      }),
    );
  });

  test('refusal: more features than vertices can be listed for', () => {
    fc.assert(
      fc.property(smallRational(), (bias) => {
        const row = Array.from({ length: 13 }, () => bias.abs().add(1));
        assert.throws(() => chamberAt({ row, bias }), /at most 12 features/);
      }),
      runs(3),
    );
  });
});

suite('chamberWalls', (test) => {
  test('agreement: beyond a wall lies another chamber of the complete table, beyond the rest nothing', () => {
    for (const n of [1, 2, 3]) {
      const chambers = enumerateChambers(n);
      const keys = new Set(chambers.map(keyOf));
      for (const chamber of chambers) {
        const beyond = (vertex: number): string =>
          keyOf({
            ...chamber,
            signs: chamber.signs.map((sign, v) => (v === vertex ? (sign === 1 ? -1 : 1) : sign)),
          });
        const expected = [...chamber.signs.keys()].filter((vertex) => keys.has(beyond(vertex)));
        assert.equal(chamberWalls(chamber), expected);
      }
    }
  });

  test('known value: of all 256 sign vectors of three features, 104 are realisable', () => {
    const vectors = Array.from({ length: 256 }, (_, bits) =>
      Array.from({ length: 8 }, (__, vertex) => ((bits >> vertex) & 1 ? 1 : -1) as 1 | -1),
    );
    assert.is(vectors.filter((signs) => isRealisable(3, signs)).length, 104);
  });
});

suite('chamberOrbits', (test) => {
  test('law: the sizes of the orbits sum to the number of chambers, those of tied ones to theirs', () => {
    for (const [n, tied] of [
      [1, 3],
      [2, 9],
      [3, 59],
      [4, 993],
    ] as const) {
      const orbits = chamberOrbits(n, n - 1);
      assert.is(
        orbits.reduce((sum, { size }) => sum + size, 0),
        countChambers(n),
      );
      assert.is(
        orbits.filter((orbit) => orbit.tied).reduce((sum, { size }) => sum + size, 0),
        tied,
      );
    }
  });

  test('known value: 14 orbits of two features, and by Burnside (104 + 28) / 2 = 66 of three', () => {
    const fixed = enumerateChambers(3).filter(({ signs }) => signs[2] === signs[4] && signs[3] === signs[5]);
    assert.is(fixed.length, 28);
    assert.equal([chamberOrbits(2).length, chamberOrbits(3).length], [14, 66]);
  });

  test('refusal: an output that is not among the features', () => {
    for (const self of [-1, 3, 0.5]) assert.throws(() => chamberOrbits(3, self), /an output from 0 to 2/);
  });
});
