/**
 * @file Colour ramps: maps from [0, 1] to colours, piecewise straight in OKLab.
 *
 * Each ramp is monotone in lightness on each side of its neutral point, so that it reads in grey print and under every
 * common deficiency of colour vision.
 */

import { DomainError } from '../../support/errors.ts';
import { mixed, type Rgb, rgbOf } from './colour.ts';

/** Stops at equal distances over [0, 1], at least two, each `#rrggbb`. */
export type ColourRamp = readonly string[];

/** Low is dark and saturated, high is pale: what is small stands out. Made for losses. */
export const INK_RAMP: ColourRamp = ['#14213d', '#1d4e79', '#3d82a6', '#7fb2c0', '#bcd3cd', '#ece8db'];

/** Low paper, high rust. Made for excesses, which are zero at best. */
export const EXCESS_RAMP: ColourRamp = ['#f5f2ea', '#efc9a4', '#dd9468', '#b85a30', '#6d2410'];

/**
 * The ramp at `count` equally spaced places: a lookup table.
 *
 * @throws {@link DomainError} if the ramp has fewer than two stops, or count is below 2.
 */
export function rampTable(ramp: ColourRamp, count = 512): Rgb[] {
  if (ramp.length < 2) throw new DomainError('rampTable', 'a ramp of at least two stops', ramp.length);
  if (!(count >= 2)) throw new DomainError('rampTable', 'at least two entries', count);
  const stops = ramp.map(rgbOf);
  return Array.from({ length: count }, (_, k) =>
    colourBetween(stops, (k / (count - 1)) * (stops.length - 1)),
  );
}

/** The colour at a fractional index into the stops. */
function colourBetween(stops: readonly Rgb[], place: number): Rgb {
  const below = Math.min(stops.length - 2, Math.floor(place));
  const from = stops[below] ?? [0, 0, 0];
  const to = stops[below + 1] ?? from;
  return mixed(from, to, place - below);
}
