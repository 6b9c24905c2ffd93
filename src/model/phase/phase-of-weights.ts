/**
 * @file The phase of any weights: the symmetry class they are nearest to, told by lengths and angles alone.
 *
 * 1. A feature is **dropped** if its direction is shorter than tan 22.5° times the longest one ({@link DROPPED_RATIO}); if the
 *    longest is shorter than that itself, all are.
 * 2. Features whose directions are less than 22.5° apart are **confused**, they and those confused with either: one vertex.
 *    The vertex has the direction of their sum.
 * 3. The vertices are compared with every **product of orthogonal blocks** (polytope-blocks.ts) that has as many vertices and fits
 *    into m dimensions. The deviation is the largest difference of an angle from its ideal, under the best assignment. The
 *    product of least deviation names the phase if that is below 22.5°: half of the 45° between an axis and a diagonal.
 *    Otherwise the phase is **unclassified**.
 *
 * For two features it is the phase of `phaseOfPair`, which leaves no direction without a name. Lengths, angles and deviations
 * do not change under rotations of the hidden space (W → −W for m = 1), nor the name under permutations of features.
 */

import { DomainError } from '../../support/errors.ts';
import { DROPPED_RATIO, phaseOfPair } from '../phase.ts';
import { angularDeviation } from './match-angles.ts';
import { type PolytopeBlock, polytopeBlocks, productsOf } from './polytope-blocks.ts';

/** The phase of weights, with what led to its name. */
export interface Phase {
  /**
   * Of two features: a `PhaseName`. Otherwise the blocks, joined by ` ⊥ `: `pentagon`, `triangle ⊥ digon`, `digon ⊥ singleton`; with
   * other names for `orthogonal` (singletons only, two or more), `square` (two digons) and `confused` (one vertex of several features); followed by
   * the numbers of features in vertices that have more than one, `digon (confused 2)`, and of dropped features,
   * `square, 1 dropped`. Or `dropped-all`, or `unclassified`.
   */
  readonly name: string;
  /** The names of the blocks; none if unclassified. */
  readonly blocks: readonly string[];
  /** Dropped features, ascending. */
  readonly dropped: readonly number[];
  /** The features of each vertex, ascending. */
  readonly vertices: readonly (readonly number[])[];
  /** Radians from the ideal; 22.5° or more if unclassified. */
  readonly deviation: number;
}

/** 22.5°, as far as directions may be from an ideal and from each other. */
export const ANGLE_TOLERANCE: number = Math.PI / 8;
/** With more vertices the assignments are too many. */
const MAX_VERTICES = 12;

/**
 * @param weights - W, shape [hidden, features], row-major; finite.
 * @throws {@link DomainError} if `weights` does not hold whole columns of finite numbers.
 * @complexity for up to 12 vertices milliseconds; more are unclassified.
 */
export function phaseOfWeights(weights: Float64Array, featureCount: number): Phase {
  if (weights.length === 0 || weights.length % featureCount !== 0 || !weights.every(Number.isFinite)) {
    throw new DomainError(
      'phaseOfWeights',
      `finite weights of ${featureCount} features`,
      `[${weights.join(', ')}]`,
    );
  }
  const hiddenDimension = weights.length / featureCount;
  const columns = Array.from({ length: featureCount }, (_, i) =>
    weights.filter((__, entry) => entry % featureCount === i),
  );
  const norms = columns.map((column) => Math.hypot(...column));
  const longest = Math.max(...norms);
  const isDropped = (i: number): boolean => (norms[i] ?? 0) < DROPPED_RATIO * Math.max(longest, 1e-300);
  const all = longest < DROPPED_RATIO;
  const dropped = norms.flatMap((_, i) => (all || isDropped(i) ? [i] : []));
  const kept = norms.flatMap((_, i) => (dropped.includes(i) ? [] : [i]));
  const vertices = confusedGroups(kept, columns);
  const directions = vertices.map((members) => sumOfUnits(members, columns));
  const nearest = nearestProduct(directions, hiddenDimension);
  const blocks = nearest.blocks.map(({ name }) => name);
  const found = { blocks, dropped, vertices, deviation: nearest.deviation };
  if (featureCount === 2) return { ...found, name: phaseOfPair(weights) };
  return { ...found, name: phaseName(blocks, vertices, dropped.length, kept.length) };
}

/** Classes of directions less than the tolerance apart, directly or through others. */
function confusedGroups(kept: readonly number[], columns: readonly Float64Array[]): number[][] {
  const groups: number[][] = [];
  for (const i of kept) {
    const isNear = (j: number): boolean => angleBetween(columns[i], columns[j]) < ANGLE_TOLERANCE;
    const touched = groups.filter((group) => group.some(isNear));
    const merged = [...touched.flat(), i].sort((a, b) => a - b);
    for (const group of touched) groups.splice(groups.indexOf(group), 1);
    groups.push(merged);
  }
  return groups.sort(([a = 0], [b = 0]) => a - b);
}

function sumOfUnits(members: readonly number[], columns: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(columns[0]?.length ?? 0);
  for (const i of members) {
    const column = columns[i] ?? sum;
    const norm = Math.hypot(...column);
    column.forEach((entry, h) => {
      sum[h] = (sum[h] ?? 0) + entry / norm;
    });
  }
  return sum;
}

/** Rounded to a few units in the last place, near 0 and π too: by half of the chord, not by the arc cosine. */
function angleBetween(left: Float64Array = EMPTY, right: Float64Array = EMPTY): number {
  const [leftNorm, rightNorm] = [Math.hypot(...left), Math.hypot(...right)];
  const difference = left.map((entry, h) => entry / leftNorm - (right[h] ?? 0) / rightNorm);
  const sum = left.map((entry, h) => entry / leftNorm + (right[h] ?? 0) / rightNorm);
  return 2 * Math.atan2(Math.hypot(...difference), Math.hypot(...sum));
}

const EMPTY = new Float64Array(0);

interface NearestProduct {
  readonly blocks: readonly PolytopeBlock[];
  readonly deviation: number;
}

function nearestProduct(directions: readonly Float64Array[], hiddenDimension: number): NearestProduct {
  const count = directions.length;
  let nearest: NearestProduct = { blocks: [], deviation: count === 0 ? 0 : ANGLE_TOLERANCE };
  if (count > MAX_VERTICES) return nearest;
  const angles = directions.map((left) => directions.map((right) => angleBetween(left, right)));
  for (const blocks of productsOf(polytopeBlocks(count, hiddenDimension), count, hiddenDimension)) {
    const deviation = angularDeviation(angles, anglesOfProduct(blocks), nearest.deviation);
    if (deviation < nearest.deviation) nearest = { blocks, deviation };
  }
  return nearest;
}

function anglesOfProduct(blocks: readonly PolytopeBlock[]): number[][] {
  const places = blocks.flatMap((block, b) =>
    Array.from({ length: block.vertices }, (_, vertex) => ({ block, b, vertex })),
  );
  return places.map((left) =>
    places.map((right) =>
      left.b === right.b ? (left.block.angles[left.vertex]?.[right.vertex] ?? 0) : Math.PI / 2,
    ),
  );
}

function phaseName(
  blocks: readonly string[],
  vertices: readonly (readonly number[])[],
  droppedCount: number,
  keptCount: number,
): string {
  if (keptCount === 0) return 'dropped-all';
  if (blocks.length === 0) return 'unclassified';
  const merged = vertices.map(({ length }) => length).filter((size) => size > 1);
  const isConfused = vertices.length === 1 && merged.length > 0;
  const base = isConfused ? 'confused' : (OTHER_NAMES[blocks.join(' ⊥ ')] ?? productName(blocks));
  const crowded = merged.sort((a, b) => b - a).join(', ');
  const confused = merged.length > 0 && !isConfused ? ` (confused ${crowded})` : '';
  return `${base}${confused}${droppedCount > 0 ? `, ${droppedCount} dropped` : ''}`;
}

const OTHER_NAMES: Readonly<Record<string, string>> = { 'digon ⊥ digon': 'square', singleton: 'singleton' };

function productName(blocks: readonly string[]): string {
  return blocks.every((name) => name === 'singleton') ? 'orthogonal' : blocks.join(' ⊥ ');
}
