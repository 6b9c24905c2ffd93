/** @file Models written as lists, and random ones of moderate size. */

import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { FloatModel } from '../../../src/model/toy-model.ts';

/** A model from plain lists: densities, importances, the rows of W, and b. */
export function model(
  densities: readonly number[],
  importances: readonly number[],
  rows: readonly (readonly number[])[],
  bias: readonly number[] = densities.map(() => 0),
): FloatModel {
  return {
    featureCount: densities.length,
    hiddenDimension: rows.length,
    densities: Float64Array.from(densities),
    importances: Float64Array.from(importances),
    weights: Float64Array.from(rows.flat()),
    bias: Float64Array.from(bias),
  };
}

/** |found − expected| ≤ tolerance, with a message that shows both. */
export function assertEqualUpTo(
  found: number | undefined,
  expected: number,
  tolerance: number,
  what = 'loss',
): void {
  assert.ok(
    found !== undefined && Math.abs(found - expected) <= tolerance,
    `${what}: ${found}, not ${expected}`,
  );
}

/** Columns of entries k/64 with |k| ≤ 96: no entry of G is below 2⁻¹², and sums of them are exact. */
export const moderate: fc.Arbitrary<number> = fc.integer({ min: -96, max: 96 }).map((k) => k / 64);

export interface ModelLists {
  readonly n: number;
  readonly rows: number[][];
  readonly bias: number[];
  readonly densities: number[];
  readonly importances: number[];
}

/** Models of `hidden` dimensions with moderate entries. */
export function moderateModel(maxFeatures: number, hidden: number): fc.Arbitrary<ModelLists> {
  return fc.integer({ min: 1, max: maxFeatures }).chain((n) => {
    const list = (entry: fc.Arbitrary<number>): fc.Arbitrary<number[]> =>
      fc.array(entry, { minLength: n, maxLength: n });
    return fc.record({
      n: fc.constant(n),
      rows: fc.array(list(moderate), { minLength: hidden, maxLength: hidden }),
      bias: list(moderate),
      densities: list(fc.constantFrom(0.3, 0.5, 1, 1e-3, 0.77, 0)),
      importances: list(fc.constantFrom(1, 0.2, 0.81, 0)),
    });
  });
}

export function modelOf({ densities, importances, rows, bias }: ModelLists): FloatModel {
  return model(densities, importances, rows, bias);
}

/** Up to three kinds of features, several of each: equal columns, densities and biases, importance 1. */
export function repeatedModel(maxFeatures: number): fc.Arbitrary<FloatModel & { readonly kinds: number[] }> {
  const three = (entry: fc.Arbitrary<number>): fc.Arbitrary<number[]> =>
    fc.array(entry, { minLength: 3, maxLength: 3 });
  return fc
    .record({
      kinds: fc.array(fc.nat({ max: 2 }), { minLength: 2, maxLength: maxFeatures }),
      rows: fc.array(three(moderate), { minLength: 1, maxLength: 2 }),
      bias: three(moderate),
      densities: three(fc.constantFrom(0.3, 1, 1e-3, 0.77)),
    })
    .map(({ kinds, rows, bias, densities }) => {
      const take = (values: readonly number[]): number[] => kinds.map((kind) => values[kind] ?? 0);
      return {
        kinds,
        ...model(
          take(densities),
          kinds.map(() => 1),
          rows.map(take),
          take(bias),
        ),
      };
    });
}
