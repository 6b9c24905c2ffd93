import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { type PairMinimum, pairMinima } from '../../src/landscape/pair/pair-minima.ts';
import { task, toyModel } from '../../src/model/toy-model.ts';
import { ONE, rationalFromNumber, toNumber } from '../../src/support/rational.ts';
import { expectedLoss } from '../../src/symbolic/expected-loss/expected-loss.ts';
import { checkTrainedPair, REACHED, type TrainedPairCheck } from '../../src/verify/trained-pair.ts';
import { anyPairWeights, anyPublishedPoint } from '../support/pair-weights.ts';
import { runs, suite } from '../support/suite.ts';

type Weights = readonly [number, number];
type Minima = readonly [PairMinimum, ...PairMinimum[]];

function check(p: number, r: number, weights: Weights, minima?: Minima): TrainedPairCheck {
  const pair = { density: rationalFromNumber(p), importance: rationalFromNumber(r), weights };
  return checkTrainedPair(pair, minima);
}

function exactLoss(p: number, r: number, weights: Weights) {
  const [density, importance] = [rationalFromNumber(p), rationalFromNumber(r)];
  const base = task([density, density], [ONE, importance]);
  return expectedLoss(toyModel(base, [weights.map(rationalFromNumber)])).loss;
}

function scaled([first, last]: Weights, factor: number): Weights {
  return [factor * first, factor * last];
}

/** Both minima at p = 0.6, r = 1: confused with loss 0.11, and antipodal, 5.4 % above it (docs/maths/pair.md, §4). */
function bothMinima(): { readonly confused: PairMinimum; readonly antipodal: PairMinimum } {
  const [confused, antipodal] = pairMinima(0.6, 1);
  assert.ok(antipodal !== undefined);
  return { confused, antipodal };
}

suite('checkTrainedPair', (test) => {
  test('known value: a model 10⁻⁶ from the global minimum has reached it', () => {
    const { confused } = bothMinima();
    const [first, last] = confused.weights;
    const found = check(0.6, 1, [first + 1e-6, last - 1e-6]);
    assert.equal([found.verdict, found.finding, found.phase], ['agrees', 'global-minimum', 'confused']);
    assert.is(found.basin, found.minima[0]);
    assert.ok(Math.abs(toNumber(found.exactLoss) - 0.11) < 1e-11);
    assert.ok(found.excess >= 0 && found.excess < 1e-10);
    assert.match(found.explanation, / above the global minimum$/);
  });

  test('known value: a model in the other basin is told which one, and by how much', () => {
    const { antipodal } = bothMinima();
    const found = check(0.6, 1, antipodal.weights);
    assert.equal([found.verdict, found.finding, found.phase], ['disagrees', 'local-minimum', 'antipodal']);
    assert.is(found.basin, found.minima[1]);
    assert.is(found.explanation, 'another local minimum (antipodal), 5.4 % above the global one (confused)');
    assert.ok(Math.abs(found.excess - (0.4 - 0.6 * (25 / (24 * 2.2)) - 0.11) / 0.11) < 1e-9);
    assert.ok(Math.abs(found.gap ?? 1) < 1e-9);
  });

  // L = c − (2s² − s⁴) h at s times the minimum's weights: c = 1/3 and h = 1/3 − 13/160 at p = 1/2, r = 1.
  const fallOf = (s: number): number => ((1 - s * s) ** 2 * (1 / 3 - 13 / 160)) / (13 / 160);

  test('known value: shortened weights lie (1 − s²)² h / L above the minimum: too few steps', () => {
    const [{ weights }] = pairMinima(0.5, 1);
    const found = check(0.5, 1, scaled(weights, 0.9));
    assert.equal([found.verdict, found.finding], ['disagrees', 'too-few-steps']);
    assert.ok(Math.abs((found.gap ?? 0) - fallOf(0.9)) < 1e-12);
    assert.is(found.gap, found.excess);
    assert.is(found.explanation, 'too few steps: in the basin of the global minimum, still 11 % above it');
    assert.match(check(0.5, 1, scaled(weights, 0.1)).explanation, /still 4 times as high as it$/);
  });

  test('a gap of up to 1 % counts as arrived, a larger one does not', () => {
    const [{ weights }] = pairMinima(0.5, 1);
    assert.ok(fallOf(0.9713) < REACHED && fallOf(0.9711) > REACHED);
    assert.is(check(0.5, 1, scaled(weights, 0.9713)).finding, 'global-minimum');
    assert.is(check(0.5, 1, scaled(weights, 0.9711)).finding, 'too-few-steps');
  });

  test('weights stuck on the kink w₂ = 0, or at W = 0, belong to the basin beyond it', () => {
    for (const weights of [
      [1, -1e-9],
      [1, 0],
      [1, -1e-300],
      [-1, 0],
      [0, 0],
      [1e-9, -1e-9],
    ] as const) {
      const { basin, minima, phase } = check(0.3, 0.1, weights);
      assert.is(basin, minima[0], `${weights}`);
      assert.is(phase, Math.abs(weights[0]) === 1 ? 'dropped-last' : 'dropped-all');
      assert.ok((basin?.weights[1] ?? 0) > 0, 'the minimum keeps a little of the last feature');
    }
  });

  test('law: no weights whatsoever lose less than the global minimum listed', () => {
    fc.assert(
      fc.property(anyPublishedPoint(), anyPairWeights(), ({ p, r }, weightsAt) => {
        const minima = pairMinima(p, r);
        // The listed loss is rounded to 1e-15 (1 + r) p; four times that covers every case met so far.
        const least = rationalFromNumber(minima[0].loss).sub(rationalFromNumber(4e-15 * (1 + r) * p));
        const weights = weightsAt(minima);
        assert.ok(exactLoss(p, r, weights).compare(least) >= 0, `W = ${weights}`);
      }),
      runs(300),
    );
  });

  test('law: whatever the weights, they lie in a listed basin and above its minimum', () => {
    fc.assert(
      fc.property(anyPublishedPoint(), anyPairWeights(), ({ p, r }, weightsAt) => {
        const found = check(p, r, weightsAt(pairMinima(p, r)));
        assert.ok(
          found.basin !== undefined && found.gap !== undefined,
          `${found.finding}: ${found.explanation}`,
        );
        assert.ok(found.minima.includes(found.basin));
        assert.ok(found.excess >= -1e-9);
        assert.is(found.verdict, found.finding === 'global-minimum' ? 'agrees' : 'disagrees');
      }),
      runs(100),
    );
  });

  test('law: 10⁻⁶ from the global minimum, every model has reached it', () => {
    const offset = fc.double({ min: -1e-6, max: 1e-6, noNaN: true });
    fc.assert(
      fc.property(anyPublishedPoint(), offset, offset, ({ p, r }, first, last) => {
        const [{ weights }] = pairMinima(p, r);
        assert.is(check(p, r, [weights[0] + first, weights[1] + last]).finding, 'global-minimum');
      }),
      runs(100),
    );
  });

  test('law: W and −W are one model', () => {
    fc.assert(
      fc.property(anyPublishedPoint(), anyPairWeights(), ({ p, r }, weightsAt) => {
        const weights = weightsAt(pairMinima(p, r));
        assert.equal(check(p, r, scaled(weights, -1)), check(p, r, weights));
      }),
      runs(30),
    );
  });

  test('a wrong list is noticed: the global minimum missing, or stated too high', () => {
    const { confused, antipodal } = bothMinima();
    for (const list of [[antipodal], [{ ...confused, loss: confused.loss + 1e-6 }, antipodal]] as const) {
      const found = check(0.6, 1, confused.weights, list);
      assert.equal([found.verdict, found.finding], ['disagrees', 'below-minimum']);
      assert.match(found.explanation, /below the global minimum: the list of minima is wrong$/);
    }
  });

  test('a wrong list is noticed: another minimum missing, or the global one stated too low', () => {
    const { confused, antipodal } = bothMinima();
    const tooLow = { ...confused, loss: confused.loss - 1e-6 };
    for (const [weights, list] of [
      [antipodal.weights, [confused]],
      [confused.weights, [tooLow, antipodal]],
    ] as const) {
      const found = check(0.6, 1, weights, list);
      assert.equal([found.verdict, found.finding], ['disagrees', 'unlisted-minimum']);
      assert.is(found.basin, undefined);
      assert.is(found.gap, undefined);
    }
  });

  test('the list may be off by 10⁻⁹ of the loss of W = 0, and by no more', () => {
    const { confused, antipodal } = bothMinima();
    const off = (error: number): string => {
      const listed = { ...confused, loss: confused.loss + error * 0.4 };
      return check(0.6, 1, confused.weights, [listed, antipodal]).finding;
    };
    assert.equal([0.9e-9, -0.9e-9, 1.1e-9, -1.1e-9].map(off), [
      'global-minimum',
      'global-minimum',
      'below-minimum',
      'unlisted-minimum',
    ]);
  });
});
