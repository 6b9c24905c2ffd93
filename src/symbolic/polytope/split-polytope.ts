/** @file Cutting a polytope in two by a plane, exactly. */

import { withoutContent } from '../../support/univariate/integer-polynomial.ts';
import { type Covector, type Polytope, type Vertex, valueAt } from './polytope.ts';

/** The two sides of a plane, as far as they have the polytope's dimension. */
export interface Halves {
  /** Where the affine function is ≤ 0. */
  readonly below: Polytope | undefined;
  /** Where it is ≥ 0. */
  readonly above: Polytope | undefined;
}

/**
 * The parts of a polytope on which an affine function is ≤ 0 and ≥ 0. A polytope on which it vanishes everywhere lies below;
 * a part of lower dimension is left out, and the other one is then the polytope itself.
 *
 * @returns exact.
 * @complexity linear in the number of vertices of the faces.
 */
export function splitPolytope(polytope: Polytope, plane: Covector): Halves {
  const values = new Map<Vertex, bigint>();
  let [some, other] = [false, false];
  for (const face of polytope.faces) {
    for (const vertex of face) {
      if (values.has(vertex)) continue;
      const value = valueAt(plane, vertex);
      values.set(vertex, value);
      if (value < 0n) some = true;
      if (value > 0n) other = true;
    }
  }
  if (!other) return { below: polytope, above: undefined };
  if (!some) return { below: undefined, above: polytope };
  return cut(polytope, values);
}

function cut({ dimension, faces }: Polytope, values: ReadonlyMap<Vertex, bigint>): Halves {
  const crossing = crossings(values);
  const pieces = faces.map((face) => cutFace(face, values, crossing));
  if (dimension < 3) {
    return {
      below: { dimension, faces: pieces.map(({ below }) => below) },
      above: { dimension, faces: pieces.map(({ above }) => above) },
    };
  }
  const section = polygonOf(pieces.map(({ on }) => on));
  const half = (side: 'below' | 'above'): Polytope => ({
    dimension,
    faces: [...pieces.map((piece) => piece[side]).filter((face) => face.length > 2), section],
  });
  return { below: half('below'), above: half('above') };
}

interface CutFace {
  readonly below: Vertex[];
  readonly above: Vertex[];
  /** The vertices on the plane, new ones included. */
  readonly on: Vertex[];
}

type Crossing = (from: Vertex, to: Vertex) => Vertex | undefined;

function cutFace(face: readonly Vertex[], values: ReadonlyMap<Vertex, bigint>, crossing: Crossing): CutFace {
  const below: Vertex[] = [];
  const above: Vertex[] = [];
  const on: Vertex[] = [];
  const edges = face.length < 3 ? face.length - 1 : face.length;
  face.forEach((vertex, k) => {
    const value = values.get(vertex) ?? 0n;
    if (value <= 0n) below.push(vertex);
    if (value >= 0n) above.push(vertex);
    if (value === 0n) on.push(vertex);
    const next = face[(k + 1) % face.length];
    const between = k < edges && next !== undefined ? crossing(vertex, next) : undefined;
    if (between === undefined) return;
    below.push(between);
    above.push(between);
    on.push(between);
  });
  return { below, above, on };
}

/** Where edges cross the plane, one vertex an edge: faces that share the edge share it. */
function crossings(values: ReadonlyMap<Vertex, bigint>): Crossing {
  const known = new Map<Vertex, Map<Vertex, Vertex>>();
  return (from, to) => {
    const [start, end] = [values.get(from) ?? 0n, values.get(to) ?? 0n];
    if (start > 0n ? end >= 0n : start === 0n || end <= 0n) return undefined;
    const [under, over, low, high] = start < 0n ? [from, to, start, end] : [to, from, end, start];
    const found = known.get(under)?.get(over);
    if (found !== undefined) return found;
    const vertex = withoutContent(under.map((entry, j) => high * entry - low * (over[j] ?? 0n)));
    const row = known.get(under) ?? new Map<Vertex, Vertex>();
    known.set(under, row.set(over, vertex));
    return vertex;
  };
}

/**
 * The polygon with these edges: its vertices in cyclic order. An edge may be given twice; lists of fewer than two vertices,
 * from facets that the plane misses or only touches in a vertex, are passed over.
 */
function polygonOf(edges: readonly (readonly Vertex[])[]): Vertex[] {
  const neighbours = new Map<Vertex, Set<Vertex>>();
  for (const [a, b] of edges) {
    if (a === undefined || b === undefined) continue;
    neighbours.set(a, (neighbours.get(a) ?? new Set()).add(b));
    neighbours.set(b, (neighbours.get(b) ?? new Set()).add(a));
  }
  const polygon: Vertex[] = [];
  const placed = new Set<Vertex>();
  let [next] = neighbours.keys();
  while (next !== undefined) {
    polygon.push(next);
    placed.add(next);
    next = [...(neighbours.get(next) ?? [])].find((vertex) => !placed.has(vertex));
  }
  return polygon;
}
