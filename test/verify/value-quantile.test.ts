import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseValueLaw, type ValueLaw, valueMoment } from '../../src/model/value-law.ts';
import { rational, rationalFromNumber, toNumber, ZERO } from '../../src/support/rational.ts';
import { valueQuantile } from '../../src/verify/value-quantile.ts';
import { runs, suite } from '../support/suite.ts';

const NAMES = [
  'uniform',
  'signed',
  'uniform:99:100',
  'binary',
  'points:-1=1/4,0=1/4,2=1/2',
  'polynomial:0:1:0,2',
  'polynomial:0:1:3,-12,12',
  'polynomial:-1:1:0,0,3/2',
  'polynomial:0:1:0,0,0,0,0,0,0,0,0,0,0,0,13',
];

/** Half an atom at 0, the rest with density x on [0, 1]. */
const MIXTURE: ValueLaw = {
  name: 'mixture',
  atoms: [{ value: ZERO, mass: rational(1n, 2n) }],
  pieces: [{ lower: ZERO, upper: rational(1n), coefficients: [ZERO, rational(1n)] }],
};
const LAWS = [...NAMES.map(parseValueLaw), MIXTURE];

suite('valueQuantile', (test) => {
  test('known value: density 2x has the quantile √u', () => {
    const { valueAt } = valueQuantile(parseValueLaw('polynomial:0:1:0,2'));
    for (const u of [2 ** -53, 1e-9, 0.25, 0.5, 0.99, 1 - 2 ** -53]) {
      assert.ok(Math.abs(valueAt(u) - Math.sqrt(u)) < 1e-13 / Math.sqrt(u), `${u}`);
    }
  });

  test('known value: atoms and density share the unit interval by their masses', () => {
    const { valueAt } = valueQuantile(MIXTURE);
    assert.is(valueAt(0.3), 0);
    assert.ok(Math.abs(valueAt(0.75) - Math.sqrt(0.5)) < 1e-13);
    const points = valueQuantile(parseValueLaw('points:-1=1/4,0=1/4,2=1/2'));
    assert.equal([0.1, 0.3, 0.6, 0.99].map(points.valueAt), [-1, 0, 2, 2]);
  });

  test('law: a value is the quantile of some u within the stated inaccuracy', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LAWS),
        fc.double({ min: 2 ** -53, max: 1 - 2 ** -53, noNaN: true }),
        (law, u) => {
          const { valueAt, inaccuracy, lower, upper } = valueQuantile(law);
          const x = valueAt(u);
          assert.ok(lower <= x && x <= upper);
          // F just before and just after x, widened by one rounding of x: u must lie between up to the inaccuracy.
          const reach = 2 ** -51 * Math.max(1, Math.abs(lower), Math.abs(upper));
          const [before, after] = [distribution(law, x - reach, false), distribution(law, x + reach, true)];
          assert.ok(
            before - inaccuracy <= u && u <= after + inaccuracy,
            `${law.name}: ${before} ${u} ${after}`,
          );
        },
      ),
      runs(400),
    );
  });

  test('law: the first three moments are those of the law', () => {
    const count = 4096;
    for (const law of LAWS) {
      const { valueAt, variation, lower, upper } = valueQuantile(law);
      const size = Math.max(Math.abs(lower), Math.abs(upper));
      for (const power of [1, 2, 3]) {
        let sum = 0;
        for (let k = 0; k < count; k++) sum += valueAt((k + 0.5) / count) ** power;
        const off = Math.abs(sum / count - toNumber(valueMoment(law, power)));
        // Total variation of the power, over the number of cells.
        assert.ok(
          off <= (power * size ** (power - 1) * variation) / count,
          `${law.name}, power ${power}: ${off}`,
        );
      }
    }
  });
});

/** P(X < x), or P(X ≤ x), ordering atoms before pieces as the map does when their places do not interleave. */
function distribution({ atoms, pieces }: ValueLaw, x: number, inclusive: boolean): number {
  const place = rationalFromNumber(x);
  const below = atoms
    .filter(({ value }) => value.compare(place) < 0 || (inclusive && value.equals(place)))
    .reduce((sum, { mass }) => sum + toNumber(mass), 0);
  return pieces.reduce((sum, { lower, upper, coefficients }) => {
    const cut = place.compare(lower) < 0 ? lower : place.compare(upper) > 0 ? upper : place;
    const part = coefficients.reduce(
      (total, c, k) => total.add(c.mul((cut.pow(k + 1) ?? ZERO).sub(lower.pow(k + 1) ?? ZERO)).div(k + 1)),
      ZERO,
    );
    return sum + toNumber(part);
  }, below);
}
