import type { Rational } from '../../support/rational.ts';
import { dyadicWidth, type RationalInterval } from '../../support/rational-interval.ts';
import type { RealAlgebraic } from '../../symbolic/algebraic/real-algebraic.ts';
import { simplestBetween } from './simplest-rational.ts';

/**
 * A short rational in each of the gaps that the walls leave in an open interval.
 *
 * @param walls - distinct, ascending, inside the interval.
 * @returns one more than there are walls, ascending.
 */
export function samplesBetween(
  walls: readonly RealAlgebraic[],
  { lower, upper }: RationalInterval,
): Rational[] {
  const enclosures = walls.map((wall, k) => apart(wall, walls[k - 1], walls[k + 1], { lower, upper }));
  const starts = [lower, ...enclosures.map((enclosure) => enclosure.upper)];
  const ends = [...enclosures.map((enclosure) => enclosure.lower), upper];
  return starts.map((start, k) => simplestBetween(start, ends[k] ?? upper));
}

/** An enclosure of a wall that leaves room to both neighbours and to the ends of the interval. */
function apart(
  wall: RealAlgebraic,
  before: RealAlgebraic | undefined,
  after: RealAlgebraic | undefined,
  whole: RationalInterval,
): RationalInterval {
  for (let bits = 16; ; bits *= 2) {
    const width = dyadicWidth(bits);
    const enclosure = wall.enclose(width);
    const floor = before?.enclose(width).upper ?? whole.lower;
    const ceiling = after?.enclose(width).lower ?? whole.upper;
    if (floor.compare(enclosure.lower) < 0 && enclosure.upper.compare(ceiling) < 0) return enclosure;
  }
}
