/**
 * @file How many features a hidden neuron stands for. Where the hidden layer has a nonlinearity its axes mean something, and a
 * neuron is row h of W (or of W₁).
 */

import { type Rational, rational, signOf, ZERO } from '../../support/rational.ts';

/** Whether one, several or no features have a weight that is not small beside the largest. */
export type Semanticity = 'monosemantic' | 'polysemantic' | 'dead';

export interface NeuronGeometry {
  readonly semanticity: Semanticity;
  /** The features whose |W_hi| is at least tan 22.5° = √2 − 1 of the largest, ascending: the rule by which phases drop features. */
  readonly features: readonly number[];
  /** max_i W_hi² / Σ_i W_hi²: 1 for one feature alone, 1/k for k equal ones; not there if the row is 0. */
  readonly largestShare?: Rational;
  /** (Σ_i W_hi²)² / Σ_i W_hi⁴, the effective number of features: 1 for one, k for k equal ones; not there if the row is 0. */
  readonly effectiveFeatures?: Rational;
}

/**
 * The neurons of a layer, exactly; independent of the scale of each row.
 *
 * @param weights - shape [hidden, features].
 * @returns shape [hidden].
 * @complexity linear.
 */
export function neuronGeometry(weights: readonly (readonly Rational[])[]): NeuronGeometry[] {
  return weights.map((row) => {
    const squares = row.map((entry) => entry.mul(entry));
    const largest = squares.reduce((most, square) => (square.compare(most) > 0 ? square : most), ZERO);
    if (signOf(largest) === 0) return { semanticity: 'dead', features: [] };
    const relative = squares.map((square) => square.div(largest));
    const sum = relative.reduce((total, share) => total.add(share), ZERO);
    const sumOfSquares = relative.reduce((total, share) => total.add(share.mul(share)), ZERO);
    const features = relative.flatMap((share, i) => (isKept(share) ? [i] : []));
    return {
      semanticity: features.length === 1 ? 'monosemantic' : 'polysemantic',
      features,
      largestShare: sum.inverse(),
      effectiveFeatures: sum.mul(sum).div(sumOfSquares),
    };
  });
}

/** s ≥ (√2 − 1)² = 3 − 2√2, decided exactly: 3 − s ≤ 2√2, so s ≥ 3 or (3 − s)² ≤ 8. */
function isKept(share: Rational): boolean {
  const rest = rational(3n).sub(share);
  return signOf(rest) <= 0 || rest.mul(rest).compare(rational(8n)) <= 0;
}
