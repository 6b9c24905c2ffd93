import fc from 'fast-check';
import * as assert from 'uvu/assert';
import {
  type Activity,
  densitiesOf,
  independentActivity,
  isIndependent,
  parseActivity,
  tableActivity,
} from '../../src/model/activity.ts';
import { DomainError } from '../../src/support/errors.ts';
import { formatRational, parseRational, type Rational, ZERO } from '../../src/support/rational.ts';
import { anyActivity } from '../support/settings.ts';
import { suite } from '../support/suite.ts';

const numbers = (text: string): Rational[] => text.split(',').map(parseRational);
const texts = (values: readonly Rational[]): string => values.map(formatRational).join(',');

/** P(A) for every active set A of all features, by multiplying blocks out. */
function jointLaw({ blocks }: Activity, featureCount: number): Rational[] {
  return Array.from({ length: 2 ** featureCount }, (_, active) =>
    blocks.reduce((product, { features, probabilities }) => {
      const set = features.reduce((bits, feature, t) => bits | (((active >> feature) & 1) << t), 0);
      return product.mul(probabilities[set] ?? ZERO);
    }, parseRational('1')),
  );
}

suite('parseActivity', (test) => {
  test('known value: independent features', () => {
    const activity = independentActivity(numbers('1/2,1/3'));
    assert.is(texts(jointLaw(activity, 2)), '1/3,1/3,1/6,1/6');
    assert.ok(isIndependent(activity));
  });

  test('known value: a correlated group is active as a whole or not at all', () => {
    const activity = parseActivity('correlated:0+2', numbers('1/4,1/2,1/4'));
    assert.is(texts(jointLaw(activity, 3)), '3/8,0,3/8,0,0,1/8,0,1/8');
    assert.is(texts(densitiesOf(activity)), '1/4,1/2,1/4');
    assert.not(isIndependent(activity));
  });

  test('known value: an anticorrelated group shares its density; exclusive features have their own', () => {
    const paper = parseActivity('anticorrelated:0+1', numbers('1/2,1/2'));
    assert.is(texts(jointLaw(paper, 2)), '1/2,1/4,1/4,0');
    assert.is(texts(densitiesOf(paper)), '1/4,1/4');
    const own = parseActivity('exclusive:0+1', numbers('1/2,1/3'));
    assert.is(texts(jointLaw(own, 2)), '1/6,1/2,1/3,0');
  });

  test('known value: groups of both kinds beside independent features', () => {
    const activity = parseActivity('correlated:0+3;exclusive:1+4', numbers('1/2,1/4,1/5,1/2,1/4'));
    assert.equal(
      activity.blocks.map(({ features }) => features),
      [[0, 3], [1, 4], [2]],
    );
  });

  test('law: probabilities add up to 1, and name and densities together are read back as the same law', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }).chain((n) => fc.tuple(fc.constant(n), anyActivity(n))),
        ([n, activity]) => {
          const law = jointLaw(activity, n);
          assert.is(formatRational(law.reduce((sum, p) => sum.add(p), ZERO)), '1');
          const again = parseActivity(activity.name, densitiesOf(activity));
          assert.is(texts(jointLaw(again, n)), texts(law));
        },
      ),
    );
  });

  const refusals: readonly (readonly [string, string, RegExp])[] = [
    ['sometimes', '1/2', /one of independent, correlated/],
    ['correlated:0', '1/2,1/2', /groups of 2 to 12 features/],
    ['correlated:0+2', '1/2,1/2', /features from 0 to 1 joined by \+/],
    ['correlated:0+0', '1/2,1/2', /feature 0 twice/],
    ['correlated:0+1;exclusive:1+2', '1/2,1/2,1/2', /feature 1 twice/],
    ['correlated:0+1', '1/2,1/3', /one density for all features of a group, found 1\/2 and 1\/3/],
    ['exclusive:0+1', '2/3,2/3', /at most 1, found a sum of 4\/3/],
    ['table:1/2,1/3', '1/2', /add up to 1, found a sum of 5\/6/],
    ['table:3/2,-1/2', '1/2', /probabilities in \[0, 1\], found 3\/2/],
    ['table:1/3,1/3,1/3', '1/2', /2\^features probabilities/],
    ['table:1', '1/2', /2\^features probabilities/],
  ];
  for (const [text, densities, message] of refusals) {
    test(`refusal: ${text} of densities ${densities}`, () =>
      assert.throws(
        () => parseActivity(text, numbers(densities)),
        (error: unknown) => error instanceof DomainError && message.test(error.message),
      ));
  }

  test('refusal: an empty table', () =>
    assert.throws(
      () => tableActivity([]),
      (error: unknown) => error instanceof DomainError,
    ));
});
