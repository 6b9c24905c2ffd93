import {
  f64,
  fixedAddress,
  type I32,
  i32,
  int,
  loadF64,
  loadI32,
  magnitude,
  moved,
  real,
} from '../../wasm/expression.ts';
import type { FunctionBuilder } from '../../wasm/function-builder.ts';
import type { ModuleBuilder } from '../../wasm/module-builder.ts';
import { scalarProductError, scalarSumError } from './error-free-code.ts';
import type { KernelLayout } from './kernel-layout.ts';

/** As in gram-pairs.ts: rows below need to be magnified, unless they are zero. */
const TINY = 2 ** -300;

/**
 * The function that computes G and G − 1 as `fillGramPairs` does, but for magnification: it returns the set of the rows
 * that may need it.
 */
export function defineGram(module: ModuleBuilder, layout: KernelLayout, name: string): number {
  const { featureCount: n } = layout;
  const inner = module.define(2, (f) => writeInnerProduct(f, layout));
  return module.define(
    0,
    (f) => {
      for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) f.call(inner, i32(i), i32(j));
      const suspects = f.variable('i32');
      for (let i = 0; i < n; i++)
        writeDiagonal(f, layout, i, (isTiny) => suspects.set(int.or(suspects, isTiny)));
      f.result(suspects);
    },
    { name, hasResult: true },
  );
}

/** G_ij = G_ji for the parameters i and j. */
function writeInnerProduct(
  f: FunctionBuilder,
  { featureCount: n, high, low, weights, weightsEnd }: KernelLayout,
): void {
  const [i = i32(0), j = i32(0)] = f.parameters;
  const sum = f.variable('f64');
  const lost = f.variable('f64');
  const row = f.let(i32(0));
  const end = f.let(int.sub(loadI32(fixedAddress(weightsEnd)), i32(weights)));
  const first = f.let(int.shl(i, i32(3)));
  const second = f.let(int.shl(j, i32(3)));
  f.repeatWhile(() => {
    const a = f.let(loadF64({ base: int.add(row, first), offset: weights }));
    const b = f.let(loadF64({ base: int.add(row, second), offset: weights }));
    const product = f.let(real.mul(a, b));
    const larger = f.let(real.add(sum, product));
    const sumLost = scalarSumError(f, sum, product, larger);
    lost.set(real.add(lost, real.add(sumLost, scalarProductError(f, a, b, product))));
    sum.set(larger);
    row.set(int.add(row, i32(8 * n)));
    return int.less(row, end);
  });
  const rounded = f.let(real.add(sum, lost));
  const rest = f.let(scalarSumError(f, sum, lost, rounded));
  const entry = (a: I32, b: I32): I32 => f.let(int.shl(int.add(int.mul(a, i32(n)), b), i32(3)));
  for (const base of [entry(i, j), entry(j, i)]) {
    f.storeF64({ base, offset: high }, rounded);
    f.storeF64({ base, offset: low }, rest);
  }
}

/** (G − 1)_ii; hands over the bit of row i where it is so small that G_ii might have underflown. */
function writeDiagonal(
  f: FunctionBuilder,
  { featureCount: n, high, low, residualHigh, residualLow, bias }: KernelLayout,
  i: number,
  note: (isTiny: I32) => void,
): void {
  const diagonal = fixedAddress(8 * (n + 1) * i);
  const square = f.let(loadF64(moved(diagonal, high)));
  const less = f.let(real.sub(square, f64(1)));
  const rest = f.let(real.add(scalarSumError(f, square, f64(-1), less), loadF64(moved(diagonal, low))));
  const rounded = f.let(real.add(less, rest));
  f.storeF64(fixedAddress(residualHigh + 8 * i), rounded);
  f.storeF64(fixedAddress(residualLow + 8 * i), scalarSumError(f, less, rest, rounded));
  const isSmall = real.less(square, f64(TINY * TINY));
  const isNearZero = real.less(magnitude(loadF64(fixedAddress(bias + 8 * i))), f64(TINY));
  note(int.shl(int.and(isSmall, isNearZero), i32(i)));
}
