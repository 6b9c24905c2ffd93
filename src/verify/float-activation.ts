import type { Activation, PiecewiseLinearActivation } from '../model/activation.ts';
import { smoothActivation } from '../numeric/smooth/smooth-activation.ts';
import { toNumber } from '../support/rational.ts';

/** An activation in doubles, and what bounds on its values need. */
export interface FloatActivation {
  /** φ(z), to within 10⁻¹³ of 1 + |z| times its parameters. */
  apply(z: number): number;
  /** Least and largest of φ on [lower, upper], rounded. */
  range(lower: number, upper: number): Interval;
  /** A slope and an interval such that φ(z) − slope · z lies in it for z in [lower, upper], rounded. */
  strip(lower: number, upper: number): Strip;
  /** |φ(y) − φ(z)| ≤ steepness · |y − z| wherever no jump lies between. */
  readonly steepness: number;
  /** Where φ jumps. */
  readonly jumps: readonly number[];
}

export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

export interface Strip {
  readonly slope: number;
  readonly rest: Interval;
}

export function floatActivation(activation: Activation): FloatActivation {
  return activation.kind === 'smooth' ? smooth(activation.name) : piecewiseLinear(activation);
}

function piecewiseLinear({ breakpoints, pieces }: PiecewiseLinearActivation): FloatActivation {
  const places = breakpoints.map(toNumber);
  const slopes = pieces.map(({ slope }) => toNumber(slope));
  const intercepts = pieces.map(({ intercept }) => toNumber(intercept));
  const on = (piece: number, z: number): number => (slopes[piece] ?? 0) * z + (intercepts[piece] ?? 0);
  const pieceOf = (z: number): number => {
    let piece = places.length;
    while (piece > 0 && z <= (places[piece - 1] as number)) piece--;
    return piece;
  };
  const jumps = breakpoints.filter((point, r) => {
    const [left, right] = [pieces[r], pieces[r + 1]];
    if (left === undefined || right === undefined) return false;
    const across = right.slope.sub(left.slope).mul(point).add(right.intercept).sub(left.intercept);
    return across.n !== 0n;
  });
  /** Extremes of φ(z) − slope · z: at the ends, or on either side of a breakpoint. */
  const extremes = (lower: number, upper: number, slope: number): Interval => {
    const values = [lower, upper].map((z) => on(pieceOf(z), z) - slope * z);
    places.forEach((place, r) => {
      if (lower > place || place > upper) return;
      values.push(on(r, place) - slope * place, on(r + 1, place) - slope * place);
    });
    return { lower: Math.min(...values), upper: Math.max(...values) };
  };
  return {
    apply: (z) => on(pieceOf(z), z),
    range: (lower, upper) => extremes(lower, upper, 0),
    strip(lower, upper) {
      const [left, right] = [pieceOf(lower), pieceOf(upper)];
      const secant = (on(right, upper) - on(left, lower)) / (upper - lower);
      const slope = left === right || !(upper > lower) ? (slopes[left] ?? 0) : secant;
      // On a piece what is left is its intercept: nothing cancels, and nothing is rounded.
      const constant = intercepts[left] ?? 0;
      return {
        slope,
        rest: left === right ? { lower: constant, upper: constant } : extremes(lower, upper, slope),
      };
    },
    steepness: Math.max(...slopes.map(Math.abs)),
    jumps: jumps.map(toNumber),
  };
}

/** Below the least value of GELU, −0.16997…, which it takes at −0.7517…; the others are monotone. */
const GELU_LEAST = -0.17;

function smooth(name: Parameters<typeof smoothActivation>[0]): FloatActivation {
  const { jet } = smoothActivation(name);
  const range = (lower: number, upper: number): Interval => {
    const [first, last] = [jet(lower).value, jet(upper).value];
    const dips = name === 'gelu' && lower < -0.7 && upper > -0.8;
    return { lower: Math.min(first, last, dips ? GELU_LEAST : first), upper: Math.max(first, last) };
  };
  return {
    apply: (z) => jet(z).value,
    range,
    strip: (lower, upper) => ({ slope: 0, rest: range(lower, upper) }),
    steepness: 1.2,
    jumps: [],
  };
}
