import { type FaceLattice, faceLattice } from './face-lattice.ts';

/** How the states of one output are laid out: which features form groups, and what a cube weighs. */
export interface OutputLayout {
  readonly lattice: FaceLattice;
  /** One feature of each group; the first is the output's own. */
  readonly representative: Uint8Array;
  /** The bit at which the group of a feature counts in sets, shape [features]. */
  readonly bitOf: Uint8Array;
  /** The size of the group of a feature, shape [features]. */
  readonly sizeOf: Uint8Array;
  /** Σ P(A) over the active sets A that each `lattice.cube` stands for, shape [cubes]. */
  readonly cubeWeight: Float64Array;
}

/**
 * The layout for groups of features of equal density.
 *
 * Rounded: cube weights have relative error ≤ 3n · 2⁻⁵³.
 *
 * @param groups - features that count as equal; the first group is the output's own feature alone.
 * @param densities - p_i in [0, 1], shape [features].
 * @param lattice - the tables for groups of these sizes, if they exist already.
 */
export function outputLayout(
  groups: readonly (readonly number[])[],
  densities: Float64Array,
  lattice: FaceLattice = faceLattice(groups.map((group) => group.length)),
): OutputLayout {
  const bitOf = new Uint8Array(densities.length);
  const sizeOf = new Uint8Array(densities.length);
  let cubeWeight = [1];
  groups.forEach((group, g) => {
    for (const feature of group) {
      bitOf[feature] = 31 - Math.clz32(lattice.unit[g] ?? 0);
      sizeOf[feature] = group.length;
    }
    const below = cubeWeight;
    const density = densities[group[0] ?? 0] ?? 0;
    cubeWeight = activeCountWeights(group.length, density).flatMap((weight) =>
      below.map((other) => other * weight),
    );
  });
  return {
    lattice,
    representative: Uint8Array.from(groups, (group) => group[0] ?? 0),
    bitOf,
    sizeOf,
    cubeWeight: Float64Array.from(cubeWeight),
  };
}

/** The probabilities that 0, 1, …, size of so many features are active. */
function activeCountWeights(size: number, density: number): number[] {
  let binomial = 1;
  return Array.from({ length: size + 1 }, (_, count) => {
    if (count > 0) binomial = (binomial * (size - count + 1)) / count;
    return binomial * power(density, count) * power(1 - density, size - count);
  });
}

/** By repeated multiplication: at most `exponent` roundings, where Math.pow promises none. */
function power(base: number, exponent: number): number {
  let product = 1;
  for (let k = 0; k < exponent; k++) product *= base;
  return product;
}
