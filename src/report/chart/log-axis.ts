/** @file Logarithmic axes as they are printed: a number at each decade, small ticks between. */

/** The parts of an axis definition that depend on its range only. */
export interface DecadeAxis {
  readonly values: number[];
  readonly labelExpr: string;
  readonly tickSize: { readonly expr: string };
  readonly labelOverlap: false;
  readonly labelFlush: false;
}

const SUPERSCRIPT = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/**
 * Ticks at 1, 2, …, 9 times each power of ten in [low, high], numbers at the powers.
 *
 * Powers from 10⁻³ to 10³ are written out when all are in that range, as powers otherwise.
 */
export function decades(low: number, high: number): DecadeAxis {
  const first = Math.floor(Math.log10(low) + 1e-9);
  const last = Math.ceil(Math.log10(high) - 1e-9);
  const exponents = Array.from({ length: last - first + 1 }, (_, k) => first + k);
  const inside = (value: number): boolean => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9);
  const plain = first >= -3 && last <= 3;
  const labels = exponents
    .filter((exponent) => inside(Number(`1e${exponent}`)))
    .map(
      (exponent) => `'1e${exponent}': '${plain ? Number(`1e${exponent}`) : `10${superscript(exponent)}`}'`,
    );
  const values = exponents.flatMap((exponent) =>
    [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => Number(`${digit}e${exponent}`)).filter(inside),
  );
  const exponent = `'1e' + round(log(datum.value) / LN10)`;
  const isPower = 'abs(log(datum.value) / LN10 - round(log(datum.value) / LN10)) < 1e-9';
  return {
    values,
    labelExpr: `${isPower} ? ({${labels.join(', ')}})[${exponent}] : ''`,
    tickSize: { expr: `${isPower} ? 6 : 3` },
    labelOverlap: false,
    labelFlush: false,
  };
}

/** An integer in superscript: −12 as ⁻¹². */
export function superscript(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPT.charAt(Number(digit))).join('');
  return exponent < 0 ? `⁻${digits}` : digits;
}
