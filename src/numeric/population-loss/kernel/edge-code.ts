import { both, choose, lanes, loadLanes, moved } from '../../wasm/expression.ts';
import type { FunctionBuilder, Variable } from '../../wasm/function-builder.ts';
import {
  addShare,
  addTo,
  apexOf,
  finishSums,
  less,
  type SetSums,
  signedShare,
  sortFace,
  startSums,
  storeFace,
  timesOwn,
  whereMixed,
} from './face-code.ts';
import { type FaceState, type FreeSet, writeForEachState } from './free-set.ts';
import type { KernelLayout } from './kernel-layout.ts';

/** Σ ∫_{z>0} ℓ y_j and Σ ∫_{z>0} ℓ (1 − y_j) with their weights, over the mixed edges along y_j. */
interface EdgeSlopes {
  readonly rising: Variable<'v128'>;
  readonly falling: Variable<'v128'>;
}

/**
 * The edges along one feature, each in one go: Theorem 1 of docs/maths/recurrence.md with two points for facets. In mixed
 * lanes ℓ goes from −τ at the zero of z to the residual r at the upper end; below the zero it is −x_i.
 */
export function writeEdges(f: FunctionBuilder, layout: KernelLayout, free: FreeSet): void {
  const sums = startSums(f, layout, free);
  const slopes = { rising: f.let(both(0)), falling: f.let(both(0)) };
  writeForEachState(f, layout, free, (face) => writeEdge(f, layout, sums, slopes, face));
  finishSums(f, layout, free, sums);
  for (const { slot, isOwn } of free.features) {
    const falls = loadLanes(moved(slot, layout.isFalling));
    const slope = isOwn ? slopes.rising : choose(falls, slopes.falling, slopes.rising);
    addTo(f, moved(slot, layout.slopes), slope);
  }
}

function writeEdge(
  f: FunctionBuilder,
  layout: KernelLayout,
  sums: SetSums,
  slopes: EdgeSlopes,
  face: FaceState,
): void {
  const { own, state } = face;
  const sorted = sortFace(f, layout, face);
  const share = f.let(signedShare(f, sums, own, sorted));
  const integrate = (): void => {
    const { below, above, alpha, beta } = apexOf(f, 1, own, sorted);
    const r = sorted.highResidual;
    const half = f.let(lanes.mul(above, both(0.5)));
    const tau = timesOwn(own, below, both(1));
    const mean = f.let(lanes.and(lanes.mul(half, less(r, tau)), sorted.isMixed));
    storeFace(f, layout, state, sorted, { alpha: both(0), beta: both(0), volume: above, mean });
    const alphaR = f.let(lanes.mul(alpha, r));
    const twice = f.let(lanes.add(beta, beta));
    share.set(lanes.add(share, lanes.mul(lanes.mul(above, r), lanes.add(alphaR, twice))));
    if (own === 'fixed') share.set(lanes.add(share, lanes.mul(below, lanes.sub(alpha, twice))));
    const apex = timesOwn(own, below, twice);
    if (apex !== undefined) share.set(lanes.sub(share, apex));
    const whole = f.let(lanes.add(lanes.mul(alpha, mean), lanes.mul(beta, above)));
    const upper = lanes.mul(above, lanes.add(alphaR, beta));
    slopes.rising.set(lanes.add(slopes.rising, lanes.add(lanes.mul(below, whole), upper)));
    if (own !== 'free') slopes.falling.set(lanes.add(slopes.falling, lanes.mul(above, whole)));
  };
  whereMixed(f, layout, sorted.isMixed, integrate, () => storeFace(f, layout, state, sorted, undefined));
  addShare(f, sums, share);
}
