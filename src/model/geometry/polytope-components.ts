/** @file Which features share dimensions with which, and as what: the polytopes of models that are too large for one phase. */

import { ANGLE_TOLERANCE, type Phase, phaseOfWeights } from '../phase/phase-of-weights.ts';
import { DROPPED_RATIO } from '../phase.ts';

export interface PolytopeComponent {
  /** Ascending. */
  readonly features: readonly number[];
  /** The block it is nearest to: `digon`, `pentagon`; `confused` for one direction that several features share; or `unclassified`. */
  readonly name: string;
  /** Radians from the ideal; 22.5° or more if unclassified. */
  readonly deviation: number;
}

/**
 * The components of a model: features whose directions are 22.5° or more from orthogonal are joined, directly or through
 * others. Each is named by the phase of its own features. Dropped features, which are short beside the longest one of all, are in
 * none.
 *
 * @param weights - W, shape [hidden, features], row-major; finite.
 * @returns ordered by their first features; rounded, as angles are.
 * @complexity O(n² m), and milliseconds for each component of at most 12 features; larger ones are unclassified.
 */
export function polytopeComponents(weights: Float64Array, featureCount: number): PolytopeComponent[] {
  const columns = Array.from({ length: featureCount }, (_, i) =>
    weights.filter((__, entry) => entry % featureCount === i),
  );
  const lengths = columns.map((column) => Math.hypot(...column));
  const longest = Math.max(...lengths);
  if (longest < DROPPED_RATIO) return [];
  const kept = lengths.flatMap((length, i) => (length < DROPPED_RATIO * longest ? [] : [i]));
  const units = columns.map((column, i) => column.map((entry) => entry / (lengths[i] ?? 1)));
  return joined(kept, units).map((features) => componentOf(features, columns));
}

const LEAST_COSINE = Math.sin(ANGLE_TOLERANCE);

function joined(kept: readonly number[], units: readonly Float64Array[]): number[][] {
  const rest = new Set(kept);
  const components: number[][] = [];
  for (const seed of kept) {
    if (!rest.delete(seed)) continue;
    const component = [seed];
    for (const i of component) {
      for (const j of rest) {
        if (Math.abs(cosine(units[i], units[j])) < LEAST_COSINE) continue;
        rest.delete(j);
        component.push(j);
      }
    }
    components.push(component.sort((left, right) => left - right));
  }
  return components;
}

function cosine(left: Float64Array = EMPTY, right: Float64Array = EMPTY): number {
  return left.reduce((sum, entry, h) => sum + entry * (right[h] ?? 0), 0);
}

const EMPTY = new Float64Array(0);

function componentOf(features: readonly number[], columns: readonly Float64Array[]): PolytopeComponent {
  const hiddenDimension = columns[0]?.length ?? 0;
  const scale = Math.max(...features.map((i) => Math.hypot(...(columns[i] ?? EMPTY))));
  const own = Float64Array.from(
    { length: hiddenDimension * features.length },
    (_, entry) =>
      (columns[features[entry % features.length] ?? 0]?.[Math.floor(entry / features.length)] ?? 0) / scale,
  );
  const phase = phaseOfWeights(own, features.length);
  return { features, name: blockName(phase, features.length), deviation: phase.deviation };
}

/** The blocks, without the names that phases of two features have. */
function blockName({ blocks, vertices, name }: Phase, count: number): string {
  if (blocks.length === 0) return 'unclassified';
  if (vertices.length === 1 && count > 1) return 'confused';
  return count === 2 ? blocks.join(' ⊥ ') : name;
}
