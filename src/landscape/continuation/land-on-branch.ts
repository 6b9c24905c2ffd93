/**
 * @file The ends of curves at walls: where the Hessian jumps, a curve can run into another one that stays on the wall, and have
 * no continuation on its other side. At the distance ε from the other curve it is smooth from its side.
 */

import { at } from '../../numeric/population-loss/entry.ts';
import { dot } from '../critical/orthonormal-basis.ts';
import { solveGradient } from '../critical/solve-gradient.ts';
import { type CriticalCurve, type Spot, solveAtPlace, solveOnPlane } from './critical-curve.ts';
import { extrapolateInwards } from './extrapolate-inwards.ts';
import { wallCount } from './wall-distance.ts';

/** How far beyond the end of the curve the other one is looked for. */
const OVERSHOOTS = [3e-4, 1e-3, 3e-3, 1e-2] as const;
/** Nearer critical points are the curve itself. */
const APART = 2e-6;
const NEAR = 0.05;
const LEAST_DISTANCE = 3e-4;
/** To see how the other curve moves. */
const PLACE_STEP = 1e-4;

/**
 * Where a curve meets another one that it cannot cross.
 *
 * @param here - near its end.
 * @param heading - unit vector in the direction of travel, shape [d + 1].
 * @returns nothing if there is no other critical point ahead, or the curve does not come down to it without a fold.
 */
export function landOnBranch(curve: CriticalCurve, here: Spot, heading: Float64Array): Spot | undefined {
  if (curve.kinked.length > 0) return undefined;
  const other = pointAhead(curve, here, heading);
  if (other === undefined) return undefined;
  const [before, after] = [-1, 1].map((side) => {
    const place = Math.min(1, Math.max(0, here.place + side * PLACE_STEP));
    return solveAtPlace(curve, { point: other, place });
  });
  if (before === undefined || after === undefined) return undefined;
  const across = here.point.map((entry, k) => entry - at(other, k));
  const distance = Math.hypot(...across);
  const unit = across.map((entry) => entry / distance);
  const drift = other.map(
    (_, k) => (at(after.point, k) - at(before.point, k)) / (after.place - before.place),
  );
  const normal = Float64Array.of(...unit, -dot(unit, drift));
  // Distances from the other curve along `unit`, to first order in t.
  const distanceOf = ({ point, place }: Spot): number =>
    point.reduce((sum, entry, k) => sum + at(unit, k) * (entry - at(other, k)), 0) +
    (place - here.place) * at(normal, point.length);
  let near: Spot = here;
  const end = extrapolateInwards(here, LEAST_DISTANCE, (from, target) => {
    const share = target / distanceOf(from);
    const ahead = other.map((entry, k) => entry + (from.place - here.place) * at(drift, k));
    const guess = {
      place: from.place,
      point: ahead.map((entry, k) => entry + share * (at(from.point, k) - entry)),
    };
    const missing = target - distanceOf(guess);
    const found = solveOnPlane(
      curve,
      { place: guess.place, point: guess.point.map((entry, k) => entry + missing * at(unit, k)) },
      normal,
    );
    near = found ?? near;
    return found;
  });
  // Behind a fold the curve comes from the other side: the fold is to be passed first.
  if (end === undefined || (end.place - near.place) * at(heading, here.point.length) < 0) return undefined;
  const landed = solveAtPlace(curve, { point: other, place: end.place });
  const gap =
    landed === undefined ? NEAR : Math.hypot(...end.point.map((entry, k) => entry - at(landed.point, k)));
  if (landed === undefined || gap > LANDED) return undefined;
  const [wallsHere, wallsThere] = [here, landed].map((spot) =>
    wallCount(curve.ground.groundAt(spot.place), spot.point),
  );
  return wallsThere !== undefined && wallsHere !== undefined && wallsThere > wallsHere ? landed : undefined;
}

/** The parabola's end and the other curve differ by less. */
const LANDED = 1e-5;

function pointAhead(curve: CriticalCurve, here: Spot, heading: Float64Array): Float64Array | undefined {
  const ground = curve.ground.groundAt(here.place);
  for (const overshoot of OVERSHOOTS) {
    const start = here.point.map((entry, k) => entry + overshoot * at(heading, k));
    const { status, point } = solveGradient(ground, start);
    const distance = Math.hypot(...point.map((entry, k) => entry - at(here.point, k)));
    if (status === 'critical' && distance > APART && distance < NEAR) return point;
  }
  return undefined;
}
