/** @file The ideal configurations of feature directions that phases are named after, as tables of angles. */

/** One polytope with its centre at the origin: the directions of a block of features that do without the other dimensions. */
export interface PolytopeBlock {
  readonly name: string;
  readonly vertices: number;
  /** Of the space that the directions span. */
  readonly dimension: number;
  /** The angle between directions i and j, radians, shape [vertices][vertices]. */
  readonly angles: readonly (readonly number[])[];
}

/**
 * The blocks of at most so many vertices and dimensions, in the order in which products name them: by falling dimension, then
 * falling number of vertices.
 *
 * `singleton`, `digon`; the regular k-gons `triangle`, `pentagon`, `hexagon`, …; the regular simplices `tetrahedron`, `4-simplex`, …;
 * and the `square antiprism` of Thomson's problem. The square, the octahedron and the bipyramids are products of these.
 */
export function polytopeBlocks(maxVertices: number, maxDimension: number): readonly PolytopeBlock[] {
  const blocks: PolytopeBlock[] = [simplex(1, 'digon'), singleton()];
  for (let k = 3; k <= maxVertices; k++) if (k !== 4) blocks.push(polygon(k));
  for (let d = 3; d < maxVertices; d++) blocks.push(simplex(d, d === 3 ? 'tetrahedron' : `${d}-simplex`));
  blocks.push(squareAntiprism());
  return blocks
    .filter(({ vertices, dimension }) => vertices <= maxVertices && dimension <= maxDimension)
    .sort((left, right) => right.dimension - left.dimension || right.vertices - left.vertices);
}

/** The multisets of blocks with so many vertices in all and at most so many dimensions. */
export function productsOf(
  blocks: readonly PolytopeBlock[],
  vertices: number,
  dimensions: number,
): (readonly PolytopeBlock[])[] {
  if (vertices === 0) return [[]];
  return blocks.flatMap((block, k) =>
    block.vertices > vertices || block.dimension > dimensions
      ? []
      : productsOf(blocks.slice(k), vertices - block.vertices, dimensions - block.dimension).map((rest) => [
          block,
          ...rest,
        ]),
  );
}

function singleton(): PolytopeBlock {
  return { name: 'singleton', vertices: 1, dimension: 1, angles: [[0]] };
}

const POLYGON_NAMES: Readonly<Record<number, string>> = {
  3: 'triangle',
  5: 'pentagon',
  6: 'hexagon',
  7: 'heptagon',
  8: 'octagon',
};

function polygon(vertices: number): PolytopeBlock {
  const name = POLYGON_NAMES[vertices] ?? `${vertices}-gon`;
  const angleOf = (steps: number): number => (2 * Math.PI * Math.min(steps, vertices - steps)) / vertices;
  return { name, vertices, dimension: 2, angles: table(vertices, (i, j) => angleOf(Math.abs(i - j))) };
}

/** cos θ = −1/d between any two of the d + 1 vertices. */
function simplex(dimension: number, name: string): PolytopeBlock {
  const angle = Math.acos(-1 / dimension);
  return {
    name,
    vertices: dimension + 1,
    dimension,
    angles: table(dimension + 1, (i, j) => (i === j ? 0 : angle)),
  };
}

/**
 * The angle between the axis and a vertex of the square antiprism, in radians, that minimises Σ 1/distance over its pairs of
 * vertices: eight electrons on a sphere. Rounded to 1e-9; the tests check that it is a minimum.
 */
export const ANTIPRISM_POLAR_ANGLE = 0.975883252;

function squareAntiprism(): PolytopeBlock {
  const [z, radius] = [Math.cos(ANTIPRISM_POLAR_ANGLE), Math.sin(ANTIPRISM_POLAR_ANGLE)];
  const points = Array.from({ length: 8 }, (_, i) => {
    const turn = ((i % 4) * Math.PI) / 2 + (i < 4 ? 0 : Math.PI / 4);
    return [radius * Math.cos(turn), radius * Math.sin(turn), i < 4 ? z : -z] as const;
  });
  const cosine = (i: number, j: number): number =>
    (points[i] ?? []).reduce((sum, entry, h) => sum + entry * (points[j]?.[h] ?? 0), 0);
  return {
    name: 'square antiprism',
    vertices: 8,
    dimension: 3,
    angles: table(8, (i, j) => (i === j ? 0 : Math.acos(cosine(i, j)))),
  };
}

function table(size: number, entry: (i: number, j: number) => number): number[][] {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => entry(i, j)));
}
