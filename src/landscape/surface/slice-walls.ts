/** @file Where the formula of the loss changes on a slice. */

import type { ToyModel } from '../../model/toy-model.ts';
import { hasStandardInputs } from '../../model/toy-model.ts';
import { at } from '../../numeric/population-loss/entry.ts';
import { DomainError } from '../../support/errors.ts';
import { toNumber } from '../../support/rational.ts';
import type { ModelSlice } from './model-slice.ts';

/** A function on the slice whose zeros are walls between chambers. */
export interface WallFunction {
  /** `b₁ + g₁₂ = 0`. */
  readonly name: string;
  value(place: readonly number[]): number;
}

/** Beyond, walls are too many to tell apart, and to compute. */
const MAX_FEATURES = 6;

/**
 * The walls of tied models with inputs on [0, 1]: an output's preactivation passes a breakpoint of φ at a vertex of the cube of
 * inputs, b_i + Σ_{j ∈ S} G_ij = c.
 *
 * @throws {@link DomainError} for other models, which have others.
 * @complexity n 2ⁿ functions.
 */
export function wallFunctions({ base, parametersAt }: ModelSlice): readonly WallFunction[] {
  if ('inputWeights' in base || base.activation.kind === 'smooth' || !hasStandardInputs(base)) {
    throw new DomainError(
      'wallFunctions',
      'a tied model with a piecewise linear activation and independent features uniform on [0, 1]',
      'inputWeights' in base ? 'a hidden nonlinearity' : base.activation.name,
    );
  }
  const { featureCount } = base;
  if (featureCount > MAX_FEATURES) {
    throw new DomainError('wallFunctions', `at most ${MAX_FEATURES} features`, featureCount);
  }
  const breakpoints = base.activation.breakpoints.map(toNumber);
  return base.importances.flatMap((importance, i) =>
    toNumber(importance) === 0
      ? []
      : Array.from({ length: 2 ** featureCount }, (_, set) => featuresOf(set, featureCount)).flatMap((set) =>
          breakpoints.map((threshold) => ({
            name: nameOf(i, set, threshold),
            value: (place: readonly number[]) => vertexValue(parametersAt(place), base, i, set) - threshold,
          })),
        ),
  );
}

function featuresOf(set: number, featureCount: number): number[] {
  return Array.from({ length: featureCount }, (_, j) => j).filter((j) => (set >> j) % 2 === 1);
}

/** b_i + Σ_{j ∈ S} Σ_h W_hi W_hj. */
function vertexValue(
  parameters: Float64Array,
  { featureCount, hiddenDimension }: Pick<ToyModel, 'featureCount' | 'hiddenDimension'>,
  i: number,
  set: readonly number[],
): number {
  let sum = at(parameters, featureCount * hiddenDimension + i);
  for (let h = 0; h < hiddenDimension; h += 1) {
    const row = h * featureCount;
    for (const j of set) sum += at(parameters, row + i) * at(parameters, row + j);
  }
  return sum;
}

function nameOf(i: number, set: readonly number[], threshold: number): string {
  const terms = [`b${subscript(i + 1)}`, ...set.map((j) => `g${subscript(i + 1)}${subscript(j + 1)}`)];
  return `${terms.join(' + ')} = ${threshold}`.replace('-', '−');
}

function subscript(index: number): string {
  return [...String(index)].map((digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]).join('');
}
