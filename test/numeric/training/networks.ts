/** @file The models that can be trained, and inputs for them. */

import fc from 'fast-check';
import { parseActivation } from '../../../src/model/activation.ts';
import { parseActivity } from '../../../src/model/activity.ts';
import { parseValueLaw } from '../../../src/model/value-law.ts';
import { type SampledBlock, sampledActivity } from '../../../src/numeric/training/sampled-activity.ts';
import { type SampledLaw, sampledLaw } from '../../../src/numeric/training/sampled-law.ts';
import { type TrainedNetwork, trainedActivation } from '../../../src/numeric/training/trained-network.ts';
import type { TrainingInstance } from '../../../src/numeric/training/training-plan.ts';
import { rational } from '../../../src/support/rational.ts';
import { instances } from './plans.ts';

export const ACTIVATIONS = [
  'relu',
  'linear',
  'leaky-relu:1/10',
  'abs',
  'hard-tanh',
  'clipped-relu:1/2',
  'gelu',
  'sigmoid',
  'tanh',
  'softplus',
] as const;

/** Any model; half of them the paper's. */
export const networks: fc.Arbitrary<TrainedNetwork> = fc
  .record({
    hidden: fc.oneof(fc.constant('linear' as const), fc.constantFrom(...ACTIVATIONS)),
    output: fc.oneof(fc.constant('relu' as const), fc.constantFrom(...ACTIVATIONS)),
    tied: fc.boolean(),
    target: fc.constantFrom('identity' as const, 'abs' as const),
  })
  .map(({ hidden, output, ...rest }) => ({
    hidden: trainedActivation(parseActivation(hidden)),
    output: trainedActivation(parseActivation(output)),
    ...rest,
  }));

const laws: fc.Arbitrary<SampledLaw> = fc
  .constantFrom(
    'uniform',
    'signed',
    'uniform:1/3:2',
    'binary',
    'points:-1=1/4,0=1/4,2=1/2',
    'polynomial:-1:2:1/6,0,1/6',
  )
  .map((name) => sampledLaw(parseValueLaw(name)));

/** Groups of each kind, among six features. */
export const GROUPED: readonly SampledBlock[] = sampledActivity(
  parseActivity(
    'correlated:0+3;anticorrelated:1+5',
    [4n, 1n, 3n, 4n, 10n, 1n].map((p) => rational(p, 10n)),
  ),
);

/** An instance with n features and any laws; of six, some are active in groups. */
export function anyInstances(n: number): fc.Arbitrary<TrainingInstance> {
  return fc
    .record({
      instance: instances(n),
      inputs: fc.option(fc.array(laws, { minLength: n, maxLength: n }), { nil: undefined }),
      isGrouped: fc.boolean(),
    })
    .map(({ instance, inputs, isGrouped }) => ({
      ...instance,
      ...(inputs === undefined ? {} : { inputs }),
      ...(isGrouped && n === 6 ? { activity: GROUPED } : {}),
    }));
}
