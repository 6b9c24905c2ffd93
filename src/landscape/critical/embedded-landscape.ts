/** @file A landscape seen from an affine subspace: some parameters fixed, others tied together. */

import { at } from '../../numeric/population-loss/entry.ts';
import type { Landscape } from './landscape.ts';

/** Parameter k of the whole is offset_k + factor_k · (parameter source_k of the part); the offset alone where the source is −1. */
export interface Embedding {
  readonly dimension: number;
  /** Shape [parameters of the whole], as the others. */
  readonly source: readonly number[];
  readonly factor: readonly number[];
  readonly offset: readonly number[];
}

/** The part as a landscape of its own: its points are those of the subspace, what they unpack to is the whole model. */
export function embeddedLandscape(whole: Landscape, embedding: Embedding): Landscape {
  const { dimension, source, factor, offset } = embedding;
  const slopes = new Float64Array(whole.dimension);
  const lift = (point: Float64Array): Float64Array =>
    slopes.map((_, k) => {
      const from = source[k] ?? -1;
      return (offset[k] ?? 0) + (from < 0 ? 0 : (factor[k] ?? 0) * at(point, from));
    });
  return {
    ...whole,
    dimension,
    unpack: (point) => whole.unpack(lift(point)),
    height: (point) => whole.height(lift(point)),
    climb(point, gradient) {
      const height = whole.climb(lift(point), slopes);
      gradient.fill(0);
      for (let k = 0; k < slopes.length; k++) {
        const to = source[k] ?? -1;
        if (to >= 0) gradient[to] = at(gradient, to) + (factor[k] ?? 0) * at(slopes, k);
      }
      return height;
    },
    pack: (model) => projected(embedding, whole.pack(model)),
  };
}

/** The nearest point of the subspace, in its own parameters. */
function projected(
  { dimension, source, factor, offset }: Embedding,
  point: Float64Array,
): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(dimension);
  const squares = new Float64Array(dimension);
  point.forEach((entry, k) => {
    const to = source[k] ?? -1;
    const weight = factor[k] ?? 0;
    if (to < 0) return;
    sums[to] = at(sums, to) + weight * (entry - (offset[k] ?? 0));
    squares[to] = at(squares, to) + weight * weight;
  });
  return sums.map((sum, k) => sum / at(squares, k)) as Float64Array<ArrayBuffer>;
}

/** The columns of W along given directions, at free lengths; b as it is in the whole. A zero direction has no length. */
export function directionsEmbedding(
  directions: Float64Array,
  featureCount: number,
  dimension: number,
): Embedding {
  const size = directions.length;
  const hasLength = Array.from({ length: featureCount }, (_, i) =>
    directions.some((entry, k) => k % featureCount === i && entry !== 0),
  );
  const lengthOf = hasLength.map((has, i) => (has ? hasLength.slice(0, i).filter(Boolean).length : -1));
  const lengths = hasLength.filter(Boolean).length;
  const parameters = Array.from({ length: dimension }, (_, k) => k);
  return {
    dimension: lengths + dimension - size,
    source: parameters.map((k) => (k < size ? (lengthOf[k % featureCount] ?? -1) : lengths + k - size)),
    factor: parameters.map((k) => (k < size ? at(directions, k) : 1)),
    offset: parameters.map(() => 0),
  };
}
