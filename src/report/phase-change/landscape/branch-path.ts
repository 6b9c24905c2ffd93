/** @file Minima and saddles of the pair followed along density, as a picture and a list of what happens. */

import { taskAlong } from '../../../landscape/continuation/model-path.ts';
import { eventsOf, type PathEvent } from '../../../landscape/continuation/path-events.ts';
import { SURVEY_DEFAULTS, surveyPath } from '../../../landscape/continuation/survey-path.ts';
import type { BiasMode } from '../../../landscape/critical/landscape.ts';
import { branchesChart } from '../../chart/branches-chart.ts';
import { type ChartSpec, heading } from '../../chart/chart-spec.ts';

export interface PathSetting {
  readonly bias: BiasMode;
  /** r. */
  readonly importance: number;
  readonly densities: readonly [number, number];
  readonly seed: number;
}

/** One branch, without its weights. */
export interface PathBranch {
  readonly density: readonly number[];
  readonly loss: readonly number[];
  readonly kind: readonly string[];
  readonly phase: readonly string[];
}

/** Rounded; a search, not a proof. */
export interface PathPicture {
  readonly setting: PathSetting;
  readonly chart: ChartSpec;
  readonly branches: readonly PathBranch[];
  /** By rising density; branches are counted from 1. */
  readonly events: readonly (Omit<PathEvent, 'place' | 'branches'> & { readonly density: number })[];
}

export function followBranches(setting: PathSetting): PathPicture {
  const { bias, importance, densities, seed } = setting;
  const [from, to] = densities.map((density) => ({
    featureCount: 2,
    densities: Float64Array.of(density, density),
    importances: Float64Array.of(1, importance),
  }));
  const path = {
    hiddenDimension: 1,
    biasMode: bias,
    from: from as NonNullable<typeof from>,
    to: to as NonNullable<typeof to>,
    scale: 'linear',
  } as const;
  const survey = surveyPath(path, { ...SURVEY_DEFAULTS, saddles: true, seed });
  const densityAt = (place: number): number => taskAlong(path, place).densities[0] ?? 0;
  const chart = branchesChart(survey, { title: 'feature density,  p', from: densities[0], to: densities[1] });
  const title = `Critical points along density, r = ${importance}, ${bias === 'free' ? 'biases free' : 'without bias'}`;
  const subtitle = 'solid: minima; dashed: saddles and others; rings: branches end, cross or tie';
  return {
    setting,
    chart: { ...chart, ...heading({ title, subtitle }) } as ChartSpec,
    branches: survey.branches.map(({ points }) => ({
      density: points.map(({ place }) => densityAt(place)),
      loss: points.map(({ loss }) => loss),
      kind: points.map(({ kind }) => kind),
      phase: points.map(({ phase }) => phase),
    })),
    events: eventsOf(survey).map(({ place, branches: _, ...event }) => ({
      ...event,
      density: densityAt(place),
    })),
  };
}
