/** @file Models in doubles that are meant to hurt: on walls, beside walls, tied, tiny, huge and nearly perfect. */

import fc from 'fast-check';
import { type FloatModel, type ToyModel, task, toyModel } from '../../../src/model/toy-model.ts';
import { rationalFromNumber } from '../../../src/support/rational.ts';

/** 0, ±1, ±10⁻¹², ordinary, large; with `tiny` also magnitudes whose squares underflow. */
function entry(tiny: boolean): fc.Arbitrary<number> {
  return fc.oneof(
    { arbitrary: fc.double({ min: -1.5, max: 1.5, noNaN: true }).map(flushTiny), weight: 6 },
    { arbitrary: fc.constantFrom(0, 0, 1, -1, 0.5, -0.5, 0.6, 0.8), weight: 4 },
    { arbitrary: fc.constantFrom(1e-12, -1e-12, 3e-12), weight: 2 },
    { arbitrary: fc.constantFrom(1e6, -1e6, 123456.7, -7e5), weight: 1 },
    { arbitrary: tiny ? fc.constantFrom(1e-300, -2e-300, 1e-160, -1e-150) : fc.constant(0), weight: 1 },
  );
}

/** fast-check likes subnormal doubles; they come on purpose or not at all. */
function flushTiny(value: number): number {
  return Math.abs(value) < 1e-13 ? 0 : value;
}

type ColumnKind = 'own' | 'same' | 'opposite' | 'zero';
type BiasKind = 'own' | 'zero' | 'wall' | 'below the wall' | 'above the wall';

interface Plan {
  readonly columns: ColumnKind[];
  readonly biases: BiasKind[];
  readonly masks: number[];
  readonly entries: number[];
}

/** Weights by columns, biases that put a vertex of the cube on a wall (z = 0 as far as doubles go) or one ulp off it. */
function ordinary(n: number, m: number, tiny: boolean): fc.Arbitrary<Pick<FloatModel, 'weights' | 'bias'>> {
  const many = <T>(arbitrary: fc.Arbitrary<T>, length: number): fc.Arbitrary<T[]> =>
    fc.array(arbitrary, { minLength: length, maxLength: length });
  return fc
    .record<Plan>({
      columns: many(fc.constantFrom<ColumnKind>('own', 'own', 'own', 'same', 'opposite', 'zero'), n),
      biases: many(fc.constantFrom<BiasKind>('own', 'zero', 'wall', 'below the wall', 'above the wall'), n),
      masks: many(fc.nat({ max: 2 ** n - 1 }), n),
      entries: many(entry(tiny), n * m + n),
    })
    .map((plan) => {
      const weights = Float64Array.from(plan.entries.slice(0, n * m));
      plan.columns.forEach((kind, i) => {
        const multiple = { own: undefined, zero: 0, same: 1, opposite: -1 }[kind];
        if (i === 0 || multiple === undefined) return;
        for (let row = 0; row < n * m; row += n) weights[row + i] = multiple * (weights[row + i - 1] ?? 0);
      });
      const bias = Float64Array.from(plan.biases, (kind, i) =>
        biasOf(kind, plan.entries[n * m + i] ?? 0, weights, n, i, plan.masks[i] ?? 0),
      );
      return { weights, bias };
    });
}

function biasOf(
  kind: BiasKind,
  own: number,
  weights: Float64Array,
  n: number,
  i: number,
  mask: number,
): number {
  if (kind === 'own') return own;
  if (kind === 'zero') return 0;
  let atVertex = 0;
  for (let row = 0; row < weights.length; row += n) {
    for (let j = 0; j < n; j++) {
      if ((mask >> j) & 1) atVertex += (weights[row + i] ?? 0) * (weights[row + j] ?? 0);
    }
  }
  const off = { wall: 0, 'below the wall': -(2 ** -52), 'above the wall': 2 ** -52 }[kind];
  return -atVertex + off * Math.abs(atVertex);
}

/** W = 1 + O(10⁻⁹): the loss is some 10⁻¹⁸ while its parts p/3, 2C and Q are of order 1. */
function nearIdentity(n: number): fc.Arbitrary<Pick<FloatModel, 'weights' | 'bias'>> {
  const offset = fc.constantFrom(0, 0, 1e-9, -1e-9, 1e-12, -3e-13, 2 ** -52, -(2 ** -53));
  return fc.array(offset, { minLength: n * n + n, maxLength: n * n + n }).map((offsets) => ({
    weights: Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 1 : 0) + (offsets[k] ?? 0)),
    bias: Float64Array.from(offsets.slice(n * n)),
  }));
}

/** A model of any shape up to the limits; densities from 10⁻⁹ to 1, and 0. */
export function adversarialModel(limits: {
  readonly minFeatures?: number;
  readonly maxFeatures: number;
  readonly tiny: boolean;
}): fc.Arbitrary<FloatModel> {
  const shape = fc.record({
    n: fc.integer({ min: limits.minFeatures ?? 1, max: limits.maxFeatures }),
    m: fc.integer({ min: 1, max: 3 }),
    identity: fc.nat({ max: 4 }).map((draw) => draw === 0),
  });
  return shape.chain(({ n, m, identity }) => {
    const list = (arbitrary: fc.Arbitrary<number>): fc.Arbitrary<Float64Array> =>
      fc.array(arbitrary, { minLength: n, maxLength: n }).map((values) => Float64Array.from(values));
    return fc
      .record({
        densities: list(fc.constantFrom(0.3, 0.5, 1, 1e-3, 1e-9, 0.77, 0, 0)),
        importances: list(fc.constantFrom(1, 1, 0.2, 0.81, 0)),
        parameters: identity ? nearIdentity(n) : ordinary(n, m, limits.tiny),
      })
      .map(({ densities, importances, parameters }) => ({
        featureCount: n,
        hiddenDimension: identity ? n : m,
        densities,
        importances,
        ...parameters,
      }));
  });
}

/** The very same numbers as exact rationals. */
export function exactModel(model: FloatModel): ToyModel {
  const { featureCount: n, hiddenDimension: m } = model;
  const exact = (values: Float64Array) => Array.from(values, rationalFromNumber);
  return toyModel(
    task(exact(model.densities), exact(model.importances)),
    Array.from({ length: m }, (_, h) => exact(model.weights.subarray(h * n, (h + 1) * n))),
    exact(model.bias),
  );
}
