/** @file Branch and bound below one box, up to a number of boxes: what is left open then is somebody else's. */

/** A box that is to be covered. */
export interface Box {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Of all there is to cover: 1 at first, and half of that for either half. */
  readonly share: number;
}

/** What is to be done with a box. */
export type BoxOutcome =
  | { readonly kind: 'done'; readonly cuts: string; readonly test: string }
  /** `better`: the centre of the box has a loss below the bound, which therefore is no lower bound. */
  | {
      readonly kind: 'split';
      readonly cuts: string;
      readonly coordinate: number;
      /** Where to split it. */
      readonly at: number;
      readonly better: boolean;
    };

/** May cut slices off the box, in place, and says by which letters. */
export type BoxTest = (lower: Float64Array, upper: Float64Array) => BoxOutcome;

export type SubtreeOutcome =
  | {
      readonly status: 'searched';
      /** The beginning of the subtree in preorder; the subtrees of the boxes that are open follow, in their order. */
      readonly tree: string;
      readonly open: readonly Box[];
      readonly boxes: number;
      /** The share that is covered. */
      readonly covered: number;
    }
  /** The models at `point` include one below the bound. */
  | { readonly status: 'better'; readonly point: Float64Array; readonly boxes: number }
  /** A box can be halved no further. */
  | { readonly status: 'stuck'; readonly point: Float64Array; readonly boxes: number };

/**
 * Searches below a box.
 *
 * @param thinnest - of every coordinate, the width below which no box is halved, so that its ends are exact doubles.
 * @param limit - of boxes.
 */
export function searchTree(test: BoxTest, root: Box, thinnest: Float64Array, limit: number): SubtreeOutcome {
  const open: Box[] = [{ ...root, lower: root.lower.slice(), upper: root.upper.slice() }];
  const tree: string[] = [];
  let boxes = 0;
  let covered = 0;
  for (; boxes < limit; boxes++) {
    const box = open.pop();
    if (box === undefined) break;
    const outcome = test(box.lower, box.upper);
    tree.push(outcome.cuts);
    if (outcome.kind === 'done') {
      tree.push(outcome.test);
      covered += box.share;
      continue;
    }
    const { coordinate, at, better } = outcome;
    if (better) return { status: 'better', point: centreOf(box), boxes };
    const width = (box.upper[coordinate] ?? 0) - (box.lower[coordinate] ?? 0);
    if (width <= (thinnest[coordinate] ?? 0)) return { status: 'stuck', point: centreOf(box), boxes };
    tree.push(String.fromCharCode(97 + coordinate));
    open.push(...halvesOf(box, coordinate, at));
  }
  return { status: 'searched', tree: tree.join(''), open: open.reverse(), boxes, covered };
}

/** The upper half, then the lower one, which is to be looked at first. */
function halvesOf({ lower, upper, share }: Box, coordinate: number, at: number): Box[] {
  const half = share / 2;
  return [
    { lower: lower.with(coordinate, at), upper, share: half },
    { lower, upper: upper.with(coordinate, at), share: half },
  ];
}

function centreOf({ lower, upper }: Box): Float64Array {
  return lower.map((low, k) => (low + (upper[k] ?? 0)) / 2);
}
