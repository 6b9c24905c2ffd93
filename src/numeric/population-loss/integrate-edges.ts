import { at } from './entry.ts';
import { sumError } from './error-free.ts';
import type { FaceLattice } from './face-lattice.ts';
import type { OutputState } from './output-state.ts';

/**
 * The edges on which z changes sign, each in one go: Theorem 1 of docs/maths/recurrence.md with two points for facets. On
 * one side of the zero ℓ goes from −τ to the residual r where z > 0; on the other it is −x_i.
 *
 * Adds ω ∫ℓ² + 2υ ∫ℓ to the loss and what the edges are worth in the gradient; leaves their moments V and g₀ behind.
 *
 * @param start - the edges from here in `mixed` …
 * @param end - … up to here.
 */
export function integrateEdges(state: OutputState, lattice: FaceLattice, start: number, end: number): void {
  const { mixed, vertex, residual, squareWeight, meanWeight, volume, mean, slopeGradient, total } = state;
  const { free, fixed } = lattice;
  let loss = at(total, 0);
  let lost = at(total, 1);
  for (let index = start; index < end; index++) {
    const s = mixed[index] ?? 0;
    const unit = free[s] ?? 0;
    const corner = fixed[s] ?? 0;
    const first = at(vertex, corner);
    const last = at(vertex, corner + unit);
    const length = Math.abs(first) + Math.abs(last);
    const apex = Math.abs(first) / length;
    const apexRest = Math.abs(last) / length;
    const rises = Number(last > 0);
    const on = rises ? apexRest : apex;
    const off = rises ? apex : apexRest;
    const r = at(residual, corner + (-rises & unit));
    const tau = unit === 1 ? apex : corner & 1;
    const tauOff = unit === 1 ? 1 - rises : corner & 1;

    const alpha = at(squareWeight, s) / 3;
    const beta = (at(meanWeight, s) - tau * alpha) / 2;
    const onMean = (on * (r - tau)) / 2;
    squareWeight[s] = 0;
    meanWeight[s] = 0;
    volume[s] = on;
    mean[s] = onMean;
    const j = 31 - Math.clz32(unit);
    const upper = rises * apexRest * (alpha * r + beta);
    slopeGradient[j] = at(slopeGradient, j) + (apex * (alpha * onMean + beta * on) + upper);

    const share =
      on * r * (alpha * r + 2 * beta) + off * tauOff * (alpha * tauOff - 2 * beta) - 2 * tau * beta;
    const sum = loss + share;
    lost += sumError(loss, share, sum);
    loss = sum;
  }
  total[0] = loss;
  total[1] = lost;
}
