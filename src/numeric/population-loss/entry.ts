/**
 * `values[index]`, of which the caller knows that it exists.
 *
 * For arrays of doubles only: the engine compiles it for the one type that it has seen.
 */
export function at(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}
