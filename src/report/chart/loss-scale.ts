/** @file The colours of a loss surface: equally spaced in the logarithm of the loss above the least one. */

import { INK_RAMP } from '../image/colour-ramp.ts';
import { type ColourScale, colourScale } from '../image/colour-scale.ts';
import type { MarkedPlace } from './critical-point-layer.ts';

/**
 * Bounds of the knee of the colour scale, as shares of the range of losses. Below the narrower one the valley floor in which minima
 * differ is smaller than their dots, and a darker scale shows nothing more.
 */
const WIDEST_KNEE = 1 / 30;
const NARROWEST_KNEE = 1 / 3000;
/** Minima whose losses differ by less than this share of the range are drawn as equal. */
const SAME_LOSS = 1e-9;

/** Losses over a grid, and what the scale is to make visible. */
export interface ScaledLosses {
  readonly loss: readonly (readonly number[])[];
  readonly marks: readonly MarkedPlace[];
  /** The loss from which on all is equally pale; the ninth decile if left out. */
  readonly ceiling?: number;
}

/**
 * log(1 + (L − L*)/k), from the least loss L* to the ceiling. The knee k is a thirtieth of the range, or what the second lowest
 * minimum lies above the lowest, if that is less.
 *
 * @throws {@link DomainError} if the loss is constant.
 */
export function lossScale({ loss, marks, ceiling }: ScaledLosses): ColourScale {
  const sorted = Float64Array.from(loss.flat()).sort();
  const minima = marks.filter(({ kind }) => kind.endsWith('minimum')).map(({ loss: least }) => least);
  const low = minima.reduce((least, value) => Math.min(least, value), sorted[0] ?? Number.NaN);
  const decile = sorted[Math.floor(0.9 * sorted.length)] ?? Number.NaN;
  const high = ceiling ?? (decile > low ? decile : (sorted.at(-1) ?? Number.NaN));
  const gaps = minima.map((value) => value - low).filter((gap) => gap > SAME_LOSS * (high - low));
  const knee = Math.max(NARROWEST_KNEE * (high - low), Math.min(WIDEST_KNEE * (high - low), ...gaps));
  return colourScale({ kind: 'excess', knee }, [low, high], INK_RAMP);
}

/** The loss at a place on the colour scale: the inverse of {@link ColourScale.fraction}, by bisection to full precision. */
export function lossAt(scale: ColourScale, fraction: number): number {
  let { low, high } = scale;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (scale.fraction(middle) < fraction) low = middle;
    else high = middle;
  }
  return high;
}

/** Round numbers near equal distances along the bar, with as many digits as it takes to tell them apart. */
export function barTicks(scale: ColourScale): number[] {
  const places = [0, 0.2, 0.4, 0.6, 0.8, 1].map((place) => lossAt(scale, place));
  const digits = digitsOf(scale);
  return places.map((value) => Math.min(scale.high, Math.max(scale.low, Number(value.toPrecision(digits)))));
}

/** A tick as it is written. */
export function barText(scale: ColourScale): (value: number) => string {
  const digits = digitsOf(scale);
  return (value) => String(Number(value.toPrecision(digits)));
}

/** Enough that the first step of the bar shows in the last digit but one. */
export function digitsOf(scale: ColourScale): number {
  const step = lossAt(scale, 0.2) - scale.low;
  const magnitude = Math.max(Math.abs(scale.low), Math.abs(scale.high));
  return Math.min(10, Math.max(3, Math.ceil(Math.log10(magnitude / step)) + 1));
}
