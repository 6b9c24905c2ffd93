/**
 * @file Moments E x^α z₊^q of one output by integration by parts, in intervals of big integers: the second witness to the
 * corner values on which a certificate rests. It shares neither formula nor arithmetic with the search.
 *
 * Over a face with free features F and features B at 1, with z = b + Σ_{j∈B} a_j + Σ_{j∈F} a_j x_j, and j ∈ F,
 *
 *     (q + 1) a_j ∫x^α z₊^q = ∫_{x_j = 1} x^α z₊^{q+1} − [α_j = 0] ∫_{x_j = 0} x^α z₊^{q+1} − α_j ∫x^{α − e_j} z₊^{q+1}
 *
 * if a_j ≠ 0, and the factor 1/(α_j + 1) splits off if a_j = 0. At vertices the integral is the integrand.
 *
 * @see docs/maths/certificates.md §6
 */

import {
  addFixed,
  FIXED_ONE,
  FIXED_ZERO,
  type FixedInterval,
  fixedInterval,
  multiplyFixed,
  nonnegativePart,
  scaleFixed,
  subtractFixed,
  timesFixed,
} from '../../support/fixed-interval.ts';
import { ONE, type Rational } from '../../support/rational.ts';

/** One corner of a box, as one output sees it. */
export interface CornerOutput {
  /** a, shape [features], and b, as integers over one denominator > 0. */
  readonly row: readonly bigint[];
  readonly bias: bigint;
  readonly denominator: bigint;
  /** Whether z ≡ 0 counts as z > 0. */
  readonly closed: boolean;
}

/** E x^α z₊^q with α the sum of the features listed, at most two; z₊⁰ is [z > 0]. Enclosed. */
export type MomentOf = (factors: readonly number[], power: number) => FixedInterval;

/** P(A) for every set of features, feature j being bit j. */
export function setProbabilities(densities: readonly Rational[]): readonly FixedInterval[] {
  const exact = densities.reduce<Rational[]>(
    (weights, density) => [
      ...weights.map((weight) => weight.mul(ONE.sub(density))),
      ...weights.map((weight) => weight.mul(density)),
    ],
    [ONE],
  );
  return exact.map(fixedInterval);
}

/**
 * The moments of one output at one corner, each computed once.
 *
 * @complexity about 3ⁿ integrals for every monomial.
 */
export function momentsByParts(output: CornerOutput, probabilities: readonly FixedInterval[]): MomentOf {
  const faces: Faces = { ...output, known: new Map() };
  return (factors, power) =>
    probabilities.reduce((sum, probability, set) => {
      if (factors.some((j) => ((set >> j) & 1) === 0)) return sum;
      const exponents = factors.reduce((code, j) => code + 3 ** j, 0);
      return addFixed(
        sum,
        multiplyFixed(probability, nonnegativePart(integral(faces, set, 0, exponents, power))),
      );
    }, FIXED_ZERO);
}

interface Faces extends CornerOutput {
  readonly known: Map<number, FixedInterval>;
}

/** ∫x^α z₊^q over the face; α_j is digit j of `exponents` in base 3. */
function integral(
  faces: Faces,
  free: number,
  fixed: number,
  exponents: number,
  power: number,
): FixedInterval {
  if (free === 0) return vertexPower(faces, fixed, power);
  const key = (((power * 64 + free) * 64 + fixed) * 729 + exponents) | 0;
  const known = faces.known.get(key);
  if (known !== undefined) return known;
  const j = 31 - Math.clz32(free);
  const exponent = Math.floor(exponents / 3 ** j) % 3;
  const without = exponents - exponent * 3 ** j;
  const rest = free - (1 << j);
  const slope = faces.row[j] ?? 0n;
  const found =
    slope === 0n
      ? scaleFixed(integral(faces, rest, fixed, without, power), 0n, BigInt(exponent + 1))
      : byParts(
          faces,
          integral(faces, rest, fixed + (1 << j), without, power + 1),
          exponent === 0
            ? integral(faces, rest, fixed, exponents, power + 1)
            : timesFixed(integral(faces, free, fixed, exponents - 3 ** j, power + 1), BigInt(exponent)),
          slope * BigInt(power + 1),
        );
  faces.known.set(key, found);
  return found;
}

function byParts(faces: Faces, first: FixedInterval, second: FixedInterval, divisor: bigint): FixedInterval {
  const difference = subtractFixed(first, second);
  return scaleFixed(timesFixed(difference, faces.denominator), 0n, divisor);
}

/** z₊^q at a vertex. */
function vertexPower({ row, bias, denominator, closed }: Faces, fixed: number, power: number): FixedInterval {
  const height = row.reduce((sum, slope, j) => ((fixed >> j) & 1 ? sum + slope : sum), bias);
  if (power === 0) return height > 0n || (closed && height === 0n) ? FIXED_ONE : FIXED_ZERO;
  if (height <= 0n) return FIXED_ZERO;
  return scaleFixed(timesFixed(FIXED_ONE, height ** BigInt(power)), 0n, denominator ** BigInt(power));
}
