/** @file Exact integrals of monomials over a polytope: simplices from one vertex, and the moments of a simplex. */

import { factorial, leastCommonMultiple } from '../../support/integers.ts';
import { type Polytope, type Vertex, verticesOf } from './polytope.ts';

/** The monomials x^α of degree at most `degree`, by degree, with what the recurrence of moments needs. */
export interface MonomialTable {
  readonly dimension: number;
  readonly degree: number;
  /** α, shape [monomials, dimension]; the first is 1. */
  readonly exponents: readonly (readonly number[])[];
  /** The place of α − e_j, or −1, shape [monomials, dimension]. */
  readonly predecessors: readonly (readonly number[])[];
  /** α! (dimension + degree)! / (dimension + |α|)!, shape [monomials]. */
  readonly weights: readonly bigint[];
  /** The place of a monomial, by its exponents joined with commas. */
  readonly places: ReadonlyMap<string, number>;
}

/** ∫ x^α over the polytope = numerators[α] / ((dimension + degree)! · unit^(dimension + degree)). */
export interface PolytopeMoments {
  /** Shape [monomials]. */
  readonly numerators: readonly bigint[];
  /** A common multiple of the vertices' w. */
  readonly unit: bigint;
}

export function monomialTable(dimension: number, degree: number): MonomialTable {
  const exponents = Array.from({ length: degree + 1 }, (_, total) => compositions(total, dimension)).flat();
  const places = new Map(exponents.map((alpha, place) => [alpha.join(), place]));
  const predecessors = exponents.map((alpha) =>
    alpha.map((_, j) => places.get(alpha.map((power, k) => (k === j ? power - 1 : power)).join()) ?? -1),
  );
  const weights = exponents.map((alpha) => {
    const total = alpha.reduce((sum, power) => sum + power, 0);
    const own = alpha.reduce((product, power) => product * factorial(power), 1n);
    return (own * factorial(dimension + degree)) / factorial(dimension + total);
  });
  return { dimension, degree, exponents, predecessors, weights, places };
}

/** All vectors of `length` nonnegative integers that add up to `total`. */
function compositions(total: number, length: number): number[][] {
  if (length === 0) return total === 0 ? [[]] : [];
  return Array.from({ length: total + 1 }, (_, first) =>
    compositions(total - first, length - 1).map((rest) => [first, ...rest]),
  ).flat();
}

/**
 * The integrals of all monomials of the table over a polytope.
 *
 * A simplex with vertices v_0, …, v_d has ∫ x^α = |det(v_1 − v_0, …)| α!/(d + |α|)! · [ξ^α] Π_r 1/(1 − v_r·ξ), and
 * a product with 1/(1 − v·ξ) is the recurrence S[α] ← S[α] + Σ_j v_j S[α − e_j], by rising degree.
 *
 * @returns exact.
 * @complexity simplices · monomials · d (d + 1) products of integers.
 * @see docs/maths/cells.md, Theorem 2
 */
export function polytopeMoments(polytope: Polytope, table: MonomialTable): PolytopeMoments {
  const { dimension, degree, exponents, predecessors, weights } = table;
  const vertices = verticesOf(polytope);
  const unit = vertices.reduce((common, vertex) => leastCommonMultiple(common, vertex[dimension] ?? 1n), 1n);
  const scaled = new Map(
    vertices.map((vertex) => {
      const factor = unit / (vertex[dimension] ?? 1n);
      return [vertex, vertex.slice(0, dimension).map((entry) => entry * factor)];
    }),
  );
  const sums = exponents.map(() => 0n);
  forEachSimplex(polytope, (simplex) => {
    const corners = simplex.map((vertex) => scaled.get(vertex) ?? []);
    const volume = absoluteDeterminant(corners);
    const series = simplexSeries(corners, predecessors);
    series.forEach((coefficient, place) => {
      sums[place] = (sums[place] ?? 0n) + volume * coefficient;
    });
  });
  const powers = [1n];
  for (let k = 1; k <= degree; k++) powers.push((powers[k - 1] ?? 1n) * unit);
  const numerators = sums.map((sum, place) => {
    const total = (exponents[place] ?? []).reduce((count, power) => count + power, 0);
    return sum * (weights[place] ?? 0n) * (powers[degree - total] ?? 1n);
  });
  return { numerators, unit };
}

/** The simplices of the triangulation from the first vertex. */
function forEachSimplex({ dimension, faces }: Polytope, visit: (simplex: readonly Vertex[]) => void): void {
  if (dimension < 3) {
    for (const face of faces) forEachFan(face, dimension, visit);
    return;
  }
  const apex = faces[0]?.[0];
  for (const face of faces) {
    if (apex === undefined || face.includes(apex)) continue;
    forEachFan(face, 2, (triangle) => visit([apex, ...triangle]));
  }
}

function forEachFan(
  face: readonly Vertex[],
  dimension: number,
  visit: (simplex: readonly Vertex[]) => void,
): void {
  if (dimension < 2) {
    visit(face);
    return;
  }
  const [first, ...rest] = face;
  for (let k = 1; k < rest.length; k++) {
    const [a, b] = [rest[k - 1], rest[k]];
    if (first !== undefined && a !== undefined && b !== undefined) visit([first, a, b]);
  }
}

/** |det(v_1 − v_0, …, v_d − v_0)|. */
function absoluteDeterminant([origin = [], ...others]: readonly (readonly bigint[])[]): bigint {
  const [a = [], b = [], c = []] = others.map((corner) =>
    corner.map((entry, j) => entry - (origin[j] ?? 0n)),
  );
  const [ax = 1n, ay = 0n, az = 0n] = a;
  const [bx = 0n, by = 1n, bz = 0n] = b;
  const [cx = 0n, cy = 0n, cz = 1n] = c;
  const value = ax * (by * cz - bz * cy) - ay * (bx * cz - bz * cx) + az * (bx * cy - by * cx);
  return value < 0n ? -value : value;
}

/** [ξ^α] Π_r 1/(1 − v_r·ξ). */
function simplexSeries(
  corners: readonly (readonly bigint[])[],
  predecessors: readonly (readonly number[])[],
): bigint[] {
  const series: bigint[] = predecessors.map((_, place) => (place === 0 ? 1n : 0n));
  for (const corner of corners) {
    for (let place = 1; place < series.length; place++) {
      let sum = series[place] ?? 0n;
      const before = predecessors[place] ?? [];
      for (let j = 0; j < before.length; j++) {
        const from = before[j] ?? -1;
        if (from >= 0) sum += (corner[j] ?? 0n) * (series[from] ?? 0n);
      }
      series[place] = sum;
    }
  }
  return series;
}
