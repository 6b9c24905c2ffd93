import type { ChartLayer } from './chart-spec.ts';
import { haloedText, type TextStyle } from './haloed-text.ts';
import type { ParameterPoint } from './parameter-plane.ts';
import type { LabelReach } from './region-labels.ts';
import { textWidth } from './text-width.ts';
import { INK, PAPER } from './theme.ts';

/** A curve along which two phases tie. */
export interface Boundary {
  /** What the tooltip says, such as `antipodal | confused`. */
  readonly name: string;
  /** `first`: the weights jump across it (solid). `continuous`: they do not (dashed). Left out: solid. */
  readonly order?: 'first' | 'continuous';
  /** In order along the curve; points beyond the axes are clipped. */
  readonly points: readonly ParameterPoint[];
}

/** A point worth a name, such as a triple point. */
export interface MarkedPoint extends ParameterPoint {
  readonly label: string;
  /** The side on which the label stands; right if left out. */
  readonly side?: 'left' | 'right' | 'below';
}

/** Curves between regions. */
export function boundaryLayer(boundaries: readonly Boundary[]): ChartLayer {
  return {
    data: {
      // Curves of one name are different curves.
      values: boundaries.flatMap(({ name, order = 'first', points }, curve) =>
        points.map(({ importance, density }, step) => ({ name, curve, order, importance, density, step })),
      ),
    },
    mark: { type: 'line', color: INK, strokeWidth: 1.4, clip: true, strokeJoin: 'round' },
    encoding: {
      x: { field: 'importance' },
      y: { field: 'density' },
      order: { field: 'step', type: 'quantitative' },
      detail: [
        { field: 'curve', type: 'nominal' },
        { field: 'name', type: 'nominal' },
      ],
      strokeDash: {
        field: 'order',
        type: 'nominal',
        scale: {
          domain: ['first', 'continuous'],
          range: [
            [1, 0],
            [5, 3],
          ],
        },
        legend: null,
      },
      tooltip: { field: 'name', type: 'nominal', title: 'boundary' },
    },
  };
}

/** From the point to the first letter. */
const LABEL_GAP = 9;
/** Half a label's height and some air. */
const LABEL_HALF = 15;

const LABEL_PLACES: Readonly<Record<'left' | 'right' | 'below', TextStyle>> = {
  left: { align: 'right', dx: -LABEL_GAP, baseline: 'middle' },
  right: { align: 'left', dx: LABEL_GAP, baseline: 'middle' },
  below: { align: 'center', dy: 2 * LABEL_GAP, baseline: 'middle' },
};

/** Points with their names beside them. */
export function markedPointLayer(marks: readonly MarkedPoint[]): ChartLayer {
  const beside = (side: 'left' | 'right' | 'below'): ChartLayer => ({
    transform: [{ filter: `datum.side === '${side}'` }],
    encoding: { text: { field: 'label', type: 'nominal' } },
    layer: haloedText(LABEL_PLACES[side]),
  });
  return {
    data: {
      values: marks.map(({ importance, density, label, side = 'right' }) => ({
        importance,
        density,
        label,
        side,
        halo: PAPER,
      })),
    },
    encoding: { x: { field: 'importance' }, y: { field: 'density' } },
    layer: [
      {
        mark: {
          type: 'point',
          shape: 'circle',
          size: 52,
          filled: true,
          fill: PAPER,
          stroke: INK,
          strokeWidth: 1.6,
          opacity: 1,
        },
        encoding: {
          tooltip: [
            { field: 'label', type: 'nominal', title: 'point' },
            { field: 'importance', type: 'quantitative', title: 'r', format: '.6~g' },
            { field: 'density', type: 'quantitative', title: 'p', format: '.6~g' },
          ],
        },
      },
      beside('left'),
      beside('right'),
      beside('below'),
    ],
  };
}

/** The free space that a point and its label need on either side, in CSS pixels. */
export function labelReach({ label, side = 'right' }: MarkedPoint): LabelReach {
  const long = LABEL_GAP + textWidth(label, 12) + 6;
  switch (side) {
    case 'left':
      return { left: long, right: LABEL_GAP, above: LABEL_HALF, below: LABEL_HALF };
    case 'right':
      return { left: LABEL_GAP, right: long, above: LABEL_HALF, below: LABEL_HALF };
    case 'below':
      // Above, the free space that other labels keep about themselves is enough for the point.
      return { left: long / 2, right: long / 2, above: 0, below: 2 * LABEL_GAP + LABEL_HALF };
    default:
      return side satisfies never;
  }
}
