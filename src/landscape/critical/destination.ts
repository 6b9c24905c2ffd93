/** @file Which of the known critical points a path downhill ends in. */

import { gradientFlow, type Path, type PathLimits } from '../../numeric/descent/gradient-flow.ts';
import { adamPath } from './adam-path.ts';
import { configurationOf, countMatchings } from './configuration.ts';
import { descend } from './descend.ts';
import { isSameOrbit, type Orbit, orbitOf } from './find-orbits.ts';
import type { Landscape } from './landscape.ts';
import { solveGradient } from './solve-gradient.ts';

export type DescentMethod = 'gradient-flow' | 'adam';

/** The number of an orbit in the list and where in its neighbourhood the path ended, or that it ended in none of them. */
export type Destination =
  | { readonly status: 'known'; readonly orbit: number; readonly point: Float64Array }
  | { readonly status: 'elsewhere' };

/** Entries of G and b this close to those of a minimum: the path is in its neighbourhood. Chosen by experiment. */
const ARRIVED = 0.02;
const FLAT = 1e-7;
/** Far less than basins are wide. */
const STEP_ERROR = 1e-4;
const MAX_STEPS = 20_000;

/**
 * Follows a path from `start` until it is near a known minimum, within 0.02 in every entry of G and b; or, if it comes to rest
 * elsewhere or takes 20 000 steps, goes the rest of the way by descent and Newton's method.
 */
export function destination(
  ground: Landscape,
  orbits: readonly Orbit[],
  method: DescentMethod,
  start: Float64Array,
): Destination {
  const minima = orbits.filter(({ classification }) => classification.kind === 'minimum');
  let found: Orbit | undefined;
  const limits: PathLimits = {
    maxSteps: MAX_STEPS,
    stepError: STEP_ERROR,
    gradientTolerance: FLAT,
    hasArrived: (point) => {
      const configuration = configurationOf(ground.task, ground.unpack(point));
      found = minima.find((known) => countMatchings(known.configuration, configuration, ARRIVED, 1) > 0);
      return found !== undefined;
    },
  };
  const path: Path =
    method === 'adam' ? adamPath(ground, start, limits) : gradientFlow(ground, start, limits);
  if (found !== undefined) return { status: 'known', orbit: orbits.indexOf(found), point: path.point };
  const settled = settledFrom(ground, path.point);
  const end = settled === undefined ? undefined : orbitOf(ground, settled);
  const orbit = end === undefined ? -1 : orbits.findIndex((known) => isSameOrbit(known, end));
  if (settled === undefined || orbit < 0) return { status: 'elsewhere' };
  return { status: 'known', orbit, point: settled };
}

function settledFrom(ground: Landscape, point: Float64Array): Float64Array | undefined {
  const direct = solveGradient(ground, point);
  const settled = direct.status === 'critical' ? direct : solveGradient(ground, descend(ground, point));
  return settled.status === 'critical' ? settled.point : undefined;
}
