import fc from 'fast-check';
import * as assert from 'uvu/assert';
import {
  type PiecewiseLinearActivation,
  parseActivation,
  piecewiseLinear,
} from '../../src/model/activation.ts';
import { task, toyModel } from '../../src/model/toy-model.ts';
import { parseValueLaw } from '../../src/model/value-law.ts';
import {
  ONE,
  parseRational,
  rational,
  rationalFromNumber,
  toNumber,
  ZERO,
} from '../../src/support/rational.ts';
import { streamKey } from '../../src/support/threefry.ts';
import { expectedLoss } from '../../src/symbolic/expected-loss/expected-loss.ts';
import { floatActivation } from '../../src/verify/float-activation.ts';
import { exactSquaredError, networkOf } from '../../src/verify/network.ts';
import { networkStrata } from '../../src/verify/network-strata.ts';
import { estimateLoss } from '../../src/verify/stratified-loss.ts';
import { valueQuantile } from '../../src/verify/value-quantile.ts';
import {
  anyActivation,
  anyPiecewiseLinear,
  anyTiedModel,
  anyTwoLayerModel,
  showSetting,
} from '../support/settings.ts';
import { runs, suite } from '../support/suite.ts';

const KEY = streamKey(5, 6, 'verification');
const piecewise = anyPiecewiseLinear({ jumping: true });
const model = fc.oneof(anyTiedModel(3, piecewise), anyTwoLayerModel(3, 3, piecewise));
const HALF = rational(1n, 2n);

suite('networkStrata', (test) => {
  test('law: the probabilities of the strata sum to one', () => {
    fc.assert(
      fc.property(model, (m) => {
        const total = networkStrata(m).reduce((sum, { probability }) => sum + probability, 0);
        assert.ok(Math.abs(total - 1) < 1e-13, showSetting(m));
      }),
    );
  });

  test('law: the squared error of any input is within the bound of its stratum, or is the constant it is said to be', () => {
    fc.assert(
      fc.property(
        model,
        fc.array(fc.double({ min: 2 ** -53, max: 1 - 2 ** -53, noNaN: true }), {
          minLength: 3,
          maxLength: 3,
        }),
        (m, u) => {
          const network = networkOf(m);
          const continuous = m.inputs.map((law) => law.atoms.length === 0);
          for (const { activeSet, bound, constant, slack } of networkStrata(m)) {
            if (!activeSet.every((j) => continuous[j])) continue;
            const x = m.inputs.map((law, j) =>
              activeSet.includes(j) ? rationalFromNumber(valueQuantile(law).valueAt(u[j] ?? 0.5)) : ZERO,
            );
            const error = toNumber(
              exactSquaredError(network, m.activation as PiecewiseLinearActivation, m.importances, x),
            );
            assert.ok(error <= bound, `${error} > ${bound}, ${showSetting(m)}`);
            assert.ok(constant === undefined || Math.abs(constant - error) <= slack);
          }
        },
      ),
      runs(60),
    );
  });

  test('law: draws lie in [0, 1], and none is doubtful where φ is continuous', () => {
    fc.assert(
      fc.property(model, fc.integer({ min: 1, max: 3000 }), (m, count) => {
        for (const stratum of networkStrata(m).filter(
          ({ bound, constant }) => bound > 0 && constant === undefined,
        )) {
          const { sum, sumOfSquares, doubtful } = stratum.sampler(KEY).draw(count, 0);
          assert.ok(sum >= 0 && sum <= count && sumOfSquares <= sum);
          assert.ok(stratum.jumps || doubtful === 0);
        }
      }),
      runs(30),
    );
  });

  test('known value: a value on a jump in every draw is doubtful in every draw', () => {
    // Feature 1 varies but is not represented, so z₀ is 0 up to rounding that sampling cannot see through: 1/3 is no double.
    const third = rational(1n, 3n);
    const inputs = [parseValueLaw('points:1=1/2,2=1/2'), parseValueLaw('uniform')];
    const base = task([ONE, ONE], [ONE, ONE], { inputs });
    const tied = toyModel(base, [[ONE, ZERO]], [third.sub(ONE), ZERO], parseActivation('jump-relu:1/3'));
    const strata = networkStrata(tied);
    assert.is(strata.length, 2);
    assert.equal(
      strata.map((stratum) => stratum.sampler(KEY).draw(100, 0).doubtful),
      [100, 0],
    );
  });

  test('law: the interval holds on whichever side of a jump rounding falls, the true value being on the left', () => {
    // z₀ = 1 + b = k/7 with probability ½, on the jump itself; φ falls from 1 to 0 there, or rises.
    const inputs = [parseValueLaw('points:1=1/2,2=1/2'), parseValueLaw('uniform')];
    const base = task([ONE, ONE], [ONE, ZERO], { inputs });
    for (const [left, right] of [
      [ONE, ZERO],
      [ZERO, ONE],
    ] as const) {
      for (let k = 1n; k <= 20n; k++) {
        const jump = rational(k, 7n);
        const pieces = [left, right].map((intercept) => ({ slope: ZERO, intercept }));
        const phi = piecewiseLinear('step', [jump], pieces);
        const tied = toyModel(base, [[ONE, ZERO]], [jump.sub(ONE), ZERO], phi);
        const exact = toNumber(expectedLoss(tied).loss);
        const { lower, upper } = estimateLoss(tied, {
          seed: 1,
          stream: 0,
          alpha: 1e-9,
          halfWidth: 0,
          maxSamples: 5000,
        });
        assert.ok(
          lower <= exact && exact <= upper,
          `${left} to ${right} at ${k}/7: ${lower} ${exact} ${upper}`,
        );
      }
    }
  });

  test('known value: with atoms only every stratum is a constant, each on the right side of a jump', () => {
    const inputs = [parseValueLaw('binary'), parseValueLaw('points:1=1/2,-1=1/2')];
    const base = task([HALF, HALF], [ONE, ONE], { inputs });
    const tied = toyModel(
      base,
      [[ONE, parseRational('1/3')]],
      [ZERO, ZERO],
      parseActivation('jump-relu:1/3'),
    );
    // z₀ = x₀ + x₁/3 and z₁ = x₀/3 + x₁/9, each kept if above 1/3.
    const errors = networkStrata(tied).map(({ constant }) => constant);
    const [nothing, first, second, third, both, other] = errors;
    assert.is(errors.length, 6);
    assert.is(nothing, 0);
    assert.is(first, 0);
    assert.equal([second, third], [1, 1]);
    assert.ok(Math.abs((both ?? 0) - (1 / 9 + (1 - 4 / 9) ** 2)) < 1e-15);
    assert.ok(Math.abs((other ?? 0) - (1 / 9 + 1)) < 1e-15);
  });

  test('law: φ stays within the range stated for an interval, and grows no faster than stated between jumps', () => {
    const any = anyActivation();
    const place = fc.double({ min: -4, max: 4, noNaN: true });
    fc.assert(
      fc.property(any, place, place, fc.double({ min: 0, max: 1, noNaN: true }), (activation, a, b, s) => {
        const { apply, range, steepness, jumps } = floatActivation(activation);
        const [lower, upper] = [Math.min(a, b), Math.max(a, b)];
        const bounds = range(lower, upper);
        const z = lower + s * (upper - lower);
        assert.ok(bounds.lower - 1e-12 <= apply(z) && apply(z) <= bounds.upper + 1e-12, activation.name);
        if (jumps.some((jump) => lower <= jump && jump <= upper)) return;
        assert.ok(
          Math.abs(apply(upper) - apply(lower)) <= steepness * (upper - lower) + 1e-12,
          activation.name,
        );
      }),
      runs(500),
    );
  });

  test('refusal: too many features, and squares that overflow', () => {
    const many = Array.from({ length: 13 }, () => ONE);
    assert.throws(() => networkStrata(toyModel(task(many, many), [many])), /at most 12 features, found 13/);
    const huge = toyModel(task([ONE], [ONE]), [[parseRational('1e100')]]);
    assert.throws(() => networkStrata(huge), /squares are within the doubles/);
  });
});
