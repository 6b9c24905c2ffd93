import type { SmoothName } from '../../model/activation.ts';
import { smoothActivation } from '../smooth/smooth-activation.ts';
import type { ScalarActivation } from './scalar-activation.ts';

const NO_KNOTS = new Float64Array(0);

/**
 * By width of the range of z. φ is analytic within π/2 (tanh) or more of the real line, so the error of N nodes over a width w falls
 * as ρ^{−2N} with ρ = κ + √(1 + κ²), κ = π/w: 1e-16 for each of these.
 */
const RULES = [
  { width: 1, nodes: 11 },
  { width: 2, nodes: 16 },
  { width: 4, nodes: 26 },
  { width: 8, nodes: 46 },
] as const;
const MOST_NODES = 64;

/** GELU, sigmoid, tanh or softplus. */
export function smoothScalarActivation(name: SmoothName): ScalarActivation {
  const { jet } = smoothActivation(name);
  return {
    knots: NO_KNOTS,
    below: NO_KNOTS,
    above: NO_KNOTS,
    jet(_piece, z, into) {
      const { value, slope } = jet(z);
      into[0] = value;
      into[1] = slope;
    },
    nodes: (width) => RULES.find((rule) => width <= rule.width)?.nodes ?? MOST_NODES,
  };
}
