/** @file A program of formulas as plain data: functions that compute, functions that choose between them, functions that add up. */

import type { Rational } from '../../../../support/rational.ts';

/** A call of another function of the program, with names as arguments. */
export interface Call {
  readonly words: readonly string[];
  readonly args: readonly string[];
}

/** A name for a sum of names and of products of two, such as `h12 = b + g1 + g2` or `g12 = w11*w12 + w21*w22`. */
export interface NamedSum {
  readonly name: string;
  readonly text: string;
}

/** One product: coefficient · (1 + 1/onePlusInverse) · base^exponent / Π divisors. */
export interface ProductTerm {
  readonly coefficient: Rational;
  readonly onePlusInverse?: string;
  readonly power?: { readonly base: string; readonly exponent: number };
  readonly divisors: readonly string[];
}

/** What an active set adds: its probability and the error given it. */
export interface Summand {
  /** Π p_j Π (1 − p_j). */
  readonly probability: readonly DensityFactor[];
  /** At least one. */
  readonly terms: readonly ProductTerm[];
}

/** p^exponent or (1 − p)^exponent, p a name or a number. */
export interface DensityFactor {
  readonly density: string | Rational;
  readonly active: boolean;
  readonly exponent: number;
}

/** How a function arrives at its value. Comparisons are written alike in all languages: `b + g1 > 0`, `g2 == 0`. */
export type Decision =
  | { readonly kind: 'call'; readonly call: Call }
  | {
      readonly kind: 'test';
      /** All must hold. */
      readonly comparisons: readonly string[];
      readonly holds: Decision;
      readonly otherwise: Decision;
    }
  /** The formulas do not serve this point. */
  | { readonly kind: 'outside' };

export type ProgramFunction = {
  readonly words: readonly string[];
  readonly parameters: readonly string[];
  /** What it computes, in one ASCII line. */
  readonly remark: string;
} & (
  | { readonly kind: 'formula'; readonly sums: readonly NamedSum[]; readonly summands: readonly Summand[] }
  | { readonly kind: 'choice'; readonly sums: readonly NamedSum[]; readonly decision: Decision }
  | {
      readonly kind: 'sum';
      readonly sums: readonly NamedSum[];
      readonly summands: readonly { readonly factor: string; readonly call: Call }[];
    }
);

export interface FormulaProgram {
  /** What the program computes, in ASCII lines: model, conventions, domain. */
  readonly about: readonly string[];
  /** What the error in doubles is measured in, in ASCII lines after "off by at most K * 2^-53 * M, where". */
  readonly magnitude: readonly string[];
  /** K. */
  readonly roundingUnits: number;
  /** Functions before those that call them. */
  readonly functions: readonly ProgramFunction[];
}
