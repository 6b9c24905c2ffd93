/** Samples whose intermediate values are held at a time, and the bytes from one hidden dimension to the next. */
export const TILE = 256;
/** Not a power of two, which would crowd all hidden dimensions into few sets of the cache. */
export const STRIDE: usize = (TILE + 16) * 4;

/** z ← b + D h for four outputs and the samples of a tile, eight samples at a time. */
export function fourOutputs(
  weights: usize,
  rowBytes: usize,
  bias: usize,
  m: i32,
  hidden: usize,
  count: i32,
  out: usize,
): void {
  const b0 = v128.load32_splat(bias);
  const b1 = v128.load32_splat(bias, 4);
  const b2 = v128.load32_splat(bias, 8);
  const b3 = v128.load32_splat(bias, 12);
  const w1 = weights + rowBytes;
  const w2 = w1 + rowBytes;
  const w3 = w2 + rowBytes;
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
    const end = <usize>m << 2;
    for (let k: usize = 0; k < end; k += 4) {
      const h0 = v128.load(h);
      const h1 = v128.load(h, 16);
      h += STRIDE;
      const v0 = v128.load32_splat(weights + k);
      a00 = f32x4.add(a00, f32x4.mul(v0, h0));
      a01 = f32x4.add(a01, f32x4.mul(v0, h1));
      const v1 = v128.load32_splat(w1 + k);
      a10 = f32x4.add(a10, f32x4.mul(v1, h0));
      a11 = f32x4.add(a11, f32x4.mul(v1, h1));
      const v2 = v128.load32_splat(w2 + k);
      a20 = f32x4.add(a20, f32x4.mul(v2, h0));
      a21 = f32x4.add(a21, f32x4.mul(v2, h1));
      const v3 = v128.load32_splat(w3 + k);
      a30 = f32x4.add(a30, f32x4.mul(v3, h0));
      a31 = f32x4.add(a31, f32x4.mul(v3, h1));
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

/** The transpose: hidden dimension by hidden dimension what was sample by sample. */
export function byHidden(samples: usize, bytes: usize, count: i32, out: usize): void {
  for (let s = 0; s < count; s += 4) {
    const r0 = samples + <usize>s * bytes;
    const r1 = r0 + bytes;
    const r2 = r1 + bytes;
    const r3 = r2 + bytes;
    let at = out + (<usize>s << 2);
    for (let h: usize = 0; h < bytes; h += 16) {
      const a = v128.load(r0 + h);
      const b = v128.load(r1 + h);
      const c = v128.load(r2 + h);
      const d = v128.load(r3 + h);
      const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
      const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
      const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
      const cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
      v128.store(at, v128.shuffle<f64>(ab, cd, 0, 2));
      v128.store(at + STRIDE, v128.shuffle<f64>(ab, cd, 1, 3));
      v128.store(at + 2 * STRIDE, v128.shuffle<f64>(ab2, cd2, 0, 2));
      v128.store(at + 3 * STRIDE, v128.shuffle<f64>(ab2, cd2, 1, 3));
      at += 4 * STRIDE;
    }
  }
}
