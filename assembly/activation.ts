// Activation functions and their derivatives on arrays, four values at a time.

export const LINEAR = 0;
export const RELU = 1;
export const PIECEWISE = 2;
export const SIGMOID = 3;
export const TANH = 4;
export const SOFTPLUS = 5;
export const GELU = 6;

/**
 * values ← φ(values), slopes ← φ′(values).
 *
 * @param count - of values; rounded up to the next multiple of four.
 * @param table - of a piecewise linear function, as f32: the number of breakpoints (i32), then slope and intercept of the first
 *   piece, then breakpoint, slope and intercept of each piece to its right.
 */
export function activate(kind: i32, table: usize, values: usize, slopes: usize, count: i32): void {
  const end = values + (<usize>((count + 3) & ~3) << 2);
  if (kind == LINEAR) {
    for (; values < end; values += 16, slopes += 16) v128.store(slopes, f32x4.splat(1));
  } else if (kind == RELU) {
    for (; values < end; values += 16, slopes += 16) {
      const z = v128.load(values);
      const on = f32x4.gt(z, f32x4.splat(0));
      v128.store(values, v128.and(z, on));
      v128.store(slopes, v128.and(on, f32x4.splat(1)));
    }
  } else if (kind == PIECEWISE) {
    for (; values < end; values += 16, slopes += 16) piecewise(table, values, slopes);
  } else if (kind == SIGMOID) {
    for (; values < end; values += 16, slopes += 16) {
      const y = sigmoid(v128.load(values));
      v128.store(values, y);
      v128.store(slopes, f32x4.mul(y, f32x4.sub(f32x4.splat(1), y)));
    }
  } else if (kind == TANH) {
    for (; values < end; values += 16, slopes += 16) {
      const y = tanh(v128.load(values));
      v128.store(values, y);
      v128.store(slopes, f32x4.sub(f32x4.splat(1), f32x4.mul(y, y)));
    }
  } else if (kind == SOFTPLUS) {
    for (; values < end; values += 16, slopes += 16) {
      const z = v128.load(values);
      v128.store(values, softplus(z));
      v128.store(slopes, sigmoid(z));
    }
  } else {
    for (; values < end; values += 16, slopes += 16) gelu(values, slopes);
  }
}

@inline
function piecewise(table: usize, values: usize, slopes: usize): void {
  const z = v128.load(values);
  let slope = v128.load32_splat(table, 4);
  let intercept = v128.load32_splat(table, 8);
  const end = table + 12 + <usize>load<i32>(table) * 12;
  for (let piece = table + 12; piece < end; piece += 12) {
    const right = f32x4.gt(z, v128.load32_splat(piece));
    slope = v128.bitselect(v128.load32_splat(piece, 4), slope, right);
    intercept = v128.bitselect(v128.load32_splat(piece, 8), intercept, right);
  }
  v128.store(values, f32x4.add(f32x4.mul(slope, z), intercept));
  v128.store(slopes, slope);
}

/**
 * eᶻ for z ≤ 0: 2ᵏ eʳ with z = k ln 2 + r, |r| ≤ ½ ln 2, the remainder in two parts (Cody and Waite) and eʳ by its Taylor
 * polynomial of degree 7, whose remainder is below 5 · 10⁻⁹. 0 below −87.
 */
@inline
function expNegative(z: v128): v128 {
  const k = f32x4.nearest(f32x4.mul(z, f32x4.splat(1.4426950408889634)));
  let r = f32x4.sub(z, f32x4.mul(k, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(k, f32x4.splat(-2.12194440e-4)));
  let p = f32x4.splat(1.0 / 5040.0);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 720.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 120.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 24.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 6.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.5));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(k), i32x4.splat(127)), 23);
  return v128.and(f32x4.mul(p, power), f32x4.gt(z, f32x4.splat(-87)));
}

@inline
function sigmoid(z: v128): v128 {
  const t = expNegative(f32x4.neg(f32x4.abs(z)));
  const rest = f32x4.add(f32x4.splat(1), t);
  return f32x4.div(v128.bitselect(f32x4.splat(1), t, f32x4.ge(z, f32x4.splat(0))), rest);
}

@inline
function tanh(z: v128): v128 {
  const t = expNegative(f32x4.mul(f32x4.abs(z), f32x4.splat(-2)));
  const size = f32x4.div(f32x4.sub(f32x4.splat(1), t), f32x4.add(f32x4.splat(1), t));
  return v128.bitselect(z, size, i32x4.splat(0x80000000));
}

/** max(z, 0) + ln (1 + e^−|z|), the logarithm as 2 artanh (t / (2 + t)) by eight terms of its series. */
@inline
function softplus(z: v128): v128 {
  const t = expNegative(f32x4.neg(f32x4.abs(z)));
  const w = f32x4.div(t, f32x4.add(f32x4.splat(2), t));
  const q = f32x4.mul(w, w);
  let p = f32x4.splat(1.0 / 15.0);
  p = f32x4.add(f32x4.mul(p, q), f32x4.splat(1.0 / 13.0));
  p = f32x4.add(f32x4.mul(p, q), f32x4.splat(1.0 / 11.0));
  p = f32x4.add(f32x4.mul(p, q), f32x4.splat(1.0 / 9.0));
  p = f32x4.add(f32x4.mul(p, q), f32x4.splat(1.0 / 7.0));
  p = f32x4.add(f32x4.mul(p, q), f32x4.splat(1.0 / 5.0));
  p = f32x4.add(f32x4.mul(p, q), f32x4.splat(1.0 / 3.0));
  p = f32x4.add(f32x4.mul(p, q), f32x4.splat(1.0));
  const logarithm = f32x4.mul(f32x4.add(w, w), p);
  return f32x4.add(f32x4.max(z, f32x4.splat(0)), logarithm);
}

/** z Φ(z); Φ by Abramowitz and Stegun 7.1.26, whose error is below 7.5 · 10⁻⁸. */
@inline
function gelu(values: usize, slopes: usize): void {
  const z = v128.load(values);
  const size = f32x4.abs(z);
  const bell = expNegative(f32x4.mul(f32x4.mul(size, size), f32x4.splat(-0.5)));
  const t = f32x4.div(
    f32x4.splat(1),
    f32x4.add(f32x4.splat(1), f32x4.mul(size, f32x4.splat(0.3275911 * 0.70710678118654752))),
  );
  let p = f32x4.splat(1.061405429);
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(-1.453152027));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(1.421413741));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(-0.284496736));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.254829592));
  const tail = f32x4.mul(f32x4.mul(f32x4.mul(p, t), bell), f32x4.splat(0.5));
  const share = v128.bitselect(f32x4.sub(f32x4.splat(1), tail), tail, f32x4.gt(z, f32x4.splat(0)));
  v128.store(values, f32x4.mul(z, share));
  v128.store(slopes, f32x4.add(share, f32x4.mul(z, f32x4.mul(bell, f32x4.splat(0.3989422804014327)))));
}
