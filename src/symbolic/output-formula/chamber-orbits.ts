/**
 * @file The table of chambers up to symmetry. Exchanging features other than i, together with their densities, leaves the
 * error of output i alone; so one formula serves a whole orbit of chambers.
 *
 * (Reflections x_j → 1 − x_j of the cube exchange chambers too, but not formulas: inactive features sit at 0, not at ½.)
 */

import { DomainError } from '../../support/errors.ts';
import { membersOf } from '../bit-sets.ts';
import { enumerateChambers } from './enumerate-chambers.ts';
import { allowsTied, type OutputChamber } from './output-chamber.ts';

/** A chamber that stands for those that permutations of the other features make of it. */
export interface ChamberOrbit {
  readonly representative: OutputChamber;
  /** How many chambers there are in the orbit. */
  readonly size: number;
  /** Whether it meets g_self > 0, where all tied models are. */
  readonly tied: boolean;
}

/**
 * All chambers of output `self` among n features, one entry an orbit; the sizes sum to the number of chambers. Exact and
 * complete.
 *
 * @throws {@link DomainError} if n is not from 1 to 4 or `self` not from 0 to n − 1.
 */
export function chamberOrbits(featureCount: number, self = 0): readonly ChamberOrbit[] {
  const chambers = enumerateChambers(featureCount);
  if (!Number.isInteger(self) || self < 0 || self >= featureCount) {
    throw new DomainError('chamberOrbits', `an output from 0 to ${featureCount - 1}`, self);
  }
  return orbitsUnder(chambers, permutationsFixing(featureCount, self)).map(({ representative, images }) => ({
    representative,
    size: images.size,
    tied: allowsTied(representative, self),
  }));
}

/** A chamber and all that a group of permutations makes of it. */
export interface OrbitWithImages {
  readonly representative: OutputChamber;
  /** By sign vector, a permutation that makes it of the representative: feature in place j moves to place `permutation[j]`. */
  readonly images: ReadonlyMap<string, readonly number[]>;
}

/**
 * The orbits of chambers under a group of permutations of their places, each represented by its first chamber.
 *
 * @param chambers - closed under the group.
 */
export function orbitsUnder(
  chambers: readonly OutputChamber[],
  group: readonly (readonly number[])[],
): readonly OrbitWithImages[] {
  const seen = new Set<string>();
  return chambers.flatMap((representative) => {
    if (seen.has(signVector(representative))) return [];
    const images = new Map(
      group.map((permutation) => [permutedSigns(representative, permutation), permutation]),
    );
    for (const image of images.keys()) seen.add(image);
    return [{ representative, images }];
  });
}

/** A chamber's signs in one word: `-+-+`. */
export function signVector({ signs }: OutputChamber): string {
  return signs.map((sign) => (sign === 1 ? '+' : '-')).join('');
}

/** The sign vector after feature j has become feature `permutation[j]`. */
function permutedSigns({ signs }: OutputChamber, permutation: readonly number[]): string {
  const moved: string[] = [];
  signs.forEach((sign, vertex) => {
    const image = membersOf(vertex).reduce((bits, feature) => bits | (1 << (permutation[feature] ?? 0)), 0);
    moved[image] = sign === 1 ? '+' : '-';
  });
  return moved.join('');
}

/** All permutations of 0, …, n − 1 that fix one element; all of them if that is not among these. */
export function permutationsFixing(count: number, fixed: number): number[][] {
  let partial: number[][] = [[]];
  for (let place = 0; place < count; place++) {
    partial = partial.flatMap((images) =>
      place === fixed
        ? [[...images, fixed]]
        : Array.from({ length: count }, (_, image) => image)
            .filter((image) => image !== fixed && !images.includes(image))
            .map((image) => [...images, image]),
    );
  }
  return partial;
}
