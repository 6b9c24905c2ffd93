/** @file A figure before it is drawn. */

import type { ChartSpec } from '../chart/chart-spec.ts';
import type { Prose } from '../page/document.ts';

export interface PlannedPanel {
  readonly chart: ChartSpec;
  /** What it shows, in words. */
  readonly description: string;
}

export interface PlannedFigure<Id extends string> {
  readonly id: Id;
  readonly panels: readonly PlannedPanel[];
  readonly caption: Prose;
  readonly width: 'text' | 'wide';
}
