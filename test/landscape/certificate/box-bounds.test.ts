import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { boxBounds } from '../../../src/landscape/certificate/box-bounds.ts';
import { taskSide } from '../../../src/landscape/certificate/task-side.ts';
import { chartCoordinates } from '../../../src/model/certificate.ts';
import { task, toyModel } from '../../../src/model/toy-model.ts';
import {
  parseRational,
  type Rational,
  rational,
  rationalFromNumber,
  toNumber,
  ZERO,
} from '../../../src/support/rational.ts';
import { expectedLoss } from '../../../src/symbolic/expected-loss/expected-loss.ts';
import { runs, suite } from '../../support/suite.ts';

const SHAPES = [
  { features: 2, hidden: 1 },
  { features: 3, hidden: 2 },
  { features: 3, hidden: 1 },
] as const;

interface Case {
  readonly features: number;
  readonly hidden: number;
  readonly longest: number;
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  /** Of the point that is looked at, between lower and upper. */
  readonly shares: readonly number[];
}

function anyCase(): fc.Arbitrary<Case> {
  const share = fc.oneof(fc.constantFrom(0, 1, 0.5), fc.double({ min: 0, max: 1, noNaN: true }));
  const end = fc.oneof(fc.constantFrom(0, 1, -1, 0.5), fc.double({ min: -1, max: 1, noNaN: true }));
  return fc
    .record({
      shape: fc.constantFrom(...SHAPES),
      longest: fc.nat({ max: 2 }),
      ends: fc.array(fc.tuple(end, end), { minLength: 9, maxLength: 9 }),
      shares: fc.array(share, { minLength: 9, maxLength: 9 }),
    })
    .map(({ shape, longest, ends, shares }) => ({
      ...shape,
      longest: longest % shape.features,
      lower: ends.map(([a, b]) => Math.min(a, b)),
      upper: ends.map(([a, b]) => Math.max(a, b)),
      shares,
    }));
}

const DENSITIES = ['3/10', '1/2', '1/5'].map(parseRational);
const IMPORTANCES = ['1', '1/2', '2'].map(parseRational);

/** C and Q of a direction, from the exact losses at scales 0, 1 and 2: L = c − 2λC + λ²Q. */
function exactParts(
  { features, hidden, longest }: Case,
  point: readonly number[],
): { linear: Rational; quadratic: Rational } {
  const weights = Array.from({ length: hidden }, () => Array.from({ length: features }, () => ZERO));
  weights[0]?.splice(longest, 1, rational(1n));
  chartCoordinates(features, hidden, longest).forEach(({ row, feature }, k) => {
    weights[row]?.splice(feature, 1, rationalFromNumber(point[k] ?? 0));
  });
  const inputs = task(DENSITIES.slice(0, features), IMPORTANCES.slice(0, features));
  const lossAt = (root: bigint): Rational =>
    expectedLoss(
      toyModel(
        inputs,
        weights.map((row) => row.map((w) => w.mul(rational(root)))),
        inputs.densities.map(() => ZERO),
      ),
    ).loss;
  const [off, once, four] = [lossAt(0n), lossAt(1n), lossAt(2n)];
  // once − off = −2C + Q and four − off = −8C + 16Q.
  const quadratic = four.sub(off).sub(once.sub(off).mul(4)).div(12);
  return { quadratic, linear: quadratic.sub(once.sub(off)).div(2) };
}

suite('bounds over boxes', (test) => {
  test('law: C and Q of every model along the directions of a box lie between their bounds', () => {
    fc.assert(
      fc.property(anyCase(), (given) => {
        const inputs = task(DENSITIES.slice(0, given.features), IMPORTANCES.slice(0, given.features));
        const side = taskSide(inputs);
        const setting = {
          featureCount: given.features,
          hiddenDimension: given.hidden,
        };
        const bounds = boxBounds({ ...setting, low: side, high: side }, given.longest);
        bounds.fill(Float64Array.from(given.lower), Float64Array.from(given.upper));
        const point = given.lower.map((low, k) => {
          const high = given.upper[k] ?? 0;
          return Math.min(high, low + (given.shares[k] ?? 0) * (high - low));
        });
        const { linear, quadratic } = exactParts(given, point);
        const { low, high } = bounds;
        // One rounding of the exact value to a double.
        const between = (least: number, value: number, most: number): void =>
          assert.ok(
            least <= value * (1 + 2 ** -52) && value * (1 - 2 ** -52) <= most,
            `${least} ${value} ${most}`,
          );
        between(low.linear, toNumber(linear), high.linear);
        between(low.quadratic, toNumber(quadratic), high.quadratic);
      }),
      runs(20),
    );
  });
});
