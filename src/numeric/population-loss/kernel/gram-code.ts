import {
  type Address,
  type F64,
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
import type { FunctionBuilder, Variable } from '../../wasm/function-builder.ts';
import type { ModuleBuilder } from '../../wasm/module-builder.ts';
import { type Halves, halvesOf, scalarProductError, scalarSumError } from './error-free-code.ts';
import type { KernelLayout } from './kernel-layout.ts';

/** As in gram-pairs.ts: rows below need to be magnified, unless they are zero. */
const TINY = 2 ** -300;

/** Up to so many features all entries of G are summed in one walk through the rows of W. */
const MOST_AT_ONCE = 4;

/**
 * The function (model) that computes G and G − 1 as `fillGramPairs` does, but for magnification: it returns the set of the
 * rows that may need it.
 *
 * Here and in all functions a model is said by how many bytes it lies behind the first.
 */
export function defineGram(module: ModuleBuilder, layout: KernelLayout, name: string): number {
  const { featureCount: n } = layout;
  const inner = n <= MOST_AT_ONCE ? undefined : module.define(3, (f) => writeInnerProduct(f, layout));
  return module.define(
    1,
    (f) => {
      const [model = i32(0)] = f.parameters;
      if (inner === undefined) writeAllProducts(f, layout, model);
      else for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) f.call(inner, model, i32(i), i32(j));
      const suspects = f.variable('i32');
      for (let i = 0; i < n; i++)
        writeDiagonal(f, layout, model, i, (isTiny) => suspects.set(int.or(suspects, isTiny)));
      f.result(suspects);
    },
    { name, hasResult: true },
  );
}

/** A sum of products and what it lost. */
interface ProductSum {
  readonly sum: Variable<'f64'>;
  readonly lost: Variable<'f64'>;
}

function startProductSum(f: FunctionBuilder): ProductSum {
  return { sum: f.variable('f64'), lost: f.variable('f64') };
}

interface Factor extends Halves {
  readonly value: F64;
}

function factorOf(f: FunctionBuilder, place: Address): Factor {
  const value = f.let(loadF64(place));
  return { value, ...halvesOf(f, value) };
}

function addProduct(f: FunctionBuilder, { sum, lost }: ProductSum, a: Factor, b: Factor): void {
  const product = f.let(real.mul(a.value, b.value));
  const larger = f.let(real.add(sum, product));
  const sumLost = scalarSumError(f, sum, product, larger);
  lost.set(real.add(lost, real.add(sumLost, scalarProductError(a, b, product))));
  sum.set(larger);
}

/** Stores a sum as a double-double. */
function storeProductSum(
  f: FunctionBuilder,
  { high, low }: KernelLayout,
  { sum, lost }: ProductSum,
  entries: readonly Address[],
): void {
  const rounded = f.let(real.add(sum, lost));
  const rest = f.let(scalarSumError(f, sum, lost, rounded));
  for (const entry of entries) {
    f.storeF64(moved(entry, high), rounded);
    f.storeF64(moved(entry, low), rest);
  }
}

/** Runs the body for every row of W, said by where it is. */
function forEachRow(
  f: FunctionBuilder,
  { featureCount, weights, weightsEnd }: KernelLayout,
  model: I32,
  body: (row: I32) => void,
): void {
  const end = f.let(int.add(loadI32(fixedAddress(weightsEnd)), model));
  f.forEach(int.add(i32(weights), model), end, 8 * featureCount, body);
}

/** All of G. */
function writeAllProducts(f: FunctionBuilder, layout: KernelLayout, model: I32): void {
  const { featureCount: n } = layout;
  const entries = Array.from({ length: n }, (_, i) =>
    Array.from({ length: i + 1 }, (__, j) => ({ i, j, sum: startProductSum(f) })),
  ).flat();
  forEachRow(f, layout, model, (row) => {
    const factors = Array.from({ length: n }, (_, i) => factorOf(f, { base: row, offset: 8 * i }));
    for (const { i, j, sum } of entries) {
      const [a, b] = [factors[i], factors[j]];
      if (a !== undefined && b !== undefined) addProduct(f, sum, a, b);
    }
  });
  for (const { i, j, sum } of entries) {
    const places = [n * i + j, n * j + i].map((entry) => ({ base: model, offset: 8 * entry }));
    storeProductSum(f, layout, sum, places);
  }
}

/** G_ij = G_ji of a model, for the parameters model, i and j. */
function writeInnerProduct(f: FunctionBuilder, layout: KernelLayout): void {
  const { featureCount: n } = layout;
  const [model = i32(0), i = i32(0), j = i32(0)] = f.parameters;
  const sum = startProductSum(f);
  const [first, second] = [i, j].map((column) => f.let(int.shl(column, i32(3))));
  forEachRow(f, layout, model, (row) => {
    const [a, b] = [first, second].map((column) =>
      factorOf(f, { base: int.add(row, column ?? row), offset: 0 }),
    );
    if (a !== undefined && b !== undefined) addProduct(f, sum, a, b);
  });
  const entry = (a: I32, b: I32): Address => ({
    base: f.let(int.add(model, int.shl(int.add(int.mul(a, i32(n)), b), i32(3)))),
    offset: 0,
  });
  storeProductSum(f, layout, sum, [entry(i, j), entry(j, i)]);
}

/** (G − 1)_ii; hands over the bit of row i where it is so small that G_ii might have underflown. */
function writeDiagonal(
  f: FunctionBuilder,
  { featureCount: n, high, low, residualHigh, residualLow, bias }: KernelLayout,
  model: I32,
  i: number,
  note: (isTiny: I32) => void,
): void {
  const at = (offset: number): Address => ({ base: model, offset });
  const diagonal = 8 * (n + 1) * i;
  const square = f.let(loadF64(at(diagonal + high)));
  const less = f.let(real.sub(square, f64(1)));
  const rest = f.let(real.add(scalarSumError(f, square, f64(-1), less), loadF64(at(diagonal + low))));
  const rounded = f.let(real.add(less, rest));
  f.storeF64(at(residualHigh + 8 * i), rounded);
  f.storeF64(at(residualLow + 8 * i), scalarSumError(f, less, rest, rounded));
  const isSmall = real.less(square, f64(TINY * TINY));
  const isNearZero = real.less(magnitude(loadF64(at(bias + 8 * i))), f64(TINY));
  note(int.shl(int.and(isSmall, isNearZero), i32(i)));
}
