import { DomainError } from '../../support/errors.ts';
import { type ChartSpec, type ChartTitle, singlePanel } from './chart-spec.ts';
import { criticalPointLayer, type MarkedPlace } from './critical-point-layer.ts';
import type { PlaneAxis } from './surface-plane.ts';
import { INK } from './theme.ts';

/** The loss along a line of weights. */
export interface LossLine extends ChartTitle {
  readonly x: PlaneAxis;
  /** Shape [x]. */
  readonly loss: readonly number[];
  readonly marks: readonly MarkedPlace[];
}

/** Above the highest and below the lowest loss, as a share of the range. */
const MARGIN = 0.08;
const SIZE = { width: 440, height: 260 } as const;

/**
 * The loss along a line, with its critical points.
 *
 * @throws {@link DomainError} unless there is one loss for each of two coordinates or more.
 */
export function lossLineChart({ x, loss, marks, ...title }: LossLine): ChartSpec {
  if (x.values.length < 2 || loss.length !== x.values.length) {
    throw new DomainError('lossLineChart', `${Math.max(2, x.values.length)} losses`, loss.length);
  }
  const [from, to] = [x.values[0] ?? 0, x.values.at(-1) ?? 0];
  const [least, most] = [Math.min(...loss), Math.max(...loss)];
  const margin = MARGIN * (most - least || Math.abs(most) || 1);
  const [low, high] = [least - margin, most + margin];
  return singlePanel(title, {
    ...SIZE,
    encoding: {
      x: {
        type: 'quantitative',
        scale: { domain: [from, to], nice: false },
        axis: { title: x.title, tickCount: 7 },
      },
      y: {
        type: 'quantitative',
        scale: { domain: [low, high], nice: false },
        axis: { title: 'expected loss  L', tickCount: 6, format: '~g' },
      },
    },
    layer: [
      {
        data: { values: x.values.map((value, k) => ({ x: value, y: loss[k] ?? 0 })) },
        mark: { type: 'line', color: INK, strokeWidth: 1.6, strokeJoin: 'round' },
        encoding: { x: { field: 'x' }, y: { field: 'y' } },
      },
      ...(marks.length === 0 ? [] : [criticalPointLayer(marks, { ...SIZE, x: [from, to], y: [low, high] })]),
    ],
  });
}
