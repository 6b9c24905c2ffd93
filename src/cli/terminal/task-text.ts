import type { Task } from '../../model/toy-model.ts';
import type { Rational } from '../../support/rational.ts';
import { shortRational } from './number-text.ts';

/** Of a longer list the head is shown. */
const SHOWN = 6;

/** `n = 2, m = 1, density 3/10, importance 1, 1/2, bias none`. */
export function taskText(
  { featureCount, densities, importances }: Task,
  hidden: number,
  bias: string,
): string {
  return `n = ${featureCount}, m = ${hidden}, density ${listText(densities)}, importance ${listText(importances)}, bias ${bias}`;
}

/** One value where all are equal. */
function listText(values: readonly Rational[]): string {
  const [first] = values;
  if (first !== undefined && values.every((value) => value.equals(first))) return shortRational(first);
  const shown = values.slice(0, SHOWN).map(shortRational).join(', ');
  return values.length > SHOWN ? `${shown}, …` : shown;
}
