import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { floatLoss } from '../../src/loss/float-loss.ts';
import { modelGradient } from '../../src/loss/model-gradient.ts';
import { modelLoss } from '../../src/loss/model-loss.ts';
import type { TrustedNumber } from '../../src/loss/trusted-number.ts';
import { parseActivation } from '../../src/model/activation.ts';
import { task, toyModel } from '../../src/model/toy-model.ts';
import { DomainError, ShapeError } from '../../src/support/errors.ts';
import { rationalFromNumber, toNumber } from '../../src/support/rational.ts';
import { runs, suite } from '../support/suite.ts';

/** Of losses of order 1: sums of some hundred terms ≥ 0, each rounded; for smooth φ the table and the rule besides. */
const LOSS_TOLERANCE = 2e-14;
/** The slope of the table is off by up to 1e-13, weighted with derivatives of G. */
const SLOPE_TOLERANCE = 1e-12;

const entry: fc.Arbitrary<number> = fc.integer({ min: -96, max: 96 }).map((k) => k / 64);
const models = fc.record({
  weights: fc.tuple(entry, entry),
  bias: fc.tuple(entry, entry),
  densities: fc.tuple(fc.constantFrom(0.3, 1, 1e-3, 0.77), fc.constantFrom(0.5, 1, 0)),
  importances: fc.tuple(fc.constantFrom(1, 0.2), fc.constantFrom(0.5, 3, 0)),
});

function middleOf({ lower, upper }: TrustedNumber): number {
  return (toNumber(lower) + toNumber(upper)) / 2;
}

suite('pairActivationLoss against the exact engine', (test) => {
  const names: readonly (readonly [string, number])[] = [
    ['linear', 5],
    ['leaky-relu:1/10', 8],
    ['abs', 8],
    ['hard-tanh', 12],
    ['clipped-relu:1/2', 12],
    ['jump-relu:1/5', 12],
    ['gelu', 3],
    ['sigmoid', 3],
    ['tanh', 3],
    ['softplus', 3],
  ];
  for (const [name, cases] of names) {
    test(`${name}: the same loss and gradient`, () => {
      fc.assert(
        fc.property(models, ({ weights, bias, densities, importances }) => {
          const activation = parseActivation(name);
          const float = {
            featureCount: 2,
            densities: Float64Array.from(densities),
            importances: Float64Array.from(importances),
          };
          const slopes = [new Float64Array(2), new Float64Array(2)] as const;
          const evaluator = floatLoss(float, 1, activation);
          const [w, b] = [Float64Array.from(weights), Float64Array.from(bias)];
          const loss = evaluator.lossAndGradient(w, b, ...slopes);
          assert.is(evaluator.loss(w, b), loss);
          const exact = toyModel(
            task(densities.map(rationalFromNumber), importances.map(rationalFromNumber)),
            [weights.map(rationalFromNumber)],
            bias.map(rationalFromNumber),
            activation,
          );
          const expected = middleOf(modelLoss(exact).loss);
          assert.ok(Math.abs(loss - expected) <= LOSS_TOLERANCE * (1 + expected), `${loss}, not ${expected}`);
          const found = modelGradient(exact);
          if (found.status !== 'differentiable') return;
          const gradient = [...found.gradient.weights.flat(), ...found.gradient.bias].map(middleOf);
          [...slopes[0], ...slopes[1]].forEach((slope, k) => {
            const difference = Math.abs(slope - (gradient[k] ?? Number.NaN));
            assert.ok(difference <= SLOPE_TOLERANCE, `slope ${k}: ${slope}, not ${gradient[k]}`);
          });
        }),
        runs(cases),
      );
    });
  }

  test('refusals: three features, arrays of the wrong length', () => {
    const three = {
      featureCount: 3,
      densities: new Float64Array(3).fill(0.5),
      importances: new Float64Array(3).fill(1),
    };
    const isDomainError = (error: unknown): boolean => error instanceof DomainError;
    assert.throws(() => floatLoss(three, 1, parseActivation('abs')), isDomainError);
    const two = { featureCount: 2, densities: new Float64Array(2), importances: new Float64Array(2) };
    const evaluator = floatLoss(two, 1, parseActivation('abs'));
    const isShapeError = (error: unknown): boolean => error instanceof ShapeError;
    assert.throws(() => evaluator.loss(new Float64Array(4), new Float64Array(2)), isShapeError);
  });
});
