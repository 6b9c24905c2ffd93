/**
 * @file A second way to the exact expected loss of a two-layer network of one or two features, sharing nothing with the cells
 * but the rationals: iterated one-dimensional quadrature of the function itself.
 *
 * On a line y is piecewise affine. Its breakpoints lie among the zeros of the affine functions that the hidden units and, for
 * every choice of pieces of the hidden activation, the outputs can be; in the plane these zeros are lines, and the integral
 * along the second axis is a polynomial of the first coordinate between the points where two of the lines meet.
 */

import type { ValueLaw } from '../../src/model/value-law.ts';
import { ONE, type Rational, rational, signOf, ZERO } from '../../src/support/rational.ts';
import type { Network } from '../../src/symbolic/two-layer/network.ts';
import { squaredErrorsAt } from './two-layer-networks.ts';

/** a_0 x_0 + a_1 x_1 + … + constant. */
export interface Line {
  readonly a: readonly Rational[];
  readonly constant: Rational;
}

/** I_i E (t_i − y_i)², shape [features]; at most two features. */
export function lossBySweep(network: Network): Rational[] {
  const lines = wallsOf(network);
  const sums = network.densities.map(() => ZERO);
  for (const { active, probability } of activeSets(network)) {
    const means = meanOver(
      network,
      lines,
      active,
      network.densities.map(() => ZERO),
    );
    means.forEach((mean, i) => {
      sums[i] = (sums[i] ?? ZERO).add(probability.mul(mean).mul(network.importances[i] ?? ZERO));
    });
  }
  return sums;
}

function activeSets({ activity, featureCount }: Network): { active: number[]; probability: Rational }[] {
  const features = Array.from({ length: featureCount }, (_, i) => i);
  return Array.from({ length: 2 ** featureCount }, (_, set) => {
    const probability = activity.blocks.reduce((product, block) => {
      const own = block.features.reduce((bits, i, t) => bits | (((set >> i) & 1) << t), 0);
      return product.mul(block.probabilities[own] ?? ZERO);
    }, ONE);
    return { active: features.filter((i) => (set >> i) & 1), probability };
  }).filter(({ probability }) => signOf(probability) > 0);
}

/** The mean of every squared error over the values of the active features, the others being fixed. */
function meanOver(
  network: Network,
  lines: readonly Line[],
  [first, ...others]: readonly number[],
  x: readonly Rational[],
): Rational[] {
  if (first === undefined) return squaredErrorsAt(network, x);
  const at = (value: Rational): Rational[] =>
    meanOver(
      network,
      lines,
      others,
      x.map((entry, j) => (j === first ? value : entry)),
    );
  const law = network.inputs[first];
  if (law === undefined) throw new Error('no law');
  const degree =
    3 + others.length + degreeOf(law) + others.reduce((d, j) => d + degreeOf(network.inputs[j]), 0);
  const breaks = breakpoints(network, lines, first, others, x);
  let sums = network.densities.map(() => ZERO);
  const add = (values: readonly Rational[], weight: Rational): void => {
    sums = sums.map((sum, i) => sum.add((values[i] ?? ZERO).mul(weight)));
  };
  for (const { value, mass } of law.atoms) add(at(value), mass);
  for (const { lower, upper, coefficients } of law.pieces) {
    const inside = breaks.filter((point) => point.compare(lower) > 0 && point.compare(upper) < 0);
    const ends = [lower, ...inside, upper];
    for (let k = 1; k < ends.length; k++) {
      const [from = lower, to = upper] = [ends[k - 1], ends[k]];
      for (const { node, weight } of openRule(degree)) {
        const point = from.add(to.sub(from).mul(node));
        const density = coefficients.reduce(
          (sum, c, power) => sum.add(c.mul(power === 0 ? ONE : (point.pow(power) ?? ZERO))),
          ZERO,
        );
        add(at(point), weight.mul(to.sub(from)).mul(density));
      }
    }
  }
  return sums;
}

function degreeOf(law: ValueLaw | undefined): number {
  return Math.max(0, ...(law?.pieces ?? []).map(({ coefficients }) => coefficients.length - 1));
}

/** Where, along one axis, the mean over the remaining axis may stop being one polynomial. */
function breakpoints(
  { inputs }: Network,
  lines: readonly Line[],
  axis: number,
  [inner]: readonly number[],
  x: readonly Rational[],
): Rational[] {
  const restricted = lines.map(({ a, constant }) => ({
    along: a[axis] ?? ZERO,
    across: inner === undefined ? ZERO : (a[inner] ?? ZERO),
    constant: a.reduce(
      (sum, weight, j) => (j === axis || j === inner ? sum : sum.add(weight.mul(x[j] ?? ZERO))),
      constant,
    ),
  }));
  const law = inner === undefined ? undefined : inputs[inner];
  const places = [
    ...(law?.atoms ?? []).map(({ value }) => value),
    ...(law?.pieces ?? []).flatMap(({ lower, upper }) => [lower, upper]),
  ];
  const edges = places.map((place) => ({ along: ZERO, across: ONE, constant: place.neg() }));
  const all = [...restricted, ...edges];
  const points = all.flatMap((p, k) => {
    const alone = signOf(p.across) === 0 && signOf(p.along) !== 0 ? [p.constant.div(p.along).neg()] : [];
    const meetings = all.slice(k + 1).flatMap((q) => {
      const determinant = p.along.mul(q.across).sub(q.along.mul(p.across));
      if (signOf(determinant) === 0) return [];
      return [p.across.mul(q.constant).sub(q.across.mul(p.constant)).div(determinant)];
    });
    return [...alone, ...meetings];
  });
  const sorted = points.sort((a, b) => a.compare(b));
  return sorted.filter((point, k) => k === 0 || !point.equals(sorted[k - 1] ?? ZERO));
}

/** All affine functions whose zeros may separate pieces: x_i, hidden units, and these outputs for every choice of pieces. */
export function wallsOf(network: Network, outputsOf: readonly number[] = [0, 1]): Line[] {
  const { inputWeights, hiddenBias, hiddenActivation, outputWeights, bias, outputActivation } = network;
  const features = network.densities.map((_, j) => j);
  const axes = features.map((i) => ({ a: features.map((j) => (i === j ? ONE : ZERO)), constant: ZERO }));
  const units = inputWeights.map((a, h) => ({ a, constant: hiddenBias[h] ?? ZERO }));
  const shifted = ({ a, constant }: Line, breaks: readonly Rational[]): Line[] =>
    breaks.map((point) => ({ a, constant: constant.sub(point) }));
  const outputs = outputsOf.flatMap((i) => {
    const row = outputWeights[i] ?? [];
    const none: Line = { a: features.map(() => ZERO), constant: bias[i] ?? ZERO };
    const choices = units.reduce<Line[]>(
      (known, unit, h) =>
        known.flatMap((line) =>
          hiddenActivation.pieces.map(({ slope, intercept }) => {
            const weight = row[h] ?? ZERO;
            const a = line.a.map((entry, j) => entry.add(weight.mul(slope).mul(unit.a[j] ?? ZERO)));
            return { a, constant: line.constant.add(weight.mul(slope.mul(unit.constant).add(intercept))) };
          }),
        ),
      [none],
    );
    return choices.flatMap((line) => shifted(line, outputActivation.breakpoints));
  });
  return [...axes, ...units.flatMap((unit) => shifted(unit, hiddenActivation.breakpoints)), ...outputs];
}

const RULES = new Map<number, { node: Rational; weight: Rational }[]>();

/** Nodes inside (0, 1) and weights that integrate polynomials of the given degree over [0, 1] exactly. */
export function openRule(degree: number): { node: Rational; weight: Rational }[] {
  const known = RULES.get(degree);
  if (known !== undefined) return known;
  const nodes = Array.from({ length: degree + 1 }, (_, k) =>
    rational(BigInt(2 * k + 1), BigInt(2 * degree + 2)),
  );
  const rule = nodes.map((node, k) => {
    let basis: Rational[] = [ONE];
    nodes.forEach((other, l) => {
      if (l === k) return;
      const width = node.sub(other);
      const next = Array.from({ length: basis.length + 1 }, (_, power) =>
        (basis[power - 1] ?? ZERO).sub((basis[power] ?? ZERO).mul(other)).div(width),
      );
      basis = next;
    });
    return { node, weight: basis.reduce((sum, c, power) => sum.add(c.div(power + 1)), ZERO) };
  });
  RULES.set(degree, rule);
  return rule;
}
