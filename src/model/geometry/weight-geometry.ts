/** @file The geometry of feature directions in numbers, as exactly as the weights are known. */

import { overCommonDenominator } from '../../support/common-denominator.ts';
import { DomainError } from '../../support/errors.ts';
import { type Rational, rational } from '../../support/rational.ts';

/** What the lengths and angles of the columns W_i of W, shape [hidden, features], come down to. */
export interface WeightGeometry<S> {
  readonly featureCount: number;
  readonly hiddenDimension: number;
  /** ‖W‖_F² = Σ_i ‖W_i‖². */
  readonly squaredNorm: S;
  /** D* = m / ‖W‖_F², hidden dimensions for each represented feature; not there if W = 0. */
  readonly dimensionsPerFeature?: S;
  /** Σ_i D_i, the capacity that is used: at most rank W, at most m. */
  readonly capacity: S;
  readonly features: readonly FeatureGeometry<S>[];
}

export interface FeatureGeometry<S> {
  /** ‖W_i‖² = G_ii. */
  readonly squaredLength: S;
  /** D_i = G_ii² / Σ_j G_ij², the feature's capacity; 0 for W_i = 0. */
  readonly dimensionality: S;
  /** Σ_{j ≠ i} (Ŵ_i · W_j)² = Σ_{j ≠ i} G_ij² / G_ii, by how much others are read in this direction; not there if W_i = 0. */
  readonly superposition?: S;
}

const MAX_PRODUCTS = 1e8;

/**
 * The geometry of rational weights, exactly: all of it is rational in the Gram matrix.
 *
 * @param weights - W, shape [hidden, features].
 * @throws {@link DomainError} if there is no column, or n² m > 10⁸.
 * @complexity O(n² m) operations on integers, and n quotients: seconds for n = 400, m = 30.
 * @see [EHO2022] for D_i, D* and superposition; [Scherlis2022] for capacity, which is D_i.
 */
export function weightGeometry(weights: readonly (readonly Rational[])[]): WeightGeometry<Rational> {
  const featureCount = weights[0]?.length ?? 0;
  if (featureCount === 0) throw new DomainError('weightGeometry', 'weights of at least one feature', 'none');
  const products = featureCount * featureCount * weights.length;
  if (products > MAX_PRODUCTS) {
    throw new DomainError('weightGeometry', `features² × hidden dimensions up to ${MAX_PRODUCTS}`, products);
  }
  const { integers, denominator } = overCommonDenominator(weights.flat());
  const columns = Array.from({ length: featureCount }, (_, i) =>
    integers.filter((__, entry) => entry % featureCount === i),
  );
  const scale = denominator * denominator;
  const { own, squares } = gramSums(columns);
  const total = own.reduce((sum, entry) => sum + entry, 0n);
  const features = own.map((length, i): FeatureGeometry<Rational> => {
    const square = squares[i] ?? 0n;
    const squaredLength = rational(length, scale);
    if (length === 0n) return { squaredLength, dimensionality: rational(0n) };
    return {
      squaredLength,
      dimensionality: rational(length * length, square),
      superposition: rational(square - length * length, length * scale),
    };
  });
  return {
    featureCount,
    hiddenDimension: weights.length,
    squaredNorm: rational(total, scale),
    ...(total === 0n ? {} : { dimensionsPerFeature: rational(BigInt(weights.length) * scale, total) }),
    capacity: sumOf(features.map(({ dimensionality }) => dimensionality)),
    features,
  };
}

/** G_ii and Σ_j G_ij² of integer columns, zeros skipped. */
function gramSums(columns: readonly (readonly bigint[])[]): { own: bigint[]; squares: bigint[] } {
  const own = columns.map((column) => column.reduce((sum, entry) => sum + entry * entry, 0n));
  const squares = own.map((entry) => entry * entry);
  columns.forEach((left, i) => {
    for (let j = 0; j < i; j++) {
      const right = columns[j] ?? [];
      const inner = left.reduce((sum, entry, h) => sum + entry * (right[h] ?? 0n), 0n);
      squares[i] = (squares[i] ?? 0n) + inner * inner;
      squares[j] = (squares[j] ?? 0n) + inner * inner;
    }
  });
  return { own, squares };
}

/** Pairwise, so that denominators grow as late as they can. */
function sumOf(values: readonly Rational[]): Rational {
  if (values.length <= 1) return values[0] ?? rational(0n);
  const middle = values.length >> 1;
  return sumOf(values.slice(0, middle)).add(sumOf(values.slice(middle)));
}
