/** @file The figures of the landscape: what each shows, in words and as charts. */

import type { PhaseDiagrams } from '../../../landscape/diagram/phase-diagrams.ts';
import { diagramFigures } from '../../diagrams/diagram-figures.ts';
import { math, prose, trust } from '../../page/document.ts';
import type { PlannedFigure, PlannedPanel } from '../planned-figure.ts';
import type { Landscape } from './landscape.ts';

export const LANDSCAPE_FIGURES = [
  'family-diagram',
  'biased-diagrams',
  'biased-differences',
  'bifurcations',
  'three-features',
  'five-features',
] as const;

export type LandscapeFigureId = (typeof LANDSCAPE_FIGURES)[number];

/** Those that there is something to show of. */
export function landscapeFigures(landscape: Landscape): readonly PlannedFigure<LandscapeFigureId>[] {
  const { plain, free, paths, three, five } = landscape;
  const planned: readonly PlannedFigure<LandscapeFigureId>[] = [
    {
      id: 'family-diagram',
      panels: [...panelsOf(plain, ['family', 'family-against-global'])],
      caption: prose`Without bias. Left: the best of the named configurations, their norms optimised ${trust('rounded')}. Right: against the least loss over all weights; where the two differ they differ in name only, since for ${math('n = 2,\\ m = 1')} every model is in a family.`,
      width: 'wide',
    },
    {
      id: 'biased-diagrams',
      panels: panelsOf(free, ['hand-picked', 'family', 'global']),
      caption: prose`With free biases: hand-picked weights, the best of the named configurations, and the least loss over all weights and biases ${trust('rounded')}. Lines of the last one are followed in doubles: solid where the weights jump, dashed where a minimum changes without a jump; circles where lines meet.`,
      width: 'wide',
    },
    {
      id: 'biased-differences',
      panels: panelsOf(free, ['hand-picked-against-global', 'hand-picked-against-global-loss']),
      caption: prose`With free biases, hand-picked weights against the least loss. First: striped where they name different phases. Second: how much loss the hand-picked weights give away ${trust('rounded')}.`,
      width: 'wide',
    },
    {
      id: 'bifurcations',
      panels: paths.map(({ chart, setting, branches }) => ({
        chart,
        description: `${branches.length} branches of critical points along density at r = ${setting.importance}, ${setting.bias === 'free' ? 'biases free' : 'without bias'}: losses above the lowest minimum, and weights.`,
      })),
      caption: prose`Minima (solid) and saddles (dashed) followed along density ${trust('rounded')}: losses above the lowest minimum on a scale of square roots, weights, and biases where there are any. Rings: branches end, cross or tie.`,
      width: 'wide',
    },
    {
      id: 'three-features',
      panels: three.flatMap((diagrams) => panelsOf(diagrams, ['global'])),
      caption: prose`Three features in two dimensions ${trust('rounded')}: the least loss found over all weights.`,
      width: three.length > 1 ? 'wide' : 'text',
    },
    {
      id: 'five-features',
      panels: five.flatMap((diagrams) => panelsOf(diagrams, ['phases'])),
      caption: prose`Five equally important features in two dimensions, by density ${trust('rounded')}.`,
      width: five.length > 1 ? 'wide' : 'text',
    },
  ];
  return planned.filter(({ panels }) => panels.length > 0);
}

/** Figures of `antipode phase` by name, those that there are. */
function panelsOf(diagrams: PhaseDiagrams, names: readonly string[]): PlannedPanel[] {
  const charts = new Map(diagramFigures(diagrams).map(({ name, chart }) => [name, chart]));
  const { featureCount, hiddenDimension, biasMode } = diagrams.request.family;
  return names.flatMap((name) => {
    const chart = charts.get(name);
    const setting = `n = ${featureCount}, m = ${hiddenDimension}, ${biasMode === 'free' ? 'biases free' : 'without bias'}`;
    return chart === undefined
      ? []
      : [{ chart, description: `${name.replaceAll('-', ' ')}: ${setting}, over density and importance.` }];
  });
}
