// The random words of one block of samples: four xoshiro128++ generators side by side, one in each lane of a vector, seeded
// by Threefry-4×32-13. The definition is that of src/numeric/training/word-stream.ts, which this must follow bit for bit.

/** The four generators' state, s0 to s3, 16 bytes each. */
export const STREAM: usize = memory.data(64, 16);

const PARITY: i32 = 0x1bd11bda;

@inline
export function rotate(x: v128, by: i32): v128 {
  return v128.or(i32x4.shl(x, by), i32x4.shr_u(x, 32 - by));
}

/** Seeds lane l with the Threefry block of counter (step, block, l, 0). The four lanes are computed at once. */
export function seedStream(k0: i32, k1: i32, k2: i32, k3: i32, step: i32, block: i32): void {
  const k4 = PARITY ^ k0 ^ k1 ^ k2 ^ k3;
  let x0 = i32x4.splat(step + k0);
  let x1 = i32x4.splat(block + k1);
  let x2 = i32x4.add(i32x4(0, 1, 2, 3), i32x4.splat(k2));
  let x3 = i32x4.splat(k3);
  for (let injection = 0; injection < 4; injection++) {
    const isOdd = injection & 1;
    x0 = i32x4.add(x0, x1);
    x1 = v128.xor(rotate(x1, isOdd ? 6 : 10), x0);
    x2 = i32x4.add(x2, x3);
    x3 = v128.xor(rotate(x3, isOdd ? 20 : 26), x2);
    // The thirteenth round is the last.
    if (injection == 3) break;
    x0 = i32x4.add(x0, x3);
    x3 = v128.xor(rotate(x3, isOdd ? 17 : 11), x0);
    x2 = i32x4.add(x2, x1);
    x1 = v128.xor(rotate(x1, isOdd ? 11 : 21), x2);
    x0 = i32x4.add(x0, x1);
    x1 = v128.xor(rotate(x1, isOdd ? 25 : 13), x0);
    x2 = i32x4.add(x2, x3);
    x3 = v128.xor(rotate(x3, isOdd ? 10 : 27), x2);
    x0 = i32x4.add(x0, x3);
    x3 = v128.xor(rotate(x3, isOdd ? 18 : 23), x0);
    x2 = i32x4.add(x2, x1);
    x1 = v128.xor(rotate(x1, isOdd ? 20 : 5), x2);
    if (injection == 0) {
      x0 = i32x4.add(x0, i32x4.splat(k1));
      x1 = i32x4.add(x1, i32x4.splat(k2));
      x2 = i32x4.add(x2, i32x4.splat(k3));
      x3 = i32x4.add(x3, i32x4.splat(k4 + 1));
    } else if (injection == 1) {
      x0 = i32x4.add(x0, i32x4.splat(k2));
      x1 = i32x4.add(x1, i32x4.splat(k3));
      x2 = i32x4.add(x2, i32x4.splat(k4));
      x3 = i32x4.add(x3, i32x4.splat(k0 + 2));
    } else {
      x0 = i32x4.add(x0, i32x4.splat(k3));
      x1 = i32x4.add(x1, i32x4.splat(k4));
      x2 = i32x4.add(x2, i32x4.splat(k0));
      x3 = i32x4.add(x3, i32x4.splat(k1 + 3));
    }
  }
  v128.store(STREAM, x0);
  v128.store(STREAM, x1, 16);
  v128.store(STREAM, x2, 32);
  v128.store(STREAM, x3, 48);
}

/**
 * The activity of one block of features: bit s of the mask is set with probability threshold / 2³². Per 128 samples, the words
 * of the generators are the bits of 128 numbers u, highest bit first, drawn until every u < threshold is decided.
 *
 * @param threshold - in [0, 2³²].
 * @param masks - shape [chunks]; 128 bits each, those of samples ≥ count are 0.
 */
export function drawMasks(threshold: u64, count: i32, masks: usize): void {
  let s0 = v128.load(STREAM);
  let s1 = v128.load(STREAM, 16);
  let s2 = v128.load(STREAM, 32);
  let s3 = v128.load(STREAM, 48);
  const bits = <u32>threshold;
  const last = <i32>ctz(bits);
  const isCertain = threshold >= 0x100000000;
  for (let first = 0; first < count; first += 128) {
    let undecided = validLanes(count - first);
    let active = i64x2.splat(0);
    if (isCertain) {
      active = undecided;
    } else if (bits != 0) {
      for (let bit = 31; bit >= last && v128.any_true(undecided); bit--) {
        const words = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
        const t = i32x4.shl(s1, 9);
        s2 = v128.xor(s2, s0);
        s3 = v128.xor(s3, s1);
        s1 = v128.xor(s1, s2);
        s0 = v128.xor(s0, s3);
        s2 = v128.xor(s2, t);
        s3 = rotate(s3, 11);
        const zeros = v128.andnot(undecided, words);
        if ((bits >> bit) & 1) {
          active = v128.or(active, zeros);
          undecided = v128.and(undecided, words);
        } else {
          undecided = zeros;
        }
      }
    }
    v128.store(masks, active);
    masks += 16;
  }
  v128.store(STREAM, s0);
  v128.store(STREAM, s1, 16);
  v128.store(STREAM, s2, 32);
  v128.store(STREAM, s3, 48);
}

/** Ones for the first `count` of 128 samples. */
@inline
function validLanes(count: i32): v128 {
  if (count >= 128) return i64x2.splat(-1);
  const low: i64 = count >= 64 ? -1 : (<i64>1 << count) - 1;
  const high: i64 = count > 64 ? (<i64>1 << (count - 64)) - 1 : 0;
  return i64x2.replace_lane(i64x2.splat(low), 1, high);
}

/**
 * (⌊word / 2⁹⌋ + ½) / 2²³ of the next words, exactly: a word's high bits as the fraction of a number in [1, 2), less 1 − 2⁻²⁴.
 */
export function drawUnits(vectors: i32, out: usize): void {
  let s0 = v128.load(STREAM);
  let s1 = v128.load(STREAM, 16);
  let s2 = v128.load(STREAM, 32);
  let s3 = v128.load(STREAM, 48);
  for (let v = 0; v < vectors; v++) {
    const words = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
    const number = v128.or(i32x4.shr_u(words, 9), i32x4.splat(0x3f800000));
    v128.store(out, f32x4.sub(number, f32x4.splat(reinterpret<f32>(0x3f7fffff))));
    const t = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = rotate(s3, 11);
    out += 16;
  }
  v128.store(STREAM, s0);
  v128.store(STREAM, s1, 16);
  v128.store(STREAM, s2, 32);
  v128.store(STREAM, s3, 48);
}

/** Fills `vectors` vectors with the next words, as they are. */
export function drawWords(vectors: i32, out: usize): void {
  let s0 = v128.load(STREAM);
  let s1 = v128.load(STREAM, 16);
  let s2 = v128.load(STREAM, 32);
  let s3 = v128.load(STREAM, 48);
  for (let v = 0; v < vectors; v++) {
    v128.store(out, i32x4.add(rotate(i32x4.add(s0, s3), 7), s0));
    const t = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = rotate(s3, 11);
    out += 16;
  }
  v128.store(STREAM, s0);
  v128.store(STREAM, s1, 16);
  v128.store(STREAM, s2, 32);
  v128.store(STREAM, s3, 48);
}
