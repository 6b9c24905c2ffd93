/** @file A value law as a function of one uniform variable, in doubles. */

import type { DensityPiece, ValueLaw } from '../model/value-law.ts';
import { type Rational, rational, toNumber, ZERO } from '../support/rational.ts';

/**
 * A map from u in (0, 1) to values, of which the law is the image of the uniform law: the inverse of the distribution
 * function, component by component (each atom and each piece taking an interval of its mass).
 *
 * `valueAt(u′)` in doubles is the true map's value at some u with |u − u′| ≤ `inaccuracy`, up to rounding of the value itself. As the
 * map is monotone on each of its intervals, a shift of u by η moves it by at most η · `variation` on average.
 */
export interface ValueQuantile {
  valueAt(u: number): number;
  /** The support lies in [lower, upper]: doubles, up to rounding. */
  readonly lower: number;
  readonly upper: number;
  readonly inaccuracy: number;
  /** Bound on the total variation of the map over (0, 1). */
  readonly variation: number;
}

interface Component {
  /** Of u. */
  readonly from: number;
  readonly mass: number;
  /** @param t - in [0, 1]. */
  valueAt(t: number): number;
}

/** Rounding of masses and of rescaled u, for up to 32 components. */
const SHIFT = 2 ** -46;

export function valueQuantile({ atoms, pieces }: ValueLaw): ValueQuantile {
  const components: Component[] = [];
  let from = ZERO;
  let inaccuracy = SHIFT;
  for (const { value, mass } of atoms) {
    const place = toNumber(value);
    components.push({ from: toNumber(from), mass: toNumber(mass), valueAt: () => place });
    from = from.add(mass);
  }
  for (const piece of pieces) {
    const distribution = bernsteinDistribution(piece);
    const mass = distribution[distribution.length - 1] ?? ZERO;
    const lower = toNumber(piece.lower);
    const width = toNumber(piece.upper.sub(piece.lower));
    const position = inverseOf(distribution.map((value) => toNumber(value.div(mass))));
    components.push({
      from: toNumber(from),
      mass: toNumber(mass),
      valueAt: (t) => lower + width * position.at(t),
    });
    inaccuracy += position.inaccuracy;
    from = from.add(mass);
  }
  const ends = [...atoms.map(({ value }) => value), ...pieces.flatMap((piece) => [piece.lower, piece.upper])];
  const lower = Math.min(...ends.map(toNumber));
  const upper = Math.max(...ends.map(toNumber));
  const [only] = components;
  return {
    valueAt: components.length === 1 && only !== undefined ? only.valueAt : (u) => pick(components, u),
    lower,
    upper,
    inaccuracy,
    variation: 2 * components.length * (upper - lower),
  };
}

function pick(components: readonly Component[], u: number): number {
  let k = components.length - 1;
  while (k > 0 && u < (components[k] as Component).from) k--;
  const { from, mass, valueAt } = components[k] as Component;
  return valueAt(Math.min(1, Math.max(0, (u - from) / mass)));
}

/** Bernstein coefficients on [0, 1] of the piece's distribution function t ↦ ∫ from lower to lower + width t. Exact. */
function bernsteinDistribution({ lower, upper, coefficients }: DensityPiece): Rational[] {
  const width = upper.sub(lower);
  // Σ c_k x^k = Σ_j shifted_j t^j, x = lower + width t, by Horner's rule.
  let shifted: Rational[] = [];
  for (const c of coefficients.toReversed()) {
    const next = Array.from({ length: shifted.length + 1 }, (_, j) =>
      (shifted[j] ?? ZERO).mul(lower).add((shifted[j - 1] ?? ZERO).mul(width)),
    );
    next[0] = (next[0] ?? ZERO).add(c);
    shifted = next;
  }
  const degree = coefficients.length - 1;
  const distribution = [ZERO];
  for (let k = 0; k <= degree; k++) {
    let density = ZERO;
    for (let j = 0; j <= k; j++) {
      density = density.add((shifted[j] ?? ZERO).mul(binomial(k, j)).div(binomial(degree, j)));
    }
    const last = distribution[k] ?? ZERO;
    distribution.push(last.add(density.mul(width).div(degree + 1)));
  }
  return distribution;
}

function binomial(n: number, k: number): Rational {
  let value = rational(1n);
  for (let i = 0; i < k; i++) value = value.mul(n - i).div(i + 1);
  return value;
}

/** The inverse of an increasing polynomial F on [0, 1] from 0 to 1, and how far off F of it may be. */
function inverseOf(coefficients: readonly number[]): { at(u: number): number; readonly inaccuracy: number } {
  if (coefficients.length === 2) return { at: (u) => u, inaccuracy: 0 };
  // A Bernstein form of degree d has error (4d + 4) 2⁻⁵³ max|coefficients|; degrees are at most 13.
  const largest = Math.max(...coefficients.map(Math.abs));
  return { at: (u) => solve(coefficients, u), inaccuracy: 2 ** -45 * largest };
}

/** Newton's method has converged by then, or it is not going to; halving [0, 1] to 2⁻⁵² takes 52 steps more. */
const NEWTON_STEPS = 12;

/** t with F(t) = u as computed, by Newton's method within a bracket that is halved when Newton leaves it. */
function solve(coefficients: readonly number[], u: number): number {
  let below = 0;
  let above = 1;
  let t = u;
  for (let step = 0; above - below > 2 ** -52; step++) {
    const { value, slope } = evaluate(coefficients, t);
    if (value < u) below = t;
    else above = t;
    if (Math.abs(value - u) <= 2 ** -51) return t;
    const newton = t - (value - u) / slope;
    t = newton > below && newton < above && step < NEWTON_STEPS ? newton : (below + above) / 2;
  }
  return t;
}

/** F and F′ at t by de Casteljau's algorithm. */
function evaluate(
  coefficients: readonly number[],
  t: number,
): { readonly value: number; readonly slope: number } {
  const work = [...coefficients];
  const degree = work.length - 1;
  for (let level = degree; level > 1; level--) {
    for (let i = 0; i < level; i++) {
      work[i] = (1 - t) * (work[i] as number) + t * (work[i + 1] as number);
    }
  }
  const [first = 0, second = 0] = work;
  return { value: (1 - t) * first + t * second, slope: degree * (second - first) };
}
