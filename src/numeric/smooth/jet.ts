/** @file A function's value and first two derivatives, and what is built from them by adding and multiplying. */

/** (φ, φ′, φ″) at a point; or bounds on their absolute values, or on their errors. */
export interface Jet {
  readonly value: number;
  readonly slope: number;
  readonly curvature: number;
}

/**
 * What of φ is averaged. φ and φ² make the loss; φ′ and φφ′ its gradient; φ″ and φ′² + φφ″ = (φ²)″/2 its Hessian.
 */
export type JetProduct =
  | 'value'
  | 'square'
  | 'slope'
  | 'value × slope'
  | 'curvature'
  | 'slope² + value × curvature';

/**
 * ψ as a polynomial c in (φ, φ′, φ″). All of them have coefficients ≥ 0 and degree ≤ 2, hence |c(j)| ≤ c(|j|), and if each
 * entry of j is in error by at most that of e, c(j) is by at most c(|j| + e) − c(|j|).
 */
export const JET_PRODUCTS: Readonly<Record<JetProduct, (jet: Jet) => number>> = {
  value: ({ value }) => value,
  square: ({ value }) => value * value,
  slope: ({ slope }) => slope,
  'value × slope': ({ value, slope }) => value * slope,
  curvature: ({ curvature }) => curvature,
  'slope² + value × curvature': ({ value, slope, curvature }) => slope * slope + value * curvature,
};

export function absolute({ value, slope, curvature }: Jet): Jet {
  return { value: Math.abs(value), slope: Math.abs(slope), curvature: Math.abs(curvature) };
}

export function addJets(a: Jet, b: Jet): Jet {
  return { value: a.value + b.value, slope: a.slope + b.slope, curvature: a.curvature + b.curvature };
}
