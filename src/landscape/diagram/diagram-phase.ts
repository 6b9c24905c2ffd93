/** @file What a phase is called in a diagram. */

import { phaseOfWeights } from '../../model/phase/phase-of-weights.ts';
import { at } from '../../numeric/population-loss/entry.ts';
import { gramOf } from '../critical/configuration.ts';

/**
 * The phase by the rule of `phaseOfWeights`; for three features and more with what becomes of the last one, since the diagram is
 * about it: `orthogonal, 1 dropped` is `orthogonal, last dropped` or `orthogonal, 1 other dropped`; of several blocks that are not
 * all alike it says whether the last feature has one to itself, as in `digon ⊥ singleton, last not alone`.
 *
 * @param weights - W, shape [hidden, features], row-major.
 * @param ofLast - whether the last feature differs from the others.
 */
export function diagramPhase(weights: Float64Array, featureCount: number, ofLast: boolean): string {
  const { name, dropped, blocks } = phaseOfWeights(weights, featureCount);
  if (featureCount === 2 || !ofLast || name === 'dropped-all' || name === 'unclassified') return name;
  const last = featureCount - 1;
  if (dropped.includes(last) && dropped.length < featureCount) {
    return name.replace(
      /\d+ dropped$/,
      dropped.length === 1 ? 'last dropped' : `last and ${dropped.length - 1} dropped`,
    );
  }
  const role = name.replace(/(\d+) dropped$/, '$1 other dropped');
  if (new Set(blocks).size === 1 && !name.includes('confused')) return role;
  return `${role}, last ${isAlone(weights, featureCount, last) ? 'alone' : 'not alone'}`;
}

/** Whether the direction of feature i is orthogonal, to 22.5°, to all others that are not dropped. */
function isAlone(weights: Float64Array, n: number, i: number): boolean {
  const gram = gramOf(weights, n);
  const cosine = (j: number): number =>
    at(gram, i * n + j) / Math.sqrt(at(gram, i * n + i) * at(gram, j * n + j) + 1e-300);
  return Array.from({ length: n }, (_, j) => j).every(
    (j) => j === i || at(gram, j * n + j) < 1e-3 || Math.abs(cosine(j)) < Math.sin(Math.PI / 8),
  );
}
