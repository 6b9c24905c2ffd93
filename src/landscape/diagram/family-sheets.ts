/** @file The named configurations of n features in m dimensions, as sheets on which norms and biases are free. */

import { type PolytopeBlock, polytopeBlocks, productsOf } from '../../model/phase/polytope-blocks.ts';
import { countMatchings, gramOf } from '../critical/configuration.ts';
import { blockDirections } from './block-directions.ts';
import { diagramPhase } from './diagram-phase.ts';
import type { ModelFamily } from './model-family.ts';
import type { Sheet } from './sheet.ts';

/** Beyond three features, at most so many share a vertex. */
const MOST_TOGETHER = 2;

type DirectionSheet = Extract<Sheet, { kind: 'directions' }>;

/**
 * Every product of orthogonal polytopes that fits, with every number of features dropped, at most one vertex that several features
 * share, and every role of the last feature; each once. Those with the fewest kept features come first.
 *
 * @param ofLast - whether the last feature differs from the others.
 */
export function familySheets(family: ModelFamily, ofLast: boolean): DirectionSheet[] {
  const { featureCount: n, hiddenDimension: m } = family;
  const sheets: DirectionSheet[] = [];
  for (const order of configurations(n, m, ofLast)) {
    const directions = placed(order, m);
    const isKnown = sheets.some((known) =>
      isSame(Float64Array.from(known.directions), directions, n, ofLast),
    );
    if (isKnown) continue;
    const name = diagramPhase(directions, n, ofLast);
    sheets.push({ family, kind: 'directions', name, directions: Array.from(directions) });
  }
  return sheets;
}

/** Features in order, by rising number of kept ones; many more than once. */
function configurations(n: number, m: number, ofLast: boolean): Direction[][] {
  const counts = Array.from({ length: n + 1 }, (_, kept) => kept);
  return counts.flatMap((kept) => {
    const most = Math.max(1, n > 3 ? Math.min(kept, MOST_TOGETHER) : kept);
    return Array.from({ length: most }, (_, k) => k + 1).flatMap((together) =>
      vertexLists(kept - together + 1, m).flatMap((vertices) =>
        ordersOf(vertices, together, n - kept, ofLast),
      ),
    );
  });
}

/** A direction of unit length, or a dropped feature's, which is zero. */
type Direction = readonly number[];

/** Every product with so many vertices in m dimensions, as lists of blocks of directions. */
function vertexLists(count: number, m: number): (readonly Direction[])[][] {
  if (count <= 0) return count === 0 ? [[]] : [];
  return productsOf(polytopeBlocks(count, m), count, m).map((blocks) => {
    let start = 0;
    return blocks.map((block: PolytopeBlock) => {
      const from = start;
      start += block.dimension;
      return blockDirections(block).map((direction) =>
        Array.from({ length: m }, (_, h) => direction[h - from] ?? 0),
      );
    });
  });
}

/** The features in order, the last feature last: one order for each choice of the shared vertex and of the last one's place. */
function ordersOf(
  blocks: readonly (readonly Direction[])[],
  together: number,
  dropped: number,
  ofLast: boolean,
): Direction[][] {
  const dimension = blocks[0]?.[0]?.length ?? 0;
  const zero = Array.from({ length: dimension }, () => 0);
  const shared = blocks.length === 0 || together === 1 ? [undefined] : blocks.map((block) => block[0]);
  return shared.flatMap((vertex) => {
    const crowd = vertex === undefined ? [] : Array.from({ length: together - 1 }, () => vertex);
    const all = [...blocks.flat(), ...crowd, ...Array.from({ length: dropped }, () => zero)];
    if (!ofLast) return [all];
    return all.map((last, k) => [...all.slice(0, k), ...all.slice(k + 1), last]);
  });
}

/** Shape [hidden, features], row-major. */
function placed(order: readonly Direction[], m: number): Float64Array {
  return Float64Array.from(
    Array.from({ length: m }, (_, h) => order.map((direction) => direction[h] ?? 0)).flat(),
  );
}

/** Whether a rotation and an exchange of the features but the last, or of all, carries one to the other. */
function isSame(left: Float64Array, right: Float64Array, n: number, ofLast: boolean): boolean {
  const classes = Array.from({ length: n }, (_, i) => (ofLast && i === n - 1 ? 1 : 0));
  const [one, other] = [left, right].map((directions) => ({
    featureCount: n,
    gram: gramOf(directions, n),
    bias: new Float64Array(n),
    classes,
  }));
  return one !== undefined && other !== undefined && countMatchings(one, other, SAME_ENTRY, 1) > 0;
}

const SAME_ENTRY = 1e-9;
