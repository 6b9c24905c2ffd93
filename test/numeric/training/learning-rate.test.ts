import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { learningRate } from '../../../src/numeric/training/learning-rate.ts';
import { suite } from '../../support/suite.ts';

suite('learningRate', (test) => {
  test('known value: five steps of each schedule', () => {
    const rates = (schedule: 'constant' | 'linear' | 'cosine') =>
      [0, 1, 2, 3, 4].map((step) => learningRate({ schedule, warmUp: 0, steps: 5 }, 0.5, step).toFixed(6));
    assert.equal(rates('constant'), new Array(5).fill('0.500000'));
    assert.equal(rates('linear'), ['0.500000', '0.400000', '0.300000', '0.200000', '0.100000']);
    // ½ cos(kπ/8)
    assert.equal(rates('cosine'), ['0.500000', '0.461940', '0.353553', '0.191342', '0.000000']);
  });

  test('known value: a warm-up of four steps multiplies the first ones by 1/4, 1/2, 3/4 and 1', () => {
    const rates = [0, 1, 2, 3, 4].map((step) =>
      learningRate({ schedule: 'constant', warmUp: 4, steps: 5 }, 0.8, step).toFixed(6),
    );
    assert.equal(rates, ['0.200000', '0.400000', '0.600000', '0.800000', '0.800000']);
    assert.is(learningRate({ schedule: 'linear', warmUp: 2, steps: 4 }, 0.8, 1), 0.8 * 0.75);
  });

  test('law: every schedule without warm-up starts at the plan’s rate, never rises and never turns negative', () => {
    const schedules = fc.constantFrom('constant', 'linear', 'cosine');
    fc.assert(
      fc.property(schedules, fc.integer({ min: 1, max: 50 }), (schedule, steps) => {
        const rates = Array.from({ length: steps }, (_, step) =>
          learningRate({ schedule, warmUp: 0, steps }, 0.01, step),
        );
        assert.is(rates[0], 0.01);
        for (const [step, rate] of rates.entries()) {
          assert.ok(rate >= 0 && rate <= (rates[step - 1] ?? 0.01));
        }
      }),
    );
  });
});
