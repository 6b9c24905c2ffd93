// Dense products of small matrices, four rows by eight columns at a time: eight sums stay in registers.

/** Samples whose intermediate values are held at a time, and the bytes from one hidden dimension to the next. */
export const TILE = 128;
/** Not a power of two, which would crowd all hidden dimensions into few sets of the cache. */
export const STRIDE: usize = (TILE + 16) * 4;
/** Features whose inputs stay in the nearest cache while they are multiplied. */
const PANEL = 32;

@inline
function madd(sum: v128, a: v128, b: v128): v128 {
  return f32x4.add(sum, f32x4.mul(a, b));
}

/**
 * z ← b + D h for four outputs and the samples of a tile.
 *
 * @param panel - D of the four outputs, shape [m, 4].
 * @param hidden - h, shape [m, stride].
 * @param out - shape [4, tile].
 */
export function fourOutputs(panel: usize, bias: usize, m: i32, hidden: usize, count: i32, out: usize): void {
  const b0 = v128.load32_splat(bias);
  const b1 = v128.load32_splat(bias, 4);
  const b2 = v128.load32_splat(bias, 8);
  const b3 = v128.load32_splat(bias, 12);
  const end = panel + (<usize>m << 4);
  for (let s = 0; s < count; s += 8) {
    let a00 = b0;
    let a01 = b0;
    let a10 = b1;
    let a11 = b1;
    let a20 = b2;
    let a21 = b2;
    let a30 = b3;
    let a31 = b3;
    let h = hidden + (<usize>s << 2);
    for (let w = panel; w < end; w += 16) {
      const h0 = v128.load(h);
      const h1 = v128.load(h, 16);
      h += STRIDE;
      const w0 = v128.load32_splat(w);
      a00 = madd(a00, w0, h0);
      a01 = madd(a01, w0, h1);
      const w1 = v128.load32_splat(w, 4);
      a10 = madd(a10, w1, h0);
      a11 = madd(a11, w1, h1);
      const w2 = v128.load32_splat(w, 8);
      a20 = madd(a20, w2, h0);
      a21 = madd(a21, w2, h1);
      const w3 = v128.load32_splat(w, 12);
      a30 = madd(a30, w3, h0);
      a31 = madd(a31, w3, h1);
    }
    const at = out + (<usize>s << 2);
    v128.store(at, a00);
    v128.store(at, a01, 16);
    v128.store(at, a10, TILE * 4);
    v128.store(at, a11, TILE * 4 + 16);
    v128.store(at, a20, TILE * 8);
    v128.store(at, a21, TILE * 8 + 16);
    v128.store(at, a30, TILE * 12);
    v128.store(at, a31, TILE * 12 + 16);
  }
}

/**
 * h ← E x for the samples of a tile.
 *
 * @param rows - x, a row of `pitch` bytes for each of n features.
 * @param weights - E, a row of `bytes` for each feature.
 * @param hidden - shape [bytes / 4, stride].
 */
export function encodeRows(
  rows: usize,
  pitch: usize,
  n: i32,
  weights: usize,
  bytes: usize,
  count: i32,
  hidden: usize,
): void {
  memory.fill(hidden, 0, (bytes >> 2) * STRIDE);
  for (let first = 0; first < n; first += PANEL) {
    const features = min(PANEL, n - first);
    const x = rows + <usize>first * pitch;
    const w = weights + <usize>first * bytes;
    for (let h: usize = 0; h < bytes; h += 16) {
      for (let s: usize = 0; s < <usize>count << 2; s += 32) {
        addPanel(x + s, pitch, features, w + h, bytes, hidden + (h >> 2) * STRIDE + s);
      }
    }
  }
}

/** Four hidden dimensions, eight samples. */
@inline
function addPanel(x: usize, pitch: usize, features: i32, w: usize, bytes: usize, at: usize): void {
  let a00 = v128.load(at);
  let a01 = v128.load(at, 16);
  let a10 = v128.load(at + STRIDE);
  let a11 = v128.load(at + STRIDE, 16);
  let a20 = v128.load(at + 2 * STRIDE);
  let a21 = v128.load(at + 2 * STRIDE, 16);
  let a30 = v128.load(at + 3 * STRIDE);
  let a31 = v128.load(at + 3 * STRIDE, 16);
  for (let i = features; i > 0; i--) {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    x += pitch;
    const w0 = v128.load32_splat(w);
    a00 = madd(a00, w0, x0);
    a01 = madd(a01, w0, x1);
    const w1 = v128.load32_splat(w, 4);
    a10 = madd(a10, w1, x0);
    a11 = madd(a11, w1, x1);
    const w2 = v128.load32_splat(w, 8);
    a20 = madd(a20, w2, x0);
    a21 = madd(a21, w2, x1);
    const w3 = v128.load32_splat(w, 12);
    a30 = madd(a30, w3, x0);
    a31 = madd(a31, w3, x1);
    w += bytes;
  }
  v128.store(at, a00);
  v128.store(at, a01, 16);
  v128.store(at + STRIDE, a10);
  v128.store(at + STRIDE, a11, 16);
  v128.store(at + 2 * STRIDE, a20);
  v128.store(at + 2 * STRIDE, a21, 16);
  v128.store(at + 3 * STRIDE, a30);
  v128.store(at + 3 * STRIDE, a31, 16);
}

/**
 * sums_r += Σ_s row_r[s] vectors[s] for four rows: the gradient of four features' weights.
 *
 * @param rows - four rows of `pitch` bytes.
 * @param vectors - a row of `bytes`, a multiple of 16, for each of `count` samples.
 * @param sums - four rows of `bytes`.
 */
export function sumOuter(rows: usize, pitch: usize, vectors: usize, bytes: usize, count: i32, sums: usize): void {
  let h: usize = 0;
  for (; h + 32 <= bytes; h += 32) sumOuter8(rows, pitch, vectors + h, bytes, count, sums + h);
  if (h < bytes) sumOuter4(rows, pitch, vectors + h, bytes, count, sums + h);
}

@inline
function sumOuter8(row: usize, pitch: usize, vector: usize, bytes: usize, count: i32, at: usize): void {
  const at1 = at + bytes;
  const at2 = at1 + bytes;
  const at3 = at2 + bytes;
  const row1 = row + pitch;
  const row2 = row1 + pitch;
  const row3 = row2 + pitch;
  let a00 = v128.load(at);
  let a01 = v128.load(at, 16);
  let a10 = v128.load(at1);
  let a11 = v128.load(at1, 16);
  let a20 = v128.load(at2);
  let a21 = v128.load(at2, 16);
  let a30 = v128.load(at3);
  let a31 = v128.load(at3, 16);
  const end = <usize>count << 2;
  for (let s: usize = 0; s < end; s += 4) {
    const v0 = v128.load(vector);
    const v1 = v128.load(vector, 16);
    vector += bytes;
    const r0 = v128.load32_splat(row + s);
    a00 = madd(a00, r0, v0);
    a01 = madd(a01, r0, v1);
    const r1 = v128.load32_splat(row1 + s);
    a10 = madd(a10, r1, v0);
    a11 = madd(a11, r1, v1);
    const r2 = v128.load32_splat(row2 + s);
    a20 = madd(a20, r2, v0);
    a21 = madd(a21, r2, v1);
    const r3 = v128.load32_splat(row3 + s);
    a30 = madd(a30, r3, v0);
    a31 = madd(a31, r3, v1);
  }
  v128.store(at, a00);
  v128.store(at, a01, 16);
  v128.store(at1, a10);
  v128.store(at1, a11, 16);
  v128.store(at2, a20);
  v128.store(at2, a21, 16);
  v128.store(at3, a30);
  v128.store(at3, a31, 16);
}

@inline
function sumOuter4(row: usize, pitch: usize, vector: usize, bytes: usize, count: i32, at: usize): void {
  const at1 = at + bytes;
  const at2 = at1 + bytes;
  const at3 = at2 + bytes;
  const row1 = row + pitch;
  const row2 = row1 + pitch;
  const row3 = row2 + pitch;
  let a0 = v128.load(at);
  let a1 = v128.load(at1);
  let a2 = v128.load(at2);
  let a3 = v128.load(at3);
  const end = <usize>count << 2;
  for (let s: usize = 0; s < end; s += 4) {
    const v = v128.load(vector);
    vector += bytes;
    a0 = madd(a0, v128.load32_splat(row + s), v);
    a1 = madd(a1, v128.load32_splat(row1 + s), v);
    a2 = madd(a2, v128.load32_splat(row2 + s), v);
    a3 = madd(a3, v128.load32_splat(row3 + s), v);
  }
  v128.store(at, a0);
  v128.store(at1, a1);
  v128.store(at2, a2);
  v128.store(at3, a3);
}

/**
 * vectors[s] += Σ_r row_r[s] weights_r for four rows: what four outputs' δ send back.
 *
 * @param weights - four rows of `bytes`.
 */
export function addCombination(
  rows: usize,
  pitch: usize,
  weights: usize,
  bytes: usize,
  count: i32,
  vectors: usize,
): void {
  const row1 = rows + pitch;
  const row2 = row1 + pitch;
  const row3 = row2 + pitch;
  const end = <usize>count << 2;
  for (let h: usize = 0; h < bytes; h += 16) {
    const w0 = v128.load(weights + h);
    const w1 = v128.load(weights + bytes + h);
    const w2 = v128.load(weights + 2 * bytes + h);
    const w3 = v128.load(weights + 3 * bytes + h);
    let at = vectors + h;
    for (let s: usize = 0; s < end; s += 4) {
      let sum = madd(v128.load(at), v128.load32_splat(rows + s), w0);
      sum = madd(sum, v128.load32_splat(row1 + s), w1);
      const other = madd(f32x4.mul(v128.load32_splat(row2 + s), w2), v128.load32_splat(row3 + s), w3);
      v128.store(at, f32x4.add(sum, other));
      at += bytes;
    }
  }
}

/** The transpose: hidden dimension by hidden dimension what was sample by sample. */
export function byHidden(samples: usize, bytes: usize, count: i32, out: usize): void {
  for (let s = 0; s < count; s += 4) {
    const from = samples + <usize>s * bytes;
    const to = out + (<usize>s << 2);
    for (let h: usize = 0; h < bytes; h += 16) transposeFour(from + h, bytes, to + (h >> 2) * STRIDE, STRIDE);
  }
}

/** The inverse: sample by sample what was hidden dimension by hidden dimension. */
export function bySample(rows: usize, bytes: usize, count: i32, out: usize): void {
  for (let s = 0; s < count; s += 4) {
    const from = rows + (<usize>s << 2);
    const to = out + <usize>s * bytes;
    for (let h: usize = 0; h < bytes; h += 16) transposeFour(from + (h >> 2) * STRIDE, STRIDE, to + h, bytes);
  }
}

@inline
function transposeFour(from: usize, fromBytes: usize, to: usize, toBytes: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + fromBytes);
  const c = v128.load(from + 2 * fromBytes);
  const d = v128.load(from + 3 * fromBytes);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f64>(ab, cd, 0, 2));
  v128.store(to + toBytes, v128.shuffle<f64>(ab, cd, 1, 3));
  v128.store(to + 2 * toBytes, v128.shuffle<f64>(ab2, cd2, 0, 2));
  v128.store(to + 3 * toBytes, v128.shuffle<f64>(ab2, cd2, 1, 3));
}
