/**
 * @file The inputs of a toy model in the paper's setting, cut into strata: one for each set A of active features. Within a
 * stratum the active x_j
 * are uniform on the cube [0, 1]^k, k = |A|, and what is averaged is the weighted squared error of all outputs,
 *
 *     Y(x) = Σ_i I_i ℓ_i²,   ℓ_i = [i ∈ A] x_i − (b_i + Σ_{j∈A} G_ij x_j)₊.
 */

import type { FloatModel } from '../model/toy-model.ts';
import { DomainError } from '../support/errors.ts';
import type { Stratum } from './stratum.ts';
import { StratumSampler } from './stratum-sampler.ts';

/** 2ⁿ strata each want a few samples, so larger models want another method. */
export const MAX_SAMPLED_FEATURES = 12;

/**
 * How far a computed ℓ_i may lie from the true one, in units of 1 + |b_i| + Σ_j Σ_h |W_hi W_hj|. A coordinate stands for a
 * cell of width 2⁻³², at most 2⁻³³ away; rounding adds a few hundred units of 2⁻⁵³; 2⁻³² covers both.
 */
const UNCERTAINTY = 2 ** -32;

/** One active set, and what a sampler needs to know of the model there. */
export interface ActiveStratum extends Stratum {
  /** Bit j is set if feature j is active. */
  readonly mask: number;
  /** The outputs that can be nonzero here or have something to reproduce, [outputs] in number. */
  readonly outputs: readonly StratumOutput[];
}

/** ℓ = x[target] − (bias + gram · x)₊, counted `importance` times. */
export interface StratumOutput {
  readonly importance: number;
  readonly bias: number;
  /** G_ij for j in A, shape [k]. */
  readonly gram: Float64Array;
  /** Where in A the feature itself stands; k if it is not active. */
  readonly target: number;
}

/**
 * Every stratum of positive probability, the empty one included.
 *
 * @throws {@link DomainError} if there are more than 12 features.
 * @complexity 2ⁿ · n², memory too.
 */
export function activeStrata(model: FloatModel): ActiveStratum[] {
  const { featureCount: n } = model;
  if (n > MAX_SAMPLED_FEATURES) {
    throw new DomainError('activeStrata', `at most ${MAX_SAMPLED_FEATURES} features`, n);
  }
  const strata: ActiveStratum[] = [];
  for (let mask = 0; mask < 2 ** n; mask++) {
    const probability = probabilityOf(model, mask);
    if (probability > 0) strata.push(stratum(model, mask, probability));
  }
  return strata;
}

function probabilityOf({ densities }: FloatModel, mask: number): number {
  return densities.reduce((product, p, j) => product * ((mask >> j) & 1 ? p : 1 - p), 1);
}

function stratum(model: FloatModel, mask: number, probability: number): ActiveStratum {
  const features = Array.from({ length: model.featureCount }, (_, j) => j);
  const activeSet = features.filter((j) => (mask >> j) & 1);
  const outputs: StratumOutput[] = [];
  let bound = 0;
  let slack = 0;
  for (const i of features) {
    const importance = model.importances[i] ?? 0;
    const { output, magnitude } = outputOf(model, activeSet, i, importance);
    const { largest, silent } = errorRange(output, activeSet.length);
    if (silent || importance === 0) continue;
    outputs.push(output);
    const uncertainty = UNCERTAINTY * magnitude;
    bound += importance * (largest + uncertainty) ** 2;
    slack += importance * uncertainty * (2 * largest + uncertainty);
  }
  // The second term covers the rounding of sums over samples and of P(A).
  const described = { mask, activeSet, bound, outputs };
  return {
    ...described,
    probability,
    slack: slack + UNCERTAINTY * bound,
    constant: activeSet.length === 0 ? emptySetError(outputs) : undefined,
    jumps: false,
    sampler: (key) => new StratumSampler(described, key),
  };
}

/** Y where no feature is active: Σ_i I_i (b_i)₊². */
function emptySetError(outputs: readonly StratumOutput[]): number {
  return outputs.reduce((sum, { importance, bias }) => sum + importance * Math.max(0, bias) ** 2, 0);
}

/** Output i on the stratum, and 1 + |b_i| + Σ_j Σ_h |W_hi W_hj|, the scale of everything added up in it. */
function outputOf(
  { featureCount, hiddenDimension, weights, bias }: FloatModel,
  activeSet: readonly number[],
  i: number,
  importance: number,
): { readonly output: StratumOutput; readonly magnitude: number } {
  const b = bias[i] ?? 0;
  const gram = new Float64Array(activeSet.length);
  let magnitude = 1 + Math.abs(b);
  activeSet.forEach((j, q) => {
    for (let h = 0; h < hiddenDimension; h++) {
      const product = (weights[h * featureCount + i] ?? 0) * (weights[h * featureCount + j] ?? 0);
      gram[q] = (gram[q] ?? 0) + product;
      magnitude += Math.abs(product);
    }
  });
  const position = activeSet.indexOf(i);
  const target = position === -1 ? activeSet.length : position;
  return { output: { importance, bias: b, gram, target }, magnitude };
}

/**
 * sup |ℓ| over the cube, up to rounding.
 *
 * Below: −ℓ = max(−x_i, z − x_i) is convex, largest at a corner, and max(−x_i, ·) is 0 at best; likewise z for an inactive
 * feature. Above, for an active one: ℓ = min(x_i, x_i − z) grows as z falls, so let the other coordinates make z least;
 * then (G_ii ≥ 0) z = z₀ + G_ii x_i, and ℓ rises along x_i up to where z = 0 and is linear from there to x_i = 1.
 */
function errorRange(
  { bias, gram, target }: StratumOutput,
  dimension: number,
): { readonly largest: number; readonly silent: boolean } {
  const active = target < dimension;
  let least = bias;
  let below = bias;
  for (let q = 0; q < dimension; q++) {
    const slope = gram[q] ?? 0;
    least += Math.min(0, slope);
    below += Math.max(0, q === target ? slope - 1 : slope);
  }
  const largest = Math.max(0, below, active ? largestAbove(least, gram[target] ?? 0) : 0);
  return { largest, silent: !active && below <= 0 };
}

/** max over x in [0, 1] of min(x, x − z), z = z₀ + slope · x, slope ≥ 0. */
function largestAbove(z0: number, slope: number): number {
  const atOne = z0 + slope;
  if (atOne <= 0) return 1;
  return Math.max(1 - atOne, z0 < 0 ? -z0 / slope : 0);
}
