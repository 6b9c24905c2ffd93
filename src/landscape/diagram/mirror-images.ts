/** @file Two features: what is known at (p, r) from what was found at (p, 1/r). */

import { mirrorName } from './mirror-curves.ts';
import type { PhaseCell, PhaseMap } from './phase-map.ts';

/** 1/r of a logarithmic axis, its values rounded to ten digits. */
const SAME_IMPORTANCE = 1e-8;

/**
 * L(p, r) = r L(p, 1/r) with the features exchanged. So where the grid has 1/r beside r, the lower of the two searches holds at both.
 */
export function withMirrorImages(map: PhaseMap): PhaseMap {
  const { importances } = map;
  const partners = importances.map((importance) =>
    importances.findIndex((other) => Math.abs(importance * other - 1) < SAME_IMPORTANCE),
  );
  const cells = map.cells.map((row) =>
    row.map((cell, column) => {
      const partner = row[partners[column] ?? -1];
      const importance = importances[column] ?? 1;
      return partner !== undefined && importance * partner.loss < cell.loss
        ? mirrored(partner, importance)
        : cell;
    }),
  );
  return { ...map, cells };
}

function mirrored({ phase, loss, weights, bias, tie }: PhaseCell, importance: number): PhaseCell {
  return {
    phase: mirrorName(phase),
    loss: importance * loss,
    ...(weights === undefined ? {} : { weights: weights.slice().reverse() }),
    ...(bias === undefined ? {} : { bias: bias.slice().reverse() }),
    ...(tie === undefined ? {} : { tie: mirrorName(tie) }),
  };
}
