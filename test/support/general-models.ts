/** @file Random tied models in which anything may be anything. */

import fc from 'fast-check';
import type { PiecewiseLinearActivation } from '../../src/model/activation.ts';
import { densitiesOf } from '../../src/model/activity.ts';
import { type ToyModel, task, toyModel } from '../../src/model/toy-model.ts';
import { formatRational, type Rational, rational, ZERO } from '../../src/support/rational.ts';
import { anyImportance, showModel, smallRational } from './arbitraries.ts';
import { anyActivity, anyPiecewiseLinear, anyValueLaw } from './settings.ts';

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
        activation: anyPiecewiseLinear({ jumping: true, own: true }),
        activity: anyActivity(n),
        inputs: fc.oneof(
          fc.array(anyValueLaw(true), { minLength: n, maxLength: n }),
          anyValueLaw(true).map((law) => Array.from({ length: n }, () => law)),
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
