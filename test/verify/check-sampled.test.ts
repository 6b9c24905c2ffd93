import * as assert from 'uvu/assert';
import type { SampledQuantity } from '../../src/model/quantity.ts';
import { type Task, type ToyModel, task, toFloatModel, toyModel } from '../../src/model/toy-model.ts';
import { DomainError } from '../../src/support/errors.ts';
import {
  ONE,
  parseRational,
  type Rational,
  rational,
  rationalFromNumber,
} from '../../src/support/rational.ts';
import { expectedLoss } from '../../src/symbolic/expected-loss/expected-loss.ts';
import { checkSampled } from '../../src/verify/check-sampled.ts';
import { estimateLoss } from '../../src/verify/stratified-loss.ts';
import { showModel } from '../support/arbitraries.ts';
import { suite } from '../support/suite.ts';

const p = parseRational('3/10');
const r = parseRational('7/10');
const pairTask: Task = task([p, p], [ONE, r]);

const pair = (
  weights: readonly string[],
  bias: readonly string[] = ['0', '0'],
  base: Task = pairTask,
): ToyModel => toyModel(base, [weights.map(parseRational)], bias.map(parseRational));

const SAMPLED: SampledQuantity = {
  trust: 'sampled',
  value: 0.5,
  lower: 0.25,
  upper: 0.75,
  samples: 9,
  alpha: 0.01,
};

const estimates = new Map<string, SampledQuantity>();

/** The estimate of a model's loss to a relative half-width. */
function sample(model: ToyModel, relative: number, maxSamples = 1e7): SampledQuantity {
  const halfWidth = expectedLoss(model).loss.valueOf() * relative;
  const name = `${showModel(model)} ${halfWidth} ${maxSamples}`;
  const known = estimates.get(name);
  if (known !== undefined) return known;
  const estimate = estimateLoss(toFloatModel(model), {
    seed: 3,
    stream: 1,
    alpha: 1e-9,
    halfWidth,
    maxSamples,
  });
  estimates.set(name, estimate);
  return estimate;
}

const verdictOn = (claim: Rational, model: ToyModel, relative: number, maxSamples?: number): string => {
  const tolerance = expectedLoss(model).loss.valueOf() * relative;
  return checkSampled('loss', claim, sample(model, relative, maxSamples), tolerance).verdict;
};

const MODELS: readonly (readonly [string, ToyModel])[] = [
  ['antipodal', pair(['1', '-1'])],
  ['confused, with bias', pair(['7/10', '6/10'], ['-1/20', '1/10'])],
  ['one feature dropped', pair(['1', '0'], ['0', '3/20'])],
];

suite('checkSampled', (test) => {
  for (const [name, model] of MODELS) {
    const { loss } = expectedLoss(model);
    const scaled = (factor: string): Rational => loss.mul(parseRational(factor));

    test(`known value: the right loss agrees (${name})`, () => {
      assert.is(verdictOn(loss, model, 0.01), 'agrees');
      assert.is(verdictOn(loss, model, 0.004), 'agrees');
    });

    test(`known value: a loss wrong by one percent disagrees, above and below (${name})`, () => {
      assert.is(verdictOn(scaled('1.01'), model, 0.004), 'disagrees');
      assert.is(verdictOn(scaled('0.99'), model, 0.004), 'disagrees');
    });

    test(`known value: with too few samples neither is decided (${name})`, () => {
      assert.is(verdictOn(loss, model, 0.004, 2000), 'inconclusive');
      assert.is(verdictOn(scaled('1.01'), model, 0.004, 2000), 'inconclusive');
    });
  }

  const antipodal = pair(['1', '-1']);
  const q = ONE.sub(p);
  const wrong: readonly (readonly [string, Rational])[] = [
    ['density and sparsity swapped', ONE.add(r).mul(q).mul(q).div(6n)],
    ['a sign of the weights lost', expectedLoss(pair(['1', '1'])).loss],
    ['the mean over features instead of the sum', expectedLoss(antipodal).loss.div(2n)],
    ['the importance left out', p.mul(p).div(3n)],
    ['the importance of the other feature', ONE.add(ONE.div(r)).mul(p).mul(p).div(6n)],
    ['p in place of p²', ONE.add(r).mul(p).div(6n)],
    ['the empty set counted as active', expectedLoss(antipodal).loss.div(p.mul(p))],
  ];
  for (const [name, loss] of wrong) {
    test(`known value: a formula with ${name} disagrees`, () =>
      assert.is(verdictOn(loss, antipodal, 0.02), 'disagrees'));
  }

  test('known value: a bias of the wrong sign disagrees', () => {
    const claim = expectedLoss(pair(['7/10', '6/10'], ['1/20', '-1/10'])).loss;
    assert.is(verdictOn(claim, pair(['7/10', '6/10'], ['-1/20', '1/10']), 0.02), 'disagrees');
  });

  test('law: the ends of the interval are inside, exactly', () => {
    const verdict = (claim: Rational | number): string => checkSampled('', claim, SAMPLED, 1).verdict;
    const hair = rational(1n, 10n ** 40n);
    assert.is(verdict(0.25), 'agrees');
    assert.is(verdict(0.75), 'agrees');
    assert.is(verdict(rationalFromNumber(0.25).sub(hair)), 'disagrees');
    assert.is(verdict(rationalFromNumber(0.75).add(hair)), 'disagrees');
  });

  test('law: the tolerance is compared with half the width', () => {
    assert.is(checkSampled('', 0.5, SAMPLED, 0.25).verdict, 'agrees');
    assert.is(checkSampled('', 0.5, SAMPLED, 0.2499).verdict, 'inconclusive');
    assert.is(checkSampled('', 0.8, SAMPLED, 0.2499).verdict, 'disagrees');
  });

  test('known value: a check as it stands in a document, its reason in words', () => {
    const { expected, observed, explanation, ...rest } = checkSampled('a loss', rational(4n, 5n), SAMPLED, 1);
    assert.equal(rest, { name: 'a loss', verdict: 'disagrees', tolerance: 1, samples: 9 });
    assert.equal(expected, { trust: 'exact', exact: '4/5', value: 0.8 });
    assert.equal(observed, SAMPLED);
    assert.match(
      explanation ?? '',
      /^the expected 0\.800000 lies above the sampled interval \[0\.250000, 0\.750000\]/,
    );
    assert.match(
      checkSampled('', 0.5, SAMPLED, 0.1).explanation ?? '',
      /after 9 samples .* more samples would decide$/,
    );
    assert.is(checkSampled('', 0.5, SAMPLED, 1).explanation, undefined);
  });

  test('refusal: a tolerance that is not positive, an expectation that is no number', () => {
    for (const tolerance of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      assert.throws(
        () => checkSampled('', 0.5, SAMPLED, tolerance),
        (error: unknown) => error instanceof DomainError,
      );
    }
    assert.throws(
      () => checkSampled('', Number.NaN, SAMPLED, 1),
      (error: unknown) => error instanceof DomainError,
    );
  });
});
