/**
 * @file How far a loss and gradient computed in single precision may lie from the exact ones. Derived, not fitted.
 *
 * Notation: u = 2⁻²⁴; γ_c = c u / (1 − c u), the relative error of c roundings (Higham, "Accuracy and Stability of Numerical
 * Algorithms", 2002, Lemma 3.1). A sum of products of c factors and additions errs by at most γ_c times the same sum with
 * absolute values, written with a bar here. Parameters are rounded once when they go to the device. So, sample by sample:
 *
 *     H̄_h = Σ_i |W_hi| x_i              |Δh_h| ≤ γ H̄_h                     n products, n additions, one rounding of W
 *     Z̄_i = |b_i| + Σ_h |W_hi| H̄_h      |Δz_i| ≤ γ Z̄_i                     m more of each
 *     Ē_i = Z̄_i + x_i                   |Δ(x′_i − x_i)| ≤ γ Ē_i            ReLU does not enlarge a difference
 *     D̄_i = I_i Ē_i                     |Δδ_i| ≤ γ D̄_i                     if z_i and its rounded self have one sign
 *                                       |Δδ_i| ≤ D̄_i                       else, possible only if |z_i| ≤ γ Z̄_i
 *
 * and then, with κ_i = 1 in the second case and γ in the first (the gate of output i is in doubt or is not),
 *
 *     |Δ ∂L/∂b_i|  ≤ (2/B) Σ_s κ_i D̄_i
 *     |Δ ∂L/∂W_hi| ≤ (2/B) Σ_s [ κ_i D̄_i H̄_h + Σ_j |W_hj| κ_j D̄_j x_i ]
 *     |Δ L|        ≤ (1/B) Σ_s Σ_i γ I_i Ē_i²
 *
 * One count c serves all of them: 2 (n + m) for the way to z and back, twice that for the squares and products of two such
 * quantities, B/P + P for the two stages of the sum, and 20 for the rest (roundings of W, b, I, the ReLU's input, final factor).
 */

import type { TrainingPlan } from '../../../src/numeric/training/training-plan.ts';

export interface GradientBound {
  readonly loss: number;
  /** Shape [hidden + 1, features]. */
  readonly gradient: Float64Array;
}

type Shape = Pick<TrainingPlan, 'featureCount' | 'hiddenDimension' | 'batchSize'>;

/**
 * @param parts - P, the number of partial sums.
 * @param batch - x, shape [features, samples].
 * @param parameters - W and b, shape [hidden + 1, features].
 */
export function singlePrecisionBound(
  shape: Shape,
  parts: number,
  batch: Float32Array,
  parameters: Float64Array,
  importances: Float64Array,
): GradientBound {
  const { featureCount: n, hiddenDimension: m, batchSize } = shape;
  const c = 4 * (n + m) + batchSize / parts + parts + 20;
  const gamma = (c * 2 ** -24) / (1 - c * 2 ** -24);
  const gradient = new Float64Array(parameters.length);
  let loss = 0;
  for (let s = 0; s < batchSize; s++) {
    const x = Array.from({ length: n }, (_, i) => batch[i * batchSize + s] as number);
    loss += addSample(x, gradient, gamma, m, parameters, importances);
  }
  return {
    loss: (gamma * loss) / batchSize,
    gradient: gradient.map((sum) => (2 * sum) / batchSize),
  };
}

/** Adds one sample's terms to the sums; returns Σ_i I_i Ē_i². */
function addSample(
  x: readonly number[],
  sums: Float64Array,
  gamma: number,
  m: number,
  parameters: Float64Array,
  importances: Float64Array,
): number {
  const n = x.length;
  const weight = (h: number, i: number) => parameters[h * n + i] as number;
  const hidden = (magnitude: (value: number) => number) =>
    Array.from({ length: m }, (_, h) => x.reduce((sum, xi, i) => sum + magnitude(weight(h, i)) * xi, 0));
  const h = hidden((value) => value);
  const hBar = hidden(Math.abs);
  const dBar: number[] = [];
  let loss = 0;
  for (const [i, xi] of x.entries()) {
    const z = h.reduce((sum, value, index) => sum + weight(index, i) * value, weight(m, i));
    const zBar = hBar.reduce(
      (sum, value, index) => sum + Math.abs(weight(index, i)) * value,
      Math.abs(weight(m, i)),
    );
    const eBar = zBar + xi;
    const importance = importances[i] as number;
    loss += importance * eBar ** 2;
    dBar.push((Math.abs(z) <= gamma * zBar ? 1 : gamma) * importance * eBar);
  }
  for (const [i, xi] of x.entries()) {
    sums[m * n + i] = (sums[m * n + i] as number) + (dBar[i] as number);
    for (let index = 0; index < m; index++) {
      const back = dBar.reduce((sum, value, j) => sum + Math.abs(weight(index, j)) * value, 0);
      sums[index * n + i] =
        (sums[index * n + i] as number) + (dBar[i] as number) * (hBar[index] as number) + back * xi;
    }
  }
  return loss;
}
