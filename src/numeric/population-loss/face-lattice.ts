/**
 * @file The faces of the cubes of all active sets, numbered so that a face precedes everything it is a face of.
 *
 * A **state** says of each feature: inactive or at its 0-face, fixed at its 1-face, or free in [0, 1]. Features that an
 * output cannot tell apart form a **group**; a state only says how many of a group are fixed at 1 and how many are free.
 * With s features in the group, k of them at 1 and f free, its digit is k + (s + 1) f, and the state is Σ digit · stride.
 * One more at 1 instead of free lowers the number by s · stride, one more at 0 by (s + 1) · stride. When every group has
 * one feature the digits are 0, 1, 2 in base 3.
 *
 * A **set** gives a count for each group, packed into one integer: group after group in fields just wide enough, the
 * first group in the lowest bits. When every group has one feature it is a bit mask. The first group is the output's own
 * feature, alone: bit 0 of every set.
 */

/**
 * Tables over the states, by their number; not all numbers are in use if a group has several features. Lists indexed by
 * bit hold at every bit of a set's field what is true of the group.
 */
export interface FaceLattice {
  /** One more than the largest number of a state. */
  readonly stateCount: number;
  /** One more than the largest set. */
  readonly setCount: number;
  /** How many features are free, as a set; shape [states]. */
  readonly free: Uint16Array;
  /** How many features are fixed at 1, as a set; shape [states]. */
  readonly fixed: Uint16Array;
  /** The numbers of all states, sorted by the dimension of their faces: vertices, edges, squares, … */
  readonly byDimension: Int32Array;
  /** Where the faces of each dimension begin in `byDimension`, and the end; shape [features + 2]. */
  readonly levelStart: Int32Array;
  /** The cubes, which have nothing fixed: their states. */
  readonly cube: Int32Array;
  /** The size of each group, and the lowest bit of its field. */
  readonly sizes: readonly number[];
  readonly unit: Uint16Array;
  /** By bit: the lowest bit of its field, and the whole field, as sets. */
  readonly unitOfBit: Uint16Array;
  readonly fieldOfBit: Uint16Array;
  /** By bit: what fixing one more feature of the group at 1 takes from the number of a state, and how much more at 0. */
  readonly toOne: Int32Array;
  readonly stride: Int32Array;
  /** The bits of the groups of several features. */
  readonly shared: number;
}

/** Bytes of a lattice for every state of ungrouped features. */
export const LATTICE_BYTES: number = 2 + 2 + 4;

/**
 * The tables for groups of the given sizes.
 *
 * @param sizes - the first is 1.
 * @complexity Π (s(s + 1) + 1) numbers of states: 3ⁿ if all sizes s are 1.
 */
export function faceLattice(sizes: readonly number[]): FaceLattice {
  const fields = fieldsOf(sizes);
  const stateCount = sizes.reduce((product, size) => product * codes(size), 1);
  const free = new Uint16Array(stateCount);
  const fixed = new Uint16Array(stateCount);
  const dimension = new Uint8Array(stateCount).fill(NO_STATE);
  dimension[0] = 0;
  let cube = [0];
  let stride = 1;
  sizes.forEach((size, group) => {
    const unit = fields.unit[group] ?? 0;
    // State s + digit · stride extends state s < stride: every table grows one group at a time.
    for (const { digit, ones, freeCount } of digitsOf(size)) {
      for (let s = 0; s < stride; s++) {
        if (dimension[s] === NO_STATE) continue;
        dimension[digit * stride + s] = (dimension[s] ?? 0) + freeCount;
        free[digit * stride + s] = (free[s] ?? 0) + freeCount * unit;
        fixed[digit * stride + s] = (fixed[s] ?? 0) + ones * unit;
      }
    }
    const step = (size + 1) * stride;
    const below = cube;
    cube = Array.from({ length: size + 1 }, (_, count) => below.map((state) => state + count * step)).flat();
    stride *= codes(size);
  });
  const featureCount = sizes.reduce((sum, size) => sum + size, 0);
  return {
    stateCount,
    free,
    fixed,
    cube: Int32Array.from(cube),
    sizes,
    ...fields,
    ...levelsOf(dimension, featureCount),
  };
}

/**
 * The facet of a state on which one more feature is fixed.
 *
 * @param bit - of the feature's group; one is free.
 * @param isLower - whether the feature goes to 0 (1) or to 1 (0).
 */
export function facetOf({ toOne, stride }: FaceLattice, s: number, bit: number, isLower: number): number {
  return s - (toOne[bit] ?? 0) - (-isLower & (stride[bit] ?? 0));
}

/** One more than the largest digit of a group. */
function codes(size: number): number {
  return size * (size + 1) + 1;
}

/** The digits of a group but 0, and what they say. */
function digitsOf(size: number): { digit: number; ones: number; freeCount: number }[] {
  return Array.from({ length: codes(size) - 1 }, (_, k) => {
    const ones = (k + 1) % (size + 1);
    return { digit: k + 1, ones, freeCount: (k + 1 - ones) / (size + 1) };
  }).filter(({ ones, freeCount }) => ones + freeCount <= size);
}

/** Marks numbers that are no state. */
const NO_STATE = 255;

/** Sorts the states by dimension. */
function levelsOf(
  dimension: Uint8Array,
  featureCount: number,
): Pick<FaceLattice, 'byDimension' | 'levelStart'> {
  const levelStart = new Int32Array(featureCount + 2);
  for (const k of dimension) if (k !== NO_STATE) levelStart[k + 1] = (levelStart[k + 1] ?? 0) + 1;
  for (let k = 0; k <= featureCount; k++) levelStart[k + 1] = (levelStart[k + 1] ?? 0) + (levelStart[k] ?? 0);
  const next = levelStart.slice();
  const byDimension = new Int32Array(levelStart[featureCount + 1] ?? 0);
  dimension.forEach((k, s) => {
    if (k === NO_STATE) return;
    const place = next[k] ?? 0;
    byDimension[place] = s;
    next[k] = place + 1;
  });
  return { byDimension, levelStart };
}

type Fields = Pick<
  FaceLattice,
  'setCount' | 'unit' | 'unitOfBit' | 'fieldOfBit' | 'toOne' | 'stride' | 'shared'
>;

/** Where in a set each group counts, and what each bit means. */
function fieldsOf(sizes: readonly number[]): Fields {
  const unit: number[] = [];
  const unitOfBit: number[] = [];
  const toOne: number[] = [];
  const strides: number[] = [];
  let shared = 0;
  let stride = 1;
  for (const size of sizes) {
    const lowest = 1 << unitOfBit.length;
    unit.push(lowest);
    for (let capacity = 1; capacity <= size; capacity *= 2) {
      if (size > 1) shared |= 1 << unitOfBit.length;
      unitOfBit.push(lowest);
      toOne.push(size * stride);
      strides.push(stride);
    }
    stride *= size * (size + 1) + 1;
  }
  return {
    setCount: 2 ** unitOfBit.length,
    unit: Uint16Array.from(unit),
    unitOfBit: Uint16Array.from(unitOfBit),
    fieldOfBit: Uint16Array.from(unitOfBit, (lowest) =>
      unitOfBit.reduce((field, other, bit) => (other === lowest ? field | (1 << bit) : field), 0),
    ),
    toOne: Int32Array.from(toOne),
    stride: Int32Array.from(strides),
    shared,
  };
}
