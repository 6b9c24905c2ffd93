/** @file Random activations, input laws and activities: everything beside weights that a model can have. */

import fc from 'fast-check';
import {
  type Activation,
  type PiecewiseLinearActivation,
  parseActivation,
  piecewiseLinear,
} from '../../src/model/activation.ts';
import { type Activity, densitiesOf, parseActivity, tableActivity } from '../../src/model/activity.ts';
import { type Task, type ToyModel, task, toyModel } from '../../src/model/toy-model.ts';
import { reluHiddenModel, type TwoLayerModel, twoLayerModel } from '../../src/model/two-layer-model.ts';
import { parseValueLaw, type ValueLaw } from '../../src/model/value-law.ts';
import { formatRational, type Rational, rational } from '../../src/support/rational.ts';
import { anyDensity, anyImportance, smallRational } from './arbitraries.ts';

const CONTINUOUS = [
  ...['relu', 'linear', 'leaky-relu:1/10', 'leaky-relu:-2', 'abs', 'hard-tanh'],
  ...['clipped-relu:1/2', 'clipped-relu:1'],
];
const JUMPING = ['jump-relu:0', 'jump-relu:1/4', 'jump-relu:1/2', 'jump-relu:1'];
const SMOOTH = ['gelu', 'sigmoid', 'tanh', 'softplus'];

/** The named piecewise linear activation. */
export function piecewiseLinearNamed(name: string): PiecewiseLinearActivation {
  const activation = parseActivation(name);
  if (activation.kind !== 'piecewise-linear') throw new Error(`${name} is smooth`);
  return activation;
}

/** @param kinds - `jumping`: those with jumps too; `own`: also some without a name, with bends and jumps. */
export function anyPiecewiseLinear(
  kinds: { readonly jumping?: boolean; readonly own?: boolean } = {},
): fc.Arbitrary<PiecewiseLinearActivation> {
  const names = [...CONTINUOUS, ...(kinds.jumping === true ? JUMPING : [])];
  const named = fc.constantFrom(...names.map(piecewiseLinearNamed));
  const pieces = fc.array(fc.record({ slope: smallRational(3), intercept: smallRational(3) }), {
    minLength: 1,
    maxLength: 4,
  });
  const own = fc.tuple(pieces, fc.integer({ min: -2, max: 1 })).map(([list, first]) => {
    const breakpoints = list.slice(1).map((_, r) => rational(BigInt(first + r), 2n));
    return piecewiseLinear('own', breakpoints, list);
  });
  return kinds.own === true
    ? fc.oneof({ arbitrary: named, weight: 3 }, { arbitrary: own, weight: 1 })
    : named;
}

/** Named activations of every kind, the smooth ones included. */
export function anyActivation(): fc.Arbitrary<Activation> {
  return fc.oneof(anyPiecewiseLinear({ jumping: true }), fc.constantFrom(...SMOOTH.map(parseActivation)));
}

/** Half a point, half a density: no text denotes it, but the type does. */
const MIXED: ValueLaw = {
  name: 'half a point, half a density',
  atoms: [{ value: rational(1n, 2n), mass: rational(1n, 2n) }],
  pieces: [{ lower: rational(-1n), upper: rational(1n), coefficients: [rational(1n, 4n)] }],
};

/**
 * Laws of every kind: continuous, atomic, with densities that vanish at an end or inside; atoms at 0 and on breakpoints
 * of activations are frequent.
 *
 * @param mixed - also one that no text denotes.
 */
export function anyValueLaw(mixed = false): fc.Arbitrary<ValueLaw> {
  const texts = [
    ...['uniform', 'signed', 'binary', 'uniform:1/2:1', 'uniform:-1/3:2', 'uniform:-1/2:2'],
    ...['points:-1=1/4,0=1/4,2=1/2', 'points:0=1/2,1=1/2', 'points:-1=1/3,1/4=2/3'],
    ...['polynomial:0:1:0,2', 'polynomial:0:1:3,-12,12', 'polynomial:-1:1:0,0,3/2', 'polynomial:-1:0:0,-2'],
  ];
  return fc.constantFrom(...texts.map(parseValueLaw), ...(mixed ? [MIXED] : []));
}

/** Independent features, groups of every kind, and any table. */
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
    .record({
      kind: fc.constantFrom('correlated', 'anticorrelated', 'exclusive'),
      size: fc.integer({ min: 2, max: featureCount }),
      shared: anyDensity(),
      other: anyDensity(),
    })
    .map(({ kind, size, shared, other }) => {
      const density = kind === 'exclusive' ? shared.div(size) : shared;
      const densities = Array.from({ length: featureCount }, (_, i) => (i < size ? density : other));
      const members = Array.from({ length: size }, (_, i) => i);
      return parseActivity(`${kind}:${members.join('+')}`, densities);
    });
  return fc.oneof(independent, grouped, table);
}

/** A task with its own input law for each feature and any activity. */
export function anySetting(
  featureCount: number,
  law: fc.Arbitrary<ValueLaw> = anyValueLaw(),
): fc.Arbitrary<Task> {
  return fc
    .record({
      activity: anyActivity(featureCount),
      inputs: fc.array(law, { minLength: featureCount, maxLength: featureCount }),
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
  activation: fc.Arbitrary<Activation> = anyPiecewiseLinear(),
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
  activation: fc.Arbitrary<Activation> = anyPiecewiseLinear(),
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
