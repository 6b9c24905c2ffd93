/** @file Where the names `dropped-last` and `confused` meet on the line at which their branch ties with the antipodal minimum. */

import { invariant } from '../../support/errors.ts';
import { fractionParts, ONE, type Rational, rational } from '../../support/rational.ts';
import {
  addPolynomials,
  derivativeOf,
  type IntegerPolynomial,
  multiplyPolynomials,
  scalePolynomial,
  subtractPolynomials,
  trimmed,
} from '../../support/univariate/integer-polynomial.ts';
import { squarefreeFactors } from '../../support/univariate/squarefree.ts';
import { RealAlgebraic } from '../../symbolic/algebraic/real-algebraic.ts';
import { LaurentPolynomial } from '../../symbolic/polynomial/laurent-polynomial.ts';
import { criticalDirections } from './critical-directions.ts';
import { isOpposite } from './direction-phase.ts';
import { gainAlong } from './loss-along.ts';
import { interpolated, resultant } from './resultant.ts';
import { samplesBetween } from './samples-between.ts';
import { type Arc, scaleFreeArcs } from './scale-free-loss.ts';

/** A point of the plane at which three names of the global minimum meet. */
export interface MeetingPoint {
  readonly importance: RealAlgebraic;
  readonly density: RealAlgebraic;
}

/** On 0 < r < 1 names change at p = 4(1 − r)/(3(1 + r)), which is a density for r ≥ 1/7. [docs/maths/pair.md, §5] */
const LEAST_IMPORTANCE: Rational = rational(1n, 7n);

/**
 * More than the degree in r of {@link tieOnNamingLine}: C and Q have degree 2 in r, n and (C/p)² degree 4, so P has degree
 * 12·4, the polynomial of v degree 8, and their resultant at most 2·48 + 6·8 = 144.
 */
const SAMPLES = 160;

/**
 * All points with r < 1 at which the antipodal, the confused and the dropped phase meet; those with r > 1 are their mirror
 * images (1/r, p).
 *
 * Method: along the line on which names change, s = √2 − 1 on one branch, so v = h/p lies in ℚ(√2) for rational r. The
 * critical values of the other branch have it as a root where the resultant of P and the polynomial of v over ℚ vanishes.
 * That is a polynomial in r; between its roots one exact look says which branch is lower.
 *
 * @returns exact, by ascending importance.
 */
export function meetingPoints(): readonly MeetingPoint[] {
  const polynomial = interpolated(Array.from({ length: SAMPLES }, (_, r) => tieOnNamingLine(BigInt(r))));
  const roots = squarefreeFactors(polynomial)
    .flatMap(({ factor }) => RealAlgebraic.rootsOf(factor))
    .filter(
      (root) =>
        root.compare(RealAlgebraic.of(LEAST_IMPORTANCE)) > 0 && root.compare(RealAlgebraic.of(ONE)) < 0,
    )
    .sort((a, b) => a.compare(b));
  const lower = samplesBetween(roots, { lower: LEAST_IMPORTANCE, upper: ONE }).map(isAntipodalLower);
  return roots
    .filter((_, k) => lower[k] !== lower[k + 1])
    .map((importance) => ({ importance, density: densityOf(importance) }));
}

/** 4(1 − r)/(3(1 + r)). */
function namingDensity(r: Rational): Rational {
  return ONE.sub(r).mul(4n).div(ONE.add(r).mul(3n));
}

/** Its inverse is r = (4 − 3p)/(4 + 3p): the minimal polynomial is that of r, with this put in. */
function densityOf(importance: RealAlgebraic): RealAlgebraic {
  const [numerator, denominator]: [IntegerPolynomial, IntegerPolynomial] = [
    [4n, -3n],
    [4n, 3n],
  ];
  let [value, power]: [IntegerPolynomial, IntegerPolynomial] = [[], [1n]];
  for (const coefficient of [...importance.minimalPolynomial].reverse()) {
    value = addPolynomials(multiplyPolynomials(value, numerator), scalePolynomial(power, coefficient));
    power = multiplyPolynomials(power, denominator);
  }
  return RealAlgebraic.locateIrreducible(value, (bits) => {
    const { lower, upper } = importance.enclose(rational(1n, 1n << BigInt(bits)));
    return { lower: namingDensity(upper), upper: namingDensity(lower) };
  });
}

/** Whether the best direction with opposite signs beats the best one with equal signs. */
function isAntipodalLower(r: Rational): boolean {
  const density = namingDensity(r);
  const [best] = criticalDirections(density, r)
    .filter(({ shape }) => shape === 'highest')
    .map((direction) => ({ direction, gain: gainAlong(direction, density) }))
    .sort((a, b) => b.gain.compare(a.gain));
  invariant(best !== undefined, 'there is a minimum');
  return isOpposite(best.direction.arc.arc);
}

/** At an integer r, on the line: 0 if a critical value of (1, −s) is that of (1, √2 − 1). */
function tieOnNamingLine(r: bigint): bigint {
  const [, opposite, same] = scaleFreeArcs();
  invariant(opposite !== undefined && same !== undefined, 'there are four arcs');
  const [c, q] = formsOnNamingLine(opposite, r);
  const slope = subtractPolynomials(
    scalePolynomial(multiplyPolynomials(derivativeOf(c), q), 2n),
    multiplyPolynomials(c, derivativeOf(q)),
  ).slice(1);
  // Both forms are 24 · 3(1 + r) times C/p and Q/p, so that v = c²/(scale · q).
  const scale = COMMON_DENOMINATOR * 3n * (1n + r);
  const square = multiplyPolynomials(c, c);
  const values = Array.from({ length: DEGREE + 1 }, (_, v) => {
    const scaled = scalePolynomial(q, BigInt(v) * scale);
    return resultant(padded(slope), padded(subtractPolynomials(scaled, square)));
  });
  const [cThere, qThere] = formsOnNamingLine(same, r).map(atDroppedRatio);
  invariant(cThere !== undefined && qThere !== undefined, 'there are two forms');
  const numerator = multiplySurds(cThere, cThere);
  const [trace] = multiplySurds(numerator, [qThere[0], -qThere[1]]);
  return resultant(padded(interpolated(values)), [
    normOf(numerator),
    -2n * scale * trace,
    scale * scale * normOf(qThere),
  ]);
}

/** Clears the denominators of C/p and Q/p. */
const COMMON_DENOMINATOR = 24n;
/** Of n in s, and of the critical values in v. */
const DEGREE = 6;

/** C/p and Q/p at r and p = 4(1 − r)/(3(1 + r)), times 24 · 3(1 + r): polynomials in s over ℤ. */
function formsOnNamingLine({ exact }: Arc, r: bigint): [IntegerPolynomial, IntegerPolynomial] {
  const denominator = 3n * (1n + r);
  const point = new Map([
    ['p', rational(4n * (1n - r), denominator)],
    ['r', rational(r)],
  ]);
  const form = (polynomial: LaurentPolynomial): IntegerPolynomial => {
    const byPower = polynomial.divide(DENSITY).coefficientsIn('s');
    const length = Math.max(...byPower.keys()) + 1;
    const values = Array.from({ length }, (_, power) => {
      const value = (byPower.get(power) ?? LaurentPolynomial.ZERO).evaluate(point);
      const parts = fractionParts(value.mul(rational(COMMON_DENOMINATOR * denominator)));
      invariant(parts.denominator === 1n, 'C/p and Q/p are of first degree in p');
      return parts.numerator;
    });
    return trimmed(values);
  };
  return [form(exact.linear), form(exact.quadratic)];
}

const DENSITY: LaurentPolynomial = LaurentPolynomial.variable('p');

/** At formal degree 6. */
function padded(f: IntegerPolynomial): bigint[] {
  return Array.from({ length: DEGREE + 1 }, (_, k) => f[k] ?? 0n);
}

/** a + b√2. */
type Surd = readonly [bigint, bigint];

function multiplySurds([a, b]: Surd, [c, d]: Surd): Surd {
  return [a * c + 2n * b * d, a * d + b * c];
}

function normOf([a, b]: Surd): bigint {
  return a * a - 2n * b * b;
}

/** f(√2 − 1). */
function atDroppedRatio(f: IntegerPolynomial): Surd {
  return f.reduceRight<Surd>(
    (value, coefficient) => {
      const [a, b] = multiplySurds(value, [-1n, 1n]);
      return [a + coefficient, b];
    },
    [0n, 0n],
  );
}
