// The loss and gradient of a network over the kept samples of one block, tile by tile: a tile's values stay in the cache.
//
// D h is computed densely. E x and its gradient cost in proportion to active inputs if these come as lists, and are dense
// products if they come as rows; the gradients of D and of h cost in proportion to outputs whose δ is not 0, or are dense
// products where most of them are not. What is chosen depends on the data only, so results do not depend on the machine.

import { activate, LINEAR, RELU } from './activation';
import { decodeBack, encode, encodeBack, MOST_VECTORS } from './generated/vector-kernels';
import { addLanes, firstLanes, laneSum } from './lanes';
import { Network } from './network';
import { addCombination, byHidden, bySample, encodeRows, fourOutputs, sumOuter, TILE } from './product';

/** From this share of nonzero δ on, dense products are faster. Chosen by experiment. */
const DENSE_SHARE: f32 = 0.6;

/** The bits of nonzero δ of four outputs, 64 samples a word. */
const WORDS: usize = TILE / 64;
const BITS: usize = memory.data(4 * (TILE / 64) * 8, 16);

/**
 * Adds the gradient of the kept samples to the sums and to the gradient of b.
 *
 * @returns Σ_s Σ_i (2 I_i / B) (y_i − t_i)².
 */
export function networkGradient(net: Network, kept: i32): f64 {
  let loss: f64 = 0;
  for (let first = 0; first < kept; first += TILE) {
    loss += tileGradient(net, first, min(TILE, kept - first));
  }
  return loss;
}

function tileGradient(net: Network, first: i32, count: i32): f64 {
  const bytes = net.rowBytes;
  // Kernels take eight samples at a time: the last ones of a tile may be made up, and are masked where they would count.
  const padded = (count + 7) & ~7;
  const size = <usize>padded * bytes;
  memory.fill(net.back, 0, size);
  if (net.isDense) {
    encodeRows(net.rows + (<usize>first << 2), net.pitch, net.n, net.encoder, bytes, padded, net.hiddenRows);
    bySample(net.hiddenRows, bytes, padded, net.hidden);
  } else {
    memory.fill(net.hidden, 0, size);
    for (let i = 0; i < net.n; i++) encodeFeature(net, i, first, count);
  }
  if (net.hiddenKind != LINEAR) {
    activate(net.hiddenKind, net.hiddenTable, net.hidden, net.hiddenSlopes, padded * net.mp);
  }
  if (net.hiddenKind != LINEAR || !net.isDense) byHidden(net.hidden, bytes, padded, net.hiddenRows);

  let loss: f64 = 0;
  for (let i = 0; i < net.n; i += 4) loss += fourGradients(net, i, first, count);

  if (net.hiddenKind != LINEAR) {
    for (let at: usize = 0; at < size; at += 16) {
      const place = net.back + at;
      v128.store(place, f32x4.mul(v128.load(place), v128.load(net.hiddenSlopes + at)));
    }
  }
  if (net.isDense) {
    const rows = net.rows + (<usize>first << 2);
    for (let i = 0; i < net.n; i += 4) {
      const sums = net.encoderSums + <usize>i * bytes;
      sumOuter(rows + <usize>i * net.pitch, net.pitch, net.back, bytes, count, sums);
    }
  } else {
    for (let i = 0; i < net.n; i++) encodeFeatureBack(net, i, first, count);
  }
  return loss;
}

/** Outputs i to i + 3: their loss, and what they add to the gradients of b, D and h. */
function fourGradients(net: Network, i: i32, first: i32, count: i32): f64 {
  const bytes = net.rowBytes;
  const panel = net.panels + (((<usize>i >> 2) * <usize>net.m) << 4);
  fourOutputs(panel, net.bias + (<usize>i << 2), net.m, net.hiddenRows, count, net.outputs);
  const most = min(4, net.n - i);
  let loss: f64 = 0;
  let active: i32 = 0;
  for (let r = 0; r < most; r++) {
    const z = net.outputs + <usize>r * (TILE * 4);
    const bits = BITS + <usize>r * (WORDS * 8);
    loss += outputGradient(net, i + r, z, first, count, bits);
    for (let word: usize = 0; word < WORDS; word++) active += <i32>popcnt(load<u64>(bits + (word << 3)));
  }
  if (most == 4 && <f32>active > DENSE_SHARE * <f32>(count << 2)) {
    const row = <usize>i * bytes;
    sumOuter(net.outputs, TILE * 4, net.hidden, bytes, count, net.decoderSums + row);
    addCombination(net.outputs, TILE * 4, net.decoder + row, bytes, count, net.back);
    return loss;
  }
  for (let r = 0; r < most; r++) {
    const z = net.outputs + <usize>r * (TILE * 4);
    for (let word: usize = 0; word < WORDS; word++) {
      const bits = load<u64>(BITS + ((<usize>r * WORDS + word) << 3));
      if (bits != 0) decodeFeatureBack(net, i + r, bits, z, 64 * <i32>word);
    }
  }
  return loss;
}

/** Output i: its loss, δ in place of z, and which δ are not 0. */
function outputGradient(net: Network, i: i32, z: usize, first: i32, count: i32, bits: usize): f64 {
  let target = net.target;
  let entries = 0;
  const start = net.isDense ? 0 : load<i32>(net.starts + (<usize>i << 2));
  if (net.isDense) {
    target = net.rows + <usize>i * net.pitch + (<usize>first << 2);
  } else {
    entries = entriesBelow(net, i, start, first + count);
    for (let r = start; r < start + entries; r++) {
      const s = load<i32>(net.ranks + (<usize>r << 2)) - first;
      store<f32>(target + (<usize>s << 2), load<f32>(net.values + (<usize>r << 2)));
    }
  }
  const isRelu = net.outputKind == RELU;
  const isPlain = isRelu || net.outputKind == LINEAR;
  if (!isPlain) activate(net.outputKind, net.outputTable, z, net.outputSlopes, count);
  for (let word: usize = 0; word < WORDS; word++) store<u64>(bits + (word << 3), 0);
  const slope = v128.load32_splat(net.slopes + (<usize>i << 2));
  const sign = i32x4.splat(net.isAbsolute ? 0x7fffffff : -1);
  const full = <usize>(count >> 2) << 4;
  const end = <usize>((count + 3) >> 2) << 4;
  let losses = f32x4.splat(0);
  let biases = f32x4.splat(0);
  if (isRelu) {
    for (let at: usize = 0; at < end; at += 16) {
      const value = v128.load(z + at);
      const on = f32x4.gt(value, f32x4.splat(0));
      let error = f32x4.sub(v128.and(value, on), v128.and(v128.load(target + at), sign));
      if (at == full) error = v128.and(error, firstLanes(count & 3));
      const scaled = f32x4.mul(slope, error);
      losses = f32x4.add(losses, f32x4.mul(scaled, error));
      const delta = v128.and(scaled, on);
      biases = f32x4.add(biases, delta);
      v128.store(z + at, delta);
      noteBits(bits, at, delta);
    }
  } else {
    for (let at: usize = 0; at < end; at += 16) {
      let error = f32x4.sub(v128.load(z + at), v128.and(v128.load(target + at), sign));
      if (at == full) error = v128.and(error, firstLanes(count & 3));
      const scaled = f32x4.mul(slope, error);
      losses = f32x4.add(losses, f32x4.mul(scaled, error));
      const delta = isPlain ? scaled : f32x4.mul(scaled, v128.load(net.outputSlopes + at));
      biases = f32x4.add(biases, delta);
      v128.store(z + at, delta);
      noteBits(bits, at, delta);
    }
  }
  for (let r = start; r < start + entries; r++) {
    const s = load<i32>(net.ranks + (<usize>r << 2)) - first;
    store<f32>(target + (<usize>s << 2), 0);
  }
  addLanes(net.gradient, i + (net.isTied ? 1 : 2) * net.n * net.m, biases);
  return laneSum(losses);
}

/** Notes which of four δ are not 0: four bits, two groups to a byte. */
@inline
function noteBits(bits: usize, at: usize, delta: v128): void {
  const place = bits + (at >> 5);
  const four = <u32>i32x4.bitmask(f32x4.ne(delta, f32x4.splat(0))) << (<u32>(at >> 2) & 4);
  store<u8>(place, load<u8>(place) | <u8>four);
}

/** For the 64 samples from `first` of the tile on. */
@inline
function decodeFeatureBack(net: Network, i: i32, bits: u64, deltas: usize, first: i32): void {
  const bytes = net.rowBytes;
  const row = <usize>i * bytes;
  const offset = <usize>first * bytes;
  let vectors = net.mp >> 2;
  let at: usize = 0;
  while (vectors > 0) {
    const some = someOf(vectors);
    decodeBack(
      some,
      bits,
      deltas + (<usize>first << 2),
      net.hidden + offset + at,
      net.back + offset + at,
      bytes,
      net.decoder + row + at,
      net.decoderSums + row + at,
    );
    at += <usize>some << 4;
    vectors -= some;
  }
}

/** How many of a feature's entries, from `start` on, belong to samples below `end`. */
@inline
function entriesBelow(net: Network, i: i32, start: i32, end: i32): i32 {
  let low = start;
  let high = load<i32>(net.ends + (<usize>i << 2));
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<i32>(net.ranks + (<usize>middle << 2)) < end) low = middle + 1;
    else high = middle;
  }
  return low - start;
}

function encodeFeature(net: Network, i: i32, first: i32, count: i32): void {
  const bytes = net.rowBytes;
  const start = load<i32>(net.starts + (<usize>i << 2));
  const entries = entriesBelow(net, i, start, first + count);
  if (entries == 0) return;
  const list = <usize>start << 2;
  const weights = net.encoder + <usize>i * bytes;
  const hidden = net.hidden - <usize>first * bytes;
  let vectors = net.mp >> 2;
  let at: usize = 0;
  while (vectors > 0) {
    const some = someOf(vectors);
    encode(some, net.ranks + list, net.values + list, entries, weights + at, hidden + at, bytes);
    at += <usize>some << 4;
    vectors -= some;
  }
}

/** Moves on to the entries of the next tile. */
function encodeFeatureBack(net: Network, i: i32, first: i32, count: i32): void {
  const bytes = net.rowBytes;
  const start = load<i32>(net.starts + (<usize>i << 2));
  const entries = entriesBelow(net, i, start, first + count);
  if (entries == 0) return;
  store<i32>(net.starts + (<usize>i << 2), start + entries);
  const list = <usize>start << 2;
  const sums = net.encoderSums + <usize>i * bytes;
  const back = net.back - <usize>first * bytes;
  let vectors = net.mp >> 2;
  let at: usize = 0;
  while (vectors > 0) {
    const some = someOf(vectors);
    encodeBack(some, net.ranks + list, net.values + list, entries, back + at, bytes, sums + at);
    at += <usize>some << 4;
    vectors -= some;
  }
}

/** As many vectors as make the passes equal. */
@inline
function someOf(vectors: i32): i32 {
  const passes = (vectors + MOST_VECTORS - 1) / MOST_VECTORS;
  return (vectors + passes - 1) / passes;
}
