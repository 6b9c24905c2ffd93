import { DomainError } from '../../support/errors.ts';
import { type ChartSpec, type ChartTitle, singlePanel } from './chart-spec.ts';
import { HAIRLINE, INK, PLOT_SIZE } from './theme.ts';

/** A point of the unit square of inputs. */
export interface InputPoint {
  readonly x1: number;
  readonly x2: number;
}

/** The part of the unit square in which a hidden unit's output survives the ReLU. */
export interface RestrictedDomain extends ChartTitle {
  /** Vertices of {x ∈ [0, 1]² : w₁x₁ + w₂x₂ > 0} in order around it; fewer than three for an empty region. */
  readonly vertices: readonly InputPoint[];
  /** Where the line w₁x₁ + w₂x₂ = 0 meets the square: two points, or none. */
  readonly kink: readonly InputPoint[];
  /** The features along the axes, from 1 to 9; 1 and 2 if left out. */
  readonly features?: readonly [number, number];
}

/**
 * A small drawing of the restricted domain: shaded where the integrand lives, a line where the ReLU bends.
 *
 * @throws {@link DomainError} if a point lies outside the unit square.
 */
export function domainSketch({
  vertices,
  kink,
  features: [first, last] = [1, 2],
  ...title
}: RestrictedDomain): ChartSpec {
  for (const { x1, x2 } of [...vertices, ...kink]) {
    if (!(x1 >= 0 && x1 <= 1 && x2 >= 0 && x2 <= 1)) {
      throw new DomainError('domainSketch', 'points of the unit square', `(${x1}, ${x2})`);
    }
  }
  const corner = (name: string): object => ({
    type: 'quantitative',
    scale: { domain: [0, 1], nice: false },
    axis: {
      title: name,
      values: [0, 1],
      format: 'd',
      titlePadding: -4,
      labelFlush: false,
      domain: true,
      domainColor: HAIRLINE,
    },
  });
  const inOrder = (points: readonly InputPoint[]): { x1: number; x2: number; step: number }[] =>
    points.map(({ x1, x2 }, step) => ({ x1, x2, step }));
  const position = {
    x: { field: 'x1' },
    y: { field: 'x2' },
    order: { field: 'step', type: 'quantitative' },
  } as const;
  return singlePanel(title, {
    ...PLOT_SIZE.sketch,
    encoding: { x: corner(axisName(first)), y: corner(axisName(last)) },
    layer: [
      {
        data: { values: inOrder(vertices) },
        mark: {
          type: 'line',
          interpolate: 'linear-closed',
          fill: '#e2805a',
          fillOpacity: 0.3,
          strokeWidth: 0,
        },
        encoding: position,
      },
      {
        data: { values: inOrder(kink) },
        mark: { type: 'line', color: INK, strokeWidth: 1.6 },
        encoding: position,
      },
    ],
  });
}

function axisName(feature: number): string {
  return `x${'₀₁₂₃₄₅₆₇₈₉'[feature] ?? feature}`;
}
