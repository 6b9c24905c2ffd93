/**
 * @file Colours as sRGB triples, and mixing in the OKLab space, where equal steps look equally large.
 *
 * @see Ottosson, "A perceptual color space for image processing", 2020 (the OKLab matrices).
 */

import { DomainError } from '../../support/errors.ts';

/** Red, green, blue: integers in [0, 255]. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Lightness in [0, 1] and the two opponent axes. */
export type OkLab = readonly [lightness: number, greenRed: number, blueYellow: number];

/**
 * The colour written as `#rrggbb`. Exact.
 *
 * @throws {@link DomainError} for any other notation.
 */
export function rgbOf(hex: string): Rgb {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) throw new DomainError('rgbOf', 'a colour as #rrggbb', hex);
  const channel = (start: number): number => Number.parseInt(hex.slice(start, start + 2), 16);
  return [channel(1), channel(3), channel(5)];
}

/** sRGB to OKLab. Rounded: a few units in the last place. */
export function okLabOf([red, green, blue]: Rgb): OkLab {
  const r = linear(red);
  const g = linear(green);
  const b = linear(blue);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** OKLab to the nearest sRGB triple; what lies outside sRGB is clipped channel by channel. */
export function rgbOfOkLab([lightness, greenRed, blueYellow]: OkLab): Rgb {
  const l = (lightness + 0.3963377774 * greenRed + 0.2158037573 * blueYellow) ** 3;
  const m = (lightness - 0.1055613458 * greenRed - 0.0638541728 * blueYellow) ** 3;
  const s = (lightness - 0.0894841775 * greenRed - 1.291485548 * blueYellow) ** 3;
  return [
    gammaEncoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gammaEncoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gammaEncoded(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** The colour a fraction t in [0, 1] of the way from one to the other, along a straight line in OKLab. */
export function mixed(from: Rgb, to: Rgb, t: number): Rgb {
  const start = okLabOf(from);
  const end = okLabOf(to);
  const between = (axis: 0 | 1 | 2): number => start[axis] + (end[axis] - start[axis]) * t;
  return rgbOfOkLab([between(0), between(1), between(2)]);
}

/** A channel in [0, 255] as linear light in [0, 1]. */
function linear(channel: number): number {
  const value = channel / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** Linear light as an integer channel, clipped to [0, 255]. */
function gammaEncoded(light: number): number {
  const value = light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
  return Math.round(255 * Math.min(1, Math.max(0, value)));
}
