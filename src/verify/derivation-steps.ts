/** @file The steps of a formula against the closed form: what each active set contributes, at a rational point. */

import { invariant } from '../support/errors.ts';
import { ONE, type Rational, ZERO } from '../support/rational.ts';
import { outputLoss } from '../symbolic/expected-loss/output-loss.ts';
import type { OutputFormula } from '../symbolic/output-formula/output-formula.ts';
import { activeSetIntegrals } from '../symbolic/presentation/integral-terms.ts';

/** A point at which a formula's symbols have values, and with it its output's whole row of G. */
export interface StepPoint {
  readonly point: ReadonlyMap<string, Rational>;
  /** g_j, shape [features]. */
  readonly row: readonly Rational[];
}

/**
 * Compares ∫ z² and F_A of every active set with the closed form, which is F_A where the features of A are always active and
 * the others never; and ∫ z² where in addition the output is compared with a feature that is never active. Exact.
 *
 * @returns the number of values compared.
 * @throws AntipodeError `broken-invariant` if one differs.
 */
export function confirmSteps(formula: OutputFormula, points: readonly StepPoint[]): number {
  for (const { active } of formula.byActiveSet) {
    const { square, error } = activeSetIntegrals(formula, active);
    for (const { point, row } of points) {
      const bias = formula.symbols.bias.evaluate(point);
      const densities = row.map((_, j) => (active.includes(j) ? ONE : ZERO));
      const given = outputLoss({ row, self: formula.self, bias }, densities);
      const silent = outputLoss({ row: [...row, ZERO], self: row.length, bias }, [...densities, ZERO]);
      invariant(
        error.value.evaluate(point).equals(given) && square.value.evaluate(point).equals(silent),
        `the integrals of active set {${active.map((j) => j + 1).join(', ')}} are the closed form's`,
      );
    }
  }
  return 2 * points.length * formula.byActiveSet.length;
}
