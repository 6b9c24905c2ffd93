/**
 * @file All branches of critical points along a path: searched for at a few places, followed, and followed further from wherever
 * one leads to another.
 *
 * A search, not a proof: a branch that exists between the places only, and that no other one leads to, is missing.
 */

import { at } from '../../numeric/population-loss/entry.ts';
import { descend } from '../critical/descend.ts';
import { addOrbit, type Orbit } from '../critical/find-orbits.ts';
import { searchOrbits } from '../critical/search-orbits.ts';
import { type Branch, isOnBranch } from './branch.ts';
import { branchesOfCurve } from './branches-of-curve.ts';
import { type CriticalCurve, type Spot, solveAtPlace, solveOnPlane } from './critical-curve.ts';
import { type CurveEvent, type FollowedCurve, type FollowLimits, followCurve } from './follow-curve.ts';
import { type PathGround, taskAlong } from './model-path.ts';

export interface BranchSearchOptions {
  /** Whether to search for critical points of every kind, not minima alone; curves lead to saddles either way. */
  readonly saddles: boolean;
  readonly seed: number;
  readonly patience: number;
  readonly maxStarts: number;
  /** Where on the path to search, in [0, 1]. */
  readonly places: readonly number[];
  /** Called before each search with the number of those done. */
  readonly onProgress?: (done: number) => void;
}

/** A place at which another curve crosses a branch. */
export interface Crossing extends Spot {
  /** How many independent directions lose their curvature. */
  readonly multiplicity: number;
}

export interface BranchSearch {
  readonly ground: PathGround;
  readonly branches: readonly Branch[];
  readonly crossings: readonly Crossing[];
  /** Orbits with dead outputs, which are flat sets: critical points of fewer features, not followed. */
  readonly flatOrbits: number;
}

/** Beyond, something is wrong with what counts as new. */
const MOST_BRANCHES = 400;

interface Seed extends Spot {
  readonly kinked: readonly number[];
}

interface Work {
  readonly ground: PathGround;
  readonly limits: FollowLimits;
  readonly branches: Branch[];
  readonly crossings: Crossing[];
  readonly queue: Seed[];
}

/** Searches, and follows everything that is found. */
export function branchesAlong(ground: PathGround, options: BranchSearchOptions): BranchSearch {
  const limits: FollowLimits = { longestStep: LONGEST_STEP, maxStations: 1000, stopAtFold: false };
  const work: Work = { ground, limits, branches: [], crossings: [], queue: [] };
  const { hiddenDimension, biasMode } = ground.path;
  const { saddles, seed, patience, maxStarts, places, onProgress } = options;
  let flatOrbits = 0;
  for (const [done, place] of places.entries()) {
    onProgress?.(done);
    const task = taskAlong(ground.path, place);
    const found = searchOrbits(task, hiddenDimension, { bias: biasMode, saddles, seed, patience, maxStarts });
    const followed = found.orbits.filter(({ classification }) => classification.flatDimension === 0);
    flatOrbits = Math.max(flatOrbits, found.orbits.length - followed.length);
    for (const orbit of followed) work.queue.push(seedOf(orbit, place));
    drain(work);
  }
  return { ground, branches: work.branches, crossings: work.crossings, flatOrbits };
}

const LONGEST_STEP = 0.04;

function seedOf({ point, kinks }: Orbit, place: number): Seed {
  return { point, place, kinked: kinks.map(({ feature }) => feature) };
}

function drain(work: Work): void {
  for (let seed = work.queue.shift(); seed !== undefined; seed = work.queue.shift()) {
    if (work.branches.length < MOST_BRANCHES) plant(work, seed);
  }
}

function plant({ ground, limits, branches, crossings, queue }: Work, seed: Seed): void {
  const curve: CriticalCurve = { ground, kinked: seed.kinked };
  if (branches.some((branch) => isOnBranch(branch, seed))) return;
  const forth = followCurve(curve, seed, 1, limits);
  const back = followCurve(curve, seed, -1, limits);
  if (forth === undefined || back === undefined) return;
  if (isKnown(branches, [...forth.stations, ...back.stations])) return;
  const found = branchesOfCurve(curve, forth, back, branches.length);
  branches.push(...found);
  for (const { events, end } of [forth, back] satisfies FollowedCurve[]) {
    queue.push(...events.flatMap((event) => seedsOf(curve, event)));
    crossings.push(...events.flatMap(crossingOf));
    if (end.kind === 'pitchfork' || end.kind === 'junction') queue.push(...beside(curve, end.spot));
  }
}

function seedsOf(curve: CriticalCurve, event: CurveEvent): Seed[] {
  return event.kind === 'fold' ? fallenFrom(curve.ground, event.station) : switched(curve, event);
}

function crossingOf(event: CurveEvent): Crossing[] {
  if (event.kind === 'fold') return [];
  const { point, place } = event.station;
  return [{ point, place, multiplicity: event.directions.length }];
}

/**
 * Whether a curve has been followed before: near a fold or a crossing, where it was met, that is not always seen, so some of its
 * stations are looked at.
 */
function isKnown(branches: readonly Branch[], stations: readonly Spot[]): boolean {
  const looked = [0.2, 0.4, 0.6, 0.8].flatMap((share) => stations[Math.floor(share * stations.length)] ?? []);
  const known = looked.filter((spot) => branches.some((branch) => isOnBranch(branch, spot)));
  return 2 * known.length > looked.length;
}

/** How far from a crossing the other curves are looked for. */
const SWITCH_DISTANCE = 0.02;
const SWITCH_ANGLES = 12;

/** Points on the curves that cross at a bifurcation, on planes across its null directions. */
function switched(
  curve: CriticalCurve,
  { station, directions }: Extract<CurveEvent, { kind: 'bifurcation' }>,
): Seed[] {
  return mixtures(directions).flatMap((direction) => {
    const guess = {
      place: station.place,
      point: station.point.map((entry, k) => entry + SWITCH_DISTANCE * at(direction, k)),
    };
    const found = solveOnPlane(curve, guess, Float64Array.of(...direction, 0));
    return found === undefined || found.place < 0 || found.place > 1
      ? []
      : [{ ...found, kinked: curve.kinked }];
  });
}

/** Unit vectors of the span: both ends of a line, evenly round a plane, the axes beyond. */
function mixtures(basis: readonly Float64Array[]): Float64Array[] {
  const [first, second, ...more] = basis;
  if (first === undefined) return [];
  if (second === undefined || more.length > 0)
    return basis.flatMap((axis) => [axis, axis.map((entry) => -entry)]);
  return Array.from({ length: SWITCH_ANGLES }, (_, k) => {
    const angle = (2 * Math.PI * k) / SWITCH_ANGLES;
    return first.map((entry, j) => Math.cos(angle) * entry + Math.sin(angle) * at(second, j));
  });
}

const BESIDE = 2e-3;

/** Where descent leads from a fold, on the side where its branches are no more. */
function fallenFrom(ground: PathGround, station: Spot): Seed[] {
  return [station.place - BESIDE, station.place + BESIDE]
    .filter((place) => place >= 0 && place <= 1)
    .flatMap((place) => {
      const found: Orbit[] = [];
      const here = ground.groundAt(place);
      addOrbit(here, found, descend(here, station.point));
      return found
        .filter(({ classification }) => classification.flatDimension === 0)
        .map((orbit) => seedOf(orbit, place));
    });
}

/** The branch that a pitchfork or a junction lies on, a little off it. */
function beside(curve: CriticalCurve, { point, place }: Spot): Seed[] {
  return [place - BESIDE, place + BESIDE]
    .filter((near) => near >= 0 && near <= 1)
    .flatMap((near) => {
      const found = solveAtPlace(curve, { point, place: near });
      return found === undefined ? [] : [{ ...found, kinked: curve.kinked }];
    });
}
