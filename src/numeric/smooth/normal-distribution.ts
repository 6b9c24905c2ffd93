/**
 * @file The standard normal distribution with full relative accuracy in the tails: density g(z) = exp(−z²/2)/√(2π),
 * distribution Φ, and Mills' ratio R(a) = (1 − Φ(a))/g(a), which varies slowly and carries the tails.
 *
 * Error bounds are proved in docs/maths/quadrature.md, §4, from one assumption on the engine, {@link ENGINE_ERROR}.
 */

/** 2⁻⁵³, the relative error of one rounding. */
export const ROUNDOFF: number = 2 ** -53;

/**
 * What is assumed of Math.exp, Math.expm1, Math.log1p: a relative error of at most 2⁻⁵¹ (2 units in the last place) where
 * the result is normal. ECMAScript promises nothing; V8 and SpiderMonkey use fdlibm, which promises less than 1 unit.
 */
export const ENGINE_ERROR: number = 4 * ROUNDOFF;

/** Relative error of {@link normalDensity} for |z| ≤ 37. */
export const DENSITY_ERROR: number = 16 * ROUNDOFF;

/** Relative error of {@link normalDistribution} for z ≥ −37; smaller results may lose all digits, but stay in [0, 10⁻²⁹⁹]. */
export const DISTRIBUTION_ERROR: number = 64 * ROUNDOFF;

const ROOT_TWO_PI = 2.5066282746310002;

/** Beyond this, g(z) is below the smallest double. */
const VANISHED = 39;

/**
 * g(z) = exp(−z²/2)/√(2π).
 *
 * Method: z = c + d with c a multiple of 1/16, so that c² is exact and the exponent −c²/2 − d(z + c)/2 loses nothing where it
 * is large.
 */
export function normalDensity(z: number): number {
  if (Math.abs(z) >= VANISHED) return 0;
  const coarse = Math.trunc(16 * z) / 16;
  const rest = ((z - coarse) * (z + coarse)) / 2;
  return (Math.exp((-coarse * coarse) / 2) * Math.exp(-rest)) / ROOT_TWO_PI;
}

/** Φ(z) = P(Z ≤ z). */
export function normalDistribution(z: number): number {
  const a = Math.abs(z);
  if (a < SERIES_BELOW) return 0.5 + normalDensity(z) * oddSeries(z);
  const tail = normalDensity(a) * millsRatio(a);
  return z < 0 ? tail : 1 - tail;
}

const SERIES_BELOW = 0.25;
const SERIES_TERMS = 9;

/** (Φ(z) − ½)/g(z) = Σ_k z^{2k+1}/(1·3·5⋯(2k+1)): all terms of one sign. */
function oddSeries(z: number): number {
  const square = z * z;
  let sum = 1;
  for (let k = SERIES_TERMS; k >= 1; k--) sum = 1 + (square / (2 * k + 1)) * sum;
  return z * sum;
}

/** The step h of the trapezoidal rule, such that k² h²/2 is exact. */
const STEP = 11 / 16;
const FREQUENCY = (2 * Math.PI) / STEP;
const TRAPEZOID_NODES: readonly { readonly square: number; readonly weight: number }[] = Array.from(
  { length: 13 },
  (_, k) => {
    const square = ((k + 1) * STEP) ** 2;
    return { square, weight: Math.exp(-square / 2) };
  },
);

const FRACTION_FROM = 6;
const FRACTION_DEPTH = 26;

/**
 * R(a) = (1 − Φ(a))/g(a) for a ≥ ¼. Rounded: relative error ≤ 44 · 2⁻⁵³.
 *
 * - a < 6: R(a) = (2π)^−½ ∫ a exp(−s²/2)/(s² + a²) ds by the trapezoidal rule, which differs from the integral by the
 *   residue at s = ia and less than 10⁻¹⁷ R.
 * - a ≥ 6: Laplace's continued fraction 1/(a + 1/(a + 2/(a + 3/(a + ⋯)))), cut where its value is bracketed to
 *   10⁻¹⁸ R.
 *
 * @see D. B. Hunter, T. Regan, "A note on the evaluation of the complementary error function", Math. Comp. 26 (1972).
 */
export function millsRatio(a: number): number {
  return a < FRACTION_FROM ? byTrapezoid(a) : byContinuedFraction(a);
}

function byTrapezoid(a: number): number {
  const square = a * a;
  let sum = 0;
  for (let k = TRAPEZOID_NODES.length - 1; k >= 0; k--) {
    const node = TRAPEZOID_NODES[k] as (typeof TRAPEZOID_NODES)[number];
    sum += node.weight / (node.square + square);
  }
  const trapezoid = (STEP / ROOT_TWO_PI) * (1 / a + 2 * a * sum);
  const residue = (ROOT_TWO_PI * Math.exp(square / 2)) / Math.expm1(FREQUENCY * a);
  return trapezoid - residue;
}

function byContinuedFraction(a: number): number {
  let denominator = a;
  for (let k = FRACTION_DEPTH - 1; k >= 1; k--) denominator = a + k / denominator;
  return 1 / denominator;
}
