/**
 * @file From a value to a colour.
 *
 * A scale first carries the value to a fraction in [0, 1], then looks the fraction up in a ramp. The fraction is kept
 * separate because the colour bar needs it to place its numbers.
 */

import { DomainError } from '../../support/errors.ts';
import type { Rgb } from './colour.ts';
import { type ColourRamp, rampTable } from './colour-ramp.ts';

/** What becomes of values between the ends of the domain. */
export type ColourScaleKind =
  /** t = (v − low) / (high − low). */
  | { readonly kind: 'linear' }
  /** t = ln(v / low) / ln(high / low); 0 < low. */
  | { readonly kind: 'log' }
  /** t = ln(1 + (v − low) / knee) / ln(1 + (high − low) / knee): linear below the knee, logarithmic above it. */
  | { readonly kind: 'excess'; readonly knee: number };

/** A map from values to colours; values outside [low, high] take the colour of the nearer end. */
export interface ColourScale {
  readonly low: number;
  readonly high: number;
  readonly ramp: ColourRamp;
  /** The value's place on the ramp, in [0, 1]. */
  readonly fraction: (value: number) => number;
  readonly colour: (value: number) => Rgb;
}

/**
 * A colour scale over [low, high].
 *
 * @throws {@link DomainError} unless low < high are finite, and positive where the kind takes their logarithm.
 */
export function colourScale(
  shape: ColourScaleKind,
  [low, high]: readonly [low: number, high: number],
  ramp: ColourRamp,
): ColourScale {
  if (!(low < high) || !Number.isFinite(high - low)) {
    throw new DomainError('colourScale', 'finite ends low < high', `[${low}, ${high}]`);
  }
  const place = placement(shape, low, high);
  const table = rampTable(ramp);
  const fraction = (value: number): number => Math.min(1, Math.max(0, place(value)));
  const colour = (value: number): Rgb => {
    if (Number.isNaN(value)) throw new DomainError('colourScale', 'a number', value);
    return table[Math.round(fraction(value) * (table.length - 1))] ?? [0, 0, 0];
  };
  return { low, high, ramp, fraction, colour };
}

/** The increasing map that carries low to 0 and high to 1. */
function placement(shape: ColourScaleKind, low: number, high: number): (value: number) => number {
  switch (shape.kind) {
    case 'linear':
      return (value) => (value - low) / (high - low);
    case 'log':
      if (low <= 0) throw new DomainError('colourScale', 'a positive lower end for a logarithmic scale', low);
      return (value) => (value <= 0 ? 0 : Math.log(value / low) / Math.log(high / low));
    case 'excess':
      if (!(shape.knee > 0)) throw new DomainError('colourScale', 'a knee > 0', shape.knee);
      return (value) =>
        Math.log1p(Math.max(0, value - low) / shape.knee) / Math.log1p((high - low) / shape.knee);
    default:
      throw shape satisfies never;
  }
}
