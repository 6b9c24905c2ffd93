import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { FloatModel } from '../../../src/model/toy-model.ts';
import { kernelEvaluator } from '../../../src/numeric/population-loss/kernel-evaluator.ts';
import {
  type ModelEvaluator,
  plainModelEvaluator,
} from '../../../src/numeric/population-loss/model-evaluator.ts';
import { populationLoss } from '../../../src/numeric/population-loss/population-loss.ts';
import { AntipodeError } from '../../../src/support/errors.ts';
import { runs, suite } from '../../support/suite.ts';
import { adversarialModel } from './adversarial-model.ts';
import { assertEqualUpTo, model, repeatedModel } from './plain-models.ts';

/** The documented relative error of each of the two sides of an equation. */
const RELATIVE = 2e-13;
/** Below this, squares of pre-activations underflow. */
const UNDERFLOW = 1e-290;

function kernelOf({ densities, importances, hiddenDimension }: FloatModel): ModelEvaluator {
  const kernel = kernelEvaluator(densities, importances, hiddenDimension);
  assert.ok(kernel !== undefined, 'this engine has WebAssembly with vectors');
  return kernel;
}

/** Errors to twice the bound; slopes are moments of ℓ, passed through the chain rule, and accurate to that of their scale. */
function assertAgree(any: FloatModel): void {
  const { weights, bias, importances, featureCount: n } = any;
  const fast = kernelOf(any);
  const plain = plainModelEvaluator(any.densities, importances, any.hiddenDimension);
  const losses = [fast, plain].map((evaluator) => evaluator.evaluate(weights, 0, bias, 0));
  assertEqualUpTo(losses[0], losses[1] ?? 0, RELATIVE * (losses[1] ?? 0) + UNDERFLOW);
  const scale = Array.from(plain.errors, (error, i) => 2 * Math.sqrt((importances[i] ?? 0) * error));
  const total = scale.reduce((sum, term) => sum + term, 0);
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  plain.errors.forEach((error, i) => {
    assertEqualUpTo(fast.errors[i], error, RELATIVE * error + UNDERFLOW, `error ${i}`);
    const slope = plain.biasGradient[i] ?? 0;
    assertEqualUpTo(fast.biasGradient[i], slope, RELATIVE * (scale[i] ?? 0) + 1e-140, `bias ${i}`);
  });
  plain.weightGradient.forEach((slope, k) => {
    const tolerance = RELATIVE * (n * (scale[k % n] ?? 0) + total) * largest + 1e-140;
    assertEqualUpTo(fast.weightGradient[k], slope, tolerance, `weight ${k}`);
  });
}

suite('kernel of the population loss', (test) => {
  // First, so that the first of these tasks is the first that the kernel sees.
  test('law: tasks and shapes take turns with one kernel', () => {
    const models = [
      model([0.3, 0.3], [1, 1], [[1, -0.5]], [0.1, 0]),
      model([0.3, 0.9], [1, 0.5], [[1, -0.5]], [0.1, 0]),
      model([0.3, 0.3], [1, 1], [[1, -0.5], ...Array.from({ length: 5000 }, () => [0.01, 0])], [0.1, 0]),
    ];
    const evaluators = models.map((one) => populationLoss(one, one.hiddenDimension));
    const evaluate = (): number[] =>
      models.map(({ weights, bias }, k) => evaluators[k]?.loss(weights, bias) ?? Number.NaN);
    const first = evaluate();
    assert.equal(evaluate(), first);
    models.forEach(({ densities, importances, hiddenDimension, weights, bias }, k) => {
      const plain = plainModelEvaluator(densities, importances, hiddenDimension).evaluate(
        weights,
        0,
        bias,
        0,
      );
      assertEqualUpTo(first[k], plain, RELATIVE * plain);
    });
  });

  test('law: agrees with plain code on adversarial weights, loss and gradient, up to four features', () => {
    fc.assert(fc.property(adversarialModel({ maxFeatures: 4, tiny: true }), assertAgree), runs(600));
  });

  test('law: the same for five to eight features', () => {
    const models = adversarialModel({ minFeatures: 5, maxFeatures: 8, tiny: true });
    fc.assert(fc.property(models, assertAgree), runs(25));
  });

  test('law: the same where outputs are one another with the features renamed, and where features are counted', () => {
    fc.assert(fc.property(repeatedModel(8), assertAgree), runs(60));
  });

  test('law: many models at once are the models one after the other', () => {
    for (const n of [1, 2, 3, 5]) {
      const count = 4;
      const one = populationLoss(model(Array(n).fill(0.3), Array(n).fill(1), [Array(n).fill(0)]), 2);
      const weights = Float64Array.from({ length: count * 2 * n }, (_, k) => Math.sin(1 + k * k));
      const bias = Float64Array.from({ length: count * n }, (_, k) => Math.cos(k) / 4);
      const losses = new Float64Array(count);
      const [weightGradients, biasGradients] = [weights.slice(), bias.slice()];
      one.lossesAndGradients(weights, bias, losses, weightGradients, biasGradients);
      losses.forEach((loss, k) => {
        const [weightGradient, biasGradient] = [new Float64Array(2 * n), new Float64Array(n)];
        const part = (values: Float64Array, size: number) => values.slice(k * size, (k + 1) * size);
        const alone = one.lossAndGradient(part(weights, 2 * n), part(bias, n), weightGradient, biasGradient);
        assert.is(loss, alone);
        assert.equal(part(weightGradients, 2 * n), weightGradient);
        assert.equal(part(biasGradients, n), biasGradient);
      });
    }
  });

  test('law: without WebAssembly plain code does everything', () => {
    const n = 9;
    const list = (entry: (k: number) => number) => Array.from({ length: n }, (_, k) => entry(k));
    const any = model(
      list((k) => 0.1 + k / 20),
      list(() => 1),
      [list((k) => Math.sin(k * k))],
      list(Math.cos),
    );
    const original = Object.getOwnPropertyDescriptor(globalThis, 'WebAssembly');
    Object.defineProperty(globalThis, 'WebAssembly', { value: undefined, configurable: true });
    try {
      assert.is(kernelEvaluator(any.densities, any.importances, 1), undefined);
      const loss = populationLoss(any, 1).loss(any.weights, any.bias);
      assert.is(
        loss,
        plainModelEvaluator(any.densities, any.importances, 1).evaluate(any.weights, 0, any.bias, 0),
      );
    } finally {
      if (original !== undefined) Object.defineProperty(globalThis, 'WebAssembly', original);
    }
    assertAgree(any);
  });

  test('refused: many models at once of which one is bad, before anything is written', () => {
    const pairs = populationLoss(model([0.5, 0.5], [1, 1], [[1, 1]]), 1);
    const four = () => Float64Array.of(1, -1, 1, Number.NaN);
    const losses = Float64Array.of(7, 7);
    const refused = (body: () => void, code: string) => {
      assert.throws(body, (error: unknown) => error instanceof AntipodeError && error.code === code);
      assert.equal(losses, Float64Array.of(7, 7));
    };
    refused(
      () => pairs.lossesAndGradients(four(), new Float64Array(4), losses, four(), four()),
      'out-of-domain',
    );
    refused(
      () => pairs.lossesAndGradients(new Float64Array(4), new Float64Array(2), losses, four(), four()),
      'shape-mismatch',
    );
    refused(
      () =>
        pairs.lossesAndGradients(
          new Float64Array(4),
          new Float64Array(4),
          losses,
          new Float64Array(2),
          four(),
        ),
      'shape-mismatch',
    );
  });
});
