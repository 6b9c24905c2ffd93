/**
 * @file The exact loss of n = 2, m = 1 without bias, with its gradient and its Hessian: pair-terrain.ts with b = 0 put in, where the
 * square is cut through the corner (0, 0) and all moments are polynomials in one ratio of weights.
 *
 * @see docs/maths/exact-training.md §2.
 */

import { fillPairTask, type PairTerrain } from './pair-terrain.ts';

/** What `evaluate` leaves: slopes along the output's own weight and the other one, and the three second derivatives. */
const output = new Float64Array(5);

/**
 * The height of the output of the weight w beside v, for importance 1, and half its derivatives into `output`.
 *
 * Where w v = 0 the second derivatives are those on the side of equal signs.
 */
function evaluate(w: number, v: number, density: number, otherDensity: number): number {
  const both = density * otherDensity;
  const a = w * w;
  const c = w * v;
  let xx = density / 3;
  let xy = both / 4;
  let yy = otherDensity / 3;
  let off = 0;
  let line = 0;
  let across = 0;
  let along = 0;
  if (c < 0) {
    if (-c < a) {
      across = -c / a;
      along = 1;
      line = (both * across) / (4 * a);
      off = (both * across * across * across) / 12;
      xx -= off;
      xy -= (both * across * across) / 8;
      yy = both * (1 / 3 - across / 4);
    } else {
      across = 1;
      along = -a / c;
      line = both / (-4 * c);
      off = both * (1 / 3 - along / 4);
      xx -= off;
      xy = (both * along * along) / 8;
      yy = (both * along * along * along) / 12;
    }
  }
  const excess = a - 1;
  const mean = xx * excess + xy * c;
  const cross = xy * excess + yy * c;
  const hxx = xx - line * across * across;
  const hxy = xy - line * across * along;
  const hyy = yy - line * along * along;
  output[0] = 2 * w * mean + v * cross;
  output[1] = w * cross;
  output[2] = 4 * (a * hxx + c * hxy) + v * v * hyy + 2 * mean;
  output[3] = w * (2 * w * hxy + v * hyy) + cross;
  output[4] = a * hyy;
  return off + excess * mean + c * cross;
}

/** The terrain of (w₁, w₂). Until it is pointed at a task, that of density 1 and importances 1. */
export function pairTerrainWithoutBias(): PairTerrain {
  /** p₁, p₂, I₁/c, I₂/c. */
  const task = Float64Array.of(1, 1, 1.5, 1.5);
  const curve = (point: Float64Array, gradient: Float64Array, hessian: Float64Array): number => {
    const w1 = point[0] as number;
    const w2 = point[1] as number;
    const p1 = task[0] as number;
    const p2 = task[1] as number;
    const first = task[2] as number;
    const last = task[3] as number;
    let height = first * evaluate(w1, w2, p1, p2);
    const g1 = first * (output[0] as number);
    const g2 = first * (output[1] as number);
    const h11 = first * (output[2] as number);
    const h12 = first * (output[3] as number);
    const h22 = first * (output[4] as number);
    height += last * evaluate(w2, w1, p2, p1);
    gradient[0] = 2 * (g1 + last * (output[1] as number));
    gradient[1] = 2 * (g2 + last * (output[0] as number));
    hessian[0] = 2 * (h11 + last * (output[4] as number));
    hessian[1] = 2 * (h12 + last * (output[3] as number));
    hessian[2] = hessian[1] as number;
    hessian[3] = 2 * (h22 + last * (output[2] as number));
    return height;
  };
  const unused = new Float64Array(4);
  return {
    dimension: 2,
    pointAt(densities, importances) {
      fillPairTask(densities, importances, task);
    },
    climb: (point, gradient) => curve(point, gradient, unused),
    curve,
  };
}
