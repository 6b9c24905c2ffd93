/** @file The boundaries of the pair without bias at one importance, as algebraic numbers. */

import { algebraicWithin } from '../../../landscape/pair/algebraic-within.ts';
import { pairBoundaries } from '../../../landscape/pair/pair-boundary.ts';
import { publishedBoundary } from '../../../landscape/pair/published-boundary.ts';
import type { Quantity } from '../../../model/quantity.ts';
import { formatRational, parseRational, rational } from '../../../support/rational.ts';

export interface ExactLine {
  /** r, a rational. */
  readonly importance: string;
  readonly status: 'found' | 'undecided';
  /** By rising density; none missing. */
  readonly boundaries: readonly ExactBoundary[];
}

export interface ExactBoundary {
  /** Below and above. */
  readonly between: readonly [string, string];
  readonly order: 'first' | 'continuous';
  readonly density: Quantity;
  readonly loss: Quantity;
  readonly jump: Quantity;
  /** Where the published theory has it; a rational. */
  readonly published?: string;
}

const WIDTH = rational(1n, 10n ** 20n);

export function exactLine(importance: string): ExactLine {
  const line = { unknown: 'density', given: parseRational(importance) } as const;
  const found = pairBoundaries(line, WIDTH);
  if (found.status === 'undecided') return { importance, status: 'undecided', boundaries: [] };
  return {
    importance,
    status: 'found',
    boundaries: found.boundaries.map(({ between, order, at, loss, jump }): ExactBoundary => {
      const published = order === 'first' ? publishedBoundary(line, at) : undefined;
      return {
        between,
        order,
        density: algebraicWithin(at, WIDTH).quantity,
        loss: loss.quantity,
        jump: jump.quantity,
        ...(published?.status === 'exists' ? { published: formatRational(published.value) } : {}),
      };
    }),
  };
}
