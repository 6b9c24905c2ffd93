import { lanes, moved } from '../../wasm/expression.ts';
import type { FunctionBuilder } from '../../wasm/function-builder.ts';
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
import { type FaceState, type FreeSet, facetsOf, writeForEachState } from './free-set.ts';
import { type KernelLayout, OMEGA, UPSILON } from './kernel-layout.ts';

/**
 * Theorem 2 of docs/maths/recurrence.md for all states with one free set of at least two features: signed states are
 * integrated, mixed ones hand their weights to the facets, h = 1 − t to y_j = 1 and h = t to y_j = 0.
 */
export function writeDescent(f: FunctionBuilder, layout: KernelLayout, free: FreeSet): void {
  const sums = startSums(f, layout, free);
  writeForEachState(f, layout, free, (face) => writeState(f, layout, free, sums, face));
  finishSums(f, layout, free, sums);
}

function writeState(
  f: FunctionBuilder,
  layout: KernelLayout,
  { features }: FreeSet,
  sums: SetSums,
  face: FaceState,
): void {
  const { own, state } = face;
  const sorted = sortFace(f, layout, face);
  const signed = f.let(signedShare(f, layout, sums, own, sorted));
  const handOn = (): void => {
    const { below, above, alpha, beta } = apexOf(f, layout, features.length, own, sorted);
    addShare(f, layout, sums, less(signed, timesOwn(own, below, lanes.add(beta, beta))));
    storeFace(f, layout, state, sorted, { alpha, beta, volume: below, mean: above });
    const upper = [f.let(lanes.mul(above, alpha)), f.let(lanes.mul(above, beta))] as const;
    const lower = [f.let(lanes.mul(below, alpha)), f.let(lanes.mul(below, beta))] as const;
    for (const feature of features) {
      const [high, low] = facetsOf(f, state, feature);
      addTo(f, moved(high, OMEGA), upper[0]);
      addTo(f, moved(high, UPSILON), upper[1]);
      addTo(f, moved(low, OMEGA), lower[0]);
      addTo(f, moved(low, UPSILON), lower[1]);
    }
  };
  whereMixed(f, layout, sorted.isMixed, handOn, () => {
    addShare(f, layout, sums, signed);
    storeFace(f, layout, state, sorted, undefined);
  });
}
