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

/** `productError` of error-free.ts. */
export function scalarProductError(f: FunctionBuilder, a: F64, b: F64, product: F64): F64 {
  const [highA, lowA] = halves(f, a);
  const [highB, lowB] = halves(f, b);
  const rest = real.sub(real.sub(product, real.mul(highA, highB)), real.mul(lowA, highB));
  return real.sub(real.mul(lowA, lowB), real.sub(rest, real.mul(highA, lowB)));
}

function halves(f: FunctionBuilder, value: F64): [F64, F64] {
  const scaled = f.let(real.mul(SPLITTER, value));
  const high = f.let(real.sub(scaled, real.sub(scaled, value)));
  return [high, f.let(real.sub(value, high))];
}
