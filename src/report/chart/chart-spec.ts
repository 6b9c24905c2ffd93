/** @file The few names that all charts share for pieces of a vega-lite specification. */

import type { TopLevelSpec } from 'vega-lite';
import { CHART_CONFIG } from './theme.ts';

/** A chart that vega-lite compiles on its own; plain JSON, the same for the same data. */
export type ChartSpec = TopLevelSpec;

/** Several marks on the same axes. */
export type LayeredSpec = Extract<TopLevelSpec, { layer: unknown }>;

/** One mark, or several, on the axes of the chart around them. */
export type ChartLayer = LayeredSpec['layer'][number];

/** Channels on which all layers agree. */
export type SharedEncoding = NonNullable<LayeredSpec['encoding']>;

/** What stands above a chart. */
export interface ChartTitle {
  readonly title: string;
  /** One line, or several. */
  readonly subtitle?: string | readonly string[];
}

/** One panel: layers on common axes. */
export interface Panel {
  readonly width: number;
  readonly height: number;
  readonly encoding: SharedEncoding;
  readonly layer: ChartLayer[];
}

/** A chart of one panel. */
export function singlePanel(title: ChartTitle, panel: Panel): ChartSpec {
  return { ...heading(title), ...panel };
}

/** A chart of panels side by side, with scales and axes of their own. */
export function panelsAbreast(title: ChartTitle, panels: Panel[], spacing: number): ChartSpec {
  return {
    ...heading(title),
    hconcat: panels,
    spacing,
    bounds: 'flush',
    resolve: { scale: { x: 'independent', y: 'independent', color: 'independent' } },
  };
}

/** What every specification starts with. */
export function heading({ title, subtitle }: ChartTitle): Pick<LayeredSpec, '$schema' | 'title' | 'config'> {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title:
      subtitle === undefined
        ? { text: title }
        : { text: title, subtitle: typeof subtitle === 'string' ? subtitle : [...subtitle] },
    config: CHART_CONFIG,
  };
}
