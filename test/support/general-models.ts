/** @file Random tasks and models beyond the paper's setting: activations, value laws and activities of every kind. */

import fc from 'fast-check';
import {
  type PiecewiseLinearActivation,
  parseActivation,
  piecewiseLinear,
} from '../../src/model/activation.ts';
import { type Activity, densitiesOf, parseActivity, tableActivity } from '../../src/model/activity.ts';
import { type ToyModel, task, toyModel } from '../../src/model/toy-model.ts';
import { parseValueLaw, pointsLaw, uniformLaw, type ValueLaw } from '../../src/model/value-law.ts';
import { formatRational, type Rational, rational, ZERO } from '../../src/support/rational.ts';
import { anyDensity, anyImportance, showModel, smallRational } from './arbitraries.ts';

/** Every named piecewise linear activation, and some of one's own with jumps. */
export function anyActivation(): fc.Arbitrary<PiecewiseLinearActivation> {
  const named = fc
    .constantFrom(
      'relu',
      'linear',
      'abs',
      'hard-tanh',
      'leaky-relu:1/10',
      'leaky-relu:-2',
      'clipped-relu:1',
      'clipped-relu:2/3',
      'jump-relu:0',
      'jump-relu:1/2',
      'jump-relu:1',
    )
    .map((name) => parseActivation(name))
    .filter((activation) => activation.kind === 'piecewise-linear');
  const pieces = fc.array(fc.record({ slope: smallRational(3), intercept: smallRational(3) }), {
    minLength: 1,
    maxLength: 4,
  });
  const own = fc.tuple(pieces, fc.integer({ min: -2, max: 1 })).map(([list, first]) => {
    const breakpoints = list.slice(1).map((_, r) => rational(BigInt(first + r), 2n));
    return piecewiseLinear('own', breakpoints, list);
  });
  return fc.oneof({ arbitrary: named, weight: 3 }, { arbitrary: own, weight: 1 });
}

/** Uniform laws, point masses, polynomial densities, and a mixture of an atom and a density. */
export function anyValueLaw(): fc.Arbitrary<ValueLaw> {
  const named = fc
    .constantFrom(
      'uniform',
      'signed',
      'binary',
      'polynomial:0:1:0,2',
      'polynomial:-1:1:0,0,3/2',
      'points:0=1/2,1=1/2',
    )
    .map(parseValueLaw);
  const uniform = fc
    .tuple(smallRational(4), fc.integer({ min: 1, max: 4 }))
    .map(([lower, width]) => uniformLaw(lower, lower.add(rational(BigInt(width), 2n))));
  const points = fc
    .uniqueArray(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 3 })
    .map((values) =>
      pointsLaw(
        values.map((value) => ({
          value: rational(BigInt(value), 2n),
          mass: rational(1n, BigInt(values.length)),
        })),
      ),
    );
  const mixture = uniform.map(
    ({ pieces }): ValueLaw => ({
      name: 'mixture',
      atoms: [{ value: rational(1n, 2n), mass: rational(1n, 3n) }],
      pieces: pieces.map((piece) => ({
        ...piece,
        coefficients: piece.coefficients.map((c) => c.mul(rational(2n, 3n))),
      })),
    }),
  );
  return fc.oneof({ arbitrary: named, weight: 3 }, uniform, points, mixture);
}

/** Independent features, groups of both kinds, and tables. */
export function anyActivity(featureCount: number): fc.Arbitrary<Activity> {
  const each = fc.array(anyDensity(), { minLength: featureCount, maxLength: featureCount });
  const independent = each.map((densities) => parseActivity('independent', densities));
  const table = fc
    .array(fc.nat({ max: 4 }), { minLength: 2 ** featureCount, maxLength: 2 ** featureCount })
    .filter((weights) => weights.some((weight) => weight > 0))
    .map((weights) => {
      const total = BigInt(weights.reduce((sum, weight) => sum + weight, 0));
      return tableActivity(weights.map((weight) => rational(BigInt(weight), total)));
    });
  if (featureCount < 2) return fc.oneof(independent, table);
  const grouped = fc
    .tuple(fc.constantFrom('correlated', 'anticorrelated', 'exclusive'), anyDensity(), anyDensity())
    .map(([kind, shared, other]) => {
      const members = Math.min(featureCount, 2);
      const density = kind === 'exclusive' ? shared.div(members) : shared;
      const densities = Array.from({ length: featureCount }, (_, i) => (i < members ? density : other));
      return parseActivity(`${kind}:0+1`, densities);
    });
  return fc.oneof(independent, grouped, table);
}

/** A model whose expected loss is rational. */
export type PiecewiseLinearModel = ToyModel & { readonly activation: PiecewiseLinearActivation };

/** Models of up to three features in which anything may be anything. */
export function anyGeneralModel(maxFeatures = 3): fc.Arbitrary<PiecewiseLinearModel> {
  const shape = fc.record({
    n: fc.integer({ min: 1, max: maxFeatures }),
    m: fc.integer({ min: 1, max: 2 }),
  });
  return shape.chain(({ n, m }) => {
    const entry = fc.oneof(smallRational(4), fc.constantFrom(ZERO, rational(1n), rational(-1n)));
    const row = fc.array(entry, { minLength: n, maxLength: n });
    return fc
      .record({
        activation: anyActivation(),
        activity: anyActivity(n),
        inputs: fc.oneof(
          fc.array(anyValueLaw(), { minLength: n, maxLength: n }),
          anyValueLaw().map((law) => Array.from({ length: n }, () => law)),
        ),
        importances: fc.array(anyImportance(), { minLength: n, maxLength: n }),
        weights: fc.array(row, { minLength: m, maxLength: m }),
        bias: row,
        dropped: fc.oneof(fc.constant(0), fc.nat({ max: 2 ** n - 1 })),
      })
      .map(({ activation, activity, inputs, importances, weights, bias, dropped }) => {
        const keep = (value: Rational, i: number): Rational => ((dropped >> i) & 1 ? ZERO : value);
        const densities = densitiesOf(activity);
        const base = task(densities, importances, { inputs, activity });
        const kept = weights.map((line) => line.map(keep));
        return { ...toyModel(base, kept, bias.map(keep), activation), activation };
      });
  });
}

/** {@link showModel} and everything that is not the paper's. */
export function showGeneralModel(model: PiecewiseLinearModel): string {
  const { activation, activity, inputs } = model;
  const tables = activity.blocks.map(
    ({ features, probabilities }) => `${features.join('+')}: ${probabilities.map(formatRational).join(' ')}`,
  );
  const own = activation.pieces.map(
    ({ slope, intercept }) => `${formatRational(slope)}z+${formatRational(intercept)}`,
  );
  const breaks = activation.breakpoints.map(formatRational);
  return `${showModel(model)}, φ ${own} at ${breaks}, x ${inputs.map(({ name }) => name).join('; ')}, A ${tables.join('; ')}`;
}
