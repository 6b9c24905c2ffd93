/**
 * @file The way out of a kink at a dropped feature.
 *
 * Where W_i reaches 0 from the side on which output i is off, the gradient in W_i vanishes although the loss falls on the other side
 * (docs/maths/pair.md: no local minimum of the pair without bias has W_i = 0). Descent of any kind comes to rest there.
 */

/** A direction this short beside the longest one is stuck, if its output is off. Chosen by experiment. */
const STUCK = 1e-3;
/** How far beyond the kink descent starts again, relative to the longest direction. */
const ACROSS = 1e-6;
/** A direction shorter is none. */
const TINY = 1e-150;
/** A bias below keeps the output of a dropped feature off, or at its kink. */
const KINK_BIAS = 1e-6;

/**
 * The point with every stuck direction made a little longer, on one of the two sides; a small step off W = 0, where all gradients vanish;
 * none if nothing is stuck.
 *
 * @param point - W, shape [hidden, features], row by row, and b, [features], if biases are free.
 * @param isConvex - whether the loss curves up where descent came to rest; if not, directions with any bias may be stuck.
 * @param side - −1 turns W_i round, across the kink; 1 leaves it where it is.
 */
export function acrossKink(
  point: Float64Array,
  featureCount: number,
  hiddenDimension: number,
  isConvex: boolean,
  side: 1 | -1,
): Float64Array | undefined {
  const size = featureCount * hiddenDimension;
  let longest = 0;
  let shortest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < featureCount; i++) {
    const length = directionLength(point, featureCount, size, i);
    longest = Math.max(longest, length);
    shortest = Math.min(shortest, length);
  }
  if (shortest >= STUCK * longest && longest >= STUCK) return undefined;
  const mayBeStuck = (i: number): boolean => !isConvex || Math.abs(point[size + i] ?? 0) <= KINK_BIAS;
  let across: Float64Array | undefined;
  for (let i = 0; i < featureCount; i++) {
    const length = directionLength(point, featureCount, size, i);
    const isShort = length < STUCK * Math.max(1, longest);
    if (!isShort || !mayBeStuck(i)) continue;
    across ??= point.slice();
    const least = longest < STUCK ? STUCK : ACROSS * longest;
    for (let k = i; k < size; k += featureCount) {
      const entry = point[k] as number;
      across[k] = side * (length < TINY ? least : entry * Math.max(1, least / length));
    }
  }
  return across;
}

/** ‖W_i‖. */
function directionLength(point: Float64Array, featureCount: number, size: number, i: number): number {
  let square = 0;
  for (let k = i; k < size; k += featureCount) square += (point[k] as number) ** 2;
  return Math.sqrt(square);
}
