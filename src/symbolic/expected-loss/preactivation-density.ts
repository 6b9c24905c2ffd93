/** @file The law of an output's preactivation as plain data: point masses and polynomial densities. */

import type { BernsteinPiece, PiecewiseDensity } from '../../model/piecewise-density.ts';
import type { Task } from '../../model/toy-model.ts';
import type { Atom } from '../../model/value-law.ts';
import { absolute, factorial } from '../../support/integers.ts';
import { type Rational, rational } from '../../support/rational.ts';
import type { ExponentialSum, KnotTerms } from './exponential-sum.ts';
import { integerSetting, type Output } from './output-setting.ts';
import { type Monomial, preactivationLaw } from './preactivation-law.ts';

/**
 * The law of z = b + a·x, weighted by each of several monomials in x: the measures B ↦ E x^e [z ∈ B].
 *
 * Everything that an expected loss and its derivatives are made of, for any activation: E ψ(z), E x_i ψ(z), …
 *
 * @param monomials - products of features, each listed as often as it occurs; [] is 1.
 * @param points - places at which pieces are to be cut, besides the knots: breakpoints of what will be integrated.
 * @returns one law for each monomial. Exact.
 * @throws {@link DomainError} if the law has too many knots.
 * @complexity for laws of one interval 2ⁿ pieces of degree n − 1, n² operations each.
 * @see docs/maths/law-of-preactivation.md, Theorems 1 and 2
 */
export function preactivationDensity(
  output: Output,
  inputs: Pick<Task, 'inputs' | 'activity'>,
  monomials: readonly Monomial[],
  points: readonly Rational[] = [],
): PiecewiseDensity[] {
  const law = preactivationLaw(integerSetting(output, inputs), monomials, points);
  const cuts = points.map((point) => law.inUnits(point));
  const densities: PiecewiseDensity[] = [];
  law.visit(monomials, (sum, index) => {
    densities[index] = densityOf(sum, cuts, law.unit, law.denominator);
  });
  return densities;
}

/** Reads Σ c e^{−sv} s^{−k} from the right: Σ c (z − v)₊^{k−1}/(k−1)! in units of Z = unit · z. */
function densityOf(
  sum: ExponentialSum<bigint>,
  cuts: readonly bigint[],
  unit: bigint,
  denominator: bigint,
): PiecewiseDensity {
  const knots = sortedKnots(sum, cuts);
  const place = (knot: bigint): Rational => rational(knot, unit);
  const atoms: Atom[] = knots.flatMap(({ knot, coefficients }) => {
    const mass = coefficients[0] ?? 0n;
    return mass === 0n ? [] : [{ value: place(knot), mass: rational(mass, denominator) }];
  });
  const degree = Math.max(0, ...knots.map(({ coefficients }) => coefficients.length - 2));
  const pieces: BernsteinPiece[] = [];
  const scale = denominator < 0n ? -unit : unit;
  /** d! times the density to the right of the last knot, by powers of the distance from it. */
  let polynomial = Array.from({ length: degree + 1 }, () => 0n);
  knots.forEach(({ knot, coefficients }, index) => {
    polynomial = polynomial.map(
      (value, r) => value + ((coefficients[r + 1] ?? 0n) * factorial(degree)) / factorial(r),
    );
    const next = knots[index + 1];
    if (next === undefined) return;
    const width = next.knot - knot;
    const bernstein = {
      numerators: bernsteinSums(polynomial, width).map((value) => scale * value),
      denominator: absolute(denominator) * factorial(degree) ** 2n,
    };
    pieces.push({ lower: place(knot), upper: place(next.knot), bernstein });
    polynomial = shifted(polynomial, width);
  });
  return { atoms, pieces };
}

function sortedKnots(sum: ExponentialSum<bigint>, cuts: readonly bigint[]): KnotTerms<bigint>[] {
  const knots = [...sum.values()].sort((left, right) => (left.knot < right.knot ? -1 : 1));
  const [first, last] = [knots[0], knots.at(-1)];
  const inside = [...new Set(cuts)].filter(
    (cut) =>
      first !== undefined && last !== undefined && first.knot < cut && cut < last.knot && !sum.has(cut),
  );
  return [...knots, ...inside.map((knot) => ({ knot, coefficients: [] }))].sort((left, right) =>
    left.knot < right.knot ? -1 : 1,
  );
}

/** The coefficients of p(y + step), given those of p. */
function shifted(polynomial: readonly bigint[], step: bigint): bigint[] {
  const coefficients = [...polynomial];
  for (let from = 0; from < coefficients.length - 1; from++) {
    for (let r = coefficients.length - 2; r >= from; r--) {
      coefficients[r] = (coefficients[r] ?? 0n) + step * (coefficients[r + 1] ?? 0n);
    }
  }
  return coefficients;
}

/** d! times the Bernstein coefficients of Σ_r w_r y^r on [0, width]: Σ_{r≤k} C(k, r)/C(d, r) w_r width^r. */
function bernsteinSums(polynomial: readonly bigint[], width: bigint): bigint[] {
  const degree = polynomial.length - 1;
  return polynomial.map((_, k) => {
    let sum = 0n;
    for (let r = 0; r <= k; r++) {
      const ratio = (factorial(k) / factorial(k - r)) * factorial(degree - r);
      sum += (polynomial[r] ?? 0n) * width ** BigInt(r) * ratio;
    }
    return sum;
  });
}
