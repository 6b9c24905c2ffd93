/**
 * @file A second way to the exact expected error of one output, sharing nothing with the closed form but the rationals:
 * iterated one-dimensional quadrature.
 *
 * Along each axis the integrand is piecewise polynomial; its breakpoints are where z vanishes at a vertex of the cube of
 * the inner variables. Between breakpoints the degree is at most 5 for up to four active features, and Boole's rule
 * integrates such polynomials without error. Zero coefficients need no special case.
 */

import type { ToyModel } from '../../src/model/toy-model.ts';
import { ONE, type Rational, rational, signOf, ZERO } from '../../src/support/rational.ts';

/** Weights of Boole's rule at 0, ¼, ½, ¾, 1: exact up to degree 5. */
const BOOLE: readonly Rational[] = [7n, 32n, 12n, 32n, 7n].map((weight) => rational(weight, 90n));

/** Beyond this Boole's rule is no longer exact. */
export const MAX_QUADRATURE_FEATURES = 4;

type Integrand = (b: Rational) => Rational;

/** ∫₀¹ f(b + a t) · weight(t) dt, f being polynomial between the values −Σ_{j∈v} inner_j of its argument. */
function integrate(
  f: Integrand,
  a: Rational,
  inner: readonly Rational[],
  weight: (t: Rational) => Rational = () => ONE,
): Integrand {
  const breaks = subsetSums(inner);
  return (b) => {
    const places = breaks
      .flatMap((sum) => (signOf(a) === 0 ? [] : [b.add(sum).div(a).neg()]))
      .filter((t) => signOf(t) > 0 && t.compare(ONE) < 0)
      .sort((left, right) => left.compare(right));
    let total = ZERO;
    let from = ZERO;
    for (const to of [...places, ONE]) {
      const width = to.sub(from);
      if (signOf(width) > 0) {
        BOOLE.forEach((node, k) => {
          const t = from.add(width.mul(rational(BigInt(k), 4n)));
          total = total.add(
            node
              .mul(width)
              .mul(weight(t))
              .mul(f(b.add(a.mul(t)))),
          );
        });
      }
      from = to;
    }
    return total;
  };
}

function subsetSums(values: readonly Rational[]): Rational[] {
  const sums = [ZERO];
  for (const value of values) sums.push(...sums.map((sum) => sum.add(value)));
  return sums;
}

function positivePart(value: Rational): Rational {
  return signOf(value) > 0 ? value : ZERO;
}

/** ∫ (b + a·x)₊^q over the cube, as a function of b. */
function cubeIntegral(a: readonly Rational[], q: number): Integrand {
  const [outer, ...inner] = a;
  if (outer === undefined) return (b) => (q === 1 ? positivePart(b) : positivePart(b).mul(positivePart(b)));
  return integrate(cubeIntegral(inner, q), outer, inner);
}

/**
 * E (x_i − x′_i)² of output i of a toy model, exactly; the importance is not applied.
 *
 * @param model - at most {@link MAX_QUADRATURE_FEATURES} features.
 */
export function outputLossByQuadrature(model: ToyModel, i: number): Rational {
  const row = Array.from({ length: model.featureCount }, (_, j) =>
    model.weights.reduce((sum, line) => sum.add((line[i] ?? ZERO).mul(line[j] ?? ZERO)), ZERO),
  );
  const bias = model.bias[i] ?? ZERO;
  let total = ZERO;
  for (let active = 0; active < 1 << model.featureCount; active++) {
    const isActive = (j: number): boolean => ((active >> j) & 1) === 1;
    const probability = model.densities.reduce(
      (product, p, j) => product.mul(isActive(j) ? p : ONE.sub(p)),
      ONE,
    );
    const square = cubeIntegral(
      row.filter((_, j) => isActive(j)),
      2,
    )(bias);
    let error = square;
    if (isActive(i)) {
      const others = row.filter((_, j) => isActive(j) && j !== i);
      const cross = integrate(cubeIntegral(others, 1), row[i] ?? ZERO, others, (t) => t)(bias);
      error = rational(1n, 3n).sub(cross.mul(2n)).add(square);
    }
    total = total.add(probability.mul(error));
  }
  return total;
}
