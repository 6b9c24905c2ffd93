/**
 * @file The look of every chart, in one place.
 *
 * Ink on paper: one typeface, two greys, thin axes without grids. Colour is kept for meaning (see phase-appearance.ts).
 */

import type { Config } from 'vega-lite';

/** Inter is the bundled typeface; the others stand in where a lone SVG file is opened without it. */
export const FONT_STACK = 'Inter, "Helvetica Neue", Arial, sans-serif';

/** Text and the strongest lines. */
export const INK = '#1b1e23';
/** Axes, secondary text. */
export const SOFT_INK = '#5c636e';
/** Frames and hairlines. */
export const HAIRLINE = '#c9cdd3';
/** The ground that figures stand on; halos around labels. */
export const PAPER = '#ffffff';

/** Sides of the plotting area, in CSS pixels: a phase diagram, a square surface, a sketch. */
export const PLOT_SIZE = {
  diagram: { width: 400, height: 346 },
  square: { width: 340, height: 340 },
  sketch: { width: 150, height: 150 },
} as const;

/** The vega-lite configuration shared by all charts. */
export const CHART_CONFIG: Config = {
  // Figures carry one description as a whole; one a mark would drown it.
  aria: false,
  background: PAPER,
  font: FONT_STACK,
  padding: 6,
  view: { stroke: HAIRLINE, strokeWidth: 1 },
  title: {
    anchor: 'start',
    color: INK,
    fontSize: 14,
    fontWeight: 600,
    offset: 12,
    subtitleColor: SOFT_INK,
    subtitleFontSize: 12,
    subtitlePadding: 5,
    frame: 'group',
  },
  axis: {
    domain: false,
    grid: false,
    labelColor: SOFT_INK,
    labelFontSize: 11,
    labelPadding: 4,
    tickColor: HAIRLINE,
    tickSize: 5,
    titleColor: INK,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    titlePadding: 9,
  },
  text: { font: FONT_STACK, fontSize: 12, color: INK },
  legend: {
    labelColor: INK,
    labelFontSize: 12,
    titleColor: SOFT_INK,
    titleFontSize: 11,
    titleFontWeight: 'normal',
    symbolStrokeWidth: 1,
  },
};
