import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseActivity } from '../../../src/model/activity.ts';
import { task, toyModel } from '../../../src/model/toy-model.ts';
import { reluHiddenModel, twoLayerModel } from '../../../src/model/two-layer-model.ts';
import { BINARY, parseValueLaw, SIGNED } from '../../../src/model/value-law.ts';
import { DomainError } from '../../../src/support/errors.ts';
import {
  formatRational,
  ONE,
  parseRational,
  type Rational,
  rational,
  ZERO,
} from '../../../src/support/rational.ts';
import { expectedLoss } from '../../../src/symbolic/expected-loss/expected-loss.ts';
import { lossByCells } from '../../../src/symbolic/two-layer/loss-by-cells.ts';
import { type Network, networkOf } from '../../../src/symbolic/two-layer/network.ts';
import { anyModel } from '../../support/expected-loss-laws.ts';
import { piecewiseLinearNamed } from '../../support/settings.ts';
import { runs, suite } from '../../support/suite.ts';
import { anyNetwork, showNetwork } from '../../support/two-layer-networks.ts';

const rationals = (...numerals: string[]): Rational[] => numerals.map(parseRational);
const lossOf = (network: Network): string => formatRational(lossByCells(network).loss.lower);
const termsOf = (network: Network): string[] =>
  lossByCells(network).perFeature.map(({ lower, upper }) => {
    assert.ok(lower.equals(upper));
    return formatRational(lower);
  });

/** The paper's solution for absolute values: hidden units x_i and −x_i, added up. */
function absoluteValue(count: number): Network {
  const features = Array.from({ length: count }, (_, i) => i);
  const halves = features.flatMap((i) =>
    [1n, -1n].map((sign) => features.map((j) => rational(i === j ? sign : 0n))),
  );
  const sums = features.map((i) => halves.map((row) => (row[i] ?? ZERO).abs()));
  const inputs = task(
    features.map(() => rational(1n, 5n)),
    features.map(() => ONE),
    { inputs: features.map(() => SIGNED) },
  );
  return networkOf(twoLayerModel(inputs, halves, sums, { target: 'abs' }));
}

const networks = fc
  .record({ features: fc.integer({ min: 1, max: 3 }), hidden: fc.integer({ min: 1, max: 3 }) })
  .chain(anyNetwork);

suite('lossByCells', (test) => {
  test('known value: the published solution for absolute values, n = 3 and m = 6, has loss 0', () => {
    assert.equal(lossByCells(absoluteValue(3)).loss, { lower: ZERO, upper: ZERO });
  });

  test('known value: so has the same solution of 20 features, exactly, because outputs see one feature each', () => {
    const { loss, exact, activeSets } = lossByCells(absoluteValue(20));
    assert.equal([formatRational(loss.upper), exact, activeSets], ['0', true, 40]);
  });

  test('known value: without its negative halves it leaves E x² of negative x: p/6 each', () => {
    const network = absoluteValue(3);
    const outputWeights = network.outputWeights.map((row) =>
      row.map((entry, h) => (h % 2 === 0 ? entry : ZERO)),
    );
    assert.equal(termsOf({ ...network, outputWeights }), ['1/30', '1/30', '1/30']);
  });

  test('known value: ReLU hidden, w = 2, b = −1, by hand', () => {
    // y = (4x − 1)₊: ∫₀^¼ x² + ∫_¼^1 (1 − 3x)² = 1/192 + (8 + 1/64)/9 = 43/48, halved by p.
    const model = reluHiddenModel(task(rationals('1/2'), [ONE]), [rationals('2')], { bias: rationals('-1') });
    assert.is(lossOf(networkOf(model)), '43/96');
  });

  test('known value: two features in one hidden unit, by hand: y_1 = x_1 + x_2, y_2 = 0', () => {
    // Both always active: E x_2² for the first output and E x_2² for the second.
    const inputs = task([ONE, ONE], [ONE, ONE]);
    const model = twoLayerModel(inputs, [rationals('1', '1')], [rationals('1'), rationals('0')]);
    assert.equal(termsOf(networkOf(model)), ['1/3', '1/3']);
  });

  test('known value: at a breakpoint the piece on the left holds, also for point masses', () => {
    const inputs = task([ONE], [ONE], { inputs: [BINARY] });
    const jump = piecewiseLinearNamed('jump-relu:1');
    assert.is(lossOf(networkOf(toyModel(inputs, [[ONE]], [ZERO], jump))), '1');
    assert.is(lossOf(networkOf(toyModel(inputs, [[rational(2n)]], [ZERO], jump))), '9');
  });

  test('law: reordered hidden units have the same loss', () => {
    fc.assert(
      fc.property(networks, (network) => {
        const reversed = {
          ...network,
          inputWeights: network.inputWeights.toReversed(),
          hiddenBias: network.hiddenBias.toReversed(),
          outputWeights: network.outputWeights.map((row) => row.toReversed()),
        };
        assert.equal(termsOf(reversed), termsOf(network), showNetwork(network));
      }),
      runs(30),
    );
  });

  test('law: a hidden unit can be scaled up and its output weights down: φ₁ = ReLU', () => {
    fc.assert(
      fc.property(networks, fc.integer({ min: 1, max: 9 }), (network, factor) => {
        const relu = { ...network, hiddenActivation: piecewiseLinearNamed('relu') };
        const scaled = {
          ...relu,
          inputWeights: network.inputWeights.map((row, h) => (h === 0 ? row.map((w) => w.mul(factor)) : row)),
          hiddenBias: network.hiddenBias.map((c, h) => (h === 0 ? c.mul(factor) : c)),
          outputWeights: network.outputWeights.map((row) => row.map((w, h) => (h === 0 ? w.div(factor) : w))),
        };
        assert.equal(termsOf(scaled), termsOf(relu), showNetwork(network));
      }),
      runs(30),
    );
  });

  test('law: positive homogeneity: L(λ W₂, λ b) is a quadratic in λ ≥ 0: φ₂ = ReLU', () => {
    fc.assert(
      fc.property(networks, (network) => {
        const at = (factor: number): Rational =>
          lossByCells({
            ...network,
            outputActivation: piecewiseLinearNamed('relu'),
            outputWeights: network.outputWeights.map((row) => row.map((w) => w.mul(factor))),
            bias: network.bias.map((b) => b.mul(factor)),
          }).loss.lower;
        const third = at(3).sub(at(2).mul(3)).add(at(1).mul(3)).sub(at(0));
        assert.ok(third.equals(ZERO), showNetwork(network));
      }),
      runs(30),
    );
  });

  test('law: reordered features have the same terms, reordered: independent features', () => {
    fc.assert(
      fc.property(networks, (network) => {
        const turn = <T>(values: readonly T[]): T[] => [...values.slice(1), ...values.slice(0, 1)];
        const { densities, importances, inputs } = network;
        const fresh = { ...network, ...task(densities, importances, { inputs }) };
        const turned = {
          ...fresh,
          ...task(turn(densities), turn(importances), { inputs: turn(inputs) }),
          inputWeights: network.inputWeights.map(turn),
          outputWeights: turn(network.outputWeights),
          bias: turn(network.bias),
        };
        assert.equal(termsOf(turned), turn(termsOf(fresh)), showNetwork(network));
      }),
      runs(30),
    );
  });

  test('law: a law split in two pieces is the same law', () => {
    const split = {
      ...SIGNED,
      pieces: ['-1:1/3', '1/3:1'].map((ends) => {
        const [lower = ZERO, upper = ONE] = ends.split(':').map(parseRational);
        return { lower, upper, coefficients: rationals('1/2') };
      }),
    };
    fc.assert(
      fc.property(anyNetwork({ features: 2, hidden: 2, law: fc.constant(SIGNED) }), (network) => {
        const other = { ...network, inputs: network.inputs.map(() => split) };
        assert.equal(termsOf(other), termsOf(network), showNetwork(network));
      }),
      runs(20),
    );
  });

  test('law: rounding encloses every term in less than cells · 2⁻³²', () => {
    const many = anyNetwork({
      features: 2,
      hidden: 4,
      activations: fc.constantFrom(...['relu', 'hard-tanh'].map(piecewiseLinearNamed)),
      law: fc.constant(SIGNED),
    });
    fc.assert(
      fc.property(many, (network) => {
        const exact = lossByCells(network);
        const rounded = lossByCells(network, { bits: 32 });
        rounded.perFeature.forEach(({ lower, upper }, i) => {
          const value = exact.perFeature[i]?.lower ?? ZERO;
          assert.ok(lower.compare(value) <= 0 && upper.compare(value) >= 0, showNetwork(network));
          const width = rational(BigInt(rounded.cells), 1n << 32n);
          assert.ok(upper.sub(lower).compare(width) <= 0, showNetwork(network));
        });
      }),
      runs(8),
    );
  });

  test('law: the bounds contain the loss and narrow as more active sets are integrated: binary features', () => {
    const binary = anyNetwork({
      features: 4,
      hidden: 3,
      law: fc.constantFrom(BINARY, parseValueLaw('points:-1=1/2,1/2=1/2')),
    });
    fc.assert(
      fc.property(binary, (network) => {
        const exact = lossByCells(network);
        assert.ok(exact.exact);
        let before = { lower: ZERO, upper: rational(10n ** 12n) };
        for (const maxActive of [0, 1, 2, 3, 4]) {
          const { loss } = lossByCells(network, { maxActive });
          const { lower } = exact.loss;
          assert.ok(loss.lower.compare(lower) <= 0 && loss.upper.compare(lower) >= 0, showNetwork(network));
          assert.ok(
            before.lower.compare(loss.lower) <= 0 && before.upper.compare(loss.upper) >= 0,
            showNetwork(network),
          );
          before = loss;
        }
        assert.ok(before.lower.equals(before.upper));
      }),
      runs(15),
    );
  });

  test('law: the bounds contain the loss of the closed form: 4 and 5 uniform features', () => {
    fc.assert(
      fc.property(
        anyModel({ minFeatures: 4, maxFeatures: 5, maxHidden: 2 }),
        fc.integer({ min: 0, max: 2 }),
        (model, maxActive) => {
          const { perFeature } = lossByCells(networkOf(model), { maxActive });
          expectedLoss(model).perFeature.forEach((term, i) => {
            const { lower, upper } = perFeature[i] ?? { lower: ONE, upper: ZERO };
            assert.ok(lower.compare(term) <= 0 && upper.compare(term) >= 0);
          });
        },
      ),
      runs(30),
    );
  });

  test('known value: ten features of which one is active at a time are exact', () => {
    const densities = Array.from({ length: 10 }, () => rational(1n, 10n));
    const group = densities.map((_, i) => i).join('+');
    const inputs = task(
      densities,
      densities.map(() => ONE),
      { activity: parseActivity(`exclusive:${group}`, densities) },
    );
    // y_i = x_1 + … + x_10 for every i: right for the active feature, wrong by x for the nine others.
    const { loss, exact, leftOut } = lossByCells(networkOf(toyModel(inputs, [densities.map(() => ONE)])));
    assert.equal([exact, formatRational(loss.lower), formatRational(leftOut)], [true, '3', '0']);
  });

  test('known value: the probability of what is left out: four of four features at 1/2', () => {
    const half = rational(1n, 2n);
    const inputs = task([half, half, half, half], [ONE, ONE, ONE, ONE]);
    const { exact, leftOut } = lossByCells(networkOf(toyModel(inputs, [rationals('1', '1', '1', '1')])));
    assert.equal([exact, formatRational(leftOut)], [false, '1/16']);
  });

  test('law: an output that does not see its feature has the variance of what it misses: blocks', () => {
    // Feature 1 is active exactly when feature 0 is; y_1 = c x_0 sees only feature 0.
    const half = rational(1n, 2n);
    const activity = parseActivity('correlated:0+1', [half, half]);
    const inputs = task([half, half], [ZERO, ONE], { activity });
    const model = twoLayerModel(inputs, [rationals('1', '0')], [rationals('0'), rationals('1')]);
    // E (x_1 − x_0)² given both: 1/6.
    assert.is(lossOf(networkOf(model)), '1/12');
  });

  test('progress is told after every active set', () => {
    const seen: number[] = [];
    lossByCells(absoluteValue(2), { onProgress: ({ activeSets }) => seen.push(activeSets) });
    assert.equal(seen, [1, 2, 3, 4]);
  });

  test('refused: smooth activations, too many cells, options out of range', () => {
    const inputs = task([ONE, ONE, ONE], [ONE, ONE, ONE]);
    const weights = [rationals('1', '-1', '2'), rationals('-1', '1', '1')];
    const smooth = toyModel(inputs, weights, undefined, { kind: 'smooth', name: 'tanh' });
    assert.throws(
      () => networkOf(smooth),
      (error: unknown) => error instanceof DomainError,
    );
    const network = networkOf(reluHiddenModel(inputs, weights));
    assert.throws(() => lossByCells(network, { maxCells: 2 }), /at most 2 cells.*maxActive/);
    const wide = Array.from({ length: 100 }, () => ONE);
    const model = toyModel(
      task(
        wide.map(() => rational(1n, 2n)),
        wide,
      ),
      [wide],
    );
    assert.throws(
      () => lossByCells(networkOf(model), { maxCells: 10_000 }),
      /maxActive 2 has 5051, .*166751/,
    );
    assert.throws(() => lossByCells(network, { maxActive: -1 }), /maxActive/);
    assert.throws(() => lossByCells(network, { bits: 0.5 }), /bits/);
  });
});
