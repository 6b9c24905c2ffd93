/**
 * How far directions are from an ideal configuration: the least, over all ways to assign the directions to its vertices, of the
 * largest difference between an angle and its ideal.
 *
 * @param angles - between the directions, radians, shape [k][k].
 * @param ideal - of the configuration, shape [k][k].
 * @param bound - assignments off by this much or more are not pursued.
 * @returns the deviation in radians, or `bound` if no assignment is nearer. Exact up to rounding.
 * @complexity branch and bound over k! assignments, of which the bound leaves few.
 */
export function angularDeviation(
  angles: readonly (readonly number[])[],
  ideal: readonly (readonly number[])[],
  bound: number,
): number {
  const size = angles.length;
  const vertexOf: number[] = [];
  let best = bound;
  const extend = (worst: number): void => {
    const i = vertexOf.length;
    if (i === size) {
      best = worst;
      return;
    }
    for (let vertex = 0; vertex < size; vertex++) {
      if (vertexOf.includes(vertex)) continue;
      const next = vertexOf.reduce(
        (most, other, j) => Math.max(most, Math.abs((angles[i]?.[j] ?? 0) - (ideal[vertex]?.[other] ?? 0))),
        worst,
      );
      if (next >= best) continue;
      vertexOf.push(vertex);
      extend(next);
      vertexOf.pop();
    }
  };
  extend(0);
  return best;
}
