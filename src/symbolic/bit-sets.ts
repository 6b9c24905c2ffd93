/** @file Sets of small indices as the bits of an integer: vertices of the cube, active sets. */

/** The elements of a set, ascending. */
export function membersOf(bits: number): number[] {
  const members: number[] = [];
  for (let index = 0; 1 << index <= bits; index++) if ((bits & (1 << index)) !== 0) members.push(index);
  return members;
}

/** The number of elements. */
export function sizeOf(bits: number): number {
  return membersOf(bits).length;
}

/** All subsets of a set, ascending as integers: ∅ first, the set itself last. */
export function subsetsOf(bits: number): number[] {
  const subsets: number[] = [];
  for (let subset = bits; ; subset = (subset - 1) & bits) {
    subsets.push(subset);
    if (subset === 0) return subsets.reverse();
  }
}
