/**
 * @file The grammar of exact real numbers as people write them, read into a tree; what a tree means is
 * decided by parseAlgebraic.
 *
 *     sum     := ['+'|'-'] product (('+'|'-') product)*
 *     product := power (('*'|'/') power)*
 *     power   := atom ['deg'|'°'] ['^' exponent]     exponent := ['-'] integer, bare or in brackets
 *     atom    := numeral | 'pi' | 'π' | name '(' sum (',' sum)* ')' | '(' sum ')'
 */

import { DomainError } from '../../support/errors.ts';
import { parseRational, type Rational } from '../../support/rational.ts';

/** Every node knows where in the text it begins, counted from 1. */
export type Expression = { readonly position: number } & (
  | { readonly kind: 'number'; readonly value: Rational }
  | { readonly kind: 'pi' }
  | { readonly kind: 'degrees' | 'negate'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'power'; readonly base: Expression; readonly exponent: number }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Expression[] }
);

export type Operator = '+' | '-' | '*' | '/';

/** Longest text, in characters. */
export const MAX_LENGTH = 200;
/** Deepest nesting of brackets. */
const MAX_DEPTH = 20;
/** Largest exponent, in absolute value. */
const MAX_EXPONENT = 64;

const FUNCTIONS: readonly string[] = ['sqrt', 'cbrt', 'root', 'cos', 'sin'];

/**
 * @throws {@link DomainError} on anything outside the grammar: the message gives the position, what was expected there
 *   and what was found. Texts of more than 200 characters are refused unread.
 */
export function readExpression(text: string): Expression {
  if (text.length > MAX_LENGTH) {
    throw new DomainError('parseAlgebraic', `at most ${MAX_LENGTH} characters`, `${text.length}`);
  }
  return new Reader(text).whole();
}

/** The refusal of a text: what was expected, where, and what stands there. */
export function refusedAt(text: string, position: number, expected: string, found: string): DomainError {
  const whole = JSON.stringify(text);
  return new DomainError(
    'parseAlgebraic',
    `${expected} at position ${position}`,
    found === whole ? found : `${found} in ${whole}`,
  );
}

interface Token {
  readonly text: string;
  readonly position: number;
}

const TOKEN = /\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|[A-Za-z]+|\S))/gu;

function tokensOf(text: string): Token[] {
  return [...text.matchAll(TOKEN)].map((match) => {
    const token = match[1] ?? '';
    return { text: token, position: match.index + match[0].length - token.length + 1 };
  });
}

class Reader {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #index = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  whole(): Expression {
    const expression = this.#sum();
    if (this.#next !== undefined) throw this.#refused('an operator or the end');
    return expression;
  }

  get #next(): string | undefined {
    return this.#tokens[this.#index]?.text;
  }

  get #position(): number {
    return this.#tokens[this.#index]?.position ?? this.#text.length + 1;
  }

  #take(...choices: readonly string[]): string | undefined {
    const token = this.#next;
    if (token === undefined || !choices.includes(token)) return undefined;
    this.#index += 1;
    return token;
  }

  #refused(expected: string): DomainError {
    const found = this.#next === undefined ? 'the end' : `"${this.#next}"`;
    return refusedAt(this.#text, this.#position, expected, found);
  }

  #close(): void {
    if (this.#take(')') === undefined) throw this.#refused('an operator or a closing bracket');
  }

  #sum(): Expression {
    const position = this.#position;
    const sign = this.#take('+', '-');
    const first = this.#product();
    let value: Expression = sign === '-' ? { kind: 'negate', operand: first, position } : first;
    for (let operator = this.#take('+', '-'); operator !== undefined; operator = this.#take('+', '-')) {
      value = binary(operator, value, this.#product());
    }
    return value;
  }

  #product(): Expression {
    let value = this.#power();
    for (let operator = this.#take('*', '/'); operator !== undefined; operator = this.#take('*', '/')) {
      value = binary(operator, value, this.#power());
    }
    return value;
  }

  #power(): Expression {
    const position = this.#position;
    let base = this.#atom();
    if (this.#take('deg', '°') !== undefined) base = { kind: 'degrees', operand: base, position };
    if (this.#take('^') === undefined) return base;
    return { kind: 'power', base, exponent: this.#exponent(), position };
  }

  #exponent(): number {
    if (this.#take('(') !== undefined) {
      const inner = this.#signedInteger();
      this.#close();
      return inner;
    }
    return this.#signedInteger();
  }

  #signedInteger(): number {
    const sign = this.#take('-') === undefined ? 1 : -1;
    const value = Number(this.#next);
    if (this.#next === undefined || !/^\d+$/.test(this.#next) || value > MAX_EXPONENT) {
      throw this.#refused(`an integer exponent within ±${MAX_EXPONENT}`);
    }
    this.#index += 1;
    return sign * value;
  }

  #atom(): Expression {
    const position = this.#position;
    const token = this.#next;
    if (token !== undefined && /^[.\d]/.test(token) && token !== '.') {
      const value = this.#numeral(token);
      this.#index += 1;
      return { kind: 'number', value, position };
    }
    if (this.#take('pi', 'π') !== undefined) return { kind: 'pi', position };
    const name = this.#take(...FUNCTIONS);
    if (name === undefined && token !== '(') {
      throw this.#refused(`a number, pi, a bracket or one of ${FUNCTIONS.join(', ')}`);
    }
    const operands = this.#bracketed();
    if (name !== undefined) return { kind: 'call', name, operands, position };
    const [only, second] = operands;
    if (only === undefined || second !== undefined)
      throw refusedAt(this.#text, position, 'one number in brackets', 'a list');
    return only;
  }

  #numeral(token: string): Rational {
    try {
      return parseRational(token);
    } catch (error) {
      if (error instanceof DomainError) throw this.#refused(error.expected);
      throw error;
    }
  }

  /** `( sum, … )`. */
  #bracketed(): Expression[] {
    if (this.#depth === MAX_DEPTH) throw this.#refused(`at most ${MAX_DEPTH} brackets one in another`);
    if (this.#take('(') === undefined) throw this.#refused('an opening bracket');
    this.#depth += 1;
    const operands = [this.#sum()];
    while (this.#take(',') !== undefined) operands.push(this.#sum());
    this.#close();
    this.#depth -= 1;
    return operands;
  }
}

function binary(operator: string, left: Expression, right: Expression): Expression {
  return { kind: 'binary', operator: operator as Operator, left, right, position: left.position };
}
