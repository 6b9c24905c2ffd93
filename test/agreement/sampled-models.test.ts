import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { modelLoss } from '../../src/loss/model-loss.ts';
import { type Activation, parseActivation } from '../../src/model/activation.ts';
import { parseActivity } from '../../src/model/activity.ts';
import { type ToyModel, task, toyModel } from '../../src/model/toy-model.ts';
import { reluHiddenModel, type TwoLayerModel, twoLayerModel } from '../../src/model/two-layer-model.ts';
import { parseValueLaw } from '../../src/model/value-law.ts';
import { ONE, parseRational, rationalFromNumber, ZERO } from '../../src/support/rational.ts';
import { estimateLoss } from '../../src/verify/stratified-loss.ts';
import { overall } from '../../src/verify/verdict.ts';
import { type VerificationOptions, verifyModel } from '../../src/verify/verify-model.ts';
import {
  anyActivation,
  anyPiecewiseLinear,
  anyTiedModel,
  anyTwoLayerModel,
  showSetting,
} from '../support/settings.ts';
import { runs, suite } from '../support/suite.ts';

const OPTIONS: VerificationOptions = {
  seed: 1,
  stream: 0,
  alpha: 1e-9,
  relativePrecision: 0.05,
  maxSamples: 400_000,
};
const SAMPLING = { alpha: 1e-9, halfWidth: 0, maxSamples: 8_000 };
const r = parseRational;

const NAMES = [
  'relu',
  'linear',
  'leaky-relu:1/10',
  'abs',
  'hard-tanh',
  'clipped-relu:1',
  'jump-relu:1/4',
  'gelu',
  'sigmoid',
  'tanh',
  'softplus',
];
const DENSITIES = [r('1/2'), r('1/2')];

/** Two features in a setting of neither the paper's inputs nor independence. */
function pair(activation: Activation, law = 'signed', activity = 'correlated:0+1'): ToyModel {
  const inputs = [parseValueLaw(law), parseValueLaw('polynomial:0:1:0,2')];
  const base = task(DENSITIES, [ONE, r('1/2')], { inputs, activity: parseActivity(activity, DENSITIES) });
  return toyModel(base, [[ONE, r('-3/4')]], [r('1/10'), r('1/5')], activation);
}

const sampledVerdict = (model: ToyModel | TwoLayerModel, other: ToyModel | TwoLayerModel): string =>
  overall(verifyModel(model, OPTIONS, undefined, modelLoss(other).loss));

/** The paper's solution for absolute values: |x| = ReLU(x) + ReLU(−x). */
function absoluteValues(scale = ONE): TwoLayerModel {
  const inputs = [parseValueLaw('signed'), parseValueLaw('signed')];
  const base = task(DENSITIES, [ONE, ONE], { inputs });
  const first = [
    [scale, ZERO],
    [ZERO, ONE],
    [ONE.neg(), ZERO],
    [ZERO, ONE.neg()],
  ];
  const second = [
    [ONE, ZERO, ONE, ZERO],
    [ZERO, ONE, ZERO, ONE],
  ];
  return twoLayerModel(base, first, second, { target: 'abs' });
}

suite('sampled models', (test) => {
  test('known value: each activation’s loss agrees with its samples, and with no other’s', () => {
    const models = NAMES.map((name) => pair(parseActivation(name)));
    const losses = models.map((model) => modelLoss(model).loss.quantity.value);
    models.forEach((model, k) => {
      assert.is(sampledVerdict(model, model), 'agrees', NAMES[k]);
      // The interval is 10 % of the loss wide: losses 25 % apart must be told apart.
      const other = losses.findIndex((loss) => Math.abs(loss / (losses[k] ?? 0) - 1) > 0.25);
      assert.is(
        sampledVerdict(model, models[other] ?? model),
        'disagrees',
        `${NAMES[k]} is not ${NAMES[other]}`,
      );
    });
  });

  test('a loss for another law, another activity or another target disagrees', () => {
    const relu = parseActivation('relu');
    assert.is(sampledVerdict(pair(relu), pair(relu, 'uniform')), 'disagrees');
    assert.is(sampledVerdict(pair(relu), pair(relu, 'binary')), 'disagrees');
    assert.is(sampledVerdict(pair(relu), pair(relu, 'signed', 'independent')), 'disagrees');
    const plain = absoluteValues();
    const hidden = reluHiddenModel(plain, plain.inputWeights.slice(0, 2), { bias: [r('1/10'), ZERO] });
    assert.is(sampledVerdict(hidden, hidden), 'agrees');
    assert.is(sampledVerdict(hidden, plain), 'disagrees');
    assert.is(
      sampledVerdict(
        hidden,
        reluHiddenModel(hidden, hidden.inputWeights, { target: 'abs', bias: hidden.bias }),
      ),
      'disagrees',
    );
  });

  test('known value: the absolute value network has loss 0, and with one weight off it does not', () => {
    const off = absoluteValues(r('11/10'));
    assert.is(modelLoss(absoluteValues()).loss.quantity.value, 0);
    assert.is(sampledVerdict(absoluteValues(), absoluteValues()), 'agrees');
    assert.ok(estimateLoss(absoluteValues(), { ...SAMPLING, seed: 1, stream: 0 }).upper < 1e-18);
    assert.is(sampledVerdict(off, absoluteValues()), 'disagrees');
    assert.is(sampledVerdict(absoluteValues(), off), 'disagrees');
    assert.is(sampledVerdict(off, off), 'agrees');
  });

  test('a claim is held against enclosures as well', () => {
    const model = pair(parseActivation('gelu'));
    const { value } = modelLoss(model).loss.quantity;
    const claimed = (loss: number): string | undefined =>
      verifyModel(model, { ...OPTIONS, maxSamples: 1000 }, { loss: rationalFromNumber(loss) }).at(-1)
        ?.verdict;
    assert.is(claimed(value), 'agrees');
    assert.is(claimed(value * 1.00001), 'disagrees');
    const exactly = { loss: rationalFromNumber(value), tolerance: ZERO };
    assert.is(verifyModel(model, { ...OPTIONS, maxSamples: 1000 }, exactly).at(-1)?.verdict, 'inconclusive');
  });

  test('law: the sampled interval contains the loss of any model', () => {
    const activation = anyActivation();
    const model = fc.oneof(
      anyTiedModel(3, activation),
      anyTwoLayerModel(3, 2, anyPiecewiseLinear({ jumping: true })),
    );
    fc.assert(
      fc.property(model, fc.nat(1e9), (m, seed) => {
        const { lower, upper } = modelLoss(m).loss;
        const sampled = estimateLoss(m, { ...SAMPLING, seed, stream: 0 });
        const holds =
          upper.compare(rationalFromNumber(sampled.lower)) >= 0 &&
          lower.compare(rationalFromNumber(sampled.upper)) <= 0;
        assert.ok(
          holds,
          `${showSetting(m)}, ${m.activation.name}: ${lower.valueOf()} in [${sampled.lower}, ${sampled.upper}]`,
        );
      }),
      runs(30),
    );
  });
});
