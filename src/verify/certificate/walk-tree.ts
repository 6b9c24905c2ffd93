/** @file Walking a tree of boxes: does it cover the first box, and does every branch end in a test that succeeds? */

import { overCommonDenominator } from '../../support/common-denominator.ts';
import type { Rational } from '../../support/rational.ts';
import type { GridBox } from './corner-bounds.ts';

/** How often a coordinate can be halved. */
const MAX_DEPTH = 40n;

export type TreeVerdict =
  | { readonly status: 'confirmed'; readonly tests: number }
  | { readonly status: 'refuted'; readonly tests: number; readonly reason: string }
  | { readonly status: 'stopped'; readonly tests: number };

/** Asked after every test; `true` stops. */
export type Watch = (tests: number) => boolean;

/** The first box, on a grid on which it can be halved. */
export interface Root {
  readonly box: GridBox;
  /** Of all coordinates; even. */
  readonly denominator: bigint;
}

/** @param ranges - [lower, upper] of every coordinate. */
export function rootOf(ranges: readonly (readonly [Rational, Rational])[]): Root {
  const { integers, denominator } = overCommonDenominator(ranges.flat());
  const unit = 1n << MAX_DEPTH;
  return {
    box: {
      lower: integers.filter((_, k) => k % 2 === 0).map((end) => end * unit),
      upper: integers.filter((_, k) => k % 2 === 1).map((end) => end * unit),
    },
    denominator: denominator * unit,
  };
}

/**
 * Checks every box of a tree, and stops at the first that fails.
 *
 * @param holds - whether the test that a letter stands for succeeds on a box.
 */
export function walkTree(
  tree: string,
  root: GridBox,
  holds: (box: GridBox, test: string) => boolean,
  watch: Watch,
): TreeVerdict {
  const open = [root];
  let tests = 0;
  for (let place = 0; place < tree.length; place++) {
    const letter = tree.charAt(place);
    const box = open.pop();
    if (box === undefined) return { status: 'refuted', tests, reason: `the tree ends before place ${place}` };
    const coordinate = letter.charCodeAt(0) - 97;
    if (coordinate >= 0) {
      const halves = halvesOf(box, coordinate);
      if (halves === undefined)
        return { status: 'refuted', tests, reason: `no such halves at place ${place}` };
      open.push(halves[1], halves[0]);
      continue;
    }
    if (!holds(box, letter)) {
      return { status: 'refuted', tests, reason: `test ${letter} fails at place ${place} of the tree` };
    }
    tests += 1;
    if (watch(tests)) return { status: 'stopped', tests };
  }
  if (open.length > 0)
    return { status: 'refuted', tests, reason: `the tree leaves ${open.length} boxes open` };
  return { status: 'confirmed', tests };
}

function halvesOf({ lower, upper }: GridBox, coordinate: number): readonly [GridBox, GridBox] | undefined {
  const low = lower[coordinate];
  const high = upper[coordinate];
  if (low === undefined || high === undefined || (low + high) % 2n !== 0n) return undefined;
  const middle = (low + high) / 2n;
  return [
    { lower, upper: upper.with(coordinate, middle) },
    { lower: lower.with(coordinate, middle), upper },
  ];
}
