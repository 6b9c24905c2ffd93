/** @file Walking a tree of boxes: does it cover the first box, and does every branch end in a test that succeeds? */

import type { Ranges } from '../../model/certificate.ts';
import { overCommonDenominator } from '../../support/common-denominator.ts';
import { ONE, type Rational } from '../../support/rational.ts';
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

/**
 * @param ranges - [lower, upper] of every coordinate.
 * @param unit - another number that is to be a multiple of 1/denominator.
 */
export function rootOf(ranges: Ranges, unit: Rational = ONE): Root {
  const { integers, denominator } = overCommonDenominator([...ranges.flat(), unit]);
  const scale = 1n << MAX_DEPTH;
  const ends = integers.slice(0, -1).map((end) => end * scale);
  return {
    box: {
      lower: ends.filter((_, k) => k % 2 === 0),
      upper: ends.filter((_, k) => k % 2 === 1),
    },
    denominator: denominator * scale,
  };
}

/** What the letters of a tree mean. */
export interface TreeRules {
  /** The halves of a box along a coordinate, the lower one first. */
  halves(box: GridBox, coordinate: number): readonly [GridBox, GridBox] | undefined;
  /** Whether the test that a letter stands for succeeds on a box; or the box without a slice that may be cut off. */
  judge(box: GridBox, letter: string): boolean | GridBox;
}

/**
 * Checks every box of a tree, and stops at the first that fails.
 *
 * @complexity one box is held for every open branch; a branch halves a coordinate at most as often as the grid allows.
 */
export function walkTree(tree: string, root: GridBox, rules: TreeRules, watch: Watch): TreeVerdict {
  const open = [root];
  let tests = 0;
  for (let place = 0; place < tree.length; place++) {
    const letter = tree.charAt(place);
    const box = open.pop();
    if (box === undefined) return { status: 'refuted', tests, reason: `the tree ends before place ${place}` };
    const left = whatIsLeft(rules, box, letter);
    if (left === undefined) {
      return { status: 'refuted', tests, reason: `test ${letter} fails at place ${place} of the tree` };
    }
    open.push(...left);
    if (isSplit(letter)) continue;
    tests += 1;
    if (watch(tests)) return { status: 'stopped', tests };
  }
  if (open.length > 0)
    return { status: 'refuted', tests, reason: `the tree leaves ${open.length} boxes open` };
  return { status: 'confirmed', tests };
}

/** The boxes that a letter leaves to look at, the first of them last; undefined if it is wrong. */
function whatIsLeft(
  { halves, judge }: TreeRules,
  box: GridBox,
  letter: string,
): readonly GridBox[] | undefined {
  if (isSplit(letter)) return halves(box, letter.charCodeAt(0) - 97)?.toReversed();
  const verdict = judge(box, letter);
  if (verdict === false) return undefined;
  return verdict === true ? [] : [verdict];
}

function isSplit(letter: string): boolean {
  return letter >= 'a' && letter <= 'z';
}

/** Exact halves. */
export function halvesOf(
  { lower, upper }: GridBox,
  coordinate: number,
): readonly [GridBox, GridBox] | undefined {
  const low = lower[coordinate];
  const high = upper[coordinate];
  if (low === undefined || high === undefined || (low + high) % 2n !== 0n) return undefined;
  const middle = (low + high) / 2n;
  return [
    { lower, upper: upper.with(coordinate, middle) },
    { lower: lower.with(coordinate, middle), upper },
  ];
}
