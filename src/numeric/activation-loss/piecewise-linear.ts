import { at } from '../population-loss/entry.ts';
import type { ScalarActivation } from './scalar-activation.ts';

/** Exact to degree 5: the integrands are of degree 2 in φ, 2 in the inputs and 1 in the density of z. */
const NODES = 3;

/**
 * φ(z) = slopes_r z + intercepts_r between knots r − 1 and r.
 *
 * @param knots - ascending.
 * @param slopes - shape [knots + 1], as `intercepts`.
 */
export function piecewiseLinearActivation(
  knots: Float64Array,
  slopes: Float64Array,
  intercepts: Float64Array,
): ScalarActivation {
  const valueOn = (piece: number, z: number): number => at(slopes, piece) * z + at(intercepts, piece);
  return {
    knots,
    below: knots.map((knot, r) => valueOn(r, knot)),
    above: knots.map((knot, r) => valueOn(r + 1, knot)),
    jet(piece, z, into) {
      into[0] = valueOn(piece, z);
      into[1] = at(slopes, piece);
    },
    nodes: () => NODES,
  };
}
