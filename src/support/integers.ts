/** @file Elementary functions of big integers. */

export function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** −1, 0 or 1. */
export function integerSign(value: bigint): -1 | 0 | 1 {
  if (value === 0n) return 0;
  return value < 0n ? -1 : 1;
}

/** gcd(a, b) ≥ 0, with gcd(0, 0) = 0. */
export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [absolute(a), absolute(b)];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** lcm(a, b) of positive integers. */
export function leastCommonMultiple(a: bigint, b: bigint): bigint {
  if (a === b) return a;
  return (a / greatestCommonDivisor(a, b)) * b;
}

/** n!. */
export function factorial(n: number): bigint {
  let product = 1n;
  for (let k = 2; k <= n; k++) product *= BigInt(k);
  return product;
}
