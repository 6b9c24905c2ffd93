import { DomainError } from '../../support/errors.ts';

/** A point mass in doubles. */
export interface FloatAtom {
  readonly value: number;
  /** Of either sign. */
  readonly mass: number;
}

/**
 * ∫ψ over the piece = ∫₀¹ ψ(lower + width · t) Σ_k masses_k C(d,k) t^k (1 − t)^{d−k} dt: the Bernstein coefficients of the
 * density times the width. So a piece however narrow keeps its mass to the last digit.
 */
export interface FloatPiece {
  readonly lower: number;
  /** > 0; rounded from the exact width, not from rounded ends. */
  readonly width: number;
  /** Shape [degree + 1]; of either sign. The piece's mass is their average. */
  readonly masses: Float64Array;
}

/**
 * A law on the real line, or a law weighted with another variable, in doubles: every number is the nearest double to the
 * true one, or relatively within 2⁻⁵³ of it. Enclosures of its means count that rounding in.
 */
export interface FloatDensity {
  readonly atoms: readonly FloatAtom[];
  readonly pieces: readonly FloatPiece[];
}

const LARGEST = 1e100;
const MAX_DEGREE = 40;

/**
 * Checks a {@link FloatDensity}.
 *
 * @throws {@link DomainError} if a number is not finite, a place or a mass is beyond 10¹⁰⁰, a width is not positive, or a
 *   degree exceeds 40.
 */
export function requireFloatDensity({ atoms, pieces }: FloatDensity): void {
  for (const { value, mass } of atoms) {
    requireSize('an atom', value);
    requireSize('a mass', mass);
  }
  for (const { lower, width, masses } of pieces) {
    requireSize('a lower end', lower);
    requireSize('a width', width);
    if (width <= 0) throw new DomainError('enclosedMean', 'a width > 0', width);
    if (masses.length === 0 || masses.length > MAX_DEGREE + 1) {
      throw new DomainError(
        'enclosedMean',
        `pieces of degree 0 to ${MAX_DEGREE}`,
        `${masses.length} coefficients`,
      );
    }
    for (const mass of masses) requireSize('a mass', mass);
  }
}

function requireSize(what: string, value: number): void {
  if (Math.abs(value) <= LARGEST) return;
  throw new DomainError('enclosedMean', `${what} within ±${LARGEST}`, value);
}
