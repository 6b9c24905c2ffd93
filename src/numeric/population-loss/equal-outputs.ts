import { type GramRows, isSameEntry } from './equal-features.ts';

/**
 * Whether two outputs have equal errors because one is the other with the features renamed: equal b, p, I and G_ii, and a
 * matching of the other features by equal density and equal entry of G. Exact: entries that differ in their last bit do not
 * count as equal.
 *
 * @param match - receives the feature of `first` that plays the part of each feature of `second`, if they are equal.
 * @complexity O(1) if G_ii or b differ, else O(n²); allocates nothing.
 */
export function matchOutputs(
  gram: GramRows,
  { bias, densities, importances }: Readonly<Record<'bias' | 'densities' | 'importances', Float64Array>>,
  first: number,
  second: number,
  match: Uint8Array,
): boolean {
  const { featureCount: n, high, low } = gram;
  const own = first * (n + 1);
  const other = second * (n + 1);
  if (high[own] !== high[other] || bias[first] !== bias[second] || low[own] !== low[other]) return false;
  if (densities[first] !== densities[second] || importances[first] !== importances[second]) return false;
  let taken = 1 << first;
  match[second] = first;
  for (let j = 0; j < n; j++) {
    if (j === second) continue;
    let partner = 0;
    while (((taken >> partner) & 1) !== 0 || !isSameEntry(gram, densities, first, partner, second, j)) {
      partner++;
      if (partner === n) return false;
    }
    taken |= 1 << partner;
    match[j] = partner;
  }
  return true;
}
