/** @file Random mathematical objects, biased towards corner cases. One arbitrary per type. */

import fc from 'fast-check';
import { type Task, type ToyModel, task, toyModel } from '../../src/model/toy-model.ts';
import {
  formatRational,
  ONE,
  parseRational,
  type Rational,
  rational,
  rationalFromNumber,
  ZERO,
} from '../../src/support/rational.ts';

/** Every finite double, subnormals, both zeros and the largest ones included. */
export function finiteDouble(): fc.Arbitrary<number> {
  return fc.double({ noNaN: true, noDefaultInfinity: true });
}

/** n/d with |n| ≤ max and 1 ≤ d ≤ max: small enough to read, common factors and zero frequent. */
export function smallRational(max = 12): fc.Arbitrary<Rational> {
  return fc
    .tuple(fc.integer({ min: -max, max }), fc.integer({ min: 1, max }))
    .map(([numerator, denominator]) => rational(BigInt(numerator), BigInt(denominator)));
}

/** Rationals of moderate size with the awkward ones over-represented: 0, ±1, ±½, ±10⁻¹², and exact values of doubles. */
export function anyRational(): fc.Arbitrary<Rational> {
  const corners = ['0', '1', '-1', '1/2', '-1/2', '1e-12', '-1e-12', '1000000007/998244353'];
  return fc.oneof(
    { arbitrary: fc.constantFrom(...corners.map(parseRational)), weight: 2 },
    { arbitrary: smallRational(), weight: 4 },
    { arbitrary: smallRational(10_000), weight: 2 },
    { arbitrary: fc.double({ min: -3, max: 3, noNaN: true }).map(rationalFromNumber), weight: 2 },
  );
}

/** p in [0, 1], the ends and ½ over-represented. */
export function anyDensity(): fc.Arbitrary<Rational> {
  return fc.oneof(
    { arbitrary: fc.constantFrom(ZERO, ONE, rational(1n, 2n), rational(1n, 1000n)), weight: 1 },
    {
      arbitrary: fc
        .tuple(fc.integer({ min: 1, max: 20 }), fc.nat({ max: 20 }))
        .map(([d, n]) => rational(BigInt(n % (d + 1)), BigInt(d))),
      weight: 3,
    },
  );
}

/** I ≥ 0: unequal, equal and vanishing ones. */
export function anyImportance(): fc.Arbitrary<Rational> {
  return fc.oneof(
    fc.constant(ONE),
    fc.constant(ZERO),
    smallRational(100).map((value) => value.abs()),
  );
}

/** A task of exactly `featureCount` features; half of the time all densities are equal. */
export function taskOf(featureCount: number): fc.Arbitrary<Task> {
  const list = (entry: fc.Arbitrary<Rational>): fc.Arbitrary<Rational[]> =>
    fc.array(entry, { minLength: featureCount, maxLength: featureCount });
  const densities = fc.oneof(
    list(anyDensity()),
    anyDensity().map((density) => Array.from({ length: featureCount }, () => density)),
  );
  return fc.tuple(densities, list(anyImportance())).map(([p, importances]) => task(p, importances));
}

export interface ModelLimits {
  readonly minFeatures?: number;
  readonly maxFeatures?: number;
  readonly maxHidden?: number;
  /** The law of weights and biases; {@link anyRational} if left out. */
  readonly entry?: fc.Arbitrary<Rational>;
  /** `false`: the bias is zero. */
  readonly bias?: boolean;
}

/**
 * Toy models of any shape up to the limits. Corners that the structure brings: features sharing a direction or its
 * opposite, features with no direction, zero biases.
 */
export function anyToyModel(limits: ModelLimits = {}): fc.Arbitrary<ToyModel> {
  const { minFeatures = 1, maxFeatures = 4, maxHidden = 3, entry = anyRational(), bias = true } = limits;
  const shape = fc.record({
    n: fc.integer({ min: minFeatures, max: maxFeatures }),
    m: fc.integer({ min: 1, max: maxHidden }),
  });
  return shape.chain(({ n, m }) => {
    const list = fc.array(entry, { minLength: n, maxLength: n });
    const biases = bias
      ? fc.oneof(list, fc.constant(Array.from({ length: n }, () => ZERO)))
      : fc.constant([]);
    return fc
      .record({
        base: taskOf(n),
        columns: fc.array(direction(m, entry), { minLength: n, maxLength: n }),
        biases,
      })
      .map(({ base, columns, biases: b }) => {
        const weights = Array.from({ length: m }, (_, h) =>
          columns.map((column, i) => resolve(columns, column, i)[h] ?? ZERO),
        );
        return toyModel(base, weights, b.length === n ? b : undefined);
      });
  });
}

type Direction =
  | { readonly kind: 'own'; readonly entries: Rational[] }
  | { readonly kind: 'zero' | 'same' | 'opposite' };

function direction(m: number, entry: fc.Arbitrary<Rational>): fc.Arbitrary<Direction> {
  return fc.oneof(
    {
      arbitrary: fc
        .array(entry, { minLength: m, maxLength: m })
        .map((entries) => ({ kind: 'own' as const, entries })),
      weight: 6,
    },
    {
      arbitrary: fc.constantFrom<Direction>({ kind: 'zero' }, { kind: 'same' }, { kind: 'opposite' }),
      weight: 1,
    },
  );
}

/** The entries of a column that may be said in terms of the one before it. */
function resolve(columns: readonly Direction[], column: Direction, i: number): readonly Rational[] {
  if (column.kind === 'own') return column.entries;
  const previous = columns[i - 1];
  if (column.kind === 'zero' || previous === undefined) return [];
  const entries = resolve(columns, previous, i - 1);
  return column.kind === 'same' ? entries : entries.map((value) => value.neg());
}

/** A model as a person would write it, for messages of failing laws. */
export function showModel(model: ToyModel): string {
  const show = (values: readonly Rational[]): string => `[${values.map(formatRational).join(', ')}]`;
  const { densities, importances, weights, bias } = model;
  return `p ${show(densities)}, I ${show(importances)}, W [${weights.map(show).join(', ')}], b ${show(bias)}`;
}
