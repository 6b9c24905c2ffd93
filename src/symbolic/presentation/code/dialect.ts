/** @file What the programming languages have in common when a piecewise formula is written in them, and how they differ. */

/** A formula in one language, cut into signed terms, and the test for its region. */
export interface CodeCase {
  /** The words of its name: `['same', 'sign']`. */
  readonly words: readonly string[];
  /** One alternative each: comparisons that must all hold. */
  readonly region: readonly (readonly string[])[];
  /** `1/3*p*w1^4`, `- 2/3*p*w1^2`, …; at least one. */
  readonly terms: readonly string[];
}

/** A piecewise formula whose expressions are already written in one language. */
export interface CodeTable {
  readonly about: readonly string[];
  readonly parameters: readonly string[];
  readonly cases: readonly CodeCase[];
  /** What to say of arguments that no case serves. */
  readonly elsewhere: string;
}

/** How one language writes numbers and powers, and how it arranges a program. */
export interface Dialect {
  /**
   * A positive rational constant as the first factor of a product; '1' if it may be left out.
   *
   * @param divides - whether the product goes on to divide by a variable, which an exact language must not do in integers.
   */
  readonly constant: (numerator: bigint, denominator: bigint, divides: boolean) => string;
  /** `variable` to a positive integer power, as a factor of a product. */
  readonly power: (variable: string, exponent: number) => string;
  /** The test whether an expression is 0. */
  readonly isZero: (expression: string) => string;
  /**
   * How far a value can be trusted, in ASCII lines.
   *
   * @param units - where the language computes in doubles, the error in units of 2⁻⁵³ Σ |terms|.
   */
  readonly exactness: (units: number) => readonly string[];
  /** The whole program, ending in a newline. */
  readonly program: (table: CodeTable) => string;
}

/** Widest line of a formula. */
const WIDTH = 100;

/** Signed terms on as few lines as fit, each line after the first starting with its sign. */
export function wrapTerms(terms: readonly string[], indent: string): string {
  const lines: string[] = [];
  for (const term of terms) {
    const last = lines.at(-1);
    if (last !== undefined && indent.length + last.length + 1 + term.length <= WIDTH) {
      lines[lines.length - 1] = `${last} ${term}`;
    } else lines.push(term);
  }
  return lines.map((line) => indent + line).join('\n');
}

/** {@link Dialect.isZero} where numbers of different types compare by value. */
export function equalsZero(expression: string): string {
  return `${expression} == 0`;
}

/** `(w1 >= 0 && w2 >= 0) || (w1 <= 0 && w2 <= 0)`. */
export function condition(region: CodeCase['region'], and: string, or: string): string {
  const alternatives = region.map((comparisons) => comparisons.join(` ${and} `));
  return alternatives.length === 1
    ? alternatives.join('')
    : alternatives.map((text) => `(${text})`).join(` ${or} `);
}

/** `lossSameSign`. */
export function camelName(words: readonly string[]): string {
  return ['loss', ...words.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join('');
}

/** `loss_same_sign`. */
export function snakeName(words: readonly string[]): string {
  return ['loss', ...words].join('_');
}

/** {@link Dialect.exactness} of languages that compute in doubles. */
export function roundedInDoubles(units: number): readonly string[] {
  return [
    `Rounded: in doubles, off by at most ${units} * 2^-53 of the sum of the magnitudes of the terms. Where these cancel,`,
    'near perfect reconstruction, few digits of L are left; `antipode loss` keeps them all.',
  ];
}

/** `w1*w1*w1`: a product rounds once for each factor everywhere; how a power function rounds depends on the library. */
export function powerAsProduct(variable: string, exponent: number): string {
  return Array.from({ length: exponent }, () => variable).join('*');
}
