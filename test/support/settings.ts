/** @file Random activations, input laws and activities: everything beside weights that a model can have. */

import fc from 'fast-check';
import { type Activation, parseActivation } from '../../src/model/activation.ts';
import { type Activity, densitiesOf, parseActivity, tableActivity } from '../../src/model/activity.ts';
import { type Task, type ToyModel, task, toyModel } from '../../src/model/toy-model.ts';
import { reluHiddenModel, type TwoLayerModel, twoLayerModel } from '../../src/model/two-layer-model.ts';
import { parseValueLaw, type ValueLaw } from '../../src/model/value-law.ts';
import { formatRational, type Rational, rational } from '../../src/support/rational.ts';
import { anyDensity, anyImportance, smallRational } from './arbitraries.ts';

const PIECEWISE_LINEAR = [
  'relu',
  'linear',
  'leaky-relu:1/10',
  'leaky-relu:-2',
  'abs',
  'hard-tanh',
  'clipped-relu:1/2',
];
const JUMPING = ['jump-relu:0', 'jump-relu:1/2'];
const SMOOTH = ['gelu', 'sigmoid', 'tanh', 'softplus'];

/** @param kinds - which to draw from; all piecewise linear ones without a jump if left out. */
export function anyActivation(
  kinds: { readonly jumping?: boolean; readonly smooth?: boolean } = {},
): fc.Arbitrary<Activation> {
  const names = [...PIECEWISE_LINEAR, ...(kinds.jumping ? JUMPING : []), ...(kinds.smooth ? SMOOTH : [])];
  return fc.constantFrom(...names.map(parseActivation));
}

/** Laws of every kind: continuous, atomic, with densities that vanish at an end or inside. */
export function anyValueLaw(): fc.Arbitrary<ValueLaw> {
  const fixed = [
    'uniform',
    'signed',
    'binary',
    'uniform:1/2:1',
    'uniform:-1/3:2',
    'points:-1=1/4,0=1/4,2=1/2',
    'polynomial:0:1:0,2',
    'polynomial:0:1:3,-12,12',
    'polynomial:-1:1:0,0,3/2',
  ];
  return fc.constantFrom(...fixed.map(parseValueLaw));
}

/** Independent features, groups of either kind, and any table. */
export function anyActivity(featureCount: number): fc.Arbitrary<Activity> {
  const table = fc
    .array(fc.nat({ max: 5 }), { minLength: 2 ** featureCount, maxLength: 2 ** featureCount })
    .filter((counts) => counts.some((count) => count > 0))
    .map((counts) => {
      const total = counts.reduce((sum, count) => sum + count, 0);
      return tableActivity(counts.map((count) => rational(BigInt(count), BigInt(total))));
    });
  const independent = fc
    .array(anyDensity(), { minLength: featureCount, maxLength: featureCount })
    .map((densities) => parseActivity('independent', densities));
  if (featureCount < 2) return fc.oneof(independent, table);
  const grouped = fc
    .tuple(fc.constantFrom('correlated', 'anticorrelated'), anyDensity(), anyDensity())
    .map(([kind, shared, other]) => {
      const densities = Array.from({ length: featureCount }, (_, i) => (i < 2 ? shared : other));
      return parseActivity(`${kind}:0+1`, densities);
    });
  return fc.oneof(independent, grouped, table);
}

/** A task with its own input law for each feature and any activity. */
export function anySetting(featureCount: number): fc.Arbitrary<Task> {
  return fc
    .record({
      activity: anyActivity(featureCount),
      inputs: fc.array(anyValueLaw(), { minLength: featureCount, maxLength: featureCount }),
      importances: fc.array(anyImportance(), { minLength: featureCount, maxLength: featureCount }),
    })
    .map(({ activity, inputs, importances }) =>
      task(densitiesOf(activity), importances, { inputs, activity }),
    );
}

function matrixOf(rows: number, columns: number): fc.Arbitrary<Rational[][]> {
  const row = fc.array(smallRational(3), { minLength: columns, maxLength: columns });
  return fc.array(row, { minLength: rows, maxLength: rows });
}

const shapeUpTo = (maxFeatures: number, maxHidden: number): fc.Arbitrary<{ n: number; m: number }> =>
  fc.record({ n: fc.integer({ min: 1, max: maxFeatures }), m: fc.integer({ min: 1, max: maxHidden }) });

/** Tied models in any setting; ties, zeros and values on breakpoints are frequent. */
export function anyTiedModel(
  maxFeatures: number,
  activation: fc.Arbitrary<Activation> = anyActivation(),
): fc.Arbitrary<ToyModel> {
  return shapeUpTo(maxFeatures, 2).chain(({ n, m }) =>
    fc
      .tuple(anySetting(n), matrixOf(m, n), fc.oneof(matrixOf(1, n), fc.constant([])), activation)
      .map(([base, weights, [bias], phi]) => toyModel(base, weights, bias, phi)),
  );
}

/** Models with a hidden nonlinearity in any setting. */
export function anyTwoLayerModel(
  maxFeatures: number,
  maxHidden: number,
  activation: fc.Arbitrary<Activation> = anyActivation(),
): fc.Arbitrary<TwoLayerModel> {
  return shapeUpTo(maxFeatures, maxHidden).chain(({ n, m }) =>
    fc
      .record({
        base: anySetting(n),
        first: matrixOf(m, n),
        second: matrixOf(n, m),
        bias: matrixOf(1, n),
        phi: activation,
        target: fc.constantFrom('identity' as const, 'abs' as const),
        tied: fc.boolean(),
      })
      .map(({ base, first, second, bias: [bias], phi, target, tied }) => {
        const options = { bias, activation: phi, target };
        return tied ? reluHiddenModel(base, first, options) : twoLayerModel(base, first, second, options);
      }),
  );
}

/** Which setting a task is, for messages of failing laws. */
export function showSetting({ densities, importances, inputs, activity }: Task): string {
  const lists = [densities, importances].map((list) => list.map(formatRational).join(', '));
  return `p [${lists[0]}], I [${lists[1]}], ${inputs.map(({ name }) => name).join('; ')}, ${activity.name}`;
}
