/** @file What the tests of the expected loss share: models to try, and equality of losses term by term. */

import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { type ToyModel, task, toyModel } from '../../src/model/toy-model.ts';
import { formatRational, type Rational, ZERO } from '../../src/support/rational.ts';
import { expectedLoss } from '../../src/symbolic/expected-loss/expected-loss.ts';
import { anyRational, anyToyModel, type ModelLimits, showModel, smallRational } from './arbitraries.ts';

/**
 * Toy models whose entries are mostly short. (The closed form takes powers of the common denominator of a row: a few
 * doubles written as rationals cost a hundred times as much as fractions of small integers.)
 */
export function anyModel(limits: ModelLimits = {}): fc.Arbitrary<ToyModel> {
  return anyToyModel({ maxFeatures: 3, entry: mostlyShort, ...limits });
}

const mostlyShort = fc.oneof(
  { arbitrary: smallRational(8), weight: 30 },
  { arbitrary: anyRational(), weight: 1 },
);

/** A checked model from its parts. */
export function build({
  densities,
  importances,
  weights,
  bias,
}: Pick<ToyModel, 'densities' | 'importances' | 'weights' | 'bias'>): ToyModel {
  return toyModel(task(densities, importances), weights, bias);
}

export function total(values: readonly Rational[]): Rational {
  return values.reduce((sum, value) => sum.add(value), ZERO);
}

export function zeros(count: number): Rational[] {
  return Array.from({ length: count }, () => ZERO);
}

/** Equal rationals, or a message that shows the model. */
export function assertEqual(actual: Rational, expected: Rational, witness: ToyModel): void {
  assert.ok(
    actual.equals(expected),
    `${formatRational(actual)} ≠ ${formatRational(expected)} at ${showModel(witness)}`,
  );
}

/** The model's loss consists of exactly these terms. */
export function assertSameTerms(actual: ToyModel, expected: readonly Rational[]): void {
  const { loss, perFeature } = expectedLoss(actual);
  assert.is(perFeature.length, expected.length);
  perFeature.forEach((term, i) => {
    assertEqual(term, expected[i] ?? ZERO, actual);
  });
  assertEqual(loss, total(expected), actual);
}
