/** @file A network on one box of inputs, in integers over common denominators. */

import { fractionParts, type Rational, signOf, ZERO } from '../../support/rational.ts';
import { overCommonDenominator } from '../expected-loss/common-denominator.ts';
import { leastCommonMultiple, primitive } from '../polytope/integers.ts';
import type { Covector } from '../polytope/polytope.ts';
import { combine } from './moment-matrix.ts';
import type { Network } from './network.ts';
import type { UnitOnBox } from './sum-over-cells.ts';

/** A direction in the space of weights and biases. */
export interface Direction {
  /** Shape [hidden, features]. */
  readonly inputWeights: readonly (readonly Rational[])[];
  /** Shape [features, hidden]. */
  readonly outputWeights: readonly (readonly Rational[])[];
  /** Shape [features]. */
  readonly bias: readonly Rational[];
}

/** The hidden units and outputs that are dealt with together. */
export interface Part {
  readonly units: readonly number[];
  readonly outputs: readonly number[];
}

/** An affine function of the box's coordinates, rational. */
type Affine = readonly Rational[];

/** What a network is on a box. Covectors are integers over `scale`. */
export interface BoxNetwork {
  readonly scale: bigint;
  /** Shape [units of the part]. */
  readonly units: readonly UnitOnBox[];
  /** Shape [channels]: the outputs z_i and, with a direction, then their derivatives. */
  readonly start: readonly Covector[];
  /** t_i, shape [outputs of the part]. */
  readonly targets: readonly Covector[];
  /** φ₁(u_h) on each piece, shape [units, pieces]. */
  readonly hidden: readonly (readonly Covector[])[];
  /** Slopes of φ₁ times W₂, times `pullScale`, shape [units, pieces, outputs]. */
  readonly pulls: readonly (readonly (readonly bigint[])[])[];
  /** x_j for the active features, times scale / pullScale, by feature. */
  readonly values: ReadonlyMap<number, Covector>;
  /** φ₂: slopes over `slopeScale`; intercepts and breakpoints over `scale`. */
  readonly output: OutputPieces;
  /** Units that lie on a breakpoint of φ₁ with a kink in the whole box, as places in `units`. */
  readonly onKink: readonly number[];
}

/** φ₂ in integers. */
export interface OutputPieces {
  readonly slopes: readonly bigint[];
  readonly slopeScale: bigint;
  readonly intercepts: readonly bigint[];
  readonly breakpoints: readonly bigint[];
}

/**
 * @param values - x_j as affine functions on the box, for the active features.
 * @param targets - t_i as affine functions, shape [outputs of the part].
 * @param direction - adds channels for the derivatives of the z_i, and decides the side where a unit lies on a breakpoint.
 */
export function boxNetwork(
  network: Network,
  { units, outputs }: Part,
  values: ReadonlyMap<number, Affine>,
  targets: readonly Affine[],
  dimension: number,
  direction?: Direction,
): BoxNetwork {
  const { hiddenActivation, outputActivation } = network;
  const length = dimension + 1;
  const constant = (value: Rational): Affine =>
    withConstant(
      Array.from({ length }, () => ZERO),
      value,
    );
  const features = [...values.keys()];
  const inputs = [...values.values()];
  const applied = (row: readonly Rational[] | undefined): Rational[] =>
    combine(
      features.map((j) => row?.[j] ?? ZERO),
      inputs,
      length,
    );
  const hiddenOf = units.map((h) => {
    const u = withConstant(applied(network.inputWeights[h]), network.hiddenBias[h] ?? ZERO);
    const rate = direction === undefined ? undefined : applied(direction.inputWeights[h]);
    const planes = hiddenActivation.breakpoints.map((point) => withConstant(u, point.neg()));
    const values_ = hiddenActivation.pieces.map(({ slope, intercept }) =>
      withConstant(
        u.map((entry) => entry.mul(slope)),
        intercept,
      ),
    );
    const adds = hiddenActivation.pieces.map(({ slope }, r) => {
      const byOutput = outputs.map((i) => scaled(values_[r] ?? [], network.outputWeights[i]?.[h] ?? ZERO));
      if (direction === undefined || rate === undefined) return byOutput;
      const rates = outputs.map((i) => {
        const moved = scaled(values_[r] ?? [], direction.outputWeights[i]?.[h] ?? ZERO);
        const pulled = scaled(rate, slope.mul(network.outputWeights[i]?.[h] ?? ZERO));
        return moved.map((entry, k) => entry.add(pulled[k] ?? ZERO));
      });
      return [...byOutput, ...rates];
    });
    const pulls = hiddenActivation.pieces.map(({ slope }) =>
      outputs.map((i) => slope.mul(network.outputWeights[i]?.[h] ?? ZERO)),
    );
    return { planes, rate, values: values_, adds, pulls };
  });
  const start = outputs.map((i) => constant(network.bias[i] ?? ZERO));
  const startRates = direction === undefined ? [] : outputs.map((i) => constant(direction.bias[i] ?? ZERO));
  const slopes = overCommonDenominator(outputActivation.pieces.map(({ slope }) => slope));
  const pullScale = commonDenominator(hiddenOf.flatMap(({ pulls }) => pulls.flat()));
  const valueScale = commonDenominator(inputs.flat());
  const scale = leastCommonMultiple(
    pullScale * valueScale,
    commonDenominator([
      ...hiddenOf.flatMap(({ adds, values: own }) => [...adds.flat(2), ...own.flat()]),
      ...[...start, ...startRates, ...targets].flat(),
      ...outputActivation.pieces.map(({ intercept }) => intercept),
      ...outputActivation.breakpoints,
    ]),
  );
  const over =
    (denominator: bigint) =>
    (entry: Rational): bigint => {
      const parts = fractionParts(entry);
      return parts.numerator * (denominator / parts.denominator);
    };
  const whole = over(scale);
  const integers = (affine: Affine): Covector => affine.map(whole);
  return {
    scale,
    units: hiddenOf.map(({ planes, rate, adds }) => ({
      planes: planes.map((plane) => primitiveOf(isZero(plane) ? (rate ?? plane) : plane)),
      adds: adds.map((byChannel) => byChannel.map(integers)),
    })),
    start: [...start, ...startRates].map(integers),
    targets: targets.map(integers),
    hidden: hiddenOf.map(({ values: own }) => own.map(integers)),
    pulls: hiddenOf.map(({ pulls }) => pulls.map((byOutput) => byOutput.map(over(pullScale)))),
    values: new Map(features.map((j, k) => [j, (inputs[k] ?? []).map(over(scale / pullScale))])),
    output: {
      slopes: slopes.integers,
      slopeScale: slopes.denominator,
      intercepts: outputActivation.pieces.map(({ intercept }) => whole(intercept)),
      breakpoints: outputActivation.breakpoints.map(whole),
    },
    onKink: [...hiddenOf.keys()].filter((k) =>
      hiddenOf[k]?.planes.some((plane, r) => isZero(plane) && bends(hiddenActivation.pieces, r)),
    ),
  };
}

/** Whether two neighbouring pieces have different slopes. */
export function bends(pieces: readonly { readonly slope: Rational }[], breakpoint: number): boolean {
  const [left, right] = [pieces[breakpoint], pieces[breakpoint + 1]];
  return left !== undefined && right !== undefined && !left.slope.equals(right.slope);
}

function withConstant(affine: Affine, constant: Rational): Rational[] {
  return affine.map((entry, k) => (k === affine.length - 1 ? entry.add(constant) : entry));
}

function scaled(affine: Affine, factor: Rational): Rational[] {
  return affine.map((entry) => entry.mul(factor));
}

function isZero(affine: Affine): boolean {
  return affine.every((entry) => signOf(entry) === 0);
}

function primitiveOf(affine: Affine): Covector {
  return primitive(overCommonDenominator(affine).integers);
}

function commonDenominator(values: readonly Rational[]): bigint {
  return overCommonDenominator(values).denominator;
}
