import type { Jet } from './jet.ts';
import {
  DENSITY_ERROR,
  DISTRIBUTION_ERROR,
  normalDensity,
  normalDistribution,
  ROUNDOFF,
} from './normal-distribution.ts';
import type { SmoothFunction } from './smooth-function.ts';

const REACH = 3;
const TWO_SIDED = 2 * ROUNDOFF;

/**
 * φ(z) = z Φ(z), φ′ = Φ + z g, φ″ = (2 − z²) g: the exact form, which PyTorch uses unless told otherwise.
 *
 * Entire: |g(x + iy)| = g(x) exp(y²/2) and |Φ(x + iy)| ≤ Φ(x) + |y| exp(y²/2) g(x).
 */
export const GELU: SmoothFunction = {
  jet(z) {
    const density = normalDensity(z);
    const distribution = normalDistribution(z);
    return {
      value: z * distribution,
      slope: distribution + z * density,
      curvature: density === 0 ? 0 : (2 - z * z) * density,
    };
  },
  error(z, { value, slope }) {
    const steep = Math.abs(z) * normalDensity(z);
    const distribution = z === 0 ? 0.5 : value / z;
    return {
      value: (DISTRIBUTION_ERROR + TWO_SIDED) * Math.abs(value),
      slope:
        DISTRIBUTION_ERROR * distribution + (DENSITY_ERROR + TWO_SIDED) * steep + TWO_SIDED * Math.abs(slope),
      curvature: (DENSITY_ERROR + 4 * ROUNDOFF) * (2 + z * z) * normalDensity(z),
    };
  },
  reach: REACH,
  bound(lower, upper) {
    const nearest = Math.max(0, lower, -upper);
    const density = normalDensity(nearest) * Math.exp((REACH * REACH) / 2);
    const distribution = normalDistribution(upper) + REACH * density;
    const modulus = Math.max(Math.abs(lower), Math.abs(upper)) + REACH;
    return {
      value: modulus * distribution,
      slope: distribution + modulus * density,
      curvature: (2 + modulus * modulus) * density,
    };
  },
  threshold: 12,
  asymptotes: { left: { slope: 0, intercept: 0 }, right: { slope: 1, intercept: 0 } },
  // z (1 − Φ(z)) ≤ g(z) for z > 0, and all three fall from √2 on.
  tail(distance): Jet {
    const density = distance > 38 ? Number.MIN_VALUE : normalDensity(distance);
    const away = Math.min(distance, 40);
    return { value: density, slope: (away + 1) * density, curvature: (away * away + 2) * density };
  },
};
