import type { Task } from '../model/toy-model.ts';
import { parseRational, type Rational, signOf } from '../support/rational.ts';

/** The range `pairMinima` serves: beyond it products of the two would underflow. */
const MIN_DENSITY = parseRational('1e-60');
const MAX_IMPORTANCE = parseRational('1e60');

/** The task of a pair in the units in which all its minima are known. */
export interface PairParameters {
  /** p in [10⁻⁶⁰, 1], of both features. */
  readonly density: Rational;
  /** r = I₂ / I₁, in [0, 10⁶⁰]. */
  readonly importance: Rational;
  /** I₁ > 0: losses of the task are this times those at importances (1, r). */
  readonly unit: Rational;
}

/**
 * The parameters of a task of two features and one hidden dimension that `pairMinima` serves; undefined for any other task.
 * Whether the bias is zero is for the caller to see to.
 */
export function pairParameters(
  { featureCount, densities, importances }: Task,
  hiddenDimension: number,
): PairParameters | undefined {
  const [density, otherDensity] = densities;
  const [unit, last] = importances;
  if (featureCount !== 2 || hiddenDimension !== 1) return undefined;
  if (density === undefined || otherDensity?.equals(density) !== true || signOf(density) === 0)
    return undefined;
  if (unit === undefined || last === undefined || signOf(unit) === 0) return undefined;
  const importance = last.div(unit);
  const isServed = density.compare(MIN_DENSITY) >= 0 && importance.compare(MAX_IMPORTANCE) <= 0;
  return isServed ? { density, importance, unit } : undefined;
}
