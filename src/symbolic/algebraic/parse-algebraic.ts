/** @file Exact real numbers from text: `1/sqrt(2)`, `cos(72deg)`, `root(3, 2)`, `sqrt(10+2*sqrt(5))/4`. */

import { DomainError } from '../../support/errors.ts';
import { absolute } from '../../support/integers.ts';
import { parseRational } from '../../support/rational.ts';
import { turnsOf } from './angle.ts';
import { cosineOfTurns, sineOfTurns } from './cosine.ts';
import { type Expression, MAX_LENGTH, readExpression, refusedAt } from './expression.ts';
import { RealAlgebraic } from './real-algebraic.ts';
import {
  addAlgebraic,
  divideAlgebraic,
  multiplyAlgebraic,
  negateAlgebraic,
  powerAlgebraic,
  rootAlgebraic,
  subtractAlgebraic,
} from './real-algebraic-arithmetic.ts';

/** Largest degree of a value, also on the way. */
export const MAX_PARSED_DEGREE = 32;
/** Largest size of a coefficient of a minimal polynomial on the way, in bits. */
const MAX_BITS = 20_000;
/** What a numeral is made of: long ones, such as exact values of doubles, are read by their own rule. */
const NUMERAL = /^[\s\d.eE+/-]+$/;
/** Largest k of `root(k, a)`. */
const MAX_ROOT = 32;

/**
 * The real algebraic number an expression denotes, exactly; a rational number is one of degree 1.
 *
 * Everything parseRational reads, and: numerals (`0.3`, `3e-1`), + − * /, integer powers, brackets, `sqrt(a)`,
 * `cbrt(a)`, `root(k, a)`, and `cos`, `sin` of rational multiples of pi or of degrees.
 *
 * @throws {@link DomainError} on anything else, on division by 0 and even roots of negative numbers, each with its
 *   position in the text; and where the value, or one on the way, has a degree above 32 or coefficients of more than
 *   20 000 bits.
 * @example
 * parseAlgebraic('cos(72deg)').minimalPolynomial; // [-1n, 2n, 4n]
 */
export function parseAlgebraic(text: string): RealAlgebraic {
  if (text.length > MAX_LENGTH && NUMERAL.test(text)) return RealAlgebraic.of(parseRational(text));
  return new Evaluation(text).value(readExpression(text));
}

class Evaluation {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  value(expression: Expression): RealAlgebraic {
    const result = this.#checked(expression);
    const { minimalPolynomial, degree } = result;
    if (degree > MAX_PARSED_DEGREE) {
      throw this.#refused(expression, `a number of degree ≤ ${MAX_PARSED_DEGREE}`, `degree ${degree}`);
    }
    if (minimalPolynomial.some((coefficient) => bitLength(coefficient) > MAX_BITS)) {
      throw this.#refused(expression, `coefficients of at most ${MAX_BITS} bits`, 'longer ones');
    }
    return result;
  }

  #refused(expression: Expression, expected: string, found: string): DomainError {
    return refusedAt(this.#text, expression.position, expected, found);
  }

  /** What the arithmetic refuses is told with its place in the text. */
  #checked(expression: Expression): RealAlgebraic {
    switch (expression.kind) {
      case 'number':
        return RealAlgebraic.of(expression.value);
      case 'pi':
      case 'degrees':
        throw this.#refused(expression, 'an algebraic number', 'an angle outside cos and sin');
      case 'negate':
        return negateAlgebraic(this.value(expression.operand));
      case 'binary':
        return this.#binary(expression);
      case 'power':
        return this.#power(expression);
      case 'call':
        return this.#call(expression);
      default:
        return expression satisfies never;
    }
  }

  #binary(expression: Expression & { readonly kind: 'binary' }): RealAlgebraic {
    const [left, right] = [this.value(expression.left), this.value(expression.right)];
    switch (expression.operator) {
      case '+':
        return this.#located(expression, () => addAlgebraic(left, right));
      case '-':
        return this.#located(expression, () => subtractAlgebraic(left, right));
      case '*':
        return this.#located(expression, () => multiplyAlgebraic(left, right));
      case '/':
        if (right.sign() === 0) throw this.#refused(expression.right, 'a nonzero divisor', '0');
        return this.#located(expression, () => divideAlgebraic(left, right));
      default:
        return expression.operator satisfies never;
    }
  }

  #power(expression: Expression & { readonly kind: 'power' }): RealAlgebraic {
    const base = this.value(expression.base);
    const { exponent } = expression;
    if (exponent < 0 && base.sign() === 0) {
      throw this.#refused(expression.base, 'a nonzero number under a negative exponent', '0');
    }
    const bits = Math.max(...base.minimalPolynomial.map(bitLength));
    if (bits * Math.abs(exponent) > MAX_BITS) {
      throw this.#refused(expression, `coefficients of at most ${MAX_BITS} bits`, 'longer ones');
    }
    return this.#located(expression, () => powerAlgebraic(base, exponent));
  }

  #call(expression: Expression & { readonly kind: 'call' }): RealAlgebraic {
    const { name, operands, position } = expression;
    const expected = name === 'root' ? 2 : 1;
    const [first, second] = operands;
    if (first === undefined || operands.length !== expected) {
      const many = expected === 1 ? 'one number' : 'an order and a number';
      throw refusedAt(this.#text, position, `${name} of ${many}`, `${operands.length}`);
    }
    switch (name) {
      case 'cos':
      case 'sin': {
        const turns = turnsOf(first, this.#text);
        return this.#located(expression, () => (name === 'cos' ? cosineOfTurns(turns) : sineOfTurns(turns)));
      }
      case 'root':
        return this.#root(expression, this.#order(first), second ?? first);
      default:
        return this.#root(expression, name === 'sqrt' ? 2 : 3, first);
    }
  }

  #order(expression: Expression): number {
    const order = expression.kind === 'number' ? expression.value.valueOf() : 0;
    if (Number.isInteger(order) && order >= 1 && order <= MAX_ROOT) return order;
    throw this.#refused(
      expression,
      `an integer from 1 to ${MAX_ROOT} as the order of the root`,
      'something else',
    );
  }

  #root(expression: Expression, order: number, operand: Expression): RealAlgebraic {
    const radicand = this.value(operand);
    if (radicand.sign() < 0 && order % 2 === 0) {
      throw this.#refused(operand, 'a number ≥ 0 under an even root', `${radicand}`);
    }
    return this.#located(expression, () => rootAlgebraic(order, radicand));
  }

  /** A refusal of the arithmetic (degrees, mostly) with the place in the text added. */
  #located(expression: Expression, act: () => RealAlgebraic): RealAlgebraic {
    try {
      return act();
    } catch (error) {
      if (error instanceof DomainError)
        throw this.#refused(expression, error.expected, `more (${error.message})`);
      throw error;
    }
  }
}

function bitLength(value: bigint): number {
  return absolute(value).toString(16).length * 4;
}
