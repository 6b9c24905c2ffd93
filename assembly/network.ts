// The loss and gradient of y = φ(D ψ(E x) + b) over the kept samples of one block, its inputs in lists.
//
// Cost: D h is computed densely, in single precision; everything else costs in proportion to active entries: E x and its
// gradient to active inputs, the gradient of D and of h to outputs whose δ is not 0. Samples go through in tiles that stay in
// the cache. Rows of E, D and their gradients belong to features and hold mp ≥ m hidden dimensions, a multiple of four.

import { activate, LINEAR, RELU } from './activation';
import { decodeBack, encode, encodeBack, MOST_VECTORS } from './generated/vector-kernels';
import { addLanes, firstLanes, laneSum } from './lanes';
import { byHidden, fourOutputs, TILE } from './product';

/** Written by src/numeric/training/wasm/network-memory.ts, in this order. */
@unmanaged
class Network {
  n: i32;
  m: i32;
  mp: i32;
  isTied: i32;
  isAbsolute: i32;
  hiddenKind: i32;
  hiddenTable: usize;
  outputKind: i32;
  outputTable: usize;
  /** W or W₁, shape [m, n]; untied W₂, shape [n, m]; b, shape [n]; f32. */
  parameters: usize;
  /** The same, f64; added to. */
  gradient: usize;
  /** 2 I / B, shape [n, rounded up to four], as are all rows below that belong to features. */
  slopes: usize;
  /** E, shape [n, mp]. */
  encoder: usize;
  /** D, shape [n, mp]; the same place if tied. */
  decoder: usize;
  bias: usize;
  /** Gradients of E and D in f32, folded into `gradient` after each block. */
  encoderSums: usize;
  decoderSums: usize;
  /** Shape [tile, mp]: h; ψ′; the gradient by h. */
  hidden: usize;
  hiddenSlopes: usize;
  back: usize;
  /** h, shape [mp, stride]. */
  hiddenRows: usize;
  /** Four outputs, shape [4, tile]; φ′ and x of one of them, shape [tile]. */
  outputs: usize;
  outputSlopes: usize;
  target: usize;
  /** Of each feature, where in the lists its entries of the tile at hand begin, and where its entries end. */
  starts: usize;
  ends: usize;
  ranks: usize;
  values: usize;
}

@inline
function rowBytes(net: Network): usize {
  return <usize>net.mp << 2;
}

/** Brings the parameters into the layout of the kernels. */
export function prepareNetwork(net: Network): void {
  const size = <usize>net.n * <usize>net.m;
  for (let i = 0; i < net.n; i++) {
    let row = net.encoder + <usize>i * rowBytes(net);
    let from = net.parameters + (<usize>i << 2);
    for (let h = 0; h < net.m; h++) {
      store<f32>(row, load<f32>(from));
      row += 4;
      from += <usize>net.n << 2;
    }
    if (!net.isTied) {
      const at = net.parameters + ((size + <usize>i * <usize>net.m) << 2);
      memory.copy(net.decoder + <usize>i * rowBytes(net), at, <usize>net.m << 2);
    }
  }
  const biasAt = net.parameters + ((net.isTied ? size : 2 * size) << 2);
  memory.copy(net.bias, biasAt, <usize>net.n << 2);
}

/** Adds the sums of a block to the gradient and clears them. */
export function foldSums(net: Network): void {
  const size = <usize>net.n * <usize>net.m;
  for (let i = 0; i < net.n; i++) {
    const row = net.encoderSums + <usize>i * rowBytes(net);
    let at = net.gradient + (<usize>i << 3);
    for (let h = 0; h < net.m; h++) {
      store<f64>(at, load<f64>(at) + <f64>load<f32>(row + (<usize>h << 2)));
      at += <usize>net.n << 3;
    }
    if (!net.isTied) {
      const sums = net.decoderSums + <usize>i * rowBytes(net);
      at = net.gradient + ((size + <usize>i * <usize>net.m) << 3);
      for (let h = 0; h < net.m; h++) {
        store<f64>(at, load<f64>(at) + <f64>load<f32>(sums + (<usize>h << 2)));
        at += 8;
      }
    }
  }
  const bytes = <usize>((net.n + 3) & ~3) * rowBytes(net);
  memory.fill(net.encoderSums, 0, bytes);
  if (!net.isTied) memory.fill(net.decoderSums, 0, bytes);
}

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
  const bytes = rowBytes(net);
  // Kernels take eight samples at a time: the last ones of a tile may be made up, and are masked where they would count.
  const padded = (count + 7) & ~7;
  const size = <usize>padded * bytes;
  memory.fill(net.hidden, 0, size);
  memory.fill(net.back, 0, size);
  for (let i = 0; i < net.n; i++) encodeFeature(net, i, first, count);
  if (net.hiddenKind != LINEAR) {
    activate(net.hiddenKind, net.hiddenTable, net.hidden, net.hiddenSlopes, padded * net.mp);
  }
  byHidden(net.hidden, bytes, padded, net.hiddenRows);

  let loss: f64 = 0;
  for (let i = 0; i < net.n; i += 4) {
    const weights = net.decoder + <usize>i * bytes;
    fourOutputs(weights, bytes, net.bias + (<usize>i << 2), net.m, net.hiddenRows, count, net.outputs);
    const most = min(4, net.n - i);
    for (let r = 0; r < most; r++) {
      loss += outputGradient(net, i + r, net.outputs + <usize>r * (TILE * 4), first, count);
    }
  }

  if (net.hiddenKind != LINEAR) {
    for (let at: usize = 0; at < size; at += 16) {
      const place = net.back + at;
      v128.store(place, f32x4.mul(v128.load(place), v128.load(net.hiddenSlopes + at)));
    }
  }
  for (let i = 0; i < net.n; i++) encodeFeatureBack(net, i, first, count);
  return loss;
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
  const bytes = rowBytes(net);
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

function encodeFeatureBack(net: Network, i: i32, first: i32, count: i32): void {
  const bytes = rowBytes(net);
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

/** Output i of a tile: its loss, δ in place of z, and what δ adds to the gradients of b, D and h. */
function outputGradient(net: Network, i: i32, z: usize, first: i32, count: i32): f64 {
  const target = net.target;
  const start = load<i32>(net.starts + (<usize>i << 2));
  const entries = entriesBelow(net, i, start, first + count);
  for (let r = start; r < start + entries; r++) {
    const x = load<f32>(net.values + (<usize>r << 2));
    const s = load<i32>(net.ranks + (<usize>r << 2)) - first;
    store<f32>(target + (<usize>s << 2), net.isAbsolute ? abs(x) : x);
  }
  const slope = v128.load32_splat(net.slopes + (<usize>i << 2));
  const isPlain = net.outputKind == RELU || net.outputKind == LINEAR;
  if (!isPlain) activate(net.outputKind, net.outputTable, z, net.outputSlopes, count);
  const isRelu = net.outputKind == RELU;
  let losses = f32x4.splat(0);
  let biases = f32x4.splat(0);
  const groups = (count + 3) >> 2;
  const valid = firstLanes(count - 4 * (groups - 1));
  let bits: u64 = 0;
  let done = 0;
  for (let group = 0; group < groups; group++) {
    const at = <usize>group << 4;
    const lanes = group == groups - 1 ? valid : i32x4.splat(-1);
    const value = v128.load(z + at);
    const x = v128.load(target + at);
    let delta: v128;
    if (isRelu) {
      const on = f32x4.gt(value, f32x4.splat(0));
      const error = v128.and(f32x4.sub(v128.and(value, on), x), lanes);
      const scaled = f32x4.mul(slope, error);
      losses = f32x4.add(losses, f32x4.mul(scaled, error));
      delta = v128.and(scaled, on);
    } else {
      const error = v128.and(f32x4.sub(value, x), lanes);
      const scaled = f32x4.mul(slope, error);
      losses = f32x4.add(losses, f32x4.mul(scaled, error));
      delta = isPlain ? scaled : f32x4.mul(scaled, v128.load(net.outputSlopes + at));
    }
    biases = f32x4.add(biases, delta);
    v128.store(z + at, delta);
    bits |= <u64>(<u32>i32x4.bitmask(f32x4.ne(delta, f32x4.splat(0)))) << (<u64>(4 * (group & 15)));
    if ((group & 15) == 15 || group == groups - 1) {
      if (bits != 0) decodeFeatureBack(net, i, bits, z, done);
      done = 4 * (group + 1);
      bits = 0;
    }
  }
  for (let r = start; r < start + entries; r++) {
    const s = load<i32>(net.ranks + (<usize>r << 2)) - first;
    store<f32>(target + (<usize>s << 2), 0);
  }
  addLanes(net.gradient, i + (net.isTied ? 1 : 2) * net.n * net.m, biases);
  return laneSum(losses);
}

/** For the 64 samples from `first` of the tile on. */
@inline
function decodeFeatureBack(net: Network, i: i32, bits: u64, deltas: usize, first: i32): void {
  const bytes = rowBytes(net);
  const row = <usize>i * bytes;
  const offset = <usize>first * bytes;
  const sums = net.isTied ? net.encoderSums : net.decoderSums;
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
      sums + row + at,
    );
    at += <usize>some << 4;
    vectors -= some;
  }
}
