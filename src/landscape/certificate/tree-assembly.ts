/**
 * @file Trees put together from subtrees that are searched in waves: all boxes that are open, then all that those left open, …
 * What comes out depends on the boxes alone, not on who searches which of them when.
 */

import { invariant } from '../../support/errors.ts';
import type { Box, SubtreeOutcome } from './search-tree.ts';

type Searched = Extract<SubtreeOutcome, { readonly status: 'searched' }>;

interface Node {
  readonly box: Box;
  tree: string;
  children: readonly Node[];
}

/** A tree that grows. */
export interface TreeAssembly {
  /** The boxes that are to be searched next. */
  readonly open: readonly Box[];
  /** What came of all of them, in their order. */
  accept(outcomes: readonly Searched[]): void;
  /** The whole tree in preorder, once nothing is open. */
  tree(): string;
}

export function treeAssembly(box: Box): TreeAssembly {
  const root: Node = { box, tree: '', children: [] };
  let leaves: readonly Node[] = [root];
  return {
    get open() {
      return leaves.map((leaf) => leaf.box);
    },
    accept(outcomes) {
      invariant(outcomes.length === leaves.length, 'every open box has been searched');
      leaves.forEach((leaf, k) => {
        const outcome = outcomes[k];
        leaf.tree = outcome?.tree ?? '';
        leaf.children = (outcome?.open ?? []).map((each) => ({ box: each, tree: '', children: [] }));
      });
      leaves = leaves.flatMap(({ children }) => children);
    },
    tree() {
      const parts: string[] = [];
      const left = [root];
      for (let node = left.pop(); node !== undefined; node = left.pop()) {
        parts.push(node.tree);
        left.push(...node.children.toReversed());
      }
      return parts.join('');
    },
  };
}
