import { type Rational, signOf, ZERO } from '../../support/rational.ts';

/** Hidden neurons by the weights that reach them and leave them. */
export interface Neurons {
  /** W₁, shape [hidden, features]. */
  readonly inputWeights: readonly (readonly Rational[])[];
  /** W₂, shape [features, hidden]. */
  readonly outputWeights: readonly (readonly Rational[])[];
}

/**
 * The representative of a hidden layer modulo what changes no output: exchanges of neurons, and, for a layer that is
 * untied and positively homogeneous (φ(c z) = c φ(z) for c > 0: ReLU, leaky ReLU, |z|, linear), W₁ row by c with W₂ column by 1/c.
 *
 * Each row of W₁ is scaled to a largest entry of absolute value 1, where scaling is free; the neurons are in falling
 * lexicographic order of their rows of W₁, then of their columns of W₂. Exact; two layers have the same representative exactly if
 * those symmetries carry one to the other. A neuron with a zero row of W₁ keeps its column of W₂.
 *
 * @param scaling - whether the rows may be scaled: not in tied layers.
 */
export function canonicalNeurons(neurons: Neurons, scaling: 'free' | 'fixed'): Neurons {
  const pairs = neurons.inputWeights.map((row, h) => {
    const column = neurons.outputWeights.map((outputs) => outputs[h] ?? ZERO);
    const largest = row.reduce((most, entry) => (entry.abs().compare(most) > 0 ? entry.abs() : most), ZERO);
    if (scaling === 'fixed' || signOf(largest) === 0) return { row, column };
    return { row: row.map((entry) => entry.div(largest)), column: column.map((entry) => entry.mul(largest)) };
  });
  pairs.sort((left, right) => compare(right.row, left.row) || compare(right.column, left.column));
  return {
    inputWeights: pairs.map(({ row }) => row),
    outputWeights: neurons.outputWeights.map((_, i) => pairs.map(({ column }) => column[i] ?? ZERO)),
  };
}

/** Lexicographically. */
function compare(left: readonly Rational[], right: readonly Rational[]): number {
  for (const [k, entry] of left.entries()) {
    const order = entry.compare(right[k] ?? ZERO);
    if (order !== 0) return order;
  }
  return 0;
}
