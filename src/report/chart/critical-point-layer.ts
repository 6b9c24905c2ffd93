import type { ChartLayer } from './chart-spec.ts';
import { haloedText } from './haloed-text.ts';
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
  'given model': { shape: 'square', fill: PAPER },
};

const KINDS = Object.keys(LOOKS) as MarkKind[];

/**
 * Critical points by shape and colour, with a legend of the kinds that occur, and their labels on the side where there is room.
 *
 * @param right - the right end of the axis, and `left` the left one.
 */
export function criticalPointLayer(
  marks: readonly MarkedPlace[],
  [left, right]: readonly [left: number, right: number],
): ChartLayer {
  const kinds = KINDS.filter((kind) => marks.some((mark) => mark.kind === kind));
  // Later ones are drawn over earlier ones: minima last.
  const ordered = marks.toSorted((a, b) => KINDS.indexOf(b.kind) - KINDS.indexOf(a.kind));
  const values = ordered.map((mark) => ({
    ...mark,
    halo: PAPER,
    side: mark.x > left + 0.67 * (right - left) ? 'left' : 'right',
  }));
  const beside = (side: 'left' | 'right'): ChartLayer => ({
    transform: [{ filter: `datum.side === '${side}' && datum.label !== ''` }],
    encoding: { text: { field: 'label', type: 'nominal' } },
    layer: haloedText({
      align: side === 'left' ? 'right' : 'left',
      dx: side === 'left' ? -10 : 10,
      baseline: 'middle',
    }),
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
      beside('left'),
      beside('right'),
    ],
  };
}
