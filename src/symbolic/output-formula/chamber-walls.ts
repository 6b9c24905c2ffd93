/** @file The inequalities that bound a chamber: of all 2ⁿ, those that do not follow from the others. */

import { rational } from '../../support/rational.ts';
import { vertexForms } from './count-chambers.ts';
import type { OutputChamber, Sign } from './output-chamber.ts';
import { strictFeasibility } from './strict-feasibility.ts';

/**
 * The vertices whose inequalities are needed, as bit sets over the chamber's features, ascending. Each is a wall: beyond
 * it lies the chamber that differs in this one sign. The other inequalities follow. Exact.
 *
 * No two forms are proportional, so an inequality is needed iff the others hold at some point together with its
 * opposite, that is, iff the sign vector with this one sign changed is a chamber too.
 *
 * @complexity 2ⁿ exact feasibility problems of 2ⁿ forms in n + 1 dimensions.
 */
export function chamberWalls({ features, signs }: OutputChamber): readonly number[] {
  return [...signs.keys()].filter((vertex) => {
    const beyond = signs.map((sign, index): Sign => (index === vertex ? (sign === 1 ? -1 : 1) : sign));
    return isRealisable(features.length, beyond);
  });
}

/** Whether some row and bias give the vertex values these signs. Exact. */
export function isRealisable(featureCount: number, signs: readonly Sign[]): boolean {
  const forms = vertexForms(featureCount).map((form, vertex) =>
    form.map((value) => rational(BigInt(value * (signs[vertex] ?? 1)))),
  );
  return strictFeasibility(forms).kind === 'feasible';
}
