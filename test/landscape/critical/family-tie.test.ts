import * as assert from 'uvu/assert';
import { classify } from '../../../src/landscape/critical/classify.ts';
import { familyOptimum } from '../../../src/landscape/critical/family-optimum.ts';
import { familyTie } from '../../../src/landscape/critical/family-tie.ts';
import { landscape } from '../../../src/landscape/critical/landscape.ts';
import { task, toyModel } from '../../../src/model/toy-model.ts';
import { minimise } from '../../../src/numeric/descent/minimise.ts';
import { parseRational, rationalFromNumber, toNumber } from '../../../src/support/rational.ts';
import { exactGradient } from '../../../src/symbolic/expected-loss/exact-gradient.ts';
import { expectedLoss } from '../../../src/symbolic/expected-loss/expected-loss.ts';
import { suite } from '../../support/suite.ts';

const ROOT = Math.sqrt(3) / 2;
const TRIANGLE = Float64Array.of(1, -0.5, -0.5, 0, ROOT, -ROOT);
const PRODUCT = Float64Array.of(1, -1, 0, 0, 0, 1);
const EQUAL = Float64Array.of(1, 1, 1);

function equalTask(density: number) {
  return { featureCount: 3, densities: new Float64Array(3).fill(density), importances: EQUAL };
}

/** The digon's exact loss of two features in one dimension with common bias, minimised over its length and bias. */
function digonLoss(density: number): number {
  const inputs = task(
    [rationalFromNumber(density), rationalFromNumber(density)],
    [parseRational('1'), parseRational('1')],
  );
  const model = ([length = 0, bias = 0]: Float64Array) => {
    const [l, b] = [rationalFromNumber(length), rationalFromNumber(bias)];
    return toyModel(inputs, [[l, l.neg()]], [b, b]);
  };
  const { value } = minimise(
    (point, gradient) => {
      const { weights, bias } = exactGradient(model(point));
      const [row = []] = weights;
      gradient[0] = toNumber((row[0] ?? parseRational('0')).sub(row[1] ?? parseRational('0')));
      gradient[1] = bias.reduce((sum, slope) => sum + toNumber(slope), 0);
      return toNumber(expectedLoss(model(point)).loss);
    },
    Float64Array.of(1, 0.1),
    { gradientTolerance: 1e-9, maxSteps: 40 },
  );
  return value;
}

suite('families', (test) => {
  test('known value: the digon without bias at its best length', () => {
    // L = c − C²/Q on d = (1, −1): C = 2p/3 − p²/2 + …: the pair page's formulas at s = 1, r = 1.
    const p = 0.3;
    const linear = p / 3 - p ** 2 / 4 + (p * (1 - p)) / 3 + p ** 2 / 24 + p ** 2 / 8;
    const quadratic = p / 3 - p ** 2 / 2 + p ** 2 / 3 - p ** 2 / 12 + (p * (1 - p)) / 3 + p ** 2 / 12;
    const found = familyOptimum(
      { featureCount: 2, densities: Float64Array.of(p, p), importances: Float64Array.of(1, 1) },
      Float64Array.of(1, -1),
      'none',
    );
    assert.is(found.status, 'critical');
    assert.ok(Math.abs(found.loss - ((2 * p) / 3 - linear ** 2 / quadratic)) < 1e-15);
    assert.ok(Math.abs((found.weights[0] ?? 0) - Math.sqrt(linear / quadratic)) < 1e-12);
  });

  test('law: digon ⊥ singleton loses what the digon alone does, by exact gradients of its own', () => {
    for (const density of [0.3, 0.5]) {
      const { loss } = familyOptimum(equalTask(density), PRODUCT, 'free');
      assert.ok(Math.abs(loss - digonLoss(density)) < 1e-13, `${loss} ${digonLoss(density)}`);
    }
  });

  test('known value: with biases triangle and digon ⊥ singleton tie at p = 0.521837659071', () => {
    for (const range of [
      [0.4, 0.7],
      [0.51, 0.9],
    ] as const) {
      const tie = familyTie(EQUAL, TRIANGLE, PRODUCT, 'free', range);
      assert.ok(tie.status === 'found');
      // Losses are rounded to some 1e-15 and their difference falls by 0.06 per unit of density: 2e-14; with a margin.
      assert.ok(Math.abs(tie.density - 0.521837659071425) < 1e-12, `${tie.density}`);
      assert.ok(Math.abs(tie.loss - 0.0818277742439342) < 1e-13);
    }
  });

  test('law: on the two sides of the tie the exact losses of the optima are in opposite orders', () => {
    const exact = (density: number, directions: Float64Array): number => {
      const { weights, bias } = familyOptimum(equalTask(density), directions, 'free');
      const inputs = task(
        Array.from({ length: 3 }, () => rationalFromNumber(density)),
        Array.from({ length: 3 }, () => parseRational('1')),
      );
      const rows = [weights.subarray(0, 3), weights.subarray(3)].map((row) =>
        Array.from(row, rationalFromNumber),
      );
      return toNumber(expectedLoss(toyModel(inputs, rows, Array.from(bias, rationalFromNumber))).loss);
    };
    // A millionth on either side is 6e-8 of loss apart, and optima are found to 1e-15.
    assert.ok(exact(0.521836, TRIANGLE) > exact(0.521836, PRODUCT));
    assert.ok(exact(0.521838, TRIANGLE) < exact(0.521838, PRODUCT));
  });

  test('known value: without bias they never tie: digon ⊥ singleton is better at every density', () => {
    assert.equal(familyTie(EQUAL, TRIANGLE, PRODUCT, 'none', [1e-3, 1]), {
      status: 'no-sign-change',
      better: 'second',
    });
    for (let density = 0.02; density <= 1; density += 0.07) {
      const [triangle, product] = [TRIANGLE, PRODUCT].map(
        (family) => familyOptimum(equalTask(density), family, 'none').loss,
      );
      assert.ok((triangle ?? 0) > 1.1 * (product ?? 0), `${density}: ${triangle} ${product}`);
    }
  });

  test('known value: where the triangle without bias, and digon ⊥ singleton with it, stop being minima', () => {
    for (const [directions, bias, density] of [
      [TRIANGLE, 'none', 0.461585332],
      [PRODUCT, 'free', 0.55116897],
    ] as const) {
      const kindAt = (place: number): string => {
        const ground = landscape(equalTask(place), 2, bias);
        return classify(ground, ground.pack(familyOptimum(equalTask(place), directions, bias))).kind;
      };
      // The least curvature passes through 0 at a slope of order 1, and counts as 0 below 1e-8, on a wall below 1e-5.
      assert.is(kindAt(density - 1e-4), 'minimum');
      assert.is(kindAt(density + 1e-4), 'saddle');
    }
  });

  test('directions that are not of length one, and ranges that are empty, are refused', () => {
    assert.throws(
      () => familyOptimum(equalTask(0.5), Float64Array.of(2, 1, 1, 0, 0, 0), 'none'),
      /length 1 or 0/,
    );
    assert.throws(() => familyTie(EQUAL, TRIANGLE, PRODUCT, 'none', [0.5, 0.5]), /ascending range/);
  });
});
