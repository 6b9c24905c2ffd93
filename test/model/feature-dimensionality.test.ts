import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { dimensionsPerFeature, featureDimensionalities } from '../../src/model/feature-dimensionality.ts';
import { polytopeBlocks } from '../../src/model/phase/polytope-blocks.ts';
import { runs, suite } from '../support/suite.ts';

/** Of the published figure; each vertex of a polytope has the same. */
const PUBLISHED: Readonly<Record<string, number>> = {
  singleton: 1,
  tetrahedron: 3 / 4,
  triangle: 2 / 3,
  digon: 1 / 2,
  pentagon: 2 / 5,
  'square antiprism': 3 / 8,
};

/** Zeros and numbers whose squares are far from underflow. */
const entry = fc.oneof(
  fc.constant(0),
  fc.integer({ min: -2000, max: 2000 }).map((value) => value / 1000),
);

const matrix = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 6 }))
  .chain(([m, n]) => fc.tuple(fc.constant(n), fc.array(entry, { minLength: m * n, maxLength: m * n })));

suite('feature dimensionality', (test) => {
  for (const [name, expected] of Object.entries(PUBLISHED)) {
    test(`known value: ${expected} in a ${name}`, () => {
      const block = polytopeBlocks(8, 3).find((candidate) => candidate.name === name);
      assert.ok(block !== undefined);
      // 1 / Σ_j cos² θ_ij, since all lengths are equal.
      for (const row of block.angles) {
        const found = 1 / row.reduce((sum, angle) => sum + Math.cos(angle) ** 2, 0);
        // The antiprism of least energy is not quite a tight frame, of which 3/8 would be exact: it has 0.37438.
        assert.ok(Math.abs(found - expected) < (name === 'square antiprism' ? 1e-3 : 1e-14), `${found}`);
      }
    });
  }

  test('known value: a pentagon, a digon and a feature without a direction', () => {
    const angles = Array.from({ length: 5 }, (_, i) => (2 * Math.PI * i) / 5);
    const pentagon = Float64Array.from([...angles.map(Math.cos), 0, ...angles.map(Math.sin), 0]);
    featureDimensionalities(pentagon, 6).forEach((value, i) => {
      assert.ok(Math.abs(value - (i < 5 ? 0.4 : 0)) < 1e-14);
    });
    assert.equal(featureDimensionalities(Float64Array.of(1, -1), 2), Float64Array.of(0.5, 0.5));
    assert.equal(featureDimensionalities(new Float64Array(4), 2), new Float64Array(2));
  });

  test('law: between 0 and 1, and the sum is at most the number of hidden dimensions', () => {
    fc.assert(
      fc.property(matrix, ([n, weights]) => {
        const found = featureDimensionalities(Float64Array.from(weights), n);
        assert.ok(found.every((value) => value >= 0 && value <= 1 + 1e-12));
        const sum = found.reduce((total, value) => total + value, 0);
        assert.ok(sum <= Math.min(n, weights.length / n) + 1e-9, `${sum}`);
      }),
      runs(200),
    );
  });

  test('law: scaling all weights by a power of two changes nothing', () => {
    fc.assert(
      fc.property(matrix, fc.integer({ min: -40, max: 40 }), ([n, weights], exponent) => {
        const scaled = Float64Array.from(weights, (value) => value * 2 ** exponent);
        const [before, after] = [
          featureDimensionalities(Float64Array.from(weights), n),
          featureDimensionalities(scaled, n),
        ];
        assert.equal(after, before);
      }),
      runs(100),
    );
  });

  test('known value: D* of three digons in three dimensions is 1/2, of no weights nothing', () => {
    const weights = new Float64Array(18);
    for (let h = 0; h < 3; h++) [weights[6 * h + 2 * h], weights[6 * h + 2 * h + 1]] = [1, -1];
    assert.equal(dimensionsPerFeature(weights, 6), { status: 'some', value: 0.5 });
    assert.equal(dimensionsPerFeature(new Float64Array(6), 3), { status: 'no-feature' });
  });

  test('weights that are no whole columns are refused', () => {
    assert.throws(() => featureDimensionalities(Float64Array.of(1, 2, 3), 2), /finite weights of 2 features/);
    assert.throws(() => dimensionsPerFeature(Float64Array.of(Number.NaN), 1), /finite weights/);
  });
});
