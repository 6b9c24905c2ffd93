import type { ChartLayer } from './chart-spec.ts';
import { haloedText, type TextStyle } from './haloed-text.ts';
import { LABEL_GAP, type LabelSide, labelSides } from './point-labels.ts';
import type { PlanePoint } from './surface-plane.ts';
import { INK, PAPER } from './theme.ts';

/** What a marked point is. */
export type MarkKind =
  | 'global minimum'
  | 'lowest minimum in view'
  | 'local minimum'
  | 'saddle'
  | 'maximum'
  | 'degenerate'
  | 'given model';

/** A point of the plane worth a mark. */
export interface MarkedPlace extends PlanePoint {
  readonly kind: MarkKind;
  readonly loss: number;
  /** Written beside it; nothing if empty. */
  readonly label: string;
}

/** The orange of the global minimum is that of superposition, which it mostly is. */
const LOOKS: Readonly<Record<MarkKind, { readonly shape: string; readonly fill: string }>> = {
  'global minimum': { shape: 'circle', fill: '#e2805a' },
  'lowest minimum in view': { shape: 'circle', fill: '#e2805a' },
  'local minimum': { shape: 'circle', fill: INK },
  saddle: { shape: 'cross', fill: '#f3d675' },
  maximum: { shape: 'triangle-up', fill: '#9d7fc7' },
  degenerate: { shape: 'diamond', fill: '#f3d675' },
  'given model': { shape: 'square', fill: '#45a596' },
};

const LABEL_PLACES: Readonly<Record<Exclude<LabelSide, 'none'>, TextStyle>> = {
  right: { align: 'left', dx: LABEL_GAP.beside, baseline: 'middle' },
  left: { align: 'right', dx: -LABEL_GAP.beside, baseline: 'middle' },
  above: { align: 'center', dy: -LABEL_GAP.above, baseline: 'middle' },
  below: { align: 'center', dy: LABEL_GAP.above, baseline: 'middle' },
};

/** The bundled typeface has no ⊥. */
function drawable(label: string): string {
  return label.replaceAll('⊥', '+');
}

const KINDS = Object.keys(LOOKS) as MarkKind[];

/** The panel that points are drawn in: its size in CSS pixels, and the ends of its axes. */
export interface PointPanel {
  readonly width: number;
  readonly height: number;
  readonly x: readonly [left: number, right: number];
  readonly y: readonly [bottom: number, top: number];
}

/**
 * Critical points by shape and colour, with a legend of the kinds that occur, and their labels where there is room; those of lower
 * minima take precedence.
 */
export function criticalPointLayer(marks: readonly MarkedPlace[], panel: PointPanel): ChartLayer {
  const kinds = KINDS.filter((kind) => marks.some((mark) => mark.kind === kind));
  const ranked = marks.toSorted((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.loss - b.loss);
  const sides = labelSides(
    ranked.map(({ x, y, label }) => ({
      x: (panel.width * (x - panel.x[0])) / (panel.x[1] - panel.x[0]),
      y: (panel.height * (y - panel.y[0])) / (panel.y[1] - panel.y[0]),
      label: drawable(label),
    })),
    panel,
  );
  // Later ones are drawn over earlier ones: minima last.
  const values = ranked
    .map((mark, k) => ({ ...mark, label: drawable(mark.label), halo: PAPER, side: sides[k] ?? 'none' }))
    .toReversed();
  const beside = (side: keyof typeof LABEL_PLACES): ChartLayer => ({
    transform: [{ filter: `datum.side === '${side}'` }],
    encoding: { text: { field: 'label', type: 'nominal' } },
    layer: haloedText(LABEL_PLACES[side]),
  });
  const legend = {
    title: null,
    orient: 'bottom',
    direction: 'horizontal',
    columns: 4,
    symbolSize: 60,
    symbolStrokeColor: INK,
  } as const;
  return {
    data: { values },
    encoding: { x: { field: 'x' }, y: { field: 'y' } },
    layer: [
      {
        mark: { type: 'point', size: 66, opacity: 1, filled: true, stroke: PAPER, strokeWidth: 1.6 },
        encoding: {
          shape: {
            field: 'kind',
            type: 'nominal',
            scale: { domain: kinds, range: kinds.map((kind) => LOOKS[kind].shape) },
            legend,
          },
          fill: {
            field: 'kind',
            type: 'nominal',
            scale: { domain: kinds, range: kinds.map((kind) => LOOKS[kind].fill) },
            legend,
          },
          tooltip: [
            { field: 'kind', type: 'nominal', title: 'point' },
            { field: 'x', type: 'quantitative', title: 'x', format: '.6~g' },
            { field: 'y', type: 'quantitative', title: 'y', format: '.6~g' },
            { field: 'loss', type: 'quantitative', title: 'L', format: '.8~g' },
          ],
        },
      },
      ...(['right', 'left', 'above', 'below'] as const).filter((side) => sides.includes(side)).map(beside),
    ],
  };
}
