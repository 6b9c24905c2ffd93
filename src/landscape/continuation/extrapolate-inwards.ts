import { at } from '../../numeric/population-loss/entry.ts';
import type { Spot } from './critical-curve.ts';

/**
 * The end of a curve that is smooth up to it but not beyond, from its points at distances 4ε, 2ε and ε by a parabola through them:
 * wrong by about ε³ times a third derivative.
 *
 * @param spotAt - the spot at a distance from the end, given one that is a little further off.
 * @returns nothing if one of the three is missing.
 */
export function extrapolateInwards(
  start: Spot,
  least: number,
  spotAt: (from: Spot, distance: number) => Spot | undefined,
): Spot | undefined {
  const far = spotAt(start, 4 * least);
  const middle = far === undefined ? undefined : spotAt(far, 2 * least);
  const near = middle === undefined ? undefined : spotAt(middle, least);
  if (near === undefined || middle === undefined || far === undefined) return undefined;
  const atZero = (one: number, two: number, four: number): number => (8 * one - 6 * two + four) / 3;
  return {
    place: atZero(near.place, middle.place, far.place),
    point: near.point.map((entry, k) => atZero(entry, at(middle.point, k), at(far.point, k))),
  };
}
