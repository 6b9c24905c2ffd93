import { absolute, greatestCommonDivisor } from '../../support/integers.ts';
import { formatRational, rational } from '../../support/rational.ts';
import { RealAlgebraic } from './real-algebraic.ts';

/** Squares of larger numbers stay under the root unless what is left is a square itself. */
const LARGEST_TRIAL = 2000n;
/** A root of more than this is no easier to read than the polynomial. */
const LARGEST_RADICAND = 10n ** 9n;

/**
 * The number as a person writes it, if it is rational or quadratic with a root of a small number: `(15 - 5*sqrt(5))/12`.
 *
 * The roots of a x² + b x + c are (−b ± f √d)/(2a) with b² − 4ac = f² d.
 *
 * @returns a text that `parseAlgebraic` reads back as the same number; `undefined` for other numbers.
 */
export function radicalForm(number: RealAlgebraic): string | undefined {
  if (number.isRational) return formatRational(number.toRational());
  const [c = 0n, b = 0n, a = 0n] = number.minimalPolynomial;
  if (number.degree !== 2) return undefined;
  const { root, rest } = squareFactor(b * b - 4n * a * c);
  if (rest > LARGEST_RADICAND) return undefined;
  const common = greatestCommonDivisor(greatestCommonDivisor(b, root), 2n * a);
  const [start, factor, denominator] = [-b / common, root / common, (2n * a) / common];
  const isUpper = number.compare(RealAlgebraic.of(rational(-b, 2n * a))) > 0;
  const surd = `${factor === 1n ? '' : `${factor}*`}sqrt(${rest})`;
  const sum = start === 0n ? `${isUpper ? '' : '-'}${surd}` : `${start} ${isUpper ? '+' : '-'} ${surd}`;
  if (denominator === 1n) return sum;
  return start === 0n ? `${sum}/${denominator}` : `(${sum})/${denominator}`;
}

/** n = root² · rest for a positive n, root as large as trial division by small numbers finds. */
function squareFactor(n: bigint): { readonly root: bigint; readonly rest: bigint } {
  let [root, rest] = [1n, n];
  for (let k = 2n; k <= LARGEST_TRIAL && k * k <= rest; k++) {
    for (; rest % (k * k) === 0n; rest /= k * k) root *= k;
  }
  return withoutSquareCofactor(root, rest);
}

/** Splits a large square off what is left: rest = s² · d with small d. */
function withoutSquareCofactor(root: bigint, rest: bigint): { readonly root: bigint; readonly rest: bigint } {
  for (let d = 1n; d <= 200n; d++) {
    if (rest % d !== 0n) continue;
    const s = integerRoot(rest / d);
    if (s * s * d === rest) return { root: root * s, rest: d };
  }
  return { root, rest };
}

/** ⌊√n⌋ by Newton's method. */
function integerRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let x = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (absolute(next) >= x) return x;
    x = next;
  }
}
