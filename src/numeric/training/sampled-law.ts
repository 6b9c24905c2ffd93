/**
 * @file The law of an active value as the samplers use it: a function from one uniform word to a single-precision number.
 *
 * With w a word, uniform on {0, …, 2³² − 1}:
 *
 * | law | x |
 * |---|---|
 * | uniform on [a, b] | a + s v, v = (⌊w / 2⁹⌋ + ½) / 2²³, s = b − a |
 * | points | the first value whose bound exceeds w, the bounds being the rounded cumulative masses times 2³² |
 * | polynomial on [a, b] | a + s t, t the midpoint of the cell of width 2⁻²⁴ in which the distribution function reaches (w + ½) / 2³² |
 *
 * a, s and the points are rounded to single precision, and so are product and sum; v is exact.
 */

import type { DensityPiece, ValueLaw } from '../../model/value-law.ts';
import { DomainError } from '../../support/errors.ts';
import { type Rational, toNumber, ZERO } from '../../support/rational.ts';

/** Plain data, so that it can be sent to a worker. */
export type SampledLaw =
  | { readonly kind: 'uniform'; readonly origin: number; readonly scale: number }
  | { readonly kind: 'points'; readonly bounds: readonly number[]; readonly values: readonly number[] }
  | {
      readonly kind: 'polynomial';
      readonly origin: number;
      readonly scale: number;
      /** Of the distribution function in t = (x − a)/(b − a), from the constant term up. */
      readonly coefficients: readonly number[];
    };

/** Uniform on [0, 1]. */
export const UNIT_LAW: SampledLaw = { kind: 'uniform', origin: 0, scale: 1 };

/**
 * The sampled form of a law. Rounded.
 *
 * @throws {@link DomainError} on a law of more than one piece, or of pieces and points.
 */
export function sampledLaw({ name, atoms, pieces }: ValueLaw): SampledLaw {
  const [piece] = pieces;
  if (piece === undefined) return pointsLaw(atoms);
  if (pieces.length > 1 || atoms.length > 0) {
    throw new DomainError('sampledLaw', 'points, or one interval with a polynomial density', name);
  }
  const origin = Math.fround(toNumber(piece.lower));
  const scale = Math.fround(toNumber(piece.upper.sub(piece.lower)));
  if (piece.coefficients.length === 1) return { kind: 'uniform', origin, scale };
  return { kind: 'polynomial', origin, scale, coefficients: distributionOf(piece) };
}

function pointsLaw(atoms: ValueLaw['atoms']): SampledLaw {
  let total: Rational = ZERO;
  const bounds = atoms.map(({ mass }) => {
    total = total.add(mass);
    return Math.min(2 ** 32 - 1, Math.round(toNumber(total) * 2 ** 32));
  });
  return { kind: 'points', bounds, values: atoms.map(({ value }) => Math.fround(toNumber(value))) };
}

/** ∫ of the density from a to a + s t, as a polynomial in t: Σ_k c_k s Σ_j C(k, j) a^{k−j} s^j t^{j+1}/(j + 1). Rounded once. */
function distributionOf({ lower, upper, coefficients }: DensityPiece): number[] {
  const scale = upper.sub(lower);
  const result: Rational[] = Array.from({ length: coefficients.length + 1 }, () => ZERO);
  coefficients.forEach((c, k) => {
    // (a + s t)^k, coefficient by coefficient.
    let powers: Rational[] = [c.mul(scale)];
    for (let factor = 0; factor < k; factor++) {
      powers = [...powers, ZERO].map((value, j) => value.mul(lower).add((powers[j - 1] ?? ZERO).mul(scale)));
    }
    powers.forEach((value, j) => {
      result[j + 1] = (result[j + 1] ?? ZERO).add(value.div(j + 1));
    });
  });
  return result.map(toNumber);
}

/** Whether a value takes a word: that of a single point does not. */
export function takesWord(law: SampledLaw): boolean {
  return law.kind !== 'points' || law.values.length > 1;
}

/** The value that a word stands for. */
export function valueOfWord(law: SampledLaw, word: number): number {
  switch (law.kind) {
    case 'uniform':
      return placed(law, ((word >>> 9) + 0.5) / 2 ** 23);
    case 'points': {
      const last = law.values.length - 1;
      let point = 0;
      while (point < last && word >= (law.bounds[point] as number)) point++;
      return law.values[point] as number;
    }
    case 'polynomial':
      return placed(law, quantile(law.coefficients, (word + 0.5) / 2 ** 32));
  }
}

function placed({ origin, scale }: { readonly origin: number; readonly scale: number }, t: number): number {
  return Math.fround(Math.fround(scale * Math.fround(t)) + origin);
}

/** By 24 halvings. */
function quantile(coefficients: readonly number[], share: number): number {
  let t = 0;
  let width = 0.5;
  for (let halving = 0; halving < 24; halving++) {
    let value = 0;
    for (let k = coefficients.length - 1; k >= 0; k--) {
      value = value * (t + width) + (coefficients[k] as number);
    }
    if (value <= share) t += width;
    width /= 2;
  }
  return t + width;
}
