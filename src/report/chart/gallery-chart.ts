/** @file Many small phase diagrams side by side, one key for all. */

import type { ParameterGrid } from '../../landscape/phase-diagram.ts';
import { categoricalPng, enlarged } from '../image/raster.ts';
import { type ChartSpec, type ChartTitle, heading } from './chart-spec.ts';
import { checkParameterGrid, parameterPanel, pictureExtent } from './parameter-plane.ts';
import { appearanceOf, phaseColour } from './phase-appearance.ts';
import { pictureLayer } from './picture-layer.ts';
import { INK } from './theme.ts';

export interface GalleryPanel extends ParameterGrid {
  readonly title: string;
  /** Shape [densities, importances]. */
  readonly phase: readonly (readonly string[])[];
}

const COLUMNS = 4;
const SIDE = { width: 150, height: 130 } as const;
const KEY_STEP = 17;

/**
 * @throws DomainError, ShapeError as `checkParameterGrid` does.
 */
export function galleryChart(title: ChartTitle, panels: readonly GalleryPanel[]): ChartSpec {
  const phases = [...new Set(panels.flatMap(({ phase }) => phase.flat()))];
  const pictures = panels.map((panel) => {
    checkParameterGrid('galleryChart', panel, panel.phase);
    const { encoding, layer } = parameterPanel(panel, [
      pictureLayer(categoricalPng(enlarged(panel.phase), phaseColour), pictureExtent(panel), 'crisp'),
    ]);
    return {
      ...SIDE,
      title: { text: panel.title, fontSize: 12, offset: 5 },
      encoding: { x: small(encoding.x, 'r'), y: small(encoding.y, 'p') },
      layer,
    };
  });
  return {
    ...heading(title),
    columns: COLUMNS,
    spacing: 22,
    concat: [...pictures, keyOf(phases)],
    resolve: { scale: { x: 'independent', y: 'independent', color: 'independent' } },
  } as ChartSpec;
}

/** An axis with fewer numbers and a letter for a title. */
function small(channel: unknown, letter: string): unknown {
  const { axis, ...rest } = channel as { readonly axis: object };
  return { ...rest, axis: { ...axis, title: letter, titlePadding: 3, labelFontSize: 9 } };
}

/** Coloured squares and the names of the phases. */
function keyOf(phases: readonly string[]): object {
  const values = phases.map((phase, k) => ({ place: k, phase, colour: appearanceOf(phase).colour }));
  const y = {
    field: 'place',
    type: 'quantitative',
    scale: { domain: [-0.5, phases.length - 0.5], reverse: true },
    axis: null,
  };
  return {
    width: SIDE.width,
    height: KEY_STEP * phases.length,
    view: { stroke: null },
    data: { values },
    encoding: { x: { value: 6 }, y },
    layer: [
      {
        mark: {
          type: 'point',
          shape: 'square',
          size: 130,
          filled: true,
          opacity: 1,
          stroke: INK,
          strokeWidth: 0.5,
        },
        encoding: { fill: { field: 'colour', type: 'nominal', scale: null } },
      },
      {
        mark: { type: 'text', align: 'left', dx: 14, baseline: 'middle' },
        encoding: { text: { field: 'phase', type: 'nominal' } },
      },
    ],
  };
}
