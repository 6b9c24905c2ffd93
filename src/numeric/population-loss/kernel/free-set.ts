import { type Address, fixedAddress, type I32, i32, int, loadF64, loadI32, moved, real, trailingZeros } from '../../wasm/expression.ts';
import type { FunctionBuilder } from '../../wasm/function-builder.ts';
import { type KernelLayout, MEAN, OMEGA, placeOf, STATE_BYTES } from './kernel-layout.ts';

/** Whether the own feature of an output is at 0 or inactive, at 1, or free: so is x_i on all of the face. */
export type OwnFeature = 'absent' | 'fixed' | 'free';

/** A free feature of the states in hand. */
export interface FreeFeature {
  readonly isOwn: boolean;
  /** The facet y_j = 1 lies so many bytes before the state, y_j = 0 twice as many. */
  readonly step: I32 | number;
  /** 16 bytes times its position: its place in tables of vectors. */
  readonly slot: Address;
}

/** All states with one set of free features. */
export interface FreeSet {
  readonly isOwnFree: boolean;
  readonly features: readonly FreeFeature[];
  /** The set in tables of bytes, of integers and of vectors. */
  readonly set: I32 | number;
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

/** A free set that is known when the module is written. */
export function knownSet(set: number, { featureCount, states }: KernelLayout): FreeSet {
  const positions = Array.from({ length: featureCount }, (_, j) => j).filter((j) => (set >> j) & 1);
  return {
    isOwnFree: (set & 1) === 1,
    features: positions.map((j) => ({ isOwn: j === 0, step: STATE_BYTES * 3 ** j, slot: fixedAddress(16 * j) })),
    set,
    state: fixedAddress(states + 2 * STATE_BYTES * placeOf(set)),
  };
}

/**
 * A free set that a variable holds.
 *
 * @param size - how many features it has.
 * @param isOwnFree - whether position 0 is among them.
 */
export function variableSet(
  f: FunctionBuilder,
  set: I32,
  size: number,
  isOwnFree: boolean,
  { states, place, step }: KernelLayout,
): FreeSet {
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
  return { isOwnFree, features, set, state: { base: f.let(int.shl(half, i32(1))), offset: states } };
}

/** Writes the body for every state of the set: as often as there are, or in a loop. */
export function writeForEachState(
  f: FunctionBuilder,
  layout: KernelLayout,
  { isOwnFree, set, state }: FreeSet,
  body: (face: FaceState) => void,
): void {
  const both = (start: Address, lowest: Address, highest: Address): void => {
    if (isOwnFree) body({ own: 'free', state: start, lowest, highest });
    else {
      body({ own: 'absent', state: start, lowest, highest });
      body({ own: 'fixed', state: moved(start, STATE_BYTES), lowest: moved(lowest, 16), highest: moved(highest, 16) });
    }
  };
  const others = layout.setCount - 2;
  if (typeof set === 'number') {
    const complement = others & ~set;
    let ones = 0;
    do {
      both(moved(state, STATE_BYTES * placeOf(ones)), fixedAddress(16 * ones), fixedAddress(16 * (ones | set)));
      ones = (ones - complement) & complement;
    } while (ones !== 0);
    return;
  }
  const complement = f.let(int.sub(i32(others), int.and(set, i32(others))));
  const ones = f.let(i32(0));
  const highestOffset = f.let(int.shl(set, i32(4)));
  f.repeatWhile(() => {
    const place = loadI32({ base: int.shl(ones, i32(2)), offset: layout.place });
    const base = f.let(int.add(state.base, place));
    const lowest = f.let(int.shl(ones, i32(4)));
    const highest = f.let(int.add(lowest, highestOffset));
    both({ base, offset: state.offset }, { base: lowest, offset: 0 }, { base: highest, offset: 0 });
    ones.set(int.and(int.sub(ones, complement), complement));
    return ones;
  });
}

/** The facets y_j = 1 and y_j = 0 of a state. */
export function facetsOf(f: FunctionBuilder, state: Address, { step }: FreeFeature): [Address, Address] {
  if (typeof step === 'number') return [moved(state, -step), moved(state, -2 * step)];
  const upper = f.let(int.sub(state.base, step));
  return [
    { base: upper, offset: state.offset },
    { base: f.let(int.sub(upper, step)), offset: state.offset },
  ];
}

/** Adds P(A) to ω of the cube of A, the set of free features: an inactive feature is at y_j = 1 where G_ij < 0. */
export function writeCubeWeights(f: FunctionBuilder, layout: KernelLayout, free: FreeSet): void {
  forEachCube(f, layout, free, (cube, probability) => {
    const omega = moved(cube, OMEGA);
    f.storeF64(omega, real.add(loadF64(omega), loadF64(probability)));
  });
}

/** Adds P(A) g₀ of the cube of A to the derivative by b_i. */
export function writeCubeMeans(f: FunctionBuilder, layout: KernelLayout, free: FreeSet): void {
  forEachCube(f, layout, free, (cube, probability, lane) => {
    const sum = fixedAddress(layout.biasSlope + 8 * lane);
    f.storeF64(sum, real.add(loadF64(sum), real.mul(loadF64(probability), loadF64(moved(cube, MEAN)))));
  });
}

function forEachCube(
  f: FunctionBuilder,
  layout: KernelLayout,
  { set, state }: FreeSet,
  body: (cube: Address, probability: Address, lane: number) => void,
): void {
  for (let lane = 0; lane < 2; lane++) {
    const falling = loadI32(fixedAddress(layout.fallingSet + 4 * lane));
    const outside =
      typeof set === 'number' ? i32(layout.setCount - 1 - set) : int.sub(i32(layout.setCount - 1), set);
    const place = loadI32({ base: int.shl(int.and(falling, outside), i32(2)), offset: layout.place });
    const cube = { base: f.let(int.add(state.base, place)), offset: state.offset + 8 * lane };
    const base = loadI32(fixedAddress(layout.probabilityOf + 4 * lane));
    const probability =
      typeof set === 'number'
        ? { base, offset: 8 * set }
        : { base: int.add(base, int.shl(set, i32(3))), offset: 0 };
    body(cube, probability, lane);
  }
}
