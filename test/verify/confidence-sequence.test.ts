import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { DomainError } from '../../src/support/errors.ts';
import { streamKey, threefry } from '../../src/support/threefry.ts';
import { ConfidenceSequence, LARGEST_BET, penaltyRate } from '../../src/verify/confidence-sequence.ts';
import { runs, suite } from '../support/suite.ts';

const ALPHA = 0.05;
const RUNS = 2000;
const LENGTH = 400;

/** A law on [0, 1]: its mean, and its quantile function. */
interface Law {
  readonly name: string;
  readonly mean: number;
  readonly quantile: (u: number) => number;
}

const LAWS: readonly Law[] = [
  { name: 'fair coin', mean: 0.5, quantile: (u) => (u < 0.5 ? 0 : 1) },
  { name: 'rare event', mean: 0.02, quantile: (u) => (u < 0.98 ? 0 : 1) },
  { name: 'almost sure event', mean: 0.97, quantile: (u) => (u < 0.03 ? 0 : 1) },
  { name: 'uniform', mean: 0.5, quantile: (u) => u },
  { name: 'squares of a uniform', mean: 1 / 3, quantile: (u) => u * u },
  { name: 'two close points', mean: 0.4005, quantile: (u) => (u < 0.5 ? 0.4 : 0.401) },
];

/** An interval after one more observation. */
type Sequence = (observation: number) => { readonly lower: number; readonly upper: number };

/** Single observations, bets as Waudby-Smith and Ramdas choose them: sqrt(2 log(2/α) / (variance · t log(t + 1))). */
function empiricalBernstein(): Sequence {
  const sequence = new ConfidenceSequence(ALPHA);
  let count = 0;
  let sum = 0;
  let squares = 0;
  return (x) => {
    const t = count + 1;
    const centre = (0.5 + sum) / t;
    const variance = (0.25 + squares) / t;
    const bet = Math.min(
      LARGEST_BET,
      Math.sqrt((2 * Math.log(2 / ALPHA)) / (variance * t * Math.log(t + 1))),
    );
    sequence.absorb(bet, x, penaltyRate(bet) * (x - centre) ** 2);
    count = t;
    sum += x;
    squares += (x - centre) ** 2;
    return sequence.interval;
  };
}

/** What most people do: ±1.96 standard errors, looked at again and again (from the 30th observation on). */
function normalInterval(): Sequence {
  let count = 0;
  let sum = 0;
  let squares = 0;
  return (x) => {
    count += 1;
    sum += x;
    squares += x * x;
    if (count < 30) return { lower: 0, upper: 1 };
    const mean = sum / count;
    const halfWidth = 1.96 * Math.sqrt(Math.max(0, squares / count - mean * mean) / count);
    return { lower: mean - halfWidth, upper: mean + halfWidth };
  };
}

/** In how many of {@link RUNS} independent runs some interval misses the mean. Fixed random numbers. */
function misses({ mean, quantile }: Law, start: () => Sequence): number {
  const words = new Uint32Array(4);
  let missed = 0;
  for (let run = 0; run < RUNS; run++) {
    const key = streamKey(2026, run, 'verification');
    const next = start();
    for (let t = 0; t < LENGTH; t++) {
      threefry(key, t, 0, 0, 0, words);
      const { lower, upper } = next(quantile(((words[0] ?? 0) + 0.5) / 2 ** 32));
      if (mean < lower || mean > upper) {
        missed += 1;
        break;
      }
    }
  }
  return missed;
}

suite('ConfidenceSequence', (test) => {
  for (const law of LAWS) {
    test(`law: peeking after every observation, at most α of the runs ever miss (${law.name})`, () => {
      const missed = misses(law, empiricalBernstein);
      assert.ok(missed <= ALPHA * RUNS, `${missed} of ${RUNS}`);
    });
  }

  test('the harness above has teeth: peeking at ±1.96 standard errors misses many times α', () => {
    for (const law of LAWS.slice(0, 2)) {
      const missed = misses(law, normalInterval);
      assert.ok(missed > 4 * ALPHA * RUNS, `${missed} of ${RUNS}`);
    }
  });

  test('known value: one round at a fixed bet gives the empirical Bernstein interval', () => {
    const sequence = new ConfidenceSequence(2 * Math.exp(-3));
    sequence.absorb(0.1 * 1000, 0.3, penaltyRate(0.1) * 1000 * 0.04);
    const halfWidth = (3 + (0.01 / 1.8) * 40) / 100;
    const { value, lower, upper } = sequence.interval;
    assert.is(value, 0.3);
    assert.ok(Math.abs(upper - value - halfWidth) < 1e-15 && Math.abs(value - lower - halfWidth) < 1e-15);
  });

  test('law: the penalty rate is at least ψ, and no more than ψ and a cubic term', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: LARGEST_BET, noNaN: true }), (bet) => {
        const psi = -Math.log1p(-bet) - bet;
        // ψ cancels to about bet · 2⁻⁵²; the two series differ by Σ (½ − 1/k) λᵏ ≤ λ³ / (2 (1 − λ)).
        assert.ok(penaltyRate(bet) >= psi - 2 ** -50 * bet);
        assert.ok(penaltyRate(bet) <= psi + bet ** 3 / (2 * (1 - bet)) + 2 ** -50 * bet);
      }),
    );
  });

  test('law: the inequality the proof rests on, exp(λξ − rate(λ) ξ²) ≤ 1 + λξ for ξ ≥ −1', () => {
    const bet = fc.double({ min: 0, max: LARGEST_BET, noNaN: true });
    const deviation = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(bet, deviation, (l, x) =>
        assert.ok(Math.exp(l * x - penaltyRate(l) * x * x) <= 1 + l * x + 2 ** -50),
      ),
      runs(1000),
    );
  });

  test('law: reaching a target takes the steps foretold when rounds pay what they are assumed to', () => {
    const target = fc.double({ min: 1e-3, max: 0.2, noNaN: true });
    fc.assert(
      fc.property(target, fc.double({ min: 1, max: 50, noNaN: true }), (goal, step) => {
        const sequence = new ConfidenceSequence(1e-6);
        sequence.absorb(step, 0.5, (step * goal) / 2);
        const more = sequence.stepsTo(goal);
        sequence.absorb(more, 0.5, (more * goal) / 2);
        assert.ok(Math.abs(sequence.halfWidth / goal - 1) < 1e-12);
      }),
    );
  });

  test('refusal: alpha outside (0, 1)', () => {
    for (const alpha of [0, 1, -0.1, Number.NaN]) {
      assert.throws(
        () => new ConfidenceSequence(alpha),
        (error: unknown) => error instanceof DomainError,
      );
    }
  });
});
