/**
 * P(A) = Π_{i∈A} p_i Π_{i∉A} (1 − p_i) for every active set A, shape [2ⁿ], indexed by bit mask.
 *
 * Rounded: relative error ≤ 2n · 2⁻⁵³ each.
 *
 * @param densities - p_i in [0, 1], shape [features].
 */
export function activeSetProbabilities(densities: Float64Array): Float64Array {
  const probabilities = new Float64Array(2 ** densities.length);
  probabilities[0] = 1;
  densities.forEach((density, j) => {
    const bit = 1 << j;
    for (let set = 0; set < bit; set++) {
      const without = probabilities[set] ?? 0;
      probabilities[set | bit] = without * density;
      probabilities[set] = without * (1 - density);
    }
  });
  return probabilities;
}
