import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { activeSetProbabilities } from '../../../src/numeric/population-loss/active-set-probabilities.ts';
import { climb } from '../../../src/numeric/population-loss/climb.ts';
import { descend } from '../../../src/numeric/population-loss/descend.ts';
import { fillGramPairs, gramPairs } from '../../../src/numeric/population-loss/gram-pairs.ts';
import { outputState } from '../../../src/numeric/population-loss/output-state.ts';
import { pairOutput, pairScratch } from '../../../src/numeric/population-loss/pair-output.ts';
import { fillVertexValues } from '../../../src/numeric/population-loss/vertex-values.ts';
import { runs, suite } from '../../support/suite.ts';
import { adversarialModel } from './adversarial-model.ts';
import { assertEqualUpTo } from './plain-models.ts';

/** Below this, squares of pre-activations underflow. */
const UNDERFLOW = 1e-290;

suite('pairOutput', (test) => {
  test('law: the square written out and the sweep over all states agree, loss and gradient', () => {
    const pairs = adversarialModel({ minFeatures: 2, maxFeatures: 2, tiny: true });
    fc.assert(
      fc.property(pairs, fc.nat({ max: 1 }), ({ weights, bias, densities }, i) => {
        const gram = gramPairs(2);
        const state = outputState(2);
        const probabilities = activeSetProbabilities(densities);
        fillGramPairs(gram, weights, bias);
        fillVertexValues(state, gram, i, bias[i] ?? 0);

        const swept = descend(state, probabilities, i);
        climb(state, probabilities, i);
        const sweptSlopes = [...state.slopeGradient, state.biasGradient];

        const written = pairOutput(state, pairScratch(), probabilities, i);
        assertEqualUpTo(written, swept, 2e-13 * swept + UNDERFLOW);
        // Slopes are moments of ℓ: at most √E, and accurate to 1e-13 of that.
        [...state.slopeGradient, state.biasGradient].forEach((slope, j) => {
          assertEqualUpTo(
            slope,
            sweptSlopes[j] ?? Number.NaN,
            2e-13 * Math.sqrt(swept) + Math.sqrt(UNDERFLOW),
            `slope ${j}`,
          );
        });
        assert.ok(written >= 0);
      }),
      runs(1000),
    );
  });
});
