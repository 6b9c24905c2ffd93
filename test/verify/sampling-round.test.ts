import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { LARGEST_BET } from '../../src/verify/confidence-sequence.ts';
import { planRound, type RoundInput, totalDeviation } from '../../src/verify/sampling-round.ts';
import { suite } from '../support/suite.ts';

const input: fc.Arbitrary<RoundInput> = fc.record({
  reach: fc.double({ min: -30, max: 10, noNaN: true }).map((x) => 10 ** x),
  deviation: fc.double({ min: -6, max: 0, noNaN: true }).map((x) => 10 ** x),
});
const inputs = fc.array(input, { minLength: 1, maxLength: 8 });

/** Σ reach² deviation² / count. */
const varianceOf = (strata: readonly RoundInput[], counts: readonly number[]): number =>
  strata.reduce((sum, { reach, deviation }, a) => sum + (reach * deviation) ** 2 / (counts[a] ?? 1), 0);

suite('planRound', (test) => {
  test('law: no bet is above the largest, no stratum gets fewer samples than the least', () => {
    const total = fc.integer({ min: 0, max: 1_000_000 });
    const relativeTarget = fc.double({ min: 1e-6, max: 10, noNaN: true });
    fc.assert(
      fc.property(
        inputs,
        total,
        relativeTarget,
        fc.integer({ min: 1, max: 64 }),
        (strata, n, share, least) => {
          const { counts, step } = planRound(strata, n, share * totalDeviation(strata), least);
          assert.ok(step > 0 && counts.every((count) => Number.isInteger(count) && count >= least));
          assert.ok(counts.reduce((sum, count) => sum + count, 0) <= n + least * strata.length);
          strata.forEach(({ reach }, a) => {
            assert.ok((step * reach) / (counts[a] ?? 0) <= LARGEST_BET * (1 + 1e-12));
          });
        },
      ),
    );
  });

  test('known value: counts in proportion to reach times deviation, step = target / variance', () => {
    const strata = [
      { reach: 3, deviation: 0.2 },
      { reach: 1, deviation: 0.4 },
    ];
    const { counts, step } = planRound(strata, 1000, 0.01, 1);
    assert.equal(counts, [600, 400]);
    assert.ok(Math.abs(step * varianceOf(strata, counts) - 0.01) < 1e-15);
  });

  test('law: a nearly constant stratum gets enough samples not to hold back the bets on the others', () => {
    const strata = [
      { reach: 1, deviation: 0.3 },
      { reach: 1, deviation: 1e-6 },
    ];
    const { counts, step } = planRound(strata, 1_000_000, 0.01, 1);
    assert.ok(step > (0.95 * 0.01) / varianceOf(strata, counts));
    assert.ok((counts[0] ?? 0) > 0.8 * 1_000_000);
  });
});
