/**
 * @file A slow second way to exact expectations, from the side of the function instead of the law: one feature after the
 * other is averaged out, E_j f(z) = E f(z + a_j x_j), and every intermediate function is a piecewise polynomial of z, found
 * on each interval by interpolation through exact values.
 */

import type { PiecewiseLinearActivation } from '../../src/model/activation.ts';
import type { ToyModel } from '../../src/model/toy-model.ts';
import type { ValueLaw } from '../../src/model/value-law.ts';
import { ONE, type Rational, rational, signOf, ZERO } from '../../src/support/rational.ts';

/** polynomials[r] holds on (breaks[r−1], breaks[r]]. */
export interface PiecewisePolynomial {
  readonly breaks: readonly Rational[];
  /** Coefficients from the constant term up. */
  readonly polynomials: readonly (readonly Rational[])[];
}

function valueAt(polynomial: readonly Rational[], at: Rational): Rational {
  return polynomial.reduceRight((sum, coefficient) => sum.mul(at).add(coefficient), ZERO);
}

function pieceAt({ breaks, polynomials }: PiecewisePolynomial, z: Rational): readonly Rational[] {
  return polynomials[breaks.filter((place) => place.compare(z) < 0).length] ?? [];
}

function multiply(a: readonly Rational[], b: readonly Rational[]): Rational[] {
  const product = Array.from({ length: Math.max(0, a.length + b.length - 1) }, () => ZERO);
  a.forEach((left, k) => {
    b.forEach((right, l) => {
      product[k + l] = (product[k + l] ?? ZERO).add(left.mul(right));
    });
  });
  return product;
}

/** f(z + a x) as a polynomial in x. */
function alongLine(polynomial: readonly Rational[], z: Rational, a: Rational): Rational[] {
  return polynomial.reduceRight((sum: Rational[], coefficient) => {
    const raised = multiply(sum, [z, a]);
    return [coefficient.add(raised[0] ?? ZERO), ...raised.slice(1)];
  }, []);
}

function integral(polynomial: readonly Rational[], from: Rational, to: Rational): Rational {
  const primitive = [ZERO, ...polynomial.map((coefficient, k) => coefficient.div(k + 1))];
  return valueAt(primitive, to).sub(valueAt(primitive, from));
}

/** E x^e f(z + a x) at one z. */
function averageAt(
  f: PiecewisePolynomial,
  z: Rational,
  a: Rational,
  law: ValueLaw,
  exponent: number,
): Rational {
  const weight = Array.from({ length: exponent + 1 }, (_, k) => (k === exponent ? ONE : ZERO));
  let sum = ZERO;
  for (const { value, mass } of law.atoms) {
    const place = z.add(a.mul(value));
    sum = sum.add(mass.mul(valueAt(weight, value)).mul(valueAt(pieceAt(f, place), place)));
  }
  for (const { lower, upper, coefficients } of law.pieces) {
    const cuts = f.breaks
      .flatMap((place) => (signOf(a) === 0 ? [] : [place.sub(z).div(a)]))
      .filter((x) => x.compare(lower) > 0 && x.compare(upper) < 0)
      .sort((left, right) => left.compare(right));
    let from = lower;
    for (const to of [...cuts, upper]) {
      const middle = z.add(a.mul(from.add(to).div(2)));
      const integrand = multiply(alongLine(pieceAt(f, middle), z, a), multiply(coefficients, weight));
      sum = sum.add(integral(integrand, from, to));
      from = to;
    }
  }
  return sum;
}

/** The polynomial through these points. */
function interpolate(points: readonly Rational[], values: readonly Rational[]): Rational[] {
  let differences = [...values];
  const newton = [differences[0] ?? ZERO];
  for (let order = 1; order < points.length; order++) {
    differences = differences
      .slice(1)
      .map((value, k) =>
        value.sub(differences[k] ?? ZERO).div((points[k + order] ?? ONE).sub(points[k] ?? ZERO)),
      );
    newton.push(differences[0] ?? ZERO);
  }
  return newton.reduceRight((sum: Rational[], coefficient, k) => {
    const raised = multiply(sum, [(points[k] ?? ZERO).neg(), ONE]);
    return [coefficient.add(raised[0] ?? ZERO), ...raised.slice(1)];
  }, []);
}

/** E x^e f(· + a x). */
export function average(
  f: PiecewisePolynomial,
  a: Rational,
  law: ValueLaw,
  exponent: number,
): PiecewisePolynomial {
  const places = [
    ...law.atoms.map(({ value }) => value),
    ...law.pieces.flatMap(({ lower, upper }) => [lower, upper]),
  ];
  const breaks = f.breaks
    .flatMap((place) => places.map((x) => place.sub(a.mul(x))))
    .sort((left, right) => left.compare(right))
    .filter((place, k, all) => k === 0 || !place.equals(all[k - 1] ?? ZERO));
  const longest = (lists: readonly (readonly Rational[])[]): number =>
    Math.max(1, ...lists.map((list) => list.length));
  const count =
    longest(f.polynomials) + longest(law.pieces.map(({ coefficients }) => coefficients)) + exponent + 1;
  const polynomials = Array.from({ length: breaks.length + 1 }, (_, r) => {
    const upper = breaks[r] ?? (breaks[r - 1] ?? ZERO).add(ONE);
    const lower = breaks[r - 1] ?? upper.sub(ONE);
    const points = Array.from({ length: count }, (__, k) =>
      lower.add(upper.sub(lower).mul(rational(BigInt(k + 1), BigInt(count)))),
    );
    return interpolate(
      points,
      points.map((z) => averageAt(f, z, a, law, exponent)),
    );
  });
  return { breaks, polynomials };
}

/** E x^e f(b + a·x) given the active set, e by feature. */
export function expectationGiven(
  f: PiecewisePolynomial,
  { row, bias }: { readonly row: readonly Rational[]; readonly bias: Rational },
  inputs: readonly ValueLaw[],
  active: readonly boolean[],
  exponents: readonly number[],
): Rational {
  let averaged = f;
  for (const [j, law] of inputs.entries()) {
    const exponent = exponents[j] ?? 0;
    if (active[j]) averaged = average(averaged, row[j] ?? ZERO, law, exponent);
    else if (exponent > 0) return ZERO;
  }
  return valueAt(pieceAt(averaged, bias), bias);
}

/** P(A) for every bit set A over all features. */
export function activeSetProbability(
  { activity }: Pick<ToyModel, 'activity'>,
  active: readonly boolean[],
): Rational {
  return activity.blocks.reduce((product, { features, probabilities }) => {
    const set = features.reduce((bits, feature, t) => (active[feature] ? bits | (1 << t) : bits), 0);
    return product.mul(probabilities[set] ?? ZERO);
  }, ONE);
}

/** All active sets with P(A) > 0. */
export function activeSets(
  model: Pick<ToyModel, 'activity' | 'featureCount'>,
): { readonly active: readonly boolean[]; readonly size: number; readonly probability: Rational }[] {
  return Array.from({ length: 2 ** model.featureCount }, (_, set) => {
    const active = Array.from({ length: model.featureCount }, (__, j) => ((set >> j) & 1) === 1);
    const size = active.filter((isOn) => isOn).length;
    return { active, size, probability: activeSetProbability(model, active) };
  }).filter(({ probability }) => signOf(probability) !== 0);
}

/** E (x_i − φ(z))² of an output given an active set. */
export function errorGiven(
  { row, bias, self }: { readonly row: readonly Rational[]; readonly bias: Rational; readonly self: number },
  { breakpoints: breaks, pieces }: PiecewiseLinearActivation,
  inputs: readonly ValueLaw[],
  active: readonly boolean[],
): Rational {
  const phi = pieces.map(({ slope, intercept }) => [intercept, slope]);
  const term = (polynomials: readonly (readonly Rational[])[], exponent: number): Rational => {
    const exponents = inputs.map((_, j) => (j === self ? exponent : 0));
    return expectationGiven({ breaks, polynomials }, { row, bias }, inputs, active, exponents);
  };
  const squares = term(
    phi.map((f) => multiply(f, f)),
    0,
  );
  const targets = term(
    phi.map(() => [ONE]),
    2,
  );
  return targets.sub(term(phi, 1).mul(2)).add(squares);
}
