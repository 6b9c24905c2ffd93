/**
 * @file How to find the chamber of a point by asking for one sign at a time.
 *
 * Every question has two answers that occur, so there are as many leaves as chambers, and whatever the answers are, also
 * wrong ones by rounding, they lead to a chamber.
 */

import { invariant } from '../../support/errors.ts';
import type { OutputChamber } from './output-chamber.ts';

export type SignTree =
  | { readonly kind: 'chamber'; readonly chamber: OutputChamber }
  /** Is h_v > 0? */
  | {
      readonly kind: 'question';
      /** v, a bit set over the places of the chambers' features. */
      readonly vertex: number;
      readonly positive: SignTree;
      /** The answer of h_v = 0, too: lowering b a little shows that signs so counted are a chamber's. */
      readonly otherwise: SignTree;
    };

/**
 * A tree of questions with the given chambers as leaves, each once. Each question is the one whose answer rules out most.
 *
 * @param chambers - all of the same features, their signs all different; at least one.
 */
export function signTree(chambers: readonly OutputChamber[]): SignTree {
  const [first, ...others] = chambers;
  invariant(first !== undefined, 'a tree of signs has a chamber at each leaf');
  if (others.length === 0) return { kind: 'chamber', chamber: first };
  const vertex = mostEvenVertex(chambers);
  const isPositive = ({ signs }: OutputChamber): boolean => signs[vertex] === 1;
  return {
    kind: 'question',
    vertex,
    positive: signTree(chambers.filter(isPositive)),
    otherwise: signTree(chambers.filter((chamber) => !isPositive(chamber))),
  };
}

function mostEvenVertex(chambers: readonly OutputChamber[]): number {
  const excess = (vertex: number): number =>
    Math.abs(chambers.reduce((sum, { signs }) => sum + (signs[vertex] ?? 0), 0));
  const vertices = [...(chambers[0]?.signs.keys() ?? [])];
  return vertices.reduce((best, vertex) => (excess(vertex) < excess(best) ? vertex : best), 0);
}
