import type { GramPairs } from './gram-pairs.ts';

/** G alone. */
export type GramRows = Pick<GramPairs, 'featureCount' | 'high' | 'low'>;

/**
 * The groups of features that output i cannot tell apart: equal density, and entries of row i of G that are the same
 * double-double. The output's own feature comes first and alone, then the single features, then the larger groups; each
 * ascending. Exact: entries that differ in their last bit do not count as equal.
 *
 * @returns nothing if all groups are single.
 * @complexity O(n²); allocates nothing if all groups are single.
 */
export function equalFeatures(
  gram: GramRows,
  densities: Float64Array,
  i: number,
): readonly (readonly number[])[] | undefined {
  const { featureCount } = gram;
  for (let k = 1; k < featureCount; k++) {
    for (let j = 0; j < k; j++) if (areEqual(gram, densities, i, j, k)) return groupsOf(gram, densities, i);
  }
  return undefined;
}

/** Whether feature j is to output i what feature k is to another output: equal density and entry of G. */
export function isSameEntry(
  { featureCount, high, low }: GramRows,
  densities: Float64Array,
  i: number,
  j: number,
  other: number,
  k: number,
): boolean {
  const a = i * featureCount + j;
  const b = other * featureCount + k;
  return high[a] === high[b] && densities[j] === densities[k] && low[a] === low[b];
}

function areEqual(gram: GramRows, densities: Float64Array, i: number, j: number, k: number): boolean {
  return j !== i && k !== i && isSameEntry(gram, densities, i, j, i, k);
}

function groupsOf(gram: GramRows, densities: Float64Array, i: number): number[][] {
  const groups: number[][] = [];
  for (let k = 0; k < gram.featureCount; k++) {
    if (k === i) continue;
    const group = groups.find(([j = i]) => areEqual(gram, densities, i, j, k));
    if (group === undefined) groups.push([k]);
    else group.push(k);
  }
  const single = groups.filter((group) => group.length === 1);
  return [[i], ...single, ...groups.filter((group) => group.length > 1)];
}
