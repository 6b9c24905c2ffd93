import { climb } from './climb.ts';
import { fillCubeSquares } from './cube-squares.ts';
import { descend } from './descend.ts';
import { equalFeatures } from './equal-features.ts';
import { type FaceLattice, faceLattice } from './face-lattice.ts';
import { fillGramPairs, gramPairs } from './gram-pairs.ts';
import { type OutputLayout, outputLayout } from './output-layout.ts';
import { outputState } from './output-state.ts';
import { fillVertexValues } from './vertex-values.ts';

/** Evaluates the outputs of one model after the other. Every call refers to the model prepared last. */
export interface OutputEvaluator {
  /**
   * @param weights - W, shape [hidden, features], row-major.
   * @param bias - b, shape [features].
   */
  prepare(weights: Float64Array, bias: Float64Array): void;
  /** E (x_i − x′_i)² ≥ 0. */
  error(i: number): number;
  /**
   * After `error` of the same output: half the gradient of E (x_i − x′_i)², times `factor`. Writes what belongs to row i of
   * G into that row of `gramGradient`, shape [features, features]; returns what belongs to b_i.
   */
  gradient(i: number, factor: number, gramGradient: Float64Array): number;
  /** E (x_i − x′_i)² again; adds `factor` · R_i(A) to `sums`, shape [2ⁿ], indexed by the mask of the active set A. */
  errorByActiveSet(i: number, factor: number, sums: Float64Array): number;
}

/**
 * The evaluator for any number of features.
 *
 * @param densities - p_i in [0, 1], shape [features].
 */
export function outputEvaluator(densities: Float64Array): OutputEvaluator {
  const featureCount = densities.length;
  const features = Array.from({ length: featureCount }, (_, i) => i);
  const single = faceLattice(features.map(() => 1));
  const plain = features.map((i) =>
    outputLayout([[i], ...features.filter((j) => j !== i).map((j) => [j])], densities, single),
  );
  const grouped = layoutCache(densities, single.stateCount);
  const state = outputState(featureCount);
  const gram = gramPairs(featureCount);
  const squares = new Float64Array(2 ** featureCount);
  let bias = densities;
  let layout = plain[0] ?? outputLayout([[0]], densities, single);

  return {
    prepare(weights, newBias) {
      bias = newBias;
      fillGramPairs(gram, weights, bias);
    },

    error(i) {
      const groups = equalFeatures(gram, densities, i);
      layout = groups === undefined ? (plain[i] ?? layout) : grouped(groups);
      fillVertexValues(state, layout, gram, i, bias[i] ?? 0);
      return descend(state, layout);
    },

    gradient(i, factor, gramGradient) {
      climb(state, layout);
      const { slopeGradient } = state;
      const { bitOf, sizeOf } = layout;
      for (let j = 0; j < featureCount; j++) {
        const slope = slopeGradient[bitOf[j] ?? 0] ?? 0;
        gramGradient[i * featureCount + j] = (factor * slope) / (sizeOf[j] ?? 1);
      }
      return factor * state.biasGradient;
    },

    errorByActiveSet(i, factor, sums) {
      layout = plain[i] ?? layout;
      fillVertexValues(state, layout, gram, i, bias[i] ?? 0);
      fillCubeSquares(state, layout, squares);
      const below = (1 << i) - 1;
      let error = 0;
      squares.forEach((square, set) => {
        error += square * (layout.cubeWeight[set] ?? 0);
        // Bit 0 is feature i; those before it have moved up by one.
        const mask = (set & ~(2 * below + 1)) | ((set >> 1) & below) | ((set & 1) << i);
        sums[mask] = (sums[mask] ?? 0) + factor * square;
      });
      return error;
    },
  };
}

/** Layouts of groups by what they group, kept as long as their lattices together have no more states than `limit`. */
function layoutCache(
  densities: Float64Array,
  limit: number,
): (groups: readonly (readonly number[])[]) => OutputLayout {
  const layouts = new Map<string, OutputLayout>();
  const lattices = new Map<string, FaceLattice>();
  let states = 0;
  return (groups) => {
    const key = groups.join(';');
    const known = layouts.get(key);
    if (known !== undefined) return known;
    const sizes = groups.map((group) => group.length);
    let lattice = lattices.get(sizes.join());
    if (lattice === undefined) {
      lattice = faceLattice(sizes);
      states += lattice.stateCount;
      if (states > limit) {
        lattices.clear();
        layouts.clear();
        states = lattice.stateCount;
      }
      lattices.set(sizes.join(), lattice);
    }
    const layout = outputLayout(groups, densities, lattice);
    layouts.set(key, layout);
    return layout;
  };
}
