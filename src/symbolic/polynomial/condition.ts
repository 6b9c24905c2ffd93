import type { LaurentPolynomial } from './laurent-polynomial.ts';

/** A form and how it compares with 0. */
export interface Condition {
  readonly form: LaurentPolynomial;
  readonly relation: '>' | '>=' | '==';
}
