/**
 * @file All chambers of one output, found by trial and proved complete by counting.
 *
 * Points of a grid are tried: integer rows without 0, biases halfway between integers, so that no vertex value is ever
 * 0. Each new sign vector is a chamber, with its point as witness. The search ends when there are as many as there must
 * be ({@link countChambers}); different sign vectors are different chambers, so then none is missing.
 *
 * It does end: a chamber is an open cone, so it contains a point of integers with all g_j ≠ 0; twice that point has vertex
 * values of at least 2 in magnitude, keeps all signs when b falls by ½, and is a point of the grid.
 */

import { DomainError } from '../../support/errors.ts';
import { rational } from '../../support/rational.ts';
import { countChambers } from './count-chambers.ts';
import type { OutputChamber, Sign } from './output-chamber.ts';

/** n = 5 has 94 572 chambers; a table of them serves nobody. */
export const MAX_TABLE_FEATURES = 4;

/**
 * Every chamber of one output with n features, each with an interior point of small numbers; positive entries are
 * preferred. Exact and complete.
 *
 * @throws {@link DomainError} if n is not an integer from 1 to 4.
 * @complexity (2R)ⁿ (2nR + 2) 2ⁿ additions with R = n for n = 1, …, 4.
 */
export function enumerateChambers(featureCount: number): readonly OutputChamber[] {
  if (!Number.isInteger(featureCount) || featureCount < 1 || featureCount > MAX_TABLE_FEATURES) {
    throw new DomainError(
      'enumerateChambers',
      `from 1 to ${MAX_TABLE_FEATURES} features (5 features have 94572 chambers; chamberAt finds that of given weights)`,
      featureCount,
    );
  }
  const expected = countChambers(featureCount);
  const found = new Map<string, OutputChamber>();
  for (let radius = 1; found.size < expected; radius++) {
    for (const row of rowsOfRadius(featureCount, radius)) collectAlongBias(row, radius, found);
  }
  return [...found.values()];
}

/** Adds the chambers that the line of all biases meets above a row. */
function collectAlongBias(row: readonly number[], radius: number, found: Map<string, OutputChamber>): void {
  let sums = [0];
  for (const entry of row) sums = [...sums, ...sums.map((sum) => sum + entry)];
  const reach = row.length * radius;
  for (let floor = -reach - 1; floor <= reach; floor++) {
    const signs = sums.map((sum): Sign => (sum + floor >= 0 ? 1 : -1));
    const key = signs.map((sign) => (sign === 1 ? '+' : '-')).join('');
    if (found.has(key)) continue;
    found.set(key, {
      features: row.map((_, feature) => feature),
      signs,
      sample: {
        row: row.map((entry) => rational(BigInt(entry))),
        bias: rational(BigInt(2 * floor + 1), 2n),
      },
    });
  }
}

/** The rows of nonzero integers whose largest magnitude is `radius`, small and positive entries first. */
function rowsOfRadius(featureCount: number, radius: number): number[][] {
  const entries = Array.from({ length: radius }, (_, index) => [index + 1, -index - 1]).flat();
  let rows: number[][] = [[]];
  for (let feature = 0; feature < featureCount; feature++) {
    rows = rows.flatMap((row) => entries.map((entry) => [...row, entry]));
  }
  return rows.filter((row) => row.some((entry) => Math.abs(entry) === radius));
}
