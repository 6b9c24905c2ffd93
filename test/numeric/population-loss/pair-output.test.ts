import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { FloatModel } from '../../../src/model/toy-model.ts';
import {
  type OutputEvaluator,
  outputEvaluator,
} from '../../../src/numeric/population-loss/output-evaluator.ts';
import { pairEvaluator } from '../../../src/numeric/population-loss/pair-evaluator.ts';
import { runs, suite } from '../../support/suite.ts';
import { adversarialModel } from './adversarial-model.ts';
import { assertEqualUpTo } from './plain-models.ts';

/** Below this, squares of pre-activations underflow. */
const UNDERFLOW = 1e-290;

function evaluate(outputs: OutputEvaluator, { weights, bias }: FloatModel, i: number) {
  const gramGradient = new Float64Array(4);
  outputs.prepare(weights, bias);
  const error = outputs.error(i);
  const alongBias = outputs.gradient(i, 1, gramGradient);
  return { error, slopes: [...gramGradient, alongBias] };
}

suite('pairEvaluator', (test) => {
  test('law: the square written out and the sweep over all states agree, loss and gradient', () => {
    const pairs = adversarialModel({ minFeatures: 2, maxFeatures: 2, tiny: true });
    fc.assert(
      fc.property(pairs, fc.nat({ max: 1 }), (pair, i) => {
        const written = evaluate(pairEvaluator(pair.densities), pair, i);
        const swept = evaluate(outputEvaluator(pair.densities), pair, i);
        assertEqualUpTo(written.error, swept.error, 2e-13 * swept.error + UNDERFLOW);
        // Slopes are moments of ℓ: at most √E, and accurate to 1e-13 of that.
        written.slopes.forEach((slope, j) => {
          assertEqualUpTo(
            slope,
            swept.slopes[j] ?? Number.NaN,
            2e-13 * Math.sqrt(swept.error) + Math.sqrt(UNDERFLOW),
            `slope ${j}`,
          );
        });
        assert.ok(written.error >= 0);
      }),
      runs(1000),
    );
  });
});
