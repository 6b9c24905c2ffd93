/**
 * @file The expected loss of n = 2, m = 1 without bias as one formula in w₁, w₂, p, r per chamber, derived: nothing here
 * is a result typed in. Every intermediate value is kept, so that the derivation can be shown.
 */

import { LaurentPolynomial } from '../polynomial/laurent-polynomial.ts';
import { type ActiveSet, expandDensity } from './active-sets.ts';
import { CHAMBERS, type Chamber, signIn } from './chambers.ts';
import {
  integrateOverPiece,
  type LinearForm,
  type Piece,
  positiveDomain,
  wholeCube,
} from './restricted-domain.ts';
import { FEATURES, type Feature, importance, input, weight } from './symbols.ts';

/** One output under one active set: the three integrals of ∫ (x_i − ReLU(z))² = ∫ x_i² − 2∫ x_i z + ∫ z². */
export interface OutputStep {
  readonly output: Feature;
  /** z as a form in the active inputs. */
  readonly form: LinearForm;
  /** z as a polynomial. */
  readonly preactivation: LaurentPolynomial;
  /** Where z > 0. */
  readonly domain: readonly Piece[];
  /** ∫ x_i² over the cube (0 if feature i is inactive). */
  readonly target: LaurentPolynomial;
  /** ∫ x_i z over the restricted domain (0 if feature i is inactive). */
  readonly cross: LaurentPolynomial;
  /** ∫ z² over the restricted domain. */
  readonly square: LaurentPolynomial;
  /** The expected squared error given the active set. */
  readonly error: LaurentPolynomial;
}

/** One active set: what each output contributes. */
export interface ActiveSetStep {
  readonly activeSet: ActiveSet;
  readonly outputs: readonly OutputStep[];
  /** Σ_i I_i · error_i, given the active set. */
  readonly conditionalLoss: LaurentPolynomial;
}

/** The loss within one chamber, with its derivation. */
export interface ChamberLoss {
  readonly chamber: Chamber;
  readonly steps: readonly ActiveSetStep[];
  /** L(w₁, w₂, p, r). */
  readonly loss: LaurentPolynomial;
}

/** The derivation in every chamber. Exact. */
export function derivePairLoss(): readonly ChamberLoss[] {
  const activeSets = expandDensity();
  return CHAMBERS.map((chamber) => {
    const steps = activeSets.map((activeSet) => activeSetStep(chamber, activeSet));
    const loss = steps.reduce(
      (sum, { activeSet, conditionalLoss }) => sum.add(activeSet.probability.multiply(conditionalLoss)),
      LaurentPolynomial.ZERO,
    );
    return { chamber, steps, loss };
  });
}

function activeSetStep(chamber: Chamber, activeSet: ActiveSet): ActiveSetStep {
  const outputs = FEATURES.map((output) => outputStep(chamber, activeSet.features, output));
  const conditionalLoss = outputs.reduce(
    (sum, { output, error }) => sum.add(importance(output).multiply(error)),
    LaurentPolynomial.ZERO,
  );
  return { activeSet, outputs, conditionalLoss };
}

function outputStep(chamber: Chamber, active: readonly Feature[], output: Feature): OutputStep {
  const form = active.map((feature) => ({ feature, coefficient: weight(output).multiply(weight(feature)) }));
  const preactivation = form.reduce(
    (sum, { feature, coefficient }) => sum.add(coefficient.multiply(input(feature))),
    LaurentPolynomial.ZERO,
  );
  const domain = positiveDomain(form, (value) => signIn(chamber, value));
  const own = active.includes(output) ? input(output) : LaurentPolynomial.ZERO;
  const target = integrateOverPiece(own.multiply(own), wholeCube(active));
  const cross = integrateOverDomain(own.multiply(preactivation), domain);
  const square = integrateOverDomain(preactivation.multiply(preactivation), domain);
  const error = target.subtract(cross).subtract(cross).add(square);
  return { output, form, preactivation, domain, target, cross, square, error };
}

function integrateOverDomain(integrand: LaurentPolynomial, domain: readonly Piece[]): LaurentPolynomial {
  return domain.reduce((sum, piece) => sum.add(integrateOverPiece(integrand, piece)), LaurentPolynomial.ZERO);
}
