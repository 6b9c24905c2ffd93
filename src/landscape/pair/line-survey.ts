/** @file The minima along a line of parameters, from end to end: cells in which nothing changes, and what separates them. */

import type { PhaseName } from '../../model/phase.ts';
import { DomainError } from '../../support/errors.ts';
import { formatRational, ONE, type Rational, rational, ZERO } from '../../support/rational.ts';
import type { RationalInterval } from '../../support/rational-interval.ts';
import { RealAlgebraic } from '../../symbolic/algebraic/real-algebraic.ts';
import { arcsAlong, type ParameterLine, pointOnLine } from './arc-polynomials.ts';
import { type CriticalDirection, criticalDirections } from './critical-directions.ts';
import { isOpposite, phaseOfDirection } from './direction-phase.ts';
import { eventPolynomials } from './line-events.ts';
import { gainAlong } from './loss-along.ts';
import { samplesBetween } from './samples-between.ts';

/** A minimum as far as it can be told apart from others along a line. */
export interface MinimumName {
  readonly phase: PhaseName;
  /** Whether the two weights have the same sign. */
  readonly signs: 'same' | 'opposite';
}

/** An open interval of the unknown in which the minima keep their number, their order and their names. */
export interface LineCell {
  /** A rational number in it. */
  readonly sample: Rational;
  /** By ascending loss, modulo W → −W. */
  readonly minima: readonly MinimumName[];
}

/** The cells in ascending order; `walls[k]` lies between `cells[k]` and `cells[k + 1]`. */
export type LineSurvey =
  | {
      readonly status: 'surveyed';
      readonly cells: readonly LineCell[];
      readonly walls: readonly RealAlgebraic[];
    }
  | { readonly status: 'undecided'; readonly reason: string };

/**
 * All that happens along a line: density in (0, 1), or importance in (0, ∞).
 *
 * Method: the roots of the event polynomials, isolated, cut the line into cells; one exact look into each says what it
 * holds. A root at which nothing changes remains a wall between equal cells.
 *
 * @returns exact. [docs/maths/pair.md, Theorem 4]
 * @throws {@link DomainError} if the given parameter is out of range.
 * @complexity seconds; with a given parameter of hundreds of digits minutes.
 */
export function surveyLine(line: ParameterLine): LineSurvey {
  const events = eventPolynomials(arcsAlong(line));
  const walls: RealAlgebraic[] = [];
  for (const event of events) {
    if (event === 'none')
      return { status: 'undecided', reason: 'two critical values agree along the whole line' };
    const roots = factoredRoots(event.polynomial);
    if (roots === 'too large') return { status: 'undecided', reason: 'a polynomial could not be factored' };
    walls.push(...roots.filter((root) => isInside(root, line)));
  }
  const distinct = walls
    .sort((a, b) => a.compare(b))
    .filter((wall, k, all) => k === 0 || !(all[k - 1]?.equals(wall) ?? false));
  const samples = samplesBetween(distinct, extent(line, distinct));
  const cells: LineCell[] = [];
  for (const sample of samples) {
    const cell = cellAt(line, sample);
    if (typeof cell === 'string')
      return { status: 'undecided', reason: `${cell} at ${formatRational(sample)}` };
    cells.push(cell);
  }
  return { status: 'surveyed', cells, walls: distinct };
}

function factoredRoots(polynomial: readonly bigint[]): RealAlgebraic[] | 'too large' {
  try {
    return RealAlgebraic.rootsOf(polynomial);
  } catch (error) {
    if (error instanceof DomainError) return 'too large';
    throw error;
  }
}

function isInside(root: RealAlgebraic, { unknown }: ParameterLine): boolean {
  return root.sign() > 0 && (unknown === 'importance' || root.compare(RealAlgebraic.of(ONE)) < 0);
}

/** The ends of the line, or of as much of it as holds all walls. */
function extent({ unknown }: ParameterLine, walls: readonly RealAlgebraic[]): RationalInterval {
  const beyond = walls.at(-1)?.enclose(ONE).upper.add(ONE) ?? rational(2n);
  return { lower: ZERO, upper: unknown === 'density' ? ONE : beyond };
}

/** What a cell holds; or why its order is not known to be the same throughout, ties being sought between unlike signs. */
function cellAt(
  line: ParameterLine,
  sample: Rational,
): LineCell | 'two minima tie along a stretch' | 'two minima have the same signs' {
  const { density, importance } = pointOnLine(line, sample);
  const minima = criticalDirections(density, importance)
    .filter(({ shape }) => shape === 'highest')
    .map((direction) => ({ name: nameOf(direction), gain: gainAlong(direction, density) }))
    .sort((a, b) => b.gain.compare(a.gain));
  if (minima.some(({ gain }, k) => minima[k + 1]?.gain.equals(gain))) return 'two minima tie along a stretch';
  const signs = new Set(minima.map(({ name }) => name.signs));
  if (signs.size < minima.length) return 'two minima have the same signs';
  return { sample, minima: minima.map(({ name }) => name) };
}

function nameOf({ arc, s }: CriticalDirection): MinimumName {
  return { phase: phaseOfDirection(arc.arc, s), signs: isOpposite(arc.arc) ? 'opposite' : 'same' };
}
