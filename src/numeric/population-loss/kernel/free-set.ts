import {
  type Address,
  fixedAddress,
  type I32,
  i32,
  int,
  loadI32,
  moved,
  trailingZeros,
} from '../../wasm/expression.ts';
import type { FunctionBuilder } from '../../wasm/function-builder.ts';
import { type KernelLayout, STATE_BYTES } from './kernel-layout.ts';

/** Whether the own feature of an output is at 0 or inactive, at 1, or free: so is x_i on all of the face. */
export type OwnFeature = 'absent' | 'fixed' | 'free';

/** A free feature of the states in hand. */
export interface FreeFeature {
  readonly isOwn: boolean;
  /** The facet y_j = 1 lies so many bytes before the state, y_j = 0 twice as many. */
  readonly step: I32;
  /** Its place in tables of vectors by position. */
  readonly slot: Address;
}

/** All states with one set of free features. */
export interface FreeSet {
  readonly isOwnFree: boolean;
  readonly features: readonly FreeFeature[];
  readonly set: I32;
  /** The high features at 1: a block. */
  readonly highOnes: I32;
  /** The state with all other features at 0. */
  readonly state: Address;
}

/** One state of a free set, in both lanes. */
export interface FaceState {
  readonly own: OwnFeature;
  readonly state: Address;
  /** The vertices in which z is smallest and largest: places in tables of vectors. */
  readonly lowest: Address;
  readonly highest: Address;
}

/**
 * Writes the body for all free sets from `start` to `end`, places in `layout.order`, in a loop.
 *
 * @param highOnes - the high features at 1, the others being at 0 or free.
 * @param size - how many features they have.
 * @param isOwnFree - whether position 0 is among them.
 */
export function writeForEachSet(
  f: FunctionBuilder,
  { states, place, step }: KernelLayout,
  [start, end, highOnes]: readonly [I32, I32, I32],
  { size, isOwnFree }: { readonly size: number; readonly isOwnFree: boolean },
  body: (free: FreeSet) => void,
): void {
  const block = f.let(loadI32({ base: int.shl(highOnes, i32(2)), offset: place }));
  f.forEach(start, end, 4, (entry) => {
    const set = f.let(loadI32({ base: entry, offset: 0 }));
    const rest = f.let(set);
    const features = Array.from({ length: size }, (_, k): FreeFeature => {
      const position = f.let(trailingZeros(rest));
      rest.set(int.and(rest, int.sub(rest, i32(1))));
      return {
        isOwn: isOwnFree && k === 0,
        step: f.let(loadI32({ base: int.shl(position, i32(2)), offset: step })),
        slot: { base: f.let(int.shl(position, i32(4))), offset: 0 },
      };
    });
    const half = loadI32({ base: int.shl(set, i32(2)), offset: place });
    const state = { base: f.let(int.add(int.shl(half, i32(1)), block)), offset: states };
    body({ isOwnFree, features, set, highOnes, state });
  });
}

/** Writes the body for every state of the set, in a loop over the sets of low features but the own that are at 1. */
export function writeForEachState(
  f: FunctionBuilder,
  layout: KernelLayout,
  { isOwnFree, set, highOnes, state }: FreeSet,
  body: (face: FaceState) => void,
): void {
  const others = i32(2 ** layout.lowCount - 2);
  const first = f.let(int.shl(highOnes, i32(4)));
  const complement = f.let(int.sub(others, int.and(set, others)));
  const length = f.let(int.shl(set, i32(4)));
  const ones = f.let(i32(0));
  f.repeatWhile(() => {
    const place = loadI32({ base: int.shl(ones, i32(2)), offset: layout.place });
    const lowest = { base: f.let(int.add(int.shl(ones, i32(4)), first)), offset: 0 };
    const highest = { base: f.let(int.add(lowest.base, length)), offset: 0 };
    const face = {
      state: { base: f.let(int.add(state.base, place)), offset: state.offset },
      lowest,
      highest,
    };
    if (isOwnFree) body({ own: 'free', ...face });
    else {
      body({ own: 'absent', ...face });
      body({
        own: 'fixed',
        state: moved(face.state, STATE_BYTES),
        lowest: moved(lowest, 16),
        highest: moved(highest, 16),
      });
    }
    ones.set(int.and(int.sub(ones, complement), complement));
    return ones;
  });
}

/** The facets y_j = 1 and y_j = 0 of a state. */
export function facetsOf(f: FunctionBuilder, state: Address, { step }: FreeFeature): [Address, Address] {
  const upper = f.let(int.sub(state.base, step));
  return [
    { base: upper, offset: state.offset },
    { base: f.let(int.sub(upper, step)), offset: state.offset },
  ];
}

/**
 * Writes the body for the cube of every active set but the empty one, in a loop, for one lane after the other: an inactive
 * feature is at y_j = 1 where G_ij < 0.
 */
export function writeForEachCube(
  f: FunctionBuilder,
  layout: KernelLayout,
  body: (cube: Address, probability: Address, lane: number) => void,
): void {
  const all = i32(layout.setCount - 1);
  const lanes = [0, 1].map((lane) => ({
    falling: f.let(loadI32(fixedAddress(layout.fallingSet + 4 * lane))),
    probability: f.let(loadI32(fixedAddress(layout.probabilityOf + 4 * lane))),
  }));
  const placeOf = (set: I32): I32 => loadI32({ base: int.shl(set, i32(2)), offset: layout.place });
  f.forEach(i32(1), i32(layout.setCount), 1, (set) => {
    const twice = f.let(int.shl(placeOf(set), i32(1)));
    const absent = f.let(int.sub(all, set));
    const entry = f.let(int.shl(set, i32(3)));
    lanes.forEach(({ falling, probability }, lane) => {
      const cube = f.let(int.add(twice, placeOf(int.and(falling, absent))));
      body({ base: cube, offset: layout.states }, { base: int.add(probability, entry), offset: 0 }, lane);
    });
  });
}
