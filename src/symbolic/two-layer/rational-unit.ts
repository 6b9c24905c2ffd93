/** @file One hidden unit on one box of inputs, before it is turned into integers. */

import type { LinearPiece } from '../../model/activation.ts';
import { type Rational, ZERO } from '../../support/rational.ts';
import { type Affine, combination, isZeroAffine, plusConstant, scaledAffine, sumOfAffine } from './affine.ts';
import type { Network } from './network.ts';

/** A direction in the space of weights and biases. */
export interface Direction {
  /** Shape [hidden, features]. */
  readonly inputWeights: readonly (readonly Rational[])[];
  /** Shape [features, hidden]. */
  readonly outputWeights: readonly (readonly Rational[])[];
  /** Shape [features]. */
  readonly bias: readonly Rational[];
}

export interface RationalUnit {
  /** Where the unit is on a breakpoint: u − c or, where that vanishes on the whole box, its derivative. Shape [breakpoints]. */
  readonly planes: readonly Affine[];
  /** φ₁(u), shape [pieces]. */
  readonly values: readonly Affine[];
  /** What the unit adds to each z_i and, with a direction, to the derivative of each. Shape [pieces, channels]. */
  readonly adds: readonly (readonly Affine[])[];
  /** φ₁′(u) W₂_ih, shape [pieces, outputs]. */
  readonly pulls: readonly (readonly Rational[])[];
  /** Whether u lies on a breakpoint in the whole box and φ₁ bends there. */
  readonly onKink: boolean;
}

/**
 * @param h - which hidden unit.
 * @param outputs - the outputs that it is to serve.
 * @param values - x_j as affine functions on the box, for the active features.
 */
export function rationalUnit(
  network: Network,
  h: number,
  outputs: readonly number[],
  values: ReadonlyMap<number, Affine>,
  dimension: number,
  direction: Direction | undefined,
): RationalUnit {
  const { breakpoints, pieces } = network.hiddenActivation;
  const along = (row: readonly Rational[] = []): Rational[] =>
    combination(
      [...values.keys()].map((j) => row[j] ?? ZERO),
      [...values.values()],
      dimension + 1,
    );
  const u = plusConstant(along(network.inputWeights[h]), network.hiddenBias[h] ?? ZERO);
  const rate = direction === undefined ? undefined : along(direction.inputWeights[h]);
  const walls = breakpoints.map((point) => plusConstant(u, point.neg()));
  const onPieces = pieces.map(({ slope, intercept }) => plusConstant(scaledAffine(u, slope), intercept));
  const weights = outputs.map((i) => network.outputWeights[i]?.[h] ?? ZERO);
  const pulls = pieces.map(({ slope }) => weights.map((weight) => slope.mul(weight)));
  const adds = onPieces.map((value, r) => {
    const byOutput = weights.map((weight) => scaledAffine(value, weight));
    if (direction === undefined || rate === undefined) return byOutput;
    const rates = outputs.map((i, k) =>
      sumOfAffine(
        scaledAffine(value, direction.outputWeights[i]?.[h] ?? ZERO),
        scaledAffine(rate, pulls[r]?.[k] ?? ZERO),
      ),
    );
    return [...byOutput, ...rates];
  });
  return {
    planes: walls.map((wall) => (isZeroAffine(wall) ? (rate ?? wall) : wall)),
    values: onPieces,
    adds,
    pulls,
    onKink: walls.some((wall, r) => isZeroAffine(wall) && bends(pieces, r)),
  };
}

/** Whether the two pieces at a breakpoint have different slopes. */
export function bends(pieces: readonly LinearPiece[], breakpoint: number): boolean {
  const [left, right] = [pieces[breakpoint], pieces[breakpoint + 1]];
  return left !== undefined && right !== undefined && !left.slope.equals(right.slope);
}
