/** @file Plans for the tests: one line each, and arbitrary ones. */

import fc from 'fast-check';
import type { TrainingInstance, TrainingSettings } from '../../../src/numeric/training/training-plan.ts';

/** One instance with the same density for all features, and the importances given. */
export function uniformInstance(
  id: number,
  density: number,
  importances: readonly number[],
  seed = 1,
): TrainingInstance {
  return {
    id,
    seed,
    densities: new Float64Array(importances.length).fill(density),
    importances: Float64Array.from(importances),
  };
}

const density: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, 1, 2 ** -33, 0.5),
  fc.double({ min: 0, max: 1, noNaN: true }),
);

const importance: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, 1),
  fc.double({ min: 0, max: 2, noNaN: true }),
);

/** An instance with n features. */
export function instances(n: number): fc.Arbitrary<TrainingInstance> {
  return fc.record({
    id: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    seed: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    densities: fc.array(density, { minLength: n, maxLength: n }).map((values) => Float64Array.from(values)),
    importances: fc
      .array(importance, { minLength: n, maxLength: n })
      .map((values) => Float64Array.from(values)),
  });
}

/** A few instances, few features, few steps, small batches. */
export const plans: fc.Arbitrary<TrainingSettings> = fc.integer({ min: 1, max: 5 }).chain((n) =>
  fc.record({
    featureCount: fc.constant(n),
    hiddenDimension: fc.integer({ min: 1, max: 3 }),
    instances: fc.array(instances(n), { minLength: 1, maxLength: 4 }),
    steps: fc.integer({ min: 1, max: 6 }),
    batchSize: fc.integer({ min: 1, max: 40 }),
    learningRate: fc.constantFrom(1e-3, 0.1),
    schedule: fc.constantFrom('constant', 'linear', 'cosine'),
    bias: fc.constantFrom('free', 'none'),
    initialisation: fc.constant('xavier-normal'),
  }),
);
