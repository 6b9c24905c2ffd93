/** @file All first-order boundaries that lines of constant importance cross, each once, and what these lead to. */

import type { PlaneDomain } from '../continuation/trace-tie.ts';
import { countMatchings } from '../critical/configuration.ts';
import { followedConfiguration } from './followed-minimum.ts';
import type { FollowedTie, TieSeed, TieSides, TieTask } from './followed-tie.ts';
import { groundAt, type ModelFamily, type ParameterPoint } from './model-family.ts';
import type { PhaseBoundary, PhaseMeeting } from './phase-boundary.ts';

/** Follows ties; nothing for those that time has run out for. */
export type FollowTies = (tasks: readonly TieTask[]) => Promise<readonly (FollowedTie | undefined)[]>;

/** A tie this near to a curve, in the plane of logarithms, is on it: chords are off by less. */
const ON_CURVE = 0.0015;
/** Minima move by less along a step of a curve, and different ones are further apart but near where they merge. */
const SAME_MINIMUM = 0.06;

/** The curves that are known, and those that can be got from a seed. */
export class TieNetwork {
  readonly #family: ModelFamily;
  readonly #domain: PlaneDomain;
  readonly #curves: FollowedTie[] = [];
  readonly #triples: PhaseMeeting[] = [];

  constructor(family: ModelFamily, domain: PlaneDomain) {
    this.#family = family;
    this.#domain = domain;
  }

  get curves(): readonly PhaseBoundary[] {
    return this.#curves.flatMap(({ pieces }) => pieces);
  }

  get meetings(): readonly PhaseMeeting[] {
    const others = this.#curves.flatMap(({ meetings }) => meetings);
    return [...others.filter((place) => !this.#isTriple(place)), ...this.#triples];
  }

  /** Whether a tie is on a curve that is known. */
  has(tie: ParameterPoint & { readonly sides: TieSides }): boolean {
    return this.#curves.some(({ points }) => {
      const nearest = nearestOn(points, tie);
      return nearest !== undefined && isSamePair(this.#family, nearest, tie);
    });
  }

  /**
   * Follows the curves through the seeds, and those that leave the triple points at their ends. Which of them are followed at once does
   * not depend on who follows them.
   *
   * @returns whether time sufficed.
   */
  async grow(seeds: readonly TieSeed[], follow: FollowTies): Promise<boolean> {
    let waiting = [...seeds];
    while (waiting.length > 0) {
      waiting = waiting.filter((seed) => !this.has(seed));
      const batch = waiting.splice(0, AT_ONCE);
      const [family, domain] = [this.#family, this.#domain];
      const found = await follow(batch.map((seed) => ({ family, domain, seed })));
      for (const [k, tie] of found.entries()) {
        const seed = batch[k];
        // Two seeds of one batch may lie on one curve.
        if (tie === undefined || seed === undefined || this.has(seed)) continue;
        this.#curves.push(this.#newPart(tie));
        waiting.push(...tie.triples.flatMap((triple) => this.#departures(triple)));
      }
      if (found.includes(undefined)) return false;
    }
    return true;
  }

  /** Without pieces of another curve, onto which it went on at a wall. */
  #newPart(tie: FollowedTie): FollowedTie {
    const pieces = tie.pieces.filter(({ points }) => {
      const middle = points[Math.trunc(points.length / 2)];
      const found = tie.points.find(
        ({ density, importance }) => density === middle?.density && importance === middle.importance,
      );
      return found === undefined || !this.has(found);
    });
    return { ...tie, pieces };
  }

  #isTriple(place: PhaseMeeting): boolean {
    return place.phases.length > 2 && this.#triples.some((known) => distanceOf(known, place) < ON_CURVE);
  }

  #departures({ meeting, departures }: FollowedTie['triples'][number]): readonly TieSeed[] {
    if (this.#isTriple(meeting)) return [];
    this.#triples.push(meeting);
    return departures;
  }
}

/** More would often be on one curve. */
const AT_ONCE = 2;

/** Whether two ties close by are of the same minima. */
function isSamePair(
  family: ModelFamily,
  one: ParameterPoint & { readonly sides: TieSides },
  other: ParameterPoint & { readonly sides: TieSides },
): boolean {
  const [left, right] = [one, other].map((tie) => {
    const ground = groundAt(family, tie);
    return tie.sides.map((side) => followedConfiguration(ground, Float64Array.from(side)));
  });
  const isNear = (k: number, l: number): boolean => {
    const [a, b] = [left?.[k], right?.[l]];
    return a !== undefined && b !== undefined && countMatchings(a, b, SAME_MINIMUM, 1) > 0;
  };
  return (isNear(0, 0) && isNear(1, 1)) || (isNear(0, 1) && isNear(1, 0));
}

/** The point of a curve at the end of the chord that passes a place, if one does. */
function nearestOn<Point extends ParameterPoint>(
  points: readonly Point[],
  place: ParameterPoint,
): Point | undefined {
  return points.find((point, k) => {
    const from = points[k - 1] ?? point;
    const [x, y] = between(from, place);
    const [dx, dy] = between(from, point);
    const square = dx * dx + dy * dy;
    const share = square > 0 ? Math.min(1, Math.max(0, (x * dx + y * dy) / square)) : 0;
    return Math.hypot(x - share * dx, y - share * dy) < ON_CURVE;
  });
}

/** In the plane of logarithms. */
function between(from: ParameterPoint, to: ParameterPoint): readonly [number, number] {
  return [Math.log(to.importance / from.importance), Math.log(to.density / from.density)];
}

function distanceOf(one: ParameterPoint, other: ParameterPoint): number {
  return Math.hypot(...between(one, other));
}
