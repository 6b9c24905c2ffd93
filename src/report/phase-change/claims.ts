/**
 * @file What the report claims, one check each. These decide its overall verdict: any that disagrees refutes the theory or
 * the program. That some trained models end in other minima refutes nothing; it is told cell by cell.
 */

import { exactQuantity, roundedQuantity } from '../../model/quantity.ts';
import { rational } from '../../support/rational.ts';
import { allEqual } from '../../verify/derived-formulas.ts';
import { overall, type Verdict } from '../../verify/verdict.ts';
import { type CellAgreement, FAMILY_ALPHA } from './agreement.ts';
import { type Claim, counted, explained } from './claim.ts';
import { scientific } from './scientific.ts';
import { SAME_MINIMUM, type Theory } from './theory.ts';

/** Largest relative difference of recurrence and closed form: what the recurrence promises. */
const RECURRENCE_TOLERANCE = 1e-13;

/** The claims about theory and trained models, in the order in which the report argues. */
export function claimsOf(theory: Theory, cells: readonly CellAgreement[]): readonly Claim[] {
  return [
    formulaClaim(theory),
    integralClaim(theory),
    recurrenceClaim(cells),
    samplingClaim(cells),
    minimaClaim(theory),
    trainingClaim(cells),
  ];
}

function formulaClaim({ formulaComparisons }: Theory): Claim {
  const equal = formulaComparisons.filter(allEqual).length;
  return counted('derived formulas, as printed, equal the closed form', equal, formulaComparisons.length, {
    summary: `${equal} of ${formulaComparisons.length} random rational points: derived formula = printed formula = closed form`,
    explanation: 'a chamber formula, or its printed text, differs from the closed form of the same loss',
  });
}

function integralClaim({ derivation }: Theory): Claim {
  // The derivation refuses to exist when one integral differs, so all of them are confirmed.
  const { integralsConfirmed } = derivation;
  return counted('integrals found again by nerdamer', integralsConfirmed, integralsConfirmed, {
    summary: `${integralsConfirmed} of ${integralsConfirmed} integrals of the derivation: nerdamer = exact core`,
    explanation: 'nerdamer finds another value for an integral of the derivation',
  });
}

function recurrenceClaim(cells: readonly CellAgreement[]): Claim {
  const errors = cells.flatMap(({ runs }) => runs.map(({ recurrenceError }) => recurrenceError));
  const worst = errors.reduce((largest, error) => Math.max(largest, error), 0);
  const verdict: Verdict = worst <= RECURRENCE_TOLERANCE ? 'agrees' : 'disagrees';
  return {
    name: 'recurrence equals the closed form on trained weights',
    verdict,
    expected: roundedQuantity(0),
    observed: roundedQuantity(worst),
    tolerance: RECURRENCE_TOLERANCE,
    ...explained(verdict, `the recurrence is off by ${scientific(worst)} relatively`),
    summary: `${errors.length} trained models: loss in doubles = exact loss within ${scientific(worst)} (relative)`,
  };
}

function samplingClaim(cells: readonly CellAgreement[]): Claim {
  const checks = cells.map(({ sampled }) => sampled);
  const agreeing = checks.filter(({ verdict }) => verdict === 'agrees').length;
  const verdict = overall(checks);
  const samples = checks.reduce((sum, check) => sum + (check.samples ?? 0), 0);
  return {
    name: 'sampled losses contain the exact ones',
    verdict,
    expected: exactQuantity(rational(BigInt(checks.length))),
    observed: exactQuantity(rational(BigInt(agreeing))),
    tolerance: 0,
    samples,
    ...explained(
      verdict,
      checks.find((check) => check.verdict === verdict)?.explanation ?? 'no interval was sampled',
    ),
    summary: `${agreeing} of ${checks.length} sampled losses agree with the exact ones (${(
      samples / 1e6
    ).toFixed(1)} M samples, family-wise α = ${scientific(FAMILY_ALPHA)})`,
  };
}

function minimaClaim({ minimaComparisons }: Theory): Claim {
  const refuted = minimaComparisons.filter(
    ({ difference, unlisted }) => !(Math.abs(difference) <= SAME_MINIMUM && unlisted.length === 0),
  );
  const confirmed = minimaComparisons.length - refuted.length;
  return counted('descent finds the minima listed, and nothing lower', confirmed, minimaComparisons.length, {
    summary: `${confirmed} of ${minimaComparisons.length} points (p, r): descents find the listed minima, nothing lower`,
    explanation: `at p = ${refuted[0]?.density}, r = ${refuted[0]?.importance} descent ends elsewhere`,
  });
}

function trainingClaim(cells: readonly CellAgreement[]): Claim {
  const runs = cells.flatMap((cell) => cell.runs);
  const refuting = runs.filter(
    ({ finding }) => finding === 'below-minimum' || finding === 'unlisted-minimum',
  );
  const undecided = runs.filter(({ finding }) => finding === 'undecided').length;
  const reached = cells.filter(({ best }) => best.finding === 'global-minimum').length;
  const verdict: Verdict = refuting.length > 0 ? 'disagrees' : undecided > 0 ? 'inconclusive' : 'agrees';
  return {
    name: 'no trained model lies below the global minimum or outside the listed basins',
    verdict,
    expected: exactQuantity(rational(0n)),
    observed: exactQuantity(rational(BigInt(refuting.length))),
    tolerance: 0,
    ...explained(verdict, refuting[0]?.explanation ?? `${undecided} models could not be placed in a basin`),
    summary: `${reached} of ${cells.length} cells trained to the global minimum, ${cells.length - reached} explained, ${refuting.length} models against the theory`,
  };
}
