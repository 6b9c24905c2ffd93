/** @file Greatest common divisors and least common multiples of big integers. */

/** gcd(a, b) ≥ 0, with gcd(0, 0) = 0. */
export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** lcm(a, b) of positive integers. */
export function leastCommonMultiple(a: bigint, b: bigint): bigint {
  if (a === b) return a;
  return (a / greatestCommonDivisor(a, b)) * b;
}

/** The vector divided by the gcd of its entries; the zero vector as it is. */
export function primitive(vector: readonly bigint[]): bigint[] {
  let divisor = 0n;
  for (const entry of vector) {
    divisor = greatestCommonDivisor(entry, divisor);
    if (divisor === 1n) return [...vector];
  }
  return divisor === 0n ? [...vector] : vector.map((entry) => entry / divisor);
}
