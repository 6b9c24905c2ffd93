import type { Task } from '../../model/toy-model.ts';
import { type FixedInterval, fixedInterval } from '../../support/fixed-interval.ts';
import { type Rational, ZERO } from '../../support/rational.ts';

/**
 * The importances in units of the greatest, so that a fixed number of digits serves tasks of any scale: losses divide by the unit
 * as well.
 */
export function relativeImportances({ importances }: Task): {
  readonly unit: Rational;
  readonly importances: readonly FixedInterval[];
} {
  const unit = importances.reduce((most, each) => (each.compare(most) > 0 ? each : most), ZERO);
  return { unit, importances: importances.map((each) => fixedInterval(each.div(unit))) };
}
