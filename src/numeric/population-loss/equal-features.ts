import type { GramPairs } from './gram-pairs.ts';

/**
 * The groups of features that output i cannot tell apart: equal density, and entries of row i of G that are the same
 * double-double. The output's own feature comes first and alone, then the single features, then the larger groups; each
 * ascending. Exact: entries that differ in their last bit do not count as equal.
 *
 * @returns nothing if all groups are single.
 * @complexity O(n²); allocates nothing if all groups are single.
 */
export function equalFeatures(
  gram: GramPairs,
  densities: Float64Array,
  i: number,
): readonly (readonly number[])[] | undefined {
  const { featureCount } = gram;
  for (let k = 1; k < featureCount; k++) {
    for (let j = 0; j < k; j++) if (areEqual(gram, densities, i, j, k)) return groupsOf(gram, densities, i);
  }
  return undefined;
}

function areEqual(gram: GramPairs, densities: Float64Array, i: number, j: number, k: number): boolean {
  const { high, low, residualHigh, residualLow } = gram;
  const a = i * gram.featureCount + j;
  const b = i * gram.featureCount + k;
  return (
    high[a] === high[b] &&
    j !== i &&
    k !== i &&
    densities[j] === densities[k] &&
    low[a] === low[b] &&
    residualHigh[a] === residualHigh[b] &&
    residualLow[a] === residualLow[b]
  );
}

function groupsOf(gram: GramPairs, densities: Float64Array, i: number): number[][] {
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
