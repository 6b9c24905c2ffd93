import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { learningRate } from '../../../src/numeric/training/learning-rate.ts';
import { suite } from '../../support/suite.ts';

suite('learningRate', (test) => {
  test('known value: five steps of each schedule', () => {
    const rates = (schedule: 'constant' | 'linear' | 'cosine') =>
      [0, 1, 2, 3, 4].map((step) => learningRate({ learningRate: 0.5, schedule, steps: 5 }, step).toFixed(6));
    assert.equal(rates('constant'), new Array(5).fill('0.500000'));
    assert.equal(rates('linear'), ['0.500000', '0.400000', '0.300000', '0.200000', '0.100000']);
    // ½ cos(kπ/8)
    assert.equal(rates('cosine'), ['0.500000', '0.461940', '0.353553', '0.191342', '0.000000']);
  });

  test('law: every schedule starts at the plan’s rate, never rises and never turns negative', () => {
    const schedules = fc.constantFrom('constant', 'linear', 'cosine');
    fc.assert(
      fc.property(schedules, fc.integer({ min: 1, max: 50 }), (schedule, steps) => {
        const rates = Array.from({ length: steps }, (_, step) =>
          learningRate({ learningRate: 0.01, schedule, steps }, step),
        );
        assert.is(rates[0], 0.01);
        for (const [step, rate] of rates.entries()) {
          assert.ok(rate >= 0 && rate <= (rates[step - 1] ?? 0.01));
        }
      }),
    );
  });
});
