/** @file What one output of a model sees, over any ordered ring. */

import type { Activity } from '../../model/activity.ts';
import type { Task } from '../../model/toy-model.ts';
import type { ValueLaw } from '../../model/value-law.ts';
import { overCommonDenominator } from '../../support/common-denominator.ts';
import type { Rational } from '../../support/rational.ts';
import { INTEGERS } from '../ring/integer-ring.ts';
import type { OrderedRing } from '../ring/ordered-ring.ts';

/** What one output sees. */
export interface Output {
  /** a, shape [features]: row `self` of the Gram matrix. */
  readonly row: readonly Rational[];
  /** i, the index of the feature this output reconstructs. */
  readonly self: number;
  /** b_i. */
  readonly bias: Rational;
}

/** {@link Output} in a ring: a = row / scale, b = bias / scale. */
export interface RingOutput<T> {
  readonly row: readonly T[];
  readonly self: number;
  readonly bias: T;
  /** > 0. */
  readonly scale: T;
}

/** An {@link Activity} block in a ring: P(A) = weights[A] / total. */
export interface RingBlock<T> {
  readonly features: readonly number[];
  /** Shape [2^features]; they need not be probabilities: everything is linear in them. */
  readonly weights: readonly T[];
  readonly total: T;
}

/** z = b + Σ_j a_j x_j and the law of x, in a ring. */
export interface OutputSetting<T> {
  readonly ring: OrderedRing<T>;
  readonly output: RingOutput<T>;
  /** Shape [features]. */
  readonly inputs: readonly ValueLaw[];
  /** They partition the features. */
  readonly blocks: readonly RingBlock<T>[];
}

/** The setting of an output with rational entries, in ℤ. */
export function integerSetting(
  output: Output,
  { inputs, activity }: Pick<Task, 'inputs' | 'activity'>,
): OutputSetting<bigint> {
  return { ring: INTEGERS, output: integerOutput(output), inputs, blocks: ringBlocks(INTEGERS, activity) };
}

/** An output with rational entries, in ℤ. */
export function integerOutput({ row, self, bias }: Output): RingOutput<bigint> {
  const { integers, denominator } = overCommonDenominator([...row, bias]);
  return { row: integers.slice(0, row.length), self, bias: integers[row.length] ?? 0n, scale: denominator };
}

/** An activity with rational probabilities, in a ring. */
export function ringBlocks<T>(ring: OrderedRing<T>, { blocks }: Activity): RingBlock<T>[] {
  return blocks.map(({ features, probabilities }) => {
    const { integers, denominator } = overCommonDenominator(probabilities);
    return {
      features,
      weights: integers.map((value) => ring.fromInteger(value)),
      total: ring.fromInteger(denominator),
    };
  });
}
