/** @file The search: from many starts to a list of orbits of critical points, each once. */

import { at } from '../../numeric/population-loss/entry.ts';
import { canonicalWeights } from './canonical-weights.ts';
import { type Classification, classify } from './classify.ts';
import { type Configuration, configurationOf, countMatchings, gramOf, isDead } from './configuration.ts';
import { descend } from './descend.ts';
import { judgeKinks, type KinkSlopes, type KinkVerdict, kinkedFeatures } from './kink-slopes.ts';
import type { Landscape } from './landscape.ts';
import { solveGradient } from './solve-gradient.ts';
import { randomStart, shaken, structuredStarts } from './starts.ts';

/** A critical point that stands for its orbit. */
export interface Orbit {
  /** The canonical representative. */
  readonly point: Float64Array;
  readonly height: number;
  /** Euclidean norm of the gradient of the height. */
  readonly gradientNorm: number;
  readonly classification: Classification;
  /** Where the gradient jumps: features with W_i = 0 and no bias. */
  readonly kinks: readonly KinkSlopes[];
  readonly configuration: Configuration;
  /** How far entries of G and b may be off: gradient over least curvature, with a margin. */
  readonly uncertainty: number;
}

export interface SearchOptions {
  readonly seed: number;
  /** Random starts at most. */
  readonly maxStarts: number;
  /** Random starts in a row without a new orbit after which the search ends. */
  readonly patience: number;
  /** Whether to look for critical points of every index, not minima alone. */
  readonly saddles: boolean;
}

/** What a search did. Never a proof: an orbit that no start reached is missing. */
export interface SearchRecord {
  readonly orbits: readonly Orbit[];
  /** Random starts used, beside the structured ones. */
  readonly starts: number;
  readonly structuredStarts: number;
  /** `saturated`: the last `patience` starts found nothing new. */
  readonly status: 'saturated' | 'start-limit';
}

/** Heights of one orbit, computed at two of its points, differ by rounding. */
const SAME_HEIGHT = 1e-11;
/** A gradient that moving along a flat set has left zero. */
const STILL_CRITICAL = 1e-10;
const LEAST_UNCERTAINTY = 1e-9;
const MOST_UNCERTAINTY = 1e-4;

/**
 * Critical points of one landscape, from structured and random starts.
 *
 * @param more - further starts, for instance critical points with fewer features.
 * @complexity a descent takes some hundred gradients, a search for saddles some d hundred.
 */
export function findOrbits(
  ground: Landscape,
  { seed, maxStarts, patience, saddles }: SearchOptions,
  more: readonly Float64Array[] = [],
): SearchRecord {
  const orbits: Orbit[] = [];
  const visit = (start: Float64Array): boolean => {
    const before = orbits.length;
    addOrbit(ground, orbits, descend(ground, start));
    if (saddles) addOrbit(ground, orbits, start);
    return orbits.length > before;
  };
  const structured = [...structuredStarts(ground), ...more];
  structured.forEach((start, index) => {
    visit(start);
    visit(shaken(start, seed, index));
  });
  let starts = 0;
  let idle = 0;
  while (starts < maxStarts && idle < patience) {
    idle = visit(randomStart(ground, seed, structured.length + starts)) ? 0 : idle + 1;
    starts += 1;
  }
  if (saddles) {
    const minima = orbits.filter(({ classification }) => classification.kind === 'minimum');
    for (const start of minima.flatMap(uphillStarts)) addOrbit(ground, orbits, start);
  }
  return {
    orbits: orbits.sort((left, right) => left.height - right.height),
    starts,
    structuredStarts: structured.length,
    status: idle >= patience ? 'saturated' : 'start-limit',
  };
}

/** Points up the valleys that leave a minimum: along its directions of least curvature that is not zero. */
function uphillStarts({ point, classification }: Orbit): Float64Array[] {
  const { values, vectors } = classification.spectrum;
  const soft = vectors.filter((_, k) => at(values, k) > SOFTEST).slice(0, VALLEYS);
  return soft.flatMap((direction) =>
    UPHILL.map((distance) => point.map((entry, k) => entry + distance * at(direction, k))),
  );
}

/** How many valleys are climbed from each minimum, and how far on either side. Chosen by experiment. */
const VALLEYS = 3;
const UPHILL = [-0.5, -0.15, 0.15, 0.5];
/** Curvatures below are those of rotations and flat sets. */
const SOFTEST = 1e-5;

/** Adds the orbit of the critical point near a start, if there is one and it is new. */
export function addOrbit(ground: Landscape, orbits: Orbit[], start: Float64Array): void {
  const found = solveGradient(ground, start);
  if (found.status !== 'critical') return;
  addPoint(ground, orbits, found.point);
}

/**
 * Adds the orbit of a point if it is new and critical.
 *
 * @param point - of zero gradient, but for features at a kink, whose one-sided derivatives are judged here.
 */
export function addPoint(ground: Landscape, orbits: Orbit[], point: Float64Array): void {
  const candidate = orbitOf(ground, point);
  if (candidate === undefined) return;
  if (!orbits.some((known) => isSameOrbit(known, candidate))) orbits.push(candidate);
}

/**
 * The orbit of a critical point.
 *
 * @returns undefined if the point is none: a kink off which the loss falls at first order one way and rises another.
 */
export function orbitOf(ground: Landscape, point: Float64Array): Orbit | undefined {
  const canonical = ground.pack(
    canonicalWeights(ground.task, ground.unpack(withoutDeadWeights(ground, point))),
  );
  const gradient = new Float64Array(ground.dimension);
  const height = ground.climb(canonical, gradient);
  const kinked = kinkedFeatures(ground, canonical);
  const smooth = classify(ground, canonical, kinked);
  const kinks = judgeKinks(ground, canonical, kinked, smooth);
  if (kinks.status === 'not-critical') return undefined;
  const { featureCount } = ground.task;
  const gradientNorm = Math.hypot(...gradient.filter((_, k) => !kinked.includes(k % featureCount)));
  const uncertainty = (100 * (gradientNorm + 1e-15)) / smooth.leastCurvature;
  return {
    point: canonical,
    height,
    gradientNorm,
    classification: kinked.length === 0 ? smooth : withKinks(smooth, kinks, ground.hiddenDimension),
    kinks: kinks.slopes,
    configuration: configurationOf(ground.task, ground.unpack(canonical)),
    uncertainty: Math.min(MOST_UNCERTAINTY, Math.max(LEAST_UNCERTAINTY, uncertainty)),
  };
}

/**
 * The same point with W_i = 0 for the dead outputs i of which the loss does not depend on W_i: one representative of a flat set
 * in which they wander.
 */
function withoutDeadWeights(ground: Landscape, point: Float64Array): Float64Array {
  const { featureCount } = ground.task;
  let settled = point;
  for (let i = 0; i < featureCount && ground.biasMode === 'free'; i++) {
    const { weights, bias } = ground.unpack(settled);
    if (!isDead(gramOf(weights, featureCount), bias, i)) continue;
    const trial = settled.slice();
    for (let k = i; k < weights.length; k += featureCount) trial[k] = 0;
    trial[weights.length + i] = -1;
    const gradient = new Float64Array(trial.length);
    const isSame = Math.abs(ground.climb(trial, gradient) - ground.height(point)) <= SAME_HEIGHT;
    if (isSame && Math.hypot(...gradient) <= STILL_CRITICAL) settled = trial;
  }
  return settled;
}

/** Each kinked feature along which the height falls every way adds m to the index; otherwise second order does not decide. */
function withKinks(smooth: Classification, { slopes, status }: KinkVerdict, hidden: number): Classification {
  const added = slopes.length * hidden;
  if (status === 'mixed') {
    return { ...smooth, kind: 'degenerate', undecidedDimension: smooth.undecidedDimension + added };
  }
  return { ...smooth, kind: smooth.kind === 'maximum' ? 'maximum' : 'saddle', index: smooth.index + added };
}

/**
 * Whether two critical points belong together: the same configuration within their uncertainties; or, where a flat set of more
 * than biases of dead outputs passes through both, the same height and the same kind.
 */
export function isSameOrbit(left: Orbit, right: Orbit): boolean {
  if (Math.abs(left.height - right.height) > SAME_HEIGHT) return false;
  const tolerance = left.uncertainty + right.uncertainty;
  if (countMatchings(left.configuration, right.configuration, tolerance, 1) > 0) return true;
  const [a, b] = [left.classification, right.classification];
  return hasWideFlatSet(left) && hasWideFlatSet(right) && a.kind === b.kind && a.index === b.index;
}

function hasWideFlatSet({ classification, configuration }: Orbit): boolean {
  const dead = configuration.bias.filter((entry) => entry === Number.NEGATIVE_INFINITY).length;
  return classification.flatDimension + classification.undecidedDimension > dead;
}
