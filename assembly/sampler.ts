// The inputs of one block of at most 1024 samples. The definition is that of src/numeric/training/batch-sampler.ts, which
// this must follow bit for bit.
//
// First the activity of every block of features, then the values of every feature. Samples without an active feature may be
// left out ("compact"): the others then move up, in order, so that sample s gets the rank of s among those that are kept.

import { drawMasks, drawUnits, drawWords, seedStream } from './random';

/** Chunks of 128 samples in a block. */
const CHUNKS = 8;
const MASK_BYTES = CHUNKS * 16;

/** The samples that are kept, one bit each, and how many of them precede each 64-bit word of that mask. */
const KEPT: usize = memory.data(MASK_BYTES, 16);
const PRECEDING: usize = memory.data(CHUNKS * 2 * 4, 16);
/** Words, or the values they become, of one chunk. */
const WORDS: usize = memory.data(128 * 4 + 16, 16);
/** The mask of one block of features. */
const BLOCK_MASK: usize = memory.data(MASK_BYTES, 16);

/** Laws of an active value. */
const UNIT = 0;
const AFFINE = 1;
const POINTS = 2;
const POLYNOMIAL = 3;

/**
 * Draws which features are active.
 *
 * @param spec - the instance's activity: the number of blocks, and for each of them [threshold low, threshold high, outcomes,
 *   features, …the features, …(bound, set) of each outcome].
 * @param masks - shape [features, 8 chunks]; 128 bits each.
 * @returns how many samples are kept: all if `isCompact` is 0.
 */
export function drawActivity(
  spec: usize,
  k0: i32,
  k1: i32,
  k2: i32,
  k3: i32,
  step: i32,
  block: i32,
  count: i32,
  isCompact: i32,
  masks: usize,
): i32 {
  seedStream(k0, k1, k2, k3, step, block);
  const chunks = (count + 127) >> 7;
  memory.fill(KEPT, 0, MASK_BYTES);
  const blocks = load<i32>(spec);
  let at = spec + 4;
  for (let b = 0; b < blocks; b++) {
    const threshold = (<u64>load<u32>(at, 4) << 32) | <u64>load<u32>(at);
    const outcomes = load<i32>(at, 8);
    const features = load<i32>(at, 12);
    const list = at + 16;
    at = list + (<usize>features << 2) + (<usize>outcomes << 3);
    const target = features == 1 ? masks + <usize>load<i32>(list) * MASK_BYTES : BLOCK_MASK;
    drawMasks(threshold, count, target);
    for (let c = 0; c < chunks; c++) {
      const place = KEPT + (<usize>c << 4);
      v128.store(place, v128.or(v128.load(place), v128.load(target + (<usize>c << 4))));
    }
    if (features > 1) spreadOutcomes(list, features, outcomes, chunks, masks);
  }
  if (!isCompact) {
    for (let c = 0; c < chunks; c++) v128.store(KEPT + (<usize>c << 4), i64x2.splat(-1));
  }
  let kept = 0;
  for (let w = 0; w < 2 * chunks; w++) {
    store<i32>(PRECEDING + (<usize>w << 2), kept);
    kept += <i32>popcnt(load<u64>(KEPT + (<usize>w << 3)));
  }
  return isCompact ? kept : count;
}

/** Gives every active sample of a block of several features one of its outcomes, and every feature its mask. */
function spreadOutcomes(list: usize, features: i32, outcomes: i32, chunks: i32, masks: usize): void {
  const table = list + (<usize>features << 2);
  for (let f = 0; f < features; f++) {
    const mask = masks + <usize>load<i32>(list + (<usize>f << 2)) * MASK_BYTES;
    memory.fill(mask, 0, <usize>chunks << 4);
  }
  for (let c = 0; c < chunks; c++) {
    const base = <usize>c << 4;
    const total = <i32>(popcnt(load<u64>(BLOCK_MASK + base)) + popcnt(load<u64>(BLOCK_MASK + base, 8)));
    if (outcomes > 1) drawWords((total + 3) >> 2, WORDS);
    let drawn: usize = WORDS;
    for (let half: usize = 0; half < 16; half += 8) {
      let bits = load<u64>(BLOCK_MASK + base + half);
      while (bits != 0) {
        const bit = bits & (0 - bits);
        bits ^= bit;
        let outcome = table;
        if (outcomes > 1) {
          const word = load<u32>(drawn);
          drawn += 4;
          const end = table + (<usize>(outcomes - 1) << 3);
          while (outcome < end && word >= load<u32>(outcome)) outcome += 8;
        }
        let set = load<u32>(outcome, 4);
        while (set != 0) {
          const f = ctz(set);
          set &= set - 1;
          const mask = masks + <usize>load<i32>(list + (<usize>f << 2)) * MASK_BYTES + base + half;
          store<u64>(mask, load<u64>(mask) | bit);
        }
      }
    }
  }
}

/**
 * The next `count` values of a law, from as many words; up to three more are written.
 *
 * @param law - [kind, entries, then: affine: a, s as f32; points: (bound, value) each; polynomial: a, s as f32, then the
 *   coefficients as f64].
 */
@inline
function drawValues(law: usize, count: i32, out: usize): void {
  const kind = load<i32>(law);
  const entries = load<i32>(law, 4);
  const vectors = (count + 3) >> 2;
  if (kind == POINTS && entries == 1) {
    const value = v128.load32_splat(law, 12);
    for (let v = 0; v < vectors; v++) v128.store(out + (<usize>v << 4), value);
    return;
  }
  if (kind == UNIT) {
    drawUnits(vectors, out);
  } else if (kind == AFFINE) {
    drawUnits(vectors, out);
    const origin = v128.load32_splat(law, 8);
    const scale = v128.load32_splat(law, 12);
    for (let v = 0; v < vectors; v++) {
      const place = out + (<usize>v << 4);
      v128.store(place, f32x4.add(f32x4.mul(scale, v128.load(place)), origin));
    }
  } else if (kind == POINTS) {
    drawWords(vectors, out);
    for (let r = 0; r < count; r++) {
      const place = out + (<usize>r << 2);
      const word = load<u32>(place);
      let point = law + 8;
      const end = point + (<usize>(entries - 1) << 3);
      while (point < end && word >= load<u32>(point)) point += 8;
      store<f32>(place, load<f32>(point, 4));
    }
  } else if (kind == POLYNOMIAL) {
    drawWords(vectors, out);
    for (let r = 0; r < count; r++) {
      const place = out + (<usize>r << 2);
      store<f32>(place, polynomialValue(law, entries, load<u32>(place)));
    }
  }
}

/** a + s t, where t is the midpoint of the cell of width 2⁻²⁴ in which the distribution function reaches (word + ½)/2³². */
function polynomialValue(law: usize, entries: i32, word: u32): f32 {
  const share = (<f64>word + 0.5) * 2.3283064365386963e-10;
  let t: f64 = 0;
  let width: f64 = 0.5;
  for (let halving = 0; halving < 24; halving++) {
    const middle = t + width;
    let value: f64 = 0;
    for (let k = entries - 1; k >= 0; k--) value = value * middle + load<f64>(law + 16 + (<usize>k << 3));
    if (value <= share) t = middle;
    width *= 0.5;
  }
  return load<f32>(law, 12) * <f32>(t + width) + load<f32>(law, 8);
}

/**
 * The values of one feature for the kept samples, as a row.
 *
 * @param mask - the feature's, from `drawActivity`.
 * @param row - shape [kept], zeros; receives the values.
 */
function drawRow(law: usize, mask: usize, count: i32, row: usize): void {
  const chunks = (count + 127) >> 7;
  for (let c = 0; c < chunks; c++) {
    const low = load<u64>(mask + (<usize>c << 4));
    const high = load<u64>(mask + (<usize>c << 4), 8);
    if ((low & high) == u64.MAX_VALUE) {
      // All of them are active, so all are kept, and lie side by side.
      drawValues(law, 128, row + (<usize>load<i32>(PRECEDING + (<usize>c << 3)) << 2));
      continue;
    }
    const total = <i32>(popcnt(low) + popcnt(high));
    if (total == 0) continue;
    drawValues(law, total, WORDS);
    const rest = scatterWord(low, 2 * c, WORDS, row);
    scatterWord(high, 2 * c + 1, rest, row);
  }
}

@inline
function scatterWord(active: u64, word: i32, values: usize, row: usize): usize {
  const kept = load<u64>(KEPT + (<usize>word << 3));
  const base = row + (<usize>load<i32>(PRECEDING + (<usize>word << 2)) << 2);
  let bits = active;
  while (bits != 0) {
    const bit = bits & (0 - bits);
    bits ^= bit;
    const rank = <usize>popcnt(kept & (bit - 1));
    store<f32>(base + (rank << 2), load<f32>(values));
    values += 4;
  }
  return values;
}

/**
 * The values of one feature for the kept samples, as a list.
 *
 * @param ranks - receives the active samples, ascending.
 * @param values - receives their values, and up to three more.
 * @returns how many.
 */
function drawList(law: usize, mask: usize, count: i32, ranks: usize, values: usize): i32 {
  const chunks = (count + 127) >> 7;
  let listed = 0;
  for (let c = 0; c < chunks; c++) {
    const low = load<u64>(mask + (<usize>c << 4));
    const high = load<u64>(mask + (<usize>c << 4), 8);
    const total = <i32>(popcnt(low) + popcnt(high));
    if (total == 0) continue;
    drawValues(law, total, values + (<usize>listed << 2));
    listWord(low, 2 * c, ranks + (<usize>listed << 2));
    listWord(high, 2 * c + 1, ranks + (<usize>(listed + <i32>popcnt(low)) << 2));
    listed += total;
  }
  return listed;
}

@inline
function listWord(active: u64, word: i32, ranks: usize): void {
  const kept = load<u64>(KEPT + (<usize>word << 3));
  const base = load<i32>(PRECEDING + (<usize>word << 2));
  let bits = active;
  while (bits != 0) {
    const bit = bits & (0 - bits);
    bits ^= bit;
    store<i32>(ranks, base + <i32>popcnt(kept & (bit - 1)));
    ranks += 4;
  }
}

/**
 * The inputs of all features as rows.
 *
 * @param laws - addresses, shape [features].
 * @param rows - shape [features, stride bytes]; zeros beyond the kept samples, up to a multiple of eight.
 */
export function drawRows(
  laws: usize,
  masks: usize,
  features: i32,
  count: i32,
  kept: i32,
  rows: usize,
  stride: usize,
): void {
  const bytes = <usize>((kept + 7) & ~7) << 2;
  for (let i = 0; i < features; i++) {
    const row = rows + <usize>i * stride;
    for (let at: usize = 0; at < bytes; at += 16) v128.store(row + at, i64x2.splat(0));
    drawRow(load<usize>(laws + (<usize>i << 2)), masks + <usize>i * MASK_BYTES, count, row);
  }
}

/**
 * The inputs of all features as lists, one behind the other; see `drawList`.
 *
 * @param starts - receives where the list of each feature begins, shape [features].
 * @param ends - receives where it ends.
 */
export function drawLists(
  laws: usize,
  masks: usize,
  features: i32,
  count: i32,
  starts: usize,
  ends: usize,
  ranks: usize,
  values: usize,
): void {
  let total = 0;
  for (let i = 0; i < features; i++) {
    const at = <usize>i << 2;
    const place = <usize>total << 2;
    store<i32>(starts + at, total);
    total += drawList(load<usize>(laws + at), masks + <usize>i * MASK_BYTES, count, ranks + place, values + place);
    store<i32>(ends + at, total);
  }
}
