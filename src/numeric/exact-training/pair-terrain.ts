/**
 * @file The exact loss of n = 2, m = 1 with its gradient and its Hessian, by moments: many times as fast as differences of exact
 * gradients, and made to be pointed at one task after the other.
 *
 * With u = (a, c, b) of an output, v = u − (1, 0, 0), and M and B from pair-moments.ts,
 *
 *     E (x − z₊)² = E [x²; z ≤ 0] + vᵀ M v,    gradient in u: 2 M v,    Hessian in u: 2 (M − B).
 *
 * Heights are losses divided by c = Σ_i I_i p_i / 3, the loss of W = 0, b = 0.
 *
 * @see docs/maths/exact-training.md §1.
 */

import type { CurvedTerrain } from '../descent/terrain.ts';
import { pairMoments } from './pair-moments.ts';

/** A point is (w₁, w₂, b₁, b₂), or (w₁, w₂) with b = 0. */
export interface PairTerrain extends CurvedTerrain {
  /** From now on the terrain is that of this task. Densities in [0, 1], importances ≥ 0, not all products zero. */
  pointAt(densities: Float64Array, importances: Float64Array): void;
}

/** The terrain with biases, d = 4. Until it is pointed at a task, that of density 1 and importances 1. */
export function pairTerrain(): PairTerrain {
  const moments = new Float64Array(13);
  /** p₁, p₂, I₁/c, I₂/c. */
  const task = Float64Array.of(1, 1, 1.5, 1.5);

  /** Adds one output, of which 0 or 1 features are `own`. */
  const add = (
    own: 0 | 1,
    point: Float64Array,
    gradient: Float64Array,
    hessian: Float64Array | undefined,
  ): number => {
    const w = point[own] as number;
    const v = point[1 - own] as number;
    const bias = point[2 + own] as number;
    const density = task[own] as number;
    const importance = task[2 + own] as number;
    pairMoments(w * w, w * v, bias, density, task[1 - own] as number, moments);
    const xx = moments[0] as number;
    const xy = moments[1] as number;
    const yy = moments[2] as number;
    const x = moments[3] as number;
    const y = moments[4] as number;
    const one = moments[5] as number;
    const a = w * w - 1;
    const c = w * v;
    const mean = xx * a + xy * c + x * bias;
    const cross = xy * a + yy * c + y * bias;
    const drift = x * a + y * c + one * bias;
    const twice = 2 * importance;
    gradient[own] = (gradient[own] as number) + twice * (2 * w * mean + v * cross);
    gradient[1 - own] = (gradient[1 - own] as number) + twice * w * cross;
    gradient[2 + own] = twice * drift;
    if (hessian !== undefined) {
      const hxx = xx - (moments[6] as number);
      const hxy = xy - (moments[7] as number);
      const hyy = yy - (moments[8] as number);
      const hx = x - (moments[9] as number);
      const hy = y - (moments[10] as number);
      const h = one - (moments[11] as number);
      const self = 5 * own;
      const partner = 5 - self;
      hessian[self] =
        (hessian[self] as number) + twice * (4 * w * w * hxx + 4 * w * v * hxy + v * v * hyy + 2 * mean);
      hessian[partner] = (hessian[partner] as number) + twice * w * w * hyy;
      hessian[1] = (hessian[1] as number) + twice * (w * (2 * w * hxy + v * hyy) + cross);
      hessian[4 * own + 2 + own] = twice * (2 * w * hx + v * hy);
      hessian[4 * (1 - own) + 2 + own] = twice * w * hy;
      hessian[5 * (2 + own)] = twice * h;
    }
    return importance * ((moments[12] as number) + a * mean + c * cross + bias * drift);
  };

  return {
    dimension: 4,
    pointAt(densities, importances) {
      fillPairTask(densities, importances, task);
    },
    climb(point, gradient) {
      gradient[0] = 0;
      gradient[1] = 0;
      return add(0, point, gradient, undefined) + add(1, point, gradient, undefined);
    },
    curve(point, gradient, hessian) {
      gradient[0] = 0;
      gradient[1] = 0;
      hessian[0] = 0;
      hessian[1] = 0;
      hessian[5] = 0;
      const height = add(0, point, gradient, hessian) + add(1, point, gradient, hessian);
      hessian[4] = hessian[1] as number;
      hessian[8] = hessian[2] as number;
      hessian[12] = hessian[3] as number;
      hessian[9] = hessian[6] as number;
      hessian[13] = hessian[7] as number;
      return height;
    },
  };
}

/** p₁, p₂, I₁/c, I₂/c. */
export function fillPairTask(densities: Float64Array, importances: Float64Array, task: Float64Array): void {
  const unit =
    ((importances[0] as number) * (densities[0] as number) +
      (importances[1] as number) * (densities[1] as number)) /
    3;
  for (let i = 0; i < 2; i++) {
    task[i] = densities[i] as number;
    task[2 + i] = (importances[i] as number) / unit;
  }
}
