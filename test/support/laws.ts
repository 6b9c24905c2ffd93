/** @file Algebraic laws, stated once and applied to every structure that claims them. */

import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { Declare } from './suite.ts';

/** The operations of a commutative ring with one, and how to tell its elements apart. */
export interface CommutativeRing<T> {
  readonly zero: T;
  readonly one: T;
  readonly add: (a: T, b: T) => T;
  readonly negate: (a: T) => T;
  readonly multiply: (a: T, b: T) => T;
  readonly equals: (a: T, b: T) => boolean;
  /** As a person would write it, for the message of a failing law. */
  readonly show: (a: T) => string;
}

/** Declares one test for each axiom of a commutative ring, at random triples of elements. */
export function testCommutativeRing<T>(
  test: Declare,
  ring: CommutativeRing<T>,
  element: fc.Arbitrary<T>,
): void {
  const { zero, one, add, negate, multiply, equals, show } = ring;
  const axiom = (name: string, left: (a: T, b: T, c: T) => T, right: (a: T, b: T, c: T) => T): void =>
    test(`law: ${name}`, () =>
      fc.assert(
        fc.property(element, element, element, (a, b, c) => {
          const [l, r] = [left(a, b, c), right(a, b, c)];
          assert.ok(
            equals(l, r),
            `${show(l)} ≠ ${show(r)} at a = ${show(a)}, b = ${show(b)}, c = ${show(c)}`,
          );
        }),
      ));

  axiom(
    '(a + b) + c = a + (b + c)',
    (a, b, c) => add(add(a, b), c),
    (a, b, c) => add(a, add(b, c)),
  );
  axiom('a + b = b + a', add, (a, b) => add(b, a));
  axiom(
    'a + 0 = a',
    (a) => add(a, zero),
    (a) => a,
  );
  axiom(
    'a + (−a) = 0',
    (a) => add(a, negate(a)),
    () => zero,
  );
  axiom(
    '(a b) c = a (b c)',
    (a, b, c) => multiply(multiply(a, b), c),
    (a, b, c) => multiply(a, multiply(b, c)),
  );
  axiom('a b = b a', multiply, (a, b) => multiply(b, a));
  axiom(
    '1 a = a',
    (a) => multiply(one, a),
    (a) => a,
  );
  axiom(
    'a (b + c) = a b + a c',
    (a, b, c) => multiply(a, add(b, c)),
    (a, b, c) => add(multiply(a, b), multiply(a, c)),
  );
}
