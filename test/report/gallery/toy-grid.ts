/** @file Grids for the gallery: the published hand-picked losses, cheap to evaluate and well known. */

import type { PhaseName } from '../../../src/model/phase.ts';

/** `count` points from one end to the other at equal ratios. */
export function logSpaced(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, k) => from * (to / from) ** (k / (count - 1)));
}

/** Losses of the hand-picked configurations without bias, at density p and relative importance r. */
const HAND_PICKED: readonly (readonly [PhaseName, (p: number, r: number) => number])[] = [
  ['dropped-last', (p, r) => (r * p) / 3],
  ['dropped-first', (p) => p / 3],
  ['antipodal', (p, r) => ((1 + r) * p * p) / 6],
];

/** The hand-picked phase at each point. Shape [densities, importances]. */
export function handPickedPhases(
  densities: readonly number[],
  importances: readonly number[],
): PhaseName[][] {
  return densities.map((p) =>
    importances.map((r) => {
      const [first, ...others] = HAND_PICKED.map(([name, loss]) => ({ name, loss: loss(p, r) }));
      return (
        others.reduce((best, next) => (best && best.loss <= next.loss ? best : next), first)?.name ??
        'antipodal'
      );
    }),
  );
}

/**
 * The expected loss of two features in one dimension without bias, by the midpoint rule on a 24 × 24 grid: a stand-in with
 * the right shape, good for looking at.
 */
export function surfaceLoss(w1: number, w2: number, p: number, r: number): number {
  const alone = ((1 - w1 * w1) ** 2 + r * (1 - w2 * w2) ** 2 + (1 + r) * Math.max(0, w1 * w2) ** 2) / 3;
  const steps = 24;
  let both = 0;
  for (let i = 0; i < steps; i += 1) {
    for (let j = 0; j < steps; j += 1) {
      const x = (i + 0.5) / steps;
      const y = (j + 0.5) / steps;
      const hidden = w1 * x + w2 * y;
      both += (x - Math.max(0, w1 * hidden)) ** 2 + r * (y - Math.max(0, w2 * hidden)) ** 2;
    }
  }
  return p * (1 - p) * alone + (p * p * both) / (steps * steps);
}
