import * as assert from 'uvu/assert';
import type { FloatModel } from '../../../src/model/toy-model.ts';
import { lossAndGradientOf } from '../../../src/numeric/population-loss/loss-and-gradient-of.ts';
import { populationLoss } from '../../../src/numeric/population-loss/population-loss.ts';
import { AntipodeError } from '../../../src/support/errors.ts';
import { suite } from '../../support/suite.ts';
import { assertEqualUpTo, model } from './plain-models.ts';

/** A few roundings. */
function assertLoss(weights: FloatModel, expected: number): void {
  assertEqualUpTo(lossAndGradientOf(weights).loss, expected, 1e-15 * expected);
}

suite('populationLoss', (test) => {
  const p = 0.3;
  const r = 0.7;

  test('known value: one feature represented, the other dropped: r p / 3', () => {
    assertLoss(model([p, p], [1, r], [[1, 0]]), (r * p) / 3);
  });

  test('known value: a dropped feature whose bias is its mean: r (p/3 − p²/4)', () => {
    assertLoss(model([p, p], [1, r], [[1, 0]], [0, p / 2]), r * (p / 3 - (p * p) / 4));
  });

  test('known value: the antipodal pair: (1 + r) p² / 6', () => {
    assertLoss(model([p, p], [1, r], [[1, -1]]), ((1 + r) * p * p) / 6);
  });

  test('known value: the sparse antipodal pair keeps its digits: p² / 3 at p = 1e-9', () => {
    assertLoss(model([1e-9, 1e-9], [1, 1], [[1, -1]]), 1e-18 / 3);
  });

  test('known value: no weights: Σ I_i p_i / 3', () => {
    assertLoss(model([p, 0.5], [1, r], [[0, 0]]), (p + 0.5 * r) / 3);
  });

  test('known value: one feature in its linear region: p (w² − 1)² / 3, also where w² is next to 1', () => {
    assertLoss(model([p], [1], [[1.5]]), (p * 1.25 ** 2) / 3);
    const nearOne = 1 + 2 ** -52;
    assertLoss(model([p], [1], [[nearOne]]), (p * (2 ** -51 + 2 ** -104) ** 2) / 3);
  });

  test('known value: all features on, p = 1, is the Gaussian-like quadratic M² + Σ a′² / 12', () => {
    const both = model(
      [1, 1],
      [1, 1],
      [
        [0.5, 0],
        [0.25, 1],
      ],
      [0.125, 0],
    );
    const first = (0.125 + (0.3125 - 1) / 2 + 0.25 / 2) ** 2 + ((0.3125 - 1) ** 2 + 0.25 ** 2) / 12;
    const second = (0.25 / 2) ** 2 + 0.25 ** 2 / 12;
    assertLoss(both, first + second);
  });

  test('known value: perfect reconstruction costs exactly 0 and has no slope', () => {
    const { loss, gradient } = lossAndGradientOf(
      model(
        [p, 0.5],
        [1, r],
        [
          [1, 0],
          [0, 1],
        ],
      ),
    );
    assert.is(loss, 0);
    assert.ok([...gradient.weights, ...gradient.bias].every((entry) => entry === 0));
  });

  test('known value: the slope of a barely positive output is −p, however small its weight', () => {
    for (const weight of [1e-12, 1e-155, 1e-200, 1e-300, 5e-324]) {
      const { gradient, kinks } = lossAndGradientOf(model([p, p], [1, r], [[weight, 0]]));
      assertEqualUpTo(gradient.bias[0], -p, 1e-11, `slope at ${weight}`);
      assert.equal(kinks, [1]);
    }
  });

  test('known value: at a kink the gradient is the one with the output off', () => {
    const atKink = lossAndGradientOf(model([p, p], [1, r], [[1, 0]]));
    const below = lossAndGradientOf(model([p, p], [1, r], [[1, 0]], [0, -1e-9]));
    const above = lossAndGradientOf(model([p, p], [1, r], [[1, 0]], [0, 1e-9]));
    assert.equal(atKink.kinks, [1]);
    assert.equal(above.kinks, []);
    assert.equal(atKink.gradient, below.gradient);
    assert.equal(lossAndGradientOf(model([p, 0], [1, r], [[1, 0]])).kinks, []);
    assert.equal(lossAndGradientOf(model([p, p], [1, 0], [[1, 0]])).kinks, []);
    assertEqualUpTo(above.gradient.bias[1], -r * p, 1e-8, 'slope above');
  });

  const refused = (body: () => unknown, code: string): void => {
    assert.throws(body, (error: unknown) => error instanceof AntipodeError && error.code === code);
  };

  test('refused: more than ten features, with what would allow them and its cost', () => {
    const many = (n: number) => model(Array(n).fill(0.5), Array(n).fill(1), [Array(n).fill(0.5)]);
    assert.throws(() => populationLoss(many(11), 1), /3\^features.*maxFeatures: 11.*24 MB/);
    assert.throws(() => populationLoss(many(14), 1), /maxFeatures: 14.*646 MB/);
    assert.throws(() => populationLoss(many(15), 1), /14 are the most/);
    refused(() => populationLoss(many(11), 1), 'out-of-domain');
    refused(() => populationLoss(many(15), 1, { maxFeatures: 15 }), 'out-of-domain');
    refused(() => populationLoss(many(12), 1, { maxFeatures: 11 }), 'out-of-domain');
    refused(() => populationLoss(many(2), 1, { maxFeatures: 2.5 }), 'out-of-domain');
    refused(() => populationLoss(model([0.5], [1], [[1]]), 0), 'out-of-domain');
  });

  test('refused: arrays of the wrong length', () => {
    const evaluator = populationLoss(model([0.5, 0.5], [1, 1], [[1, 1]]), 1);
    const two = new Float64Array(2);
    const three = new Float64Array(3);
    refused(() => evaluator.loss(three, two), 'shape-mismatch');
    refused(() => evaluator.loss(two, three), 'shape-mismatch');
    refused(() => evaluator.lossAndGradient(two, two, three, two), 'shape-mismatch');
    refused(() => evaluator.lossAndGradient(two, two, two, three), 'shape-mismatch');
    refused(() => populationLoss(model([0.5, 0.5], [1], [[1, 1]]), 1), 'shape-mismatch');
  });

  test('refused: weights that are not finite, or overflow; and the evaluator still works afterwards', () => {
    const evaluator = populationLoss(model([0.5, 0.5], [1, 1], [[1, 1]]), 1);
    const gradient = new Float64Array(2);
    const bias = Float64Array.of(0, 0);
    const antipodal = Float64Array.of(1, -1);
    const before = evaluator.lossAndGradient(antipodal, bias, gradient, bias.slice());
    for (const entry of [Number.NaN, Number.POSITIVE_INFINITY, 1e100, 1e200]) {
      refused(
        () => evaluator.lossAndGradient(Float64Array.of(entry, -1), bias, gradient, bias.slice()),
        'out-of-domain',
      );
    }
    assert.is(evaluator.lossAndGradient(antipodal, bias, gradient, bias.slice()), before);
    assert.ok(gradient.every(Number.isFinite));
  });
});
