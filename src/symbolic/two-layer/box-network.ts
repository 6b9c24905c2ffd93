/** @file A network on one box of inputs, in integers over common denominators. */

import { overCommonDenominator } from '../../support/common-denominator.ts';
import { leastCommonMultiple } from '../../support/integers.ts';
import { fractionParts, type Rational, ZERO } from '../../support/rational.ts';
import type { Covector } from '../polytope/polytope.ts';
import { type Affine, constantOn, primitiveCovector } from './affine.ts';
import type { Network } from './network.ts';
import { type Direction, rationalUnit } from './rational-unit.ts';
import type { UnitOnBox } from './sum-over-cells.ts';

/** The hidden units and outputs that are dealt with together. */
export interface Part {
  readonly units: readonly number[];
  readonly outputs: readonly number[];
}

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
  const { breakpoints, pieces } = network.outputActivation;
  const hidden = units.map((h) => rationalUnit(network, h, outputs, values, dimension, direction));
  const start = [network.bias, ...(direction === undefined ? [] : [direction.bias])].flatMap((bias) =>
    outputs.map((i) => constantOn(dimension, bias[i] ?? ZERO)),
  );
  const intercepts = pieces.map(({ intercept }) => intercept);
  const slopes = overCommonDenominator(pieces.map(({ slope }) => slope));
  const pullScale = commonDenominator(hidden.flatMap(({ pulls }) => pulls.flat()));
  const scale = leastCommonMultiple(
    pullScale * commonDenominator([...values.values()].flat()),
    commonDenominator([
      ...hidden.flatMap((unit) => [...unit.adds.flat(2), ...unit.values.flat()]),
      ...[...start, ...targets, intercepts, breakpoints].flat(),
    ]),
  );
  const integers = (affine: Affine): Covector => integersOver(scale, affine);
  return {
    scale,
    units: hidden.map(({ planes, adds }) => ({
      planes: planes.map(primitiveCovector),
      adds: adds.map((byChannel) => byChannel.map(integers)),
    })),
    start: start.map(integers),
    targets: targets.map(integers),
    hidden: hidden.map((unit) => unit.values.map(integers)),
    pulls: hidden.map(({ pulls }) => pulls.map((byOutput) => integersOver(pullScale, byOutput))),
    values: new Map([...values].map(([j, value]) => [j, integersOver(scale / pullScale, value)])),
    output: {
      slopes: slopes.integers,
      slopeScale: slopes.denominator,
      intercepts: integers(intercepts),
      breakpoints: integers(breakpoints),
    },
    onKink: [...hidden.keys()].filter((k) => hidden[k]?.onKink),
  };
}

/** The values times a common multiple of their denominators. */
function integersOver(denominator: bigint, values: readonly Rational[]): bigint[] {
  return values.map((value) => {
    const parts = fractionParts(value);
    return parts.numerator * (denominator / parts.denominator);
  });
}

function commonDenominator(values: readonly Rational[]): bigint {
  return overCommonDenominator(values).denominator;
}
