import { at } from '../../numeric/population-loss/entry.ts';
import { hessianAt, type Landscape } from './landscape.ts';
import { dot } from './orthonormal-basis.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

/** Where a search for a zero of the gradient ended. */
export interface Stationary {
  /** `critical`: the gradient is zero to rounding. `stalled`: ‖∇‖ has a local minimum that is no zero, or steps ran out. */
  readonly status: 'critical' | 'stalled';
  readonly point: Float64Array;
  readonly height: number;
  /** Euclidean norm of the gradient of the height. */
  readonly gradientNorm: number;
}

/** Gradients of heights are of order 1 away from critical points, and rounded to some 1e-16. */
const GRADIENT_ZERO = 1e-14;
/** A gradient that no step lowers any more is rounding if it is below this. Chosen by experiment. */
const GRADIENT_ROUNDING = 2e-13;
const MAX_DAMPING = 1e8;

/**
 * A critical point near `start`, of any index: ‖∇L‖² is minimised by Levenberg and Marquardt's method. With the eigenpairs
 * (λ_k, v_k) of the Hessian and damping μ the step is −Σ_k λ_k / (λ_k² + μ) (v_k·∇) v_k: Newton's as μ → 0, along directions
 * that matter only, since those that rotations of the hidden space leave flat have λ_k = 0.
 *
 * @param maxSteps - Hessians computed at most.
 * @returns the last point; rounded.
 * @see J. Nocedal, S. J. Wright, "Numerical Optimization", 2nd edition (2006), §10.3.
 */
export function solveGradient(ground: Landscape, start: Float64Array, maxSteps = 100): Stationary {
  let point = start.slice();
  let gradient = new Float64Array(ground.dimension);
  let height = ground.climb(point, gradient);
  let damping = 1e-2;
  for (let step = 0; step < maxSteps; step++) {
    const norm = Math.hypot(...gradient);
    if (norm <= GRADIENT_ZERO) break;
    const { values, vectors } = symmetricEigen(hessianAt(ground, point, differenceStep(norm)));
    const slopes = vectors.map((vector) => dot(vector, gradient));
    let improved = false;
    for (; damping <= MAX_DAMPING; damping *= 8) {
      const trial = point.slice();
      vectors.forEach((vector, k) => {
        const value = at(values, k);
        const factor = (value / (value * value + damping * norm + 1e-18)) * (slopes[k] ?? 0);
        for (let l = 0; l < trial.length; l++) trial[l] = at(trial, l) - factor * at(vector, l);
      });
      if (!trial.every((entry) => Math.abs(entry) < 1e6)) continue;
      const trialGradient = new Float64Array(trial.length);
      const trialHeight = ground.climb(trial, trialGradient);
      const trialNorm = Math.hypot(...trialGradient);
      if (!(trialNorm < (norm > GRADIENT_ROUNDING ? 0.9999 : 1) * norm)) continue;
      [point, gradient, height] = [trial, trialGradient, trialHeight];
      damping = Math.max(1e-12, damping / (trialNorm < norm / 4 ? 64 : 8));
      improved = true;
      break;
    }
    if (!improved) break;
  }
  const gradientNorm = Math.hypot(...gradient);
  return { status: gradientNorm <= GRADIENT_ROUNDING ? 'critical' : 'stalled', point, height, gradientNorm };
}

/**
 * Short enough not to reach across a wall of C^{1,1} that lies at about the distance to go, where the Hessian would be a mean
 * of two and Newton's method slow; long enough for two digits of a second derivative.
 */
function differenceStep(gradientNorm: number): number {
  return Math.min(1e-5, Math.max(1e-13, gradientNorm / 100));
}
