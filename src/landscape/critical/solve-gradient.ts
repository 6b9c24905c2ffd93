import type { Terrain } from '../../numeric/descent/terrain.ts';
import { at } from '../../numeric/population-loss/entry.ts';
import { hessianAt } from './landscape.ts';
import { dot } from './orthonormal-basis.ts';
import { type SymmetricEigen, symmetricEigen } from './symmetric-eigen.ts';

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
/**
 * A gradient that no step lowers any more is rounding if it is below this times the largest curvature, since points are rounded
 * too. Chosen by experiment.
 */
const GRADIENT_ROUNDING = 1e-13;
/** μ is the damping times the norm of the gradient, so that it fades as the search converges. */
const LEAST_DAMPING = 1e-12;
const MAX_DAMPING = 1e8;
/** A step counts if it lowers the norm by this factor. */
const LEAST_GAIN = 0.9999;
/** Keeps a step along an exact zero of the curvature zero. */
const TINY = 1e-18;
/** Steps beyond are no steps towards anything. */
const FAR = 1e6;

/**
 * A critical point near `start`, of any index: ‖∇L‖² is minimised by Levenberg and Marquardt's method. With the eigenpairs
 * (λ_k, v_k) of the Hessian and damping μ the step is −Σ_k λ_k / (λ_k² + μ) (v_k·∇) v_k: Newton's as μ → 0, along directions
 * that matter only, since those that rotations of the hidden space leave flat have λ_k = 0.
 *
 * @param maxSteps - Hessians computed at most.
 * @returns the last point; rounded.
 * @see J. Nocedal, S. J. Wright, "Numerical Optimization", 2nd edition (2006), §10.3.
 */
export function solveGradient(ground: Terrain, start: Float64Array, maxSteps = 100): Stationary {
  let here = stationAt(ground, start.slice());
  let damping = 1e-2;
  let rounding = GRADIENT_ROUNDING;
  for (let step = 0; step < maxSteps && here.gradientNorm > GRADIENT_ZERO; step++) {
    const spectrum = symmetricEigen(hessianAt(ground, here.point, differenceStep(here.gradientNorm)));
    rounding = GRADIENT_ROUNDING * Math.max(1, at(spectrum.values, ground.dimension - 1));
    const next = dampedStep(ground, here, spectrum, damping, rounding);
    if (next === undefined) break;
    damping = Math.max(LEAST_DAMPING, next.damping / (next.gradientNorm < here.gradientNorm / 4 ? 64 : 8));
    here = next;
  }
  const { point, height, gradientNorm } = here;
  return { status: gradientNorm <= rounding ? 'critical' : 'stalled', point, height, gradientNorm };
}

interface Station {
  readonly point: Float64Array;
  readonly gradient: Float64Array;
  readonly height: number;
  readonly gradientNorm: number;
}

function stationAt(ground: Terrain, point: Float64Array): Station {
  const gradient = new Float64Array(ground.dimension);
  const height = ground.climb(point, gradient);
  return { point, gradient, height, gradientNorm: Math.hypot(...gradient) };
}

/** The step of the least damping from `damping` up that lowers the gradient's norm; none if no damping does. */
function dampedStep(
  ground: Terrain,
  { point, gradient, gradientNorm }: Station,
  { values, vectors }: SymmetricEigen,
  damping: number,
  rounding: number,
): (Station & { readonly damping: number }) | undefined {
  const slopes = vectors.map((vector) => dot(vector, gradient));
  const enough = (gradientNorm > rounding ? LEAST_GAIN : 1) * gradientNorm;
  for (let tried = damping; tried <= MAX_DAMPING; tried *= 8) {
    const trial = point.slice();
    vectors.forEach((vector, k) => {
      const value = at(values, k);
      const factor = (value / (value * value + tried * gradientNorm + TINY)) * (slopes[k] ?? 0);
      for (let l = 0; l < trial.length; l++) trial[l] = at(trial, l) - factor * at(vector, l);
    });
    if (!trial.every((entry) => Math.abs(entry) < FAR)) continue;
    const next = stationAt(ground, trial);
    if (next.gradientNorm < enough) return { ...next, damping: tried };
  }
  return undefined;
}

/**
 * Short enough not to reach across a wall of C^{1,1} that lies at about the distance to go, where the Hessian would be a mean
 * of two and Newton's method slow; long enough for two digits of a second derivative.
 */
function differenceStep(gradientNorm: number): number {
  return Math.min(1e-5, Math.max(1e-13, gradientNorm / 100));
}
