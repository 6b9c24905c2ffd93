import { CHECK_EVERY, type Path, type PathLimits } from '../../numeric/descent/gradient-flow.ts';
import type { Terrain } from '../../numeric/descent/terrain.ts';
import { at } from '../../numeric/population-loss/entry.ts';

/** The paper's: a step is at most about this long in any parameter. */
export const ADAM_RATE = 1e-3;
const MEAN_DECAY = 0.9;
const SQUARE_DECAY = 0.999;
/** Of the height's gradient; PyTorch's 1e-8 of a loss of order 1. */
const GUARD = 1e-8;

/**
 * Adam on the exact loss: learning rate 1e-3, β = (0.9, 0.999), ε = 1e-8 against the height, no weight decay, no noise.
 *
 * @complexity one gradient a step.
 * @see D. P. Kingma, J. Ba, "Adam: a method for stochastic optimization", ICLR 2015, Algorithm 1.
 */
export function adamPath(terrain: Terrain, start: Float64Array, limits: PathLimits): Path {
  const point = start.slice();
  const gradient = new Float64Array(terrain.dimension);
  const mean = new Float64Array(terrain.dimension);
  const square = new Float64Array(terrain.dimension);
  for (let steps = 0; steps < limits.maxSteps; steps++) {
    terrain.climb(point, gradient);
    if (Math.hypot(...gradient) <= limits.gradientTolerance) return { status: 'flat', point, steps };
    if (steps % CHECK_EVERY === 0 && limits.hasArrived(point)) return { status: 'arrived', point, steps };
    const meanShare = 1 - MEAN_DECAY ** (steps + 1);
    const squareShare = 1 - SQUARE_DECAY ** (steps + 1);
    for (let k = 0; k < point.length; k++) {
      const slope = at(gradient, k);
      mean[k] = MEAN_DECAY * at(mean, k) + (1 - MEAN_DECAY) * slope;
      square[k] = SQUARE_DECAY * at(square, k) + (1 - SQUARE_DECAY) * slope * slope;
      const step = at(mean, k) / meanShare / (Math.sqrt(at(square, k) / squareShare) + GUARD);
      point[k] = at(point, k) - ADAM_RATE * step;
    }
  }
  return { status: 'step-limit', point, steps: limits.maxSteps };
}
