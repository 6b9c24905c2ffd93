/** @file The steps of a formula against the closed form: what each active set contributes, at a rational point. */

import { invariant } from '../support/errors.ts';
import { ONE, type Rational, ZERO } from '../support/rational.ts';
import { outputLoss } from '../symbolic/expected-loss/output-loss.ts';
import type { OutputFormula } from '../symbolic/output-formula/output-formula.ts';
import { activeSetIntegrals } from '../symbolic/presentation/integral-terms.ts';

/**
 * Compares ∫ z² and F_A of every active set with the closed form, which is F_A where the features of A are always active and
 * the others never; and ∫ z² where in addition the output is compared with a feature that is never active. Exact.
 *
 * @param point - values of the formula's symbols.
 * @param row - g_j of all features there, shape [features].
 * @returns the number of values compared.
 * @throws AntipodeError `broken-invariant` if one differs.
 */
export function confirmSteps(
  formula: OutputFormula,
  point: ReadonlyMap<string, Rational>,
  row: readonly Rational[],
): number {
  const { self, symbols } = formula;
  const bias = symbols.bias.evaluate(point);
  for (const { active } of formula.byActiveSet) {
    const { square, error } = activeSetIntegrals(formula, active);
    const densities = row.map((_, j) => (active.includes(j) ? ONE : ZERO));
    const expected = outputLoss({ row, self, bias }, densities);
    const silent = { row: [...row, ZERO], self: row.length, bias };
    invariant(
      error.value.evaluate(point).equals(expected) &&
        square.value.evaluate(point).equals(outputLoss(silent, [...densities, ZERO])),
      `the integrals of active set {${active.map((j) => j + 1).join(', ')}} are the closed form's`,
    );
  }
  return 2 * formula.byActiveSet.length;
}
