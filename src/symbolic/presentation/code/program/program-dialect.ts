/** @file What the languages have in common when a program of formulas is written in them, and how they differ. */

import type { Dialect } from '../dialect.ts';
import type { Call, Decision, NamedSum } from './formula-program.ts';

/** A function whose expressions are already written in one language. */
export interface Definition {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly remark: string;
  readonly sums: readonly NamedSum[];
  readonly body: Body;
}

export type Body =
  /** Lines of one expression, each after the first starting with its sign or a closing bracket. */
  | { readonly kind: 'expression'; readonly lines: readonly string[] }
  | { readonly kind: 'decision'; readonly decision: Decision };

/** How one language writes functions. */
export interface ProgramDialect {
  readonly notation: Pick<Dialect, 'constant' | 'power'>;
  readonly functionName: (words: readonly string[]) => string;
  /** How far a value can be trusted, in ASCII lines; `units` and `magnitude` for languages that compute in doubles. */
  readonly exactness: (units: number, magnitude: readonly string[]) => readonly string[];
  readonly definition: (definition: Definition) => string;
  readonly file: (about: readonly string[], definitions: readonly string[]) => string;
}

/** How a language writes the statements of a decision. */
export interface Statements {
  readonly functionName: (words: readonly string[]) => string;
  readonly open: (comparisons: readonly string[]) => string;
  /** Empty in a language without closing words. */
  readonly close: string;
  readonly give: (call: string) => string;
  readonly outside: string;
  /** One level of indentation. */
  readonly step: string;
}

/** The statements of a decision. Every branch returns, so what follows an `if` is its `else`. */
export function decisionLines(decision: Decision, statements: Statements, indent: string): string[] {
  const { functionName, open, close, give, outside, step } = statements;
  switch (decision.kind) {
    case 'call':
      return [indent + give(callText(decision.call, functionName))];
    case 'outside':
      return [indent + outside];
    case 'test':
      return [
        indent + open(decision.comparisons),
        ...decisionLines(decision.holds, statements, indent + step),
        ...(close === '' ? [] : [indent + close]),
        ...decisionLines(decision.otherwise, statements, indent),
      ];
    default:
      return decision satisfies never;
  }
}

export function callText({ words, args }: Call, functionName: (words: readonly string[]) => string): string {
  return `${functionName(words)}(${args.join(', ')})`;
}

/** `output_loss`. */
export function joinedBySnake(words: readonly string[]): string {
  return words.join('_');
}

/** `outputLoss`. */
export function joinedByCamel(words: readonly string[]): string {
  return words
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
}

/** {@link ProgramDialect.exactness} of languages that compute in doubles. */
export function roundedByMagnitude(units: number, magnitude: readonly string[]): readonly string[] {
  return [
    `Rounded: in doubles, off by at most ${units} * 2^-53 * M, where`,
    ...magnitude,
    'Where terms cancel, near perfect reconstruction or beside small g_j, few digits are left; `antipode loss` keeps them all.',
  ];
}
