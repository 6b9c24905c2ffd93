/**
 * @file The logistic sigmoid σ(z) = 1/(1 + e⁻ᶻ) and its integral, softplus(z) = ln (1 + eᶻ).
 *
 * Both have their singularities at odd multiples of πi. On the strip |Im z| ≤ Y < π, |1 + eᶻ| ≥ sin Y and so
 * |σ(z)| ≤ min(1, e^{Re z})/sin Y for Y ≥ π/2.
 */

import type { Jet } from './jet.ts';
import { ROUNDOFF } from './normal-distribution.ts';
import type { SmoothFunction } from './smooth-function.ts';

const REACH = 2.5;
const SINE = Math.sin(REACH);
const THRESHOLD = 48;

interface Logistic {
  /** σ(z): relative error ≤ 10 · 2⁻⁵³. */
  readonly value: number;
  /** σ(z) σ(−z): relative error ≤ 14 · 2⁻⁵³. */
  readonly slope: number;
  /** e^{−|z|}. */
  readonly decay: number;
}

function logistic(z: number): Logistic {
  const decay = Math.exp(-Math.abs(z));
  const sum = 1 + decay;
  return { value: (z < 0 ? decay : 1) / sum, slope: decay / (sum * sum), decay };
}

function relative(
  { value, slope, curvature }: Jet,
  ofValue: number,
  ofSlope: number,
  ofCurvature: number,
): Jet {
  return {
    value: ofValue * ROUNDOFF * Math.abs(value),
    slope: ofSlope * ROUNDOFF * Math.abs(slope),
    curvature: ofCurvature * ROUNDOFF * Math.abs(curvature),
  };
}

/** Bounds of |σ(z)| and |σ(−z)| on the strip over [lower, upper]. */
function onStrip(lower: number, upper: number): { readonly rising: number; readonly falling: number } {
  return { rising: Math.min(1, Math.exp(upper)) / SINE, falling: Math.min(1, Math.exp(-lower)) / SINE };
}

/** σ, with σ′ = σ(z) σ(−z) and σ″ = −σ′ tanh(z/2). */
export const SIGMOID: SmoothFunction = {
  jet(z) {
    const { value, slope, decay } = logistic(z);
    const halfTangent = -Math.expm1(-Math.abs(z)) / (1 + decay);
    return { value, slope, curvature: z < 0 ? slope * halfTangent : -slope * halfTangent };
  },
  error: (_, jet) => relative(jet, 12, 16, 32),
  reach: REACH,
  bound(lower, upper) {
    const { rising, falling } = onStrip(lower, upper);
    const slope = rising * falling;
    return { value: rising, slope, curvature: slope * (1 + 2 * rising) };
  },
  threshold: THRESHOLD,
  asymptotes: { left: { slope: 0, intercept: 0 }, right: { slope: 0, intercept: 1 } },
  tail: sameDecay,
};

/** ln (1 + eᶻ) = z₊ + ln (1 + e^{−|z|}), with derivatives σ and σ′. */
export const SOFTPLUS: SmoothFunction = {
  jet(z) {
    const { value, slope, decay } = logistic(z);
    return { value: Math.max(z, 0) + Math.log1p(decay), slope: value, curvature: slope };
  },
  error: (_, jet) => relative(jet, 12, 12, 16),
  reach: REACH,
  // ln (1 + e^{x+iy}) = ln (1 + eˣ) + i ∫₀^y σ(x + is) ds.
  bound(lower, upper) {
    const { rising, falling } = onStrip(lower, upper);
    const real = Math.max(upper, 0) + Math.log1p(Math.exp(-Math.abs(upper)));
    return { value: real + REACH * rising, slope: rising, curvature: rising * falling };
  },
  threshold: THRESHOLD,
  asymptotes: { left: { slope: 0, intercept: 0 }, right: { slope: 1, intercept: 0 } },
  tail: sameDecay,
};

/** Each of σ, σ′, σ″ and softplus is within e^{−|z|} of its limit or asymptote. */
function sameDecay(distance: number): Jet {
  const decay = Math.exp(-distance);
  return { value: decay, slope: decay, curvature: decay };
}
