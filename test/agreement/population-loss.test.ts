import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { FloatModel, ToyModel } from '../../src/model/toy-model.ts';
import { lossAndGradientOf } from '../../src/numeric/population-loss/loss-and-gradient-of.ts';
import { plainModelEvaluator } from '../../src/numeric/population-loss/model-evaluator.ts';
import { populationLoss } from '../../src/numeric/population-loss/population-loss.ts';
import { parseRational, type Rational, rationalFromNumber, toNumber } from '../../src/support/rational.ts';
import { exactGradient } from '../../src/symbolic/expected-loss/exact-gradient.ts';
import { expectedLoss } from '../../src/symbolic/expected-loss/expected-loss.ts';
import { adversarialModel, exactModel } from '../numeric/population-loss/adversarial-model.ts';
import { repeatedModel } from '../numeric/population-loss/plain-models.ts';
import { runs, suite } from '../support/suite.ts';

/** The documented bound; the observed worst is some 2e-15. */
const RELATIVE = 1e-13;
/** Below this, squares of pre-activations underflow. */
const UNDERFLOW = 1e-290;

function assertClose(found: number, exact: Rational, what: string): void {
  const error = Math.abs(toNumber(rationalFromNumber(found).sub(exact)));
  const size = toNumber(exact.abs());
  assert.ok(error <= RELATIVE * size + UNDERFLOW, `${what}: found ${found}, exact ${size}, error ${error}`);
}

function assertLossAgrees(model: FloatModel): void {
  const exact = expectedLoss(exactModel(model));
  const { loss, perFeature } = lossAndGradientOf(model);
  assertClose(loss, exact.loss, 'loss');
  exact.perFeature.forEach((term, i) => {
    assertClose(perFeature[i] ?? Number.NaN, term, `term ${i}`);
  });
  if (exact.loss.n === 0n) assert.is(loss, 0);
  const plain = plainModelEvaluator(model.densities, model.importances, model.hiddenDimension);
  assertClose(plain.evaluate(model.weights, 0, model.bias, 0), exact.loss, 'loss by plain code');
}

const STEP = parseRational('1e-60');

/** (L(θ + h) − L(θ − h)) / 2h, exactly, with one entry of W or b moved by h = 10⁻⁶⁰. */
function differenceQuotient(
  model: ToyModel,
  place: 'bias' | 'weights',
  row: number,
  column: number,
): Rational {
  const moved = (step: Rational): Rational => {
    const nudge = (values: readonly Rational[]): Rational[] =>
      values.map((value, k) => (k === column ? value.add(step) : value));
    const variant =
      place === 'bias'
        ? { ...model, bias: nudge(model.bias) }
        : { ...model, weights: model.weights.map((values, h) => (h === row ? nudge(values) : values)) };
    return expectedLoss(variant).loss;
  };
  return moved(STEP).sub(moved(STEP.neg())).div(STEP.mul(2n));
}

/**
 * The gradient is a sum of moments of ℓ over parts of the cube, each at most √E_i by Cauchy and Schwarz and computed to
 * about 1e-15 of that: the scale of ∂L/∂b_i is 2 I_i √E_i, that of ∂L/∂W_hk the same passed through the chain rule.
 *
 * The quotient is exact but for h · (jump of the second derivative) at walls. Where i is active that is at most
 * h ‖W‖² / min |G_ij| ≤ 1e-60 · 1e12 / 1e-24, far below 1e-13 √P(A); where it is not, h ‖W‖² ≤ 1e-48.
 */
function assertGradientAgrees(model: FloatModel): void {
  const { featureCount: n, hiddenDimension: m, weights, importances } = model;
  const { perFeature, gradient, kinks } = lossAndGradientOf(model);
  fc.pre(kinks.length === 0);
  const exact = exactModel(model);
  const scale = Array.from(perFeature, (term, i) => 2 * Math.sqrt((importances[i] ?? 0) * term));
  for (let k = 0; k < n; k++) {
    const expected = toNumber(differenceQuotient(exact, 'bias', 0, k));
    assertWithin(gradient.bias[k] ?? Number.NaN, expected, scale[k] ?? 0, `bias ${k}`);
    for (let h = 0; h < m; h++) {
      let weightScale = 0;
      for (let j = 0; j < n; j++) {
        weightScale += ((scale[k] ?? 0) + (scale[j] ?? 0)) * Math.abs(weights[h * n + j] ?? 0);
      }
      const slope = toNumber(differenceQuotient(exact, 'weights', h, k));
      assertWithin(gradient.weights[h * n + k] ?? Number.NaN, slope, weightScale, `weight ${h}, ${k}`);
    }
  }
}

/** The same against the exact gradient itself, for any number of features. */
function assertExactGradientAgrees(model: FloatModel): void {
  const { featureCount: n, weights, importances } = model;
  const { perFeature, gradient } = lossAndGradientOf(model);
  const exact = exactGradient(exactModel(model));
  const scale = Array.from(perFeature, (term, i) => 2 * Math.sqrt((importances[i] ?? 0) * term));
  const total = scale.reduce((sum, term) => sum + term, 0);
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  exact.bias.forEach((slope, k) => {
    assertWithin(gradient.bias[k] ?? Number.NaN, toNumber(slope), scale[k] ?? 0, `bias ${k}`);
  });
  exact.weights.flat().forEach((slope, k) => {
    const weightScale = (n * (scale[k % n] ?? 0) + total) * largest;
    assertWithin(gradient.weights[k] ?? Number.NaN, toNumber(slope), weightScale, `weight ${k}`);
  });
}

/** The documented bounds: 1e-13 of the sum of the two losses, and of the term. */
function assertSensitivitiesAgree(model: FloatModel): void {
  const { densities, importances, hiddenDimension } = model;
  const { density, importance } = populationLoss(model, hiddenDimension).sensitivities(
    model.weights,
    model.bias,
  );
  const lossAt = (j: number, value: number): Rational =>
    expectedLoss(exactModel({ ...model, densities: densities.with(j, value) })).loss;
  densities.forEach((_, j) => {
    const [above, below] = [lossAt(j, 1), lossAt(j, 0)];
    const error = toNumber(
      rationalFromNumber(density[j] ?? 0)
        .sub(above.sub(below))
        .abs(),
    );
    assert.ok(error <= RELATIVE * toNumber(above.add(below)) + UNDERFLOW, `density ${j}: off by ${error}`);
  });
  const ones = expectedLoss(exactModel({ ...model, importances: importances.map(() => 1) }));
  ones.perFeature.forEach((term, i) => {
    assertClose(importance[i] ?? Number.NaN, term, `importance ${i}`);
  });
}

function assertWithin(found: number, expected: number, scale: number, what: string): void {
  assert.ok(
    Math.abs(found - expected) <= RELATIVE * scale + 1e-35,
    `${what}: found ${found}, expected ${expected}, scale ${scale}`,
  );
}

suite('population loss against the closed form', (test) => {
  test('agreement: loss to 1e-13 on adversarial weights, up to four features', () => {
    fc.assert(fc.property(adversarialModel({ maxFeatures: 4, tiny: true }), assertLossAgrees), runs(120));
  });

  test('agreement: loss to 1e-13 on adversarial weights, five and six features', () => {
    const models = adversarialModel({ minFeatures: 5, maxFeatures: 6, tiny: true });
    fc.assert(fc.property(models, assertLossAgrees), runs(5));
  });

  test('agreement: gradient to 1e-13 of its scale, against exact difference quotients', () => {
    fc.assert(fc.property(adversarialModel({ maxFeatures: 3, tiny: false }), assertGradientAgrees), runs(40));
  });

  test('agreement: loss and gradient where outputs cannot tell features apart', () => {
    fc.assert(
      fc.property(repeatedModel(6), (repeated) => {
        assertLossAgrees(repeated);
        assertExactGradientAgrees(repeated);
      }),
      runs(20),
    );
  });

  test('agreement: sensitivities against exact losses at p_j = 1 and p_j = 0', () => {
    fc.assert(
      fc.property(adversarialModel({ maxFeatures: 4, tiny: true }), assertSensitivitiesAgree),
      runs(40),
    );
  });

  test('regression: an entry of G too small to move the values at the ends of its edge', () => {
    assertLossAgrees({
      featureCount: 5,
      hiddenDimension: 1,
      densities: Float64Array.of(0.2, 1e-9, 0.3, 0.7, 1e-3),
      importances: new Float64Array(5).fill(1),
      weights: Float64Array.of(
        1e-300,
        -1.041690361686051,
        -1.483043601969257,
        1.483043601969257,
        0.7415218009846285,
      ),
      bias: Float64Array.of(0, -0.8961313089821488, 0, 0.6265511352103204, -1e-12),
    });
  });
});
