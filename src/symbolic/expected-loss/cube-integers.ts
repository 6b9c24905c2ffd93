/** @file The integer parts of the closed form. Vertices and faces of the cube are bit sets over the features. */

/** b + Σ_{j∈v} a_j for every vertex v. */
export function vertexValues(a: readonly bigint[], b: bigint): bigint[] {
  const values = [b];
  for (const step of a) for (const value of values.slice()) values.push(value + step);
  return values;
}

/** Π_{j∉N, a_j≠0} a_j for every bit set N. */
export function complementaryProducts(a: readonly bigint[]): bigint[] {
  let products = [1n];
  for (const value of a) {
    const factor = value === 0n ? 1n : value;
    products = [...products.map((product) => product * factor), ...products];
  }
  return products;
}

/** n (n−1) ⋯, `count` factors. */
export function fallingFactorial(n: number, count: number): bigint {
  let product = 1n;
  for (let i = 0; i < count; i++) product *= BigInt(n - i);
  return product;
}

/** The number of elements of a bit set. */
export function popCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
