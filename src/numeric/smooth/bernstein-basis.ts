/**
 * C(d, i) tⁱ sᵈ⁻ⁱ for i = 0 … d, where s = 1 − t; all ≥ 0. Rounded: if t and s have relative error 2u, each entry has
 * (3d + 2) u at most, u = 2⁻⁵³, unless it is below the normal range.
 *
 * @param out - shape [d + 1], receives the basis.
 */
export function bernsteinBasis(t: number, s: number, out: Float64Array): void {
  const degree = out.length - 1;
  let power = 1;
  for (let i = degree; i >= 0; i--) {
    out[i] = power;
    power *= s;
  }
  power = 1;
  let binomial = 1;
  for (let i = 0; i <= degree; i++) {
    out[i] = (out[i] as number) * power * binomial;
    power *= t;
    // Exact: integers below 2⁵³ for d ≤ 40.
    binomial = (binomial * (degree - i)) / (i + 1);
  }
}
