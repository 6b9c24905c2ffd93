/** @file How much work an integration over cells may be, and how exactly its result is kept. */

import { DomainError } from '../../support/errors.ts';

/** What a caller may limit. */
export interface CellOptions {
  /**
   * K: active sets of more than K of the features that an output sees are bounded instead of integrated. At most 3, and at
   * most that if left out, unless no more than three features have a continuous law.
   */
  readonly maxActive?: number | undefined;
  /** Refuse beyond this many cells, 200 000 if left out. */
  readonly maxCells?: number | undefined;
  /**
   * Round the contribution of every cell to this many binary places, downwards for the lower bound and upwards for the
   * upper. If left out nothing is rounded.
   */
  readonly bits?: number | undefined;
  /** Called after each active set. */
  readonly onProgress?: ((progress: CellProgress) => void) | undefined;
}

export interface CellProgress {
  readonly activeSets: number;
  readonly cells: number;
}

/** Counts cells and active sets, and refuses beyond the limit. */
export interface CellCounter {
  readonly progress: () => CellProgress;
  /** @throws {@link DomainError} */
  readonly countCell: () => void;
  readonly countActiveSet: () => void;
}

export const DEFAULT_MAX_CELLS = 200_000;

/** Denominators longer than this are refused: gcds take quadratic time, and nobody reads such a number. */
const MAX_EXACT_BITS = 600_000;

/**
 * K within what a box of three dimensions allows.
 *
 * @throws {@link DomainError} if `maxActive` is no count or `bits` no positive integer.
 */
export function checkedMaxActive(operation: string, { maxActive, bits }: CellOptions, most: number): number {
  if (bits !== undefined && !(Number.isInteger(bits) && bits > 0)) {
    throw new DomainError(operation, 'bits to be a positive integer', bits);
  }
  if (maxActive === undefined) return most;
  if (Number.isInteger(maxActive) && maxActive >= 0) return Math.min(maxActive, most);
  throw new DomainError(operation, 'maxActive to be 0 or a positive integer', maxActive);
}

export function cellCounter(operation: string, options: CellOptions): CellCounter {
  const { maxCells = DEFAULT_MAX_CELLS, onProgress } = options;
  let [cells, activeSets] = [0, 0];
  return {
    progress: () => ({ activeSets, cells }),
    countCell: () => {
      cells += 1;
      if (cells <= maxCells) return;
      throw new DomainError(
        operation,
        `at most ${maxCells} cells (about 0.2 ms each); raise maxCells, or lower maxActive, which bounds what it leaves out`,
        `more, after ${activeSets} active sets`,
      );
    },
    countActiveSet: () => {
      activeSets += 1;
      onProgress?.({ activeSets, cells });
    },
  };
}

/**
 * Refuses at once what has more boxes than the limit on cells, and says what would work.
 *
 * @param counts - the number of boxes with at most k active features, for every k.
 * @throws {@link DomainError}
 */
export function requireFewBoxes(
  operation: string,
  counts: readonly bigint[],
  maxActive: number,
  { maxCells = DEFAULT_MAX_CELLS }: CellOptions,
): void {
  const boxes = counts[Math.min(maxActive, counts.length - 1)] ?? 0n;
  if (boxes <= BigInt(maxCells)) return;
  const works = counts.findLastIndex((count) => count <= BigInt(maxCells));
  const instead = works < 0 ? '' : `; maxActive ${works} has ${counts[works]}`;
  throw new DomainError(
    operation,
    `at most ${maxCells} boxes of inputs (maxCells)${instead}`,
    `${boxes} with up to ${maxActive} active features`,
  );
}

/**
 * Refuses sums with denominators too long to be of use.
 *
 * @throws {@link DomainError}
 */
export function requireShort(operation: string, unit: bigint, power: number): void {
  if (unit >> BigInt(Math.floor(MAX_EXACT_BITS / power)) === 0n) return;
  throw new DomainError(
    operation,
    `a loss whose denominator has at most ${MAX_EXACT_BITS} bits; option bits, say 256, encloses it instead`,
    'a longer one',
  );
}
