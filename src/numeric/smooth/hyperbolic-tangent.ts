import { ROUNDOFF } from './normal-distribution.ts';
import type { SmoothFunction } from './smooth-function.ts';

const REACH = 1.25;
const TANGENT = Math.tan(REACH);
const COSINE = Math.cos(REACH);

/**
 * tanh z, with tanh′ = 1 − tanh² = 4e/(1 + e)², e = e^{−2|z|}, and tanh″ = −2 tanh · tanh′.
 *
 * Singular at odd multiples of πi/2. With z = x + iy: |tanh z|² = (sinh² x + sin² y)/(sinh² x + cos² y) ≤ max(1, tan² y),
 * |tanh′ z| = 1/(sinh² x + cos² y).
 */
export const TANH: SmoothFunction = {
  jet(z) {
    const twice = -2 * Math.abs(z);
    const decay = Math.exp(twice);
    const gap = Math.expm1(twice);
    const size = -gap / (2 + gap);
    const value = z < 0 ? -size : size;
    const slope = (4 * decay) / ((1 + decay) * (1 + decay));
    return { value, slope, curvature: -2 * value * slope };
  },
  error(_, { value, slope, curvature }) {
    return {
      value: 12 * ROUNDOFF * Math.abs(value),
      slope: 16 * ROUNDOFF * slope,
      curvature: 32 * ROUNDOFF * Math.abs(curvature),
    };
  },
  reach: REACH,
  bound(lower, upper) {
    const nearest = Math.sinh(Math.min(Math.max(0, lower, -upper), 300));
    const slope = 1 / (nearest * nearest + COSINE * COSINE);
    return { value: TANGENT, slope, curvature: 2 * TANGENT * slope };
  },
  threshold: 24,
  asymptotes: { left: { slope: 0, intercept: -1 }, right: { slope: 0, intercept: 1 } },
  tail(distance) {
    const decay = Math.exp(-2 * distance);
    return { value: 2 * decay, slope: 4 * decay, curvature: 8 * decay };
  },
};
