import { at } from '../../numeric/population-loss/entry.ts';
import type { Landscape } from './landscape.ts';
import { orthonormalBasis } from './orthonormal-basis.ts';

/**
 * The tangent space of the orbit of a point under rotations of the hidden space, spanned by A W for skew-symmetric A: an
 * orthonormal basis of it, each of shape [d]. Its dimension is rm − r(r + 1)/2 for W of rank r.
 *
 * @complexity O(m⁴ n).
 */
export function rotationDirections(ground: Landscape, point: Float64Array): Float64Array[] {
  const { featureCount } = ground.task;
  const tangents: Float64Array[] = [];
  for (let h = 0; h < ground.hiddenDimension; h++) {
    for (let k = 0; k < h; k++) {
      const tangent = new Float64Array(ground.dimension);
      for (let i = 0; i < featureCount; i++) {
        tangent[h * featureCount + i] = at(point, k * featureCount + i);
        tangent[k * featureCount + i] = -at(point, h * featureCount + i);
      }
      if (Math.hypot(...tangent) > NO_TURN) tangents.push(tangent);
    }
  }
  return orthonormalBasis(tangents, NO_TURN);
}

/** Shorter tangents are rounding: W has no part in that plane. */
const NO_TURN = 1e-9;
