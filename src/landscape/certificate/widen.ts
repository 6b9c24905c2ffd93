import { MOMENT_ERROR, MOMENT_UNDERFLOW } from '../../numeric/rectified-moments/rectified-moments.ts';

/** Moves moments to the safe side of their errors, and of the rounding of one more product; they stay nonnegative. */
export function widen(moments: Float64Array, direction: 1 | -1): void {
  const factor = 1 + 2 * direction * MOMENT_ERROR;
  for (let k = 0; k < moments.length; k++) {
    moments[k] = Math.max(0, (moments[k] ?? 0) * factor + direction * MOMENT_UNDERFLOW);
  }
}
