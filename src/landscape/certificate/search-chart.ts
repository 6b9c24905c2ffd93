/** @file Branch and bound over one chart: boxes are halved until a test ends every branch. */

import type { BoxOutcome } from './box-test.ts';

/** Where a search stands: which boxes of the tree are done. Another search goes on from there. */
export type SearchOutcome =
  | { readonly status: 'covered'; readonly tree: string }
  /** `tree` is the beginning of one. */
  | { readonly status: 'interrupted'; readonly tree: string }
  /** The directions at `point` hold a model below the bound. */
  | { readonly status: 'better'; readonly point: Float64Array }
  /** A box can be halved no further. */
  | { readonly status: 'stuck'; readonly point: Float64Array };

/** Between two looks at the clock. */
const PACE = 256;

/** Boxes are not made thinner than this share of their chart: corners stay on a grid that doubles hold exactly. */
const THINNEST = 2 ** -36;

/**
 * Searches a chart.
 *
 * @param test - of a box: done, or which coordinate to halve.
 * @param ranges - [lower, upper] of every coordinate.
 * @param begun - the tree so far, if a search is taken up again.
 * @param proceed - asked every few boxes with the number of boxes since the last time; `false` interrupts.
 */
export function searchChart(
  test: (lower: Float64Array, upper: Float64Array) => BoxOutcome,
  ranges: readonly (readonly [number, number])[],
  begun: string,
  proceed: (boxes: number) => boolean,
): SearchOutcome {
  const open: Box[] = [
    [Float64Array.from(ranges, ([low]) => low), Float64Array.from(ranges, ([, high]) => high)],
  ];
  replay(begun, open);
  const tree: string[] = [begun];
  let uncounted = 0;
  for (let box = open.pop(); box !== undefined; box = open.pop()) {
    const outcome = test(...box);
    uncounted += 1;
    if (outcome.kind === 'done') tree.push(outcome.test);
    else {
      const { coordinate, better } = outcome;
      if (better) return { status: 'better', point: centreOf(box) };
      if (isThin(box, ranges, coordinate)) return { status: 'stuck', point: centreOf(box) };
      tree.push(String.fromCharCode(97 + coordinate));
      open.push(...halvesOf(box, coordinate));
    }
    if (uncounted < PACE) continue;
    if (!proceed(uncounted)) return { status: 'interrupted', tree: tree.join('') };
    uncounted = 0;
  }
  proceed(uncounted);
  return { status: 'covered', tree: tree.join('') };
}

type Box = readonly [lower: Float64Array, upper: Float64Array];

/** Opens the boxes that a search left open. */
function replay(begun: string, open: Box[]): void {
  for (const letter of begun) {
    const box = open.pop();
    if (box !== undefined && letter >= 'a') open.push(...halvesOf(box, letter.charCodeAt(0) - 97));
  }
}

/** The upper half, then the lower one, which is to be looked at first. */
function halvesOf([lower, upper]: Box, coordinate: number): Box[] {
  const middle = ((lower[coordinate] ?? 0) + (upper[coordinate] ?? 0)) / 2;
  return [
    [lower.with(coordinate, middle), upper],
    [lower, upper.with(coordinate, middle)],
  ];
}

function centreOf([lower, upper]: Box): Float64Array {
  return lower.map((low, k) => (low + (upper[k] ?? 0)) / 2);
}

function isThin(
  [lower, upper]: Box,
  ranges: readonly (readonly [number, number])[],
  coordinate: number,
): boolean {
  const [low, high] = ranges[coordinate] ?? [0, 0];
  return (upper[coordinate] ?? 0) - (lower[coordinate] ?? 0) <= THINNEST * (high - low);
}
