/** A small number as people write it: `5.7 × 10⁻¹⁶`, `10⁻⁶`, `0`. */
export function scientific(value: number): string {
  if (value === 0) return '0';
  const [mantissa = '', exponent = ''] = value.toExponential(1).split('e');
  const power = `10${[...String(Number(exponent))].map((digit) => SUPERSCRIPTS.get(digit) ?? digit).join('')}`;
  return mantissa === '1.0' ? power : `${mantissa} × ${power}`;
}

const SUPERSCRIPTS: ReadonlyMap<string, string> = new Map(
  [...'-0123456789'].map((digit, index) => [digit, [...'⁻⁰¹²³⁴⁵⁶⁷⁸⁹'][index] ?? digit]),
);
