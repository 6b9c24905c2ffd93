/** @file Angles as people write them, `2*pi/5` or `72deg`, in turns: exact, or refused. */

import { formatRational, type Rational, rational, signOf, ZERO } from '../../support/rational.ts';
import { type Expression, refusedAt } from './expression.ts';

/** plain + half · π with rational parts. */
interface LinearInPi {
  readonly plain: Rational;
  /** Multiples of π: half turns. */
  readonly half: Rational;
}

/**
 * The angle divided by 2π.
 *
 * @param text - what the expression was read from, for the message.
 * @throws DomainError unless the expression is a rational multiple of π (degrees included), or 0.
 */
export function turnsOf(expression: Expression, text: string): Rational {
  const { plain, half } = linear(expression, text);
  if (signOf(plain) !== 0) {
    throw refusedAt(
      text,
      expression.position,
      'a rational multiple of pi, or degrees',
      formatRational(plain),
    );
  }
  return half.div(2n);
}

function linear(expression: Expression, text: string): LinearInPi {
  switch (expression.kind) {
    case 'number':
      return { plain: expression.value, half: ZERO };
    case 'pi':
      return { plain: ZERO, half: rational(1n) };
    case 'negate':
      return scaled(linear(expression.operand, text), rational(-1n));
    case 'degrees': {
      const { plain, half } = linear(expression.operand, text);
      if (signOf(half) !== 0)
        throw refusedAt(text, expression.position, 'a rational number of degrees', 'pi');
      return { plain: ZERO, half: plain.div(180n) };
    }
    case 'binary':
      return combined(expression, linear(expression.left, text), linear(expression.right, text), text);
    case 'power':
    case 'call':
      throw refusedAt(
        text,
        expression.position,
        'a rational multiple of pi, or degrees',
        describe(expression),
      );
    default:
      return expression satisfies never;
  }
}

function describe(expression: Expression & { readonly kind: 'power' | 'call' }): string {
  return expression.kind === 'power' ? 'a power' : `${expression.name}(…)`;
}

function scaled({ plain, half }: LinearInPi, by: Rational): LinearInPi {
  return { plain: plain.mul(by), half: half.mul(by) };
}

function combined(
  { operator, position }: Expression & { readonly kind: 'binary' },
  left: LinearInPi,
  right: LinearInPi,
  text: string,
): LinearInPi {
  const isPlain = ({ half }: LinearInPi): boolean => signOf(half) === 0;
  switch (operator) {
    case '+':
    case '-': {
      const term = operator === '+' ? right : scaled(right, rational(-1n));
      return { plain: left.plain.add(term.plain), half: left.half.add(term.half) };
    }
    case '*':
      if (isPlain(right)) return scaled(left, right.plain);
      if (isPlain(left)) return scaled(right, left.plain);
      throw refusedAt(text, position, 'a rational multiple of pi, or degrees', 'a product of angles');
    case '/':
      if (!isPlain(right))
        throw refusedAt(text, position, 'an angle divided by a number', 'a division by an angle');
      if (signOf(right.plain) === 0) throw refusedAt(text, position, 'a nonzero divisor', '0');
      return scaled(left, right.plain.inverse());
    default:
      return operator satisfies never;
  }
}
