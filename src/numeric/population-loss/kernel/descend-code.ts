import { anyLane, lanes, moved } from '../../wasm/expression.ts';
import type { FunctionBuilder } from '../../wasm/function-builder.ts';
import {
  addShare,
  addTo,
  finishSums,
  type SetSums,
  sharesOf,
  signedShare,
  sortFace,
  startSums,
  storeFace,
  timesOwn,
} from './face-code.ts';
import { type FaceState, type FreeSet, facetsOf, writeCubeWeights, writeForEachState } from './free-set.ts';
import { type KernelLayout, OMEGA, UPSILON } from './kernel-layout.ts';

/**
 * Theorem 2 of docs/maths/recurrence.md for all states with one free set of at least two features: signed states are
 * integrated, mixed ones hand their weights to the facets, h = 1 − t to y_j = 1 and h = t to y_j = 0.
 */
export function writeDescent(f: FunctionBuilder, layout: KernelLayout, free: FreeSet): void {
  writeCubeWeights(f, layout, free);
  const sums = startSums(f, layout, free);
  writeForEachState(f, layout, free, (face) => writeState(f, layout, free, sums, face));
  finishSums(f, layout, free, sums);
}

function writeState(
  f: FunctionBuilder,
  layout: KernelLayout,
  free: FreeSet,
  sums: SetSums,
  face: FaceState,
): void {
  const { own, state } = face;
  const size = free.features.length;
  const sorted = sortFace(f, layout, face);
  const [alpha, beta] = sharesOf(f, size, own, sorted);
  storeFace(f, state, sorted, [alpha, beta]);
  const signed = signedShare(f, sums, own, sorted);
  const apex = timesOwn(own, sorted.below, lanes.add(beta, beta));
  addShare(f, sums, apex === undefined ? signed : lanes.sub(signed, apex));
  const handOn = (): void => {
    const { below, above } = sorted;
    const upper = [f.let(lanes.mul(above, alpha)), f.let(lanes.mul(above, beta))] as const;
    const lower = [f.let(lanes.mul(below, alpha)), f.let(lanes.mul(below, beta))] as const;
    for (const feature of free.features) {
      const [high, low] = facetsOf(f, state, feature);
      addTo(f, moved(high, OMEGA), upper[0]);
      addTo(f, moved(high, UPSILON), upper[1]);
      addTo(f, moved(low, OMEGA), lower[0]);
      addTo(f, moved(low, UPSILON), lower[1]);
    }
  };
  // A branch costs more than what it saves where there is little to save.
  if (typeof free.set === 'number') handOn();
  else f.when(anyLane(sorted.isMixed), handOn);
}

