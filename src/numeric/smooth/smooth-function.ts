import type { Jet } from './jet.ts';

/** φ(z) ≈ slope · z + intercept far out on one side. */
export interface Asymptote {
  readonly slope: 0 | 1;
  readonly intercept: -1 | 0 | 1;
}

/**
 * A smooth activation φ with everything a proof about its integrals needs. On the real line |φ′| ≤ 1.2,
 * |φ″| ≤ 1 and |φ‴| ≤ 2, and |φ(z)| ≤ s |z| + 1 with s the larger slope of the two asymptotes.
 */
export interface SmoothFunction {
  /** (φ, φ′, φ″) at any double. Rounded: see {@link error}. */
  jet(z: number): Jet;
  /** Bounds on the absolute errors of the entries of `jet`, for |z| ≤ {@link threshold} + {@link reach}. */
  error(z: number, jet: Jet): Jet;
  /** φ is analytic for |Im z| ≤ reach. */
  readonly reach: number;
  /** Upper bounds of |φ|, |φ′|, |φ″| for Re z in [lower, upper], |Im z| ≤ reach; rounded. */
  bound(lower: number, upper: number): Jet;
  /** From |z| = threshold outwards the asymptotes serve. */
  readonly threshold: number;
  /** For z → −∞ and z → ∞. */
  readonly asymptotes: { readonly left: Asymptote; readonly right: Asymptote };
  /** Bounds on what φ, φ′, φ″ differ by from those of the asymptote wherever |z| ≥ distance ≥ threshold; rounded. */
  tail(distance: number): Jet;
}
