import type { CurvedTerrain, Terrain } from './terrain.ts';

const STEP = 1e-5;

/**
 * The Hessian by central differences of an exact gradient, made symmetric, into a flat array of shape [d, d].
 *
 * With step h = 1e-5 the rounding is 1e-16/h = 1e-11 of the gradient's terms, and the truncation h² f⁗/6, as much. Where the
 * Hessian jumps (a wall of C^{1,1}) this is the mean of its values on the two sides.
 *
 * @returns a function with buffers of its own, that must not be called while it runs.
 * @complexity 2d gradients.
 */
export function differenceHessian(
  terrain: Terrain,
): (point: Float64Array, hessian: Float64Array, step?: number) => void {
  const { dimension } = terrain;
  const above = new Float64Array(dimension);
  const below = new Float64Array(dimension);
  const probe = new Float64Array(dimension);
  return (point, hessian, step = STEP) => {
    probe.set(point);
    for (let k = 0; k < dimension; k++) {
      const here = point[k] as number;
      const left = here - step;
      const right = here + step;
      probe[k] = right;
      terrain.climb(probe, above);
      probe[k] = left;
      terrain.climb(probe, below);
      probe[k] = here;
      for (let l = 0; l < dimension; l++) {
        hessian[k * dimension + l] = ((above[l] as number) - (below[l] as number)) / (right - left);
      }
    }
    for (let k = 0; k < dimension; k++) {
      for (let l = 0; l < k; l++) {
        const [one, other] = [k * dimension + l, l * dimension + k];
        const mean = ((hessian[one] as number) + (hessian[other] as number)) / 2;
        hessian[one] = mean;
        hessian[other] = mean;
      }
    }
  };
}

/** A terrain with its Hessian by differences. */
export function curvedByDifferences(terrain: Terrain): CurvedTerrain {
  const fillHessian = differenceHessian(terrain);
  return {
    dimension: terrain.dimension,
    climb: terrain.climb,
    curve(point, gradient, hessian) {
      fillHessian(point, hessian);
      return terrain.climb(point, gradient);
    },
  };
}
