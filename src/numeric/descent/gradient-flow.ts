import { at } from '../population-loss/entry.ts';
import type { Terrain } from './terrain.ts';

/** A path downhill that was followed until something stopped it. */
export interface Path {
  /** `arrived`: the caller said so. `flat`: the gradient is below the tolerance. `step-limit`: neither. */
  readonly status: 'arrived' | 'flat' | 'step-limit';
  readonly point: Float64Array;
  readonly steps: number;
}

export interface PathLimits {
  readonly maxSteps: number;
  /** Error of one step in any parameter, as the pair of formulas estimates it. */
  readonly stepError: number;
  /** Norm of the gradient of the height that ends the path. */
  readonly gradientTolerance: number;
  /** Asked every {@link CHECK_EVERY} steps whether the point will do. */
  readonly hasArrived: (point: Float64Array) => boolean;
}

/** How often the caller is asked. */
export const CHECK_EVERY = 20;
const FIRST_STEP = 1e-2;

/**
 * The gradient flow dx/dt = −∇(height) from a start, by Bogacki and Shampine's embedded Runge–Kutta pair of orders 3 and 2 with
 * step control: each step is off by at most `stepError` in any parameter, as the pair estimates it. Near a minimum the path trembles by as much.
 *
 * Starts nearer to the border of two basins than the errors of the path add up to may end on the wrong side.
 *
 * @complexity three gradients a step.
 * @see P. Bogacki, L. F. Shampine, "A 3(2) pair of Runge–Kutta formulas", Appl. Math. Lett. 2 (1989) 321–325.
 */
export function gradientFlow(terrain: Terrain, start: Float64Array, limits: PathLimits): Path {
  let point = start.slice();
  let slope = slopeAt(terrain, point);
  let length = FIRST_STEP;
  for (let steps = 0; steps < limits.maxSteps; steps++) {
    if (Math.hypot(...slope) <= limits.gradientTolerance) return { status: 'flat', point, steps };
    if (steps % CHECK_EVERY === 0 && limits.hasArrived(point)) return { status: 'arrived', point, steps };
    const trial = flowStep(terrain, point, slope, length);
    if (trial.error <= limits.stepError) ({ point, slope } = trial);
    const factor = 0.9 * Math.cbrt(limits.stepError / Math.max(trial.error, 1e-300));
    length *= Math.min(5, Math.max(0.2, factor));
  }
  return { status: 'step-limit', point, steps: limits.maxSteps };
}

/** One step of the pair; the slope at its end is the first of the next step. */
function flowStep(
  terrain: Terrain,
  point: Float64Array,
  k1: Float64Array,
  length: number,
): {
  readonly point: Float64Array<ArrayBuffer>;
  readonly slope: Float64Array<ArrayBuffer>;
  readonly error: number;
} {
  const k2 = slopeAt(
    terrain,
    point.map((entry, l) => entry - (length / 2) * at(k1, l)),
  );
  const k3 = slopeAt(
    terrain,
    point.map((entry, l) => entry - ((3 * length) / 4) * at(k2, l)),
  );
  const end = Float64Array.from(
    point,
    (entry, l) => entry - (length / 9) * (2 * at(k1, l) + 3 * at(k2, l) + 4 * at(k3, l)),
  );
  const k4 = slopeAt(terrain, end);
  const error = end.reduce((most, _, l) => {
    const difference = -5 * at(k1, l) + 6 * at(k2, l) + 8 * at(k3, l) - 9 * at(k4, l);
    return Math.max(most, (length / 72) * Math.abs(difference));
  }, 0);
  return { point: end, slope: k4, error };
}

function slopeAt(terrain: Terrain, point: Float64Array): Float64Array<ArrayBuffer> {
  const gradient = new Float64Array(terrain.dimension);
  terrain.climb(point, gradient);
  return gradient;
}
