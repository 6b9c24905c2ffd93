import { type F64, f64, lanes, real, type V128 } from '../../wasm/expression.ts';
import type { FunctionBuilder } from '../../wasm/function-builder.ts';

/** `sumError` of error-free.ts, in both lanes. */
export function lanesSumError(f: FunctionBuilder, a: V128, b: V128, sum: V128): V128 {
  const shareOfB = f.let(lanes.sub(sum, a));
  return lanes.add(lanes.sub(a, lanes.sub(sum, shareOfB)), lanes.sub(b, shareOfB));
}

/** `sumError` of error-free.ts. */
export function scalarSumError(f: FunctionBuilder, a: F64, b: F64, sum: F64): F64 {
  const shareOfB = f.let(real.sub(sum, a));
  return real.add(real.sub(a, real.sub(sum, shareOfB)), real.sub(b, shareOfB));
}

const SPLITTER = f64(134217729);

/** A double as the sum of two of half its length. */
export interface Halves {
  readonly high: F64;
  readonly low: F64;
}

export function halvesOf(f: FunctionBuilder, value: F64): Halves {
  const scaled = f.let(real.mul(SPLITTER, value));
  const high = f.let(real.sub(scaled, real.sub(scaled, value)));
  return { high, low: f.let(real.sub(value, high)) };
}

/** `productError` of error-free.ts, for the product of a and b. */
export function scalarProductError(a: Halves, b: Halves, product: F64): F64 {
  const rest = real.sub(real.sub(product, real.mul(a.high, b.high)), real.mul(a.low, b.high));
  return real.sub(real.mul(a.low, b.low), real.sub(rest, real.mul(a.high, b.low)));
}
