import { fractionParts, type Rational } from '../../support/rational.ts';

/** P(A) for every active set A, indexed by bit set, as integers over one denominator. Exact. */
export function activeSetWeights(densities: readonly Rational[]): {
  numerators: bigint[];
  denominator: bigint;
} {
  let numerators = [1n];
  let denominator = 1n;
  for (const density of densities) {
    const { numerator: on, denominator: whole } = fractionParts(density);
    numerators = [
      ...numerators.map((weight) => weight * (whole - on)),
      ...numerators.map((weight) => weight * on),
    ];
    denominator *= whole;
  }
  return { numerators, denominator };
}
