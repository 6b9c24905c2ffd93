/**
 * @file The exact law of a preactivation z = b + Σ_j a_j x_j, weighted by monomials in x, as exponential sums.
 *
 * Independent blocks of features multiply; within a block the active set chooses, for each feature, between 1 (inactive)
 * and the transform of its value law at a_j s. Nothing here asks for the sign of a_j. Every transform is multiplied by a
 * power of a_j and by an integer, so that all coefficients are in the ring; all laws share one denominator.
 *
 * @see docs/maths/law-of-preactivation.md, Theorem 1
 */

import type { ValueLaw } from '../../model/value-law.ts';
import { leastCommonMultiple } from '../../support/integers.ts';
import { fractionParts, type Rational, rational } from '../../support/rational.ts';
import type { OrderedRing } from '../ring/ordered-ring.ts';
import { addMultiple, type ExponentialSum, multiplySums, pointMass } from './exponential-sum.ts';
import { type FeatureTransforms, featureTransforms, rememberedTransforms } from './feature-transforms.ts';
import { groupBy } from './group-by.ts';
import type { OutputSetting, RingBlock } from './output-setting.ts';

/** A product of features, each as often as it is listed: [1, 1, 3] is x₁² x₃. */
export type Monomial = readonly number[];

/** The laws of one z, in units: Z = unit · z. */
export interface PreactivationLaw<T> {
  readonly ring: OrderedRing<T>;
  /** > 0; every knot of Z is in the ring. */
  readonly unit: T;
  /** unit · point, of a point that was announced. */
  inUnits(point: Rational): T;
  /** A bound on the powers k of all laws. */
  readonly maxPower: number;
  /** What all coefficients are to be divided by. */
  readonly denominator: T;
  /** Calls back with the law of Z weighted by each monomial; equal prefixes of the products are computed once. */
  visit(monomials: readonly Monomial[], callback: (law: ExponentialSum<T>, index: number) => void): void;
}

/**
 * The laws of an output's preactivation.
 *
 * @param monomials - all that will be asked for.
 * @param points - other places that are to be in the ring in the same units: the breakpoints of φ.
 * @complexity for laws of one interval 2ⁿ knots with n + 1 powers each, and a few multiplications for each of these.
 */
export function preactivationLaw<T>(
  { ring, output, inputs, blocks }: OutputSetting<T>,
  monomials: readonly Monomial[],
  points: readonly Rational[],
): PreactivationLaw<T> {
  const seen = output.row.map((entry) => ring.sign(entry) !== 0);
  const unit = commonUnit(
    inputs.filter((_, j) => seen[j]),
    points,
  );
  const transformsOf = rememberedTransforms(unit);
  const features = inputs.map((law, j) => {
    const exponent = Math.max(0, ...monomials.map((monomial) => exponentOf(monomial, j)));
    return featureTransforms(ring, transformsOf(law, exponent, seen[j] ?? false), output.row[j] ?? ring.zero);
  });
  const start = pointMass(ring, ring.multiply(output.bias, ring.fromInteger(unit)), ring.one);
  const mixtures = blocks.map((block) => blockMixture(ring, block, features));
  return {
    ring,
    unit: ring.multiply(output.scale, ring.fromInteger(unit)),
    inUnits: (point) => {
      const { numerator } = fractionParts(point.mul(rational(unit)));
      return ring.multiply(output.scale, ring.fromInteger(numerator));
    },
    maxPower: features.reduce((sum, { maxPower }) => sum + maxPower, 0),
    denominator: [
      ...features.map(({ denominator }) => denominator),
      ...blocks.map(({ total }) => total),
    ].reduce((product, factor) => ring.multiply(product, factor), ring.one),
    visit: (wanted, callback) => {
      const descend = (depth: number, prefix: ExponentialSum<T>, indices: readonly number[]): void => {
        const mixture = mixtures[depth];
        const block = blocks[depth];
        if (mixture === undefined || block === undefined) {
          for (const index of indices) callback(prefix, index);
          return;
        }
        const groups = groupBy(indices, (index) => exponentsKey(wanted[index] ?? [], block.features));
        for (const [key, members] of groups) {
          descend(depth + 1, multiplySums(ring, prefix, mixture(key)), members);
        }
      };
      descend(0, start, [...wanted.keys()]);
    },
  };
}

/** The least common multiple of the denominators of all ends, atoms and points. */
function commonUnit(laws: readonly ValueLaw[], points: readonly Rational[]): bigint {
  const ends = [...new Set(laws)].flatMap(({ atoms, pieces }) => [
    ...atoms.map(({ value }) => value),
    ...pieces.flatMap(({ lower, upper }) => [lower, upper]),
  ]);
  return [...ends, ...points].reduce(
    (unit, value) => leastCommonMultiple(unit, fractionParts(value).denominator),
    1n,
  );
}

/** Σ_A weights[A] Π_{j∈A} x_j^e transform(a_j s) Π_{j∉A} [e_j = 0], by the key of the exponents; remembered. */
function blockMixture<T>(
  ring: OrderedRing<T>,
  { features: members, weights }: RingBlock<T>,
  features: readonly FeatureTransforms<T>[],
): (exponents: string) => ExponentialSum<T> {
  const zeroKey = ring.key(ring.zero);
  const nothing: ExponentialSum<T> = new Map();
  /** Over the subsets of the first `level` members, joined to `set`. */
  const mixture = (exponents: readonly number[], level: number, set: number): ExponentialSum<T> => {
    if (level === 0) {
      const weight = weights[set] ?? ring.zero;
      return ring.key(weight) === zeroKey ? nothing : pointMass(ring, ring.zero, weight);
    }
    const feature = features[members[level - 1] ?? 0];
    const exponent = exponents[level - 1] ?? 0;
    const on = mixture(exponents, level - 1, set | (1 << (level - 1)));
    const sum = multiplySums(ring, on, feature?.byExponent[exponent] ?? nothing);
    if (exponent === 0) {
      addMultiple(ring, sum, mixture(exponents, level - 1, set), feature?.denominator ?? ring.one);
    }
    return sum;
  };
  const known = new Map<string, ExponentialSum<T>>();
  return (key) => {
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    const made = mixture(key.split(',').map(Number), members.length, 0);
    known.set(key, made);
    return made;
  };
}

function exponentsKey(monomial: Monomial, members: readonly number[]): string {
  return members.map((feature) => exponentOf(monomial, feature)).join(',');
}

function exponentOf(monomial: Monomial, feature: number): number {
  return monomial.filter((factor) => factor === feature).length;
}
