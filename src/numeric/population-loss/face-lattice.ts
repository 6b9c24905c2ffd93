/**
 * @file The faces of the cubes of all active sets, numbered so that a face precedes everything it is a face of.
 *
 * A **state** says of each feature: 0, inactive or at its 0-face; 1, fixed at its 1-face; 2, free in [0, 1]. The digits
 * are written in base 3, feature 0 last: state s = Σ_j digit_j · 3^j. Lowering a digit lowers the number. A state with
 * no digit 1 is the whole cube of an active set; the 2ⁿ cubes share the 3ⁿ states.
 */

/** Tables over the 3ⁿ states of n features. Sets of features are bit masks. */
export interface FaceLattice {
  readonly stateCount: number;
  /** 3^j, shape [features]. */
  readonly stride: Int32Array;
  /** The features with digit 2, shape [states]. */
  readonly free: Uint16Array;
  /** The features with digit 1, shape [states]. */
  readonly fixed: Uint16Array;
  /** How many features are free: the dimension of the face, shape [states]. */
  readonly dimension: Uint8Array;
  /** The state of the cube of an active set, shape [2ⁿ], indexed by mask. */
  readonly cube: Int32Array;
}

const lattices = new Map<number, FaceLattice>();

/** The tables for n features; built at the first request, shared afterwards. Memory: 5 bytes a state. */
export function faceLattice(featureCount: number): FaceLattice {
  const known = lattices.get(featureCount);
  if (known !== undefined) return known;
  const built = buildFaceLattice(featureCount);
  lattices.set(featureCount, built);
  return built;
}

function buildFaceLattice(featureCount: number): FaceLattice {
  const stateCount = 3 ** featureCount;
  const stride = Int32Array.from({ length: featureCount }, (_, j) => 3 ** j);
  const free = new Uint16Array(stateCount);
  const fixed = new Uint16Array(stateCount);
  const dimension = new Uint8Array(stateCount);
  const cube = new Int32Array(2 ** featureCount);
  // State s + digit · 3^j extends state s < 3^j: every table grows one feature at a time.
  for (let j = 0; j < featureCount; j++) {
    const step = stride[j] ?? 0;
    const bit = 1 << j;
    for (let s = 0; s < step; s++) {
      const below = free[s] ?? 0;
      const ones = fixed[s] ?? 0;
      free[s + step] = below;
      fixed[s + step] = ones | bit;
      dimension[s + step] = dimension[s] ?? 0;
      free[s + 2 * step] = below | bit;
      fixed[s + 2 * step] = ones;
      dimension[s + 2 * step] = (dimension[s] ?? 0) + 1;
    }
    for (let set = 0; set < bit; set++) cube[set | bit] = (cube[set] ?? 0) + 2 * step;
  }
  return { stateCount, stride, free, fixed, dimension, cube };
}
