import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { lossAndGradientOf } from '../../../src/numeric/population-loss/loss-and-gradient-of.ts';
import { populationLoss } from '../../../src/numeric/population-loss/population-loss.ts';
import { runs, suite } from '../../support/suite.ts';
import { adversarialModel } from './adversarial-model.ts';
import { assertEqualUpTo, type ModelLists, model, modelOf, moderate, moderateModel } from './plain-models.ts';

/** The documented relative error of each of the two sides of an equation. */
const RELATIVE = 2e-13;

suite('laws of the population loss', (test) => {
  test('law: a loss is never negative and never NaN', () => {
    fc.assert(
      fc.property(adversarialModel({ maxFeatures: 5, tiny: true }), (any) => {
        const { loss, gradient } = lossAndGradientOf(any);
        assert.ok(loss >= 0);
        assert.ok([...gradient.weights, ...gradient.bias].every(Number.isFinite));
      }),
      runs(300),
    );
  });

  test('law: the loss is the sum of the features’ terms, with or without gradient', () => {
    fc.assert(
      fc.property(adversarialModel({ maxFeatures: 4, tiny: true }), (any) => {
        const { loss, perFeature } = lossAndGradientOf(any);
        assert.is(
          perFeature.reduce((sum, term) => sum + term, 0),
          loss,
        );
        assert.is(populationLoss(any, any.hiddenDimension).loss(any.weights, any.bias), loss);
      }),
    );
  });

  test('law: an evaluator remembers nothing', () => {
    const task = model([0.3, 1, 1e-9], [1, 0.5, 0.2], [[0, 0, 0]]);
    const entries = fc.array(fc.oneof(moderate, fc.constant(0)), { minLength: 9, maxLength: 9 });
    const evaluator = populationLoss(task, 2);
    const evaluate = (values: readonly number[]): number[] => {
      const weightGradient = new Float64Array(6);
      const biasGradient = new Float64Array(3);
      const weights = Float64Array.from(values.slice(0, 6));
      const bias = Float64Array.from(values.slice(6));
      const loss = evaluator.lossAndGradient(weights, bias, weightGradient, biasGradient);
      return [loss, ...weightGradient, ...biasGradient];
    };
    fc.assert(
      fc.property(entries, entries, (first, second) => {
        const before = evaluate(first);
        evaluate(second);
        assert.equal(evaluate(first), before);
      }),
    );
  });

  test('law: rotating the hidden space changes nothing', () => {
    fc.assert(
      fc.property(moderateModel(4, 2), (raw) => {
        // Rows divisible by 5 rotate by (3/5, 4/5) without rounding.
        const [first = [], second = []] = raw.rows.map((row) => row.map((entry) => 5 * entry));
        const rotated = [
          first.map((a, i) => (3 * a - 4 * (second[i] ?? 0)) / 5),
          first.map((a, i) => (4 * a + 3 * (second[i] ?? 0)) / 5),
        ];
        const { loss } = lossAndGradientOf(modelOf({ ...raw, rows: [first, second] }));
        assertEqualUpTo(lossAndGradientOf(modelOf({ ...raw, rows: rotated })).loss, loss, RELATIVE * loss);
      }),
    );
  });

  test('law: reflecting the hidden space, W → −W, changes no bit of the loss and the sign of its slope', () => {
    fc.assert(
      fc.property(adversarialModel({ maxFeatures: 4, tiny: true }), (any) => {
        const here = lossAndGradientOf(any);
        const there = lossAndGradientOf({ ...any, weights: any.weights.map((entry) => -entry) });
        assert.is(there.loss, here.loss);
        assert.equal(there.gradient.bias, here.gradient.bias);
        // Sums of signed zeros: 0 and −0 are the same slope.
        assert.ok(there.gradient.weights.every((entry, k) => entry + (here.gradient.weights[k] ?? 0) === 0));
      }),
    );
  });

  test('law: renaming the features renames the terms and the gradient', () => {
    fc.assert(
      fc.property(moderateModel(5, 2), (raw) => {
        const turn = <T>(values: readonly T[]): T[] => [...values.slice(1), ...values.slice(0, 1)];
        const turned: ModelLists = {
          n: raw.n,
          rows: raw.rows.map(turn),
          bias: turn(raw.bias),
          densities: turn(raw.densities),
          importances: turn(raw.importances),
        };
        const here = lossAndGradientOf(modelOf(raw));
        const there = lossAndGradientOf(modelOf(turned));
        turn([...here.perFeature]).forEach((term, i) => {
          assertEqualUpTo(there.perFeature[i], term, RELATIVE * term, `term ${i}`);
        });
        // Slopes are at most 2 Σ_i I_i √E_i ≤ 60 here, and accurate to 1e-13 of that.
        turn([...here.gradient.bias]).forEach((slope, i) => {
          assertEqualUpTo(there.gradient.bias[i], slope, 1e-11, `slope ${i}`);
        });
      }),
    );
  });

  test('law: a feature without direction adds I ((1 − p) b₊² + p ∫(x − b₊)²) and disturbs nobody', () => {
    fc.assert(
      fc.property(moderateModel(4, 2), moderate, (raw, bias) => {
        const density = 0.25;
        const importance = 0.5;
        const on = Math.max(bias, 0);
        const own = importance * ((1 - density) * on ** 2 + density * ((on - 0.5) ** 2 + 1 / 12));
        const { loss } = lossAndGradientOf(modelOf(raw));
        const extended = model(
          [...raw.densities, density],
          [...raw.importances, importance],
          raw.rows.map((row) => [...row, 0]),
          [...raw.bias, bias],
        );
        assertEqualUpTo(lossAndGradientOf(extended).loss, loss + own, RELATIVE * (loss + own));
      }),
    );
  });

  test('law: features in orthogonal blocks do not interact', () => {
    fc.assert(
      fc.property(moderateModel(3, 1), moderateModel(3, 2), (one, other) => {
        const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);
        const together = model(
          [...one.densities, ...other.densities],
          [...one.importances, ...other.importances],
          [
            ...one.rows.map((row) => [...row, ...zeros(other.n)]),
            ...other.rows.map((row) => [...zeros(one.n), ...row]),
          ],
          [...one.bias, ...other.bias],
        );
        const sum = lossAndGradientOf(modelOf(one)).loss + lossAndGradientOf(modelOf(other)).loss;
        assertEqualUpTo(lossAndGradientOf(together).loss, sum, RELATIVE * sum);
      }),
    );
  });

  test('law: along (G, b) → λ (G, b) the loss is a quadratic in λ', () => {
    fc.assert(
      fc.property(moderateModel(4, 2), (raw) => {
        // W → tW, b → t²b at t = 0, 1, 2, 3: λ = 0, 1, 4, 9. The divided difference of third order vanishes.
        const at = (t: number): number =>
          lossAndGradientOf(
            modelOf({
              ...raw,
              rows: raw.rows.map((row) => row.map((entry) => t * entry)),
              bias: raw.bias.map((entry) => t * t * entry),
            }),
          ).loss;
        const [zero, one, four, nine] = [at(0), at(1), at(2), at(3)] as const;
        // Lagrange weights of the nodes 0, 1, 4, 9 times 360.
        const difference = -10 * zero + 15 * one - 6 * four + nine;
        assertEqualUpTo(difference, 0, 1e-13 * (10 * zero + 15 * one + 6 * four + nine), 'third difference');
      }),
    );
  });
});
