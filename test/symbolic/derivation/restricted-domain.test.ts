import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { ONE, type Rational, rational, signOf, ZERO } from '../../../src/support/rational.ts';
import { CHAMBERS, signIn } from '../../../src/symbolic/derivation/chambers.ts';
import { derivePairLoss } from '../../../src/symbolic/derivation/pair-loss.ts';
import {
  integrateOverPiece,
  type Piece,
  positiveDomain,
  wholeCube,
} from '../../../src/symbolic/derivation/restricted-domain.ts';
import { inputName } from '../../../src/symbolic/derivation/symbols.ts';
import { formatPolynomial } from '../../../src/symbolic/polynomial/format.ts';
import { LaurentPolynomial } from '../../../src/symbolic/polynomial/laurent-polynomial.ts';
import { parsePolynomial } from '../../../src/symbolic/polynomial/parse.ts';
import { smallRational } from '../../support/arbitraries.ts';
import { suite } from '../../support/suite.ts';

type Point = ReadonlyMap<string, Rational>;

/** 0 ≤ x ≤ 1. */
const unit = fc.integer({ min: 0, max: 24 }).map((numerator) => rational(BigInt(numerator), 24n));

/** Strictly inside a chamber, on either of its two sides: a combination of the sample's edges. */
function insideOf(name: string): fc.Arbitrary<readonly [Rational, Rational]> {
  const positive = smallRational().map((value) => value.abs().add(rational(1n, 5n)));
  return fc.tuple(positive, positive, fc.boolean()).map(([a, b, mirrored]) => {
    const [first, last] =
      name === 'same-sign'
        ? [a, b]
        : name === 'opposite-first-longer'
          ? [a.add(b), b.neg()]
          : [a, a.add(b).neg()];
    return mirrored ? [first.neg(), last.neg()] : [first, last];
  });
}

/** Whether a point lies within a piece, edges included. */
function lies(point: Point, piece: Piece): boolean {
  return piece.every(({ feature, lower, upper }) => {
    const x = point.get(inputName(feature)) ?? ZERO;
    return lower.evaluate(point).compare(x) <= 0 && x.compare(upper.evaluate(point)) <= 0;
  });
}

suite('positiveDomain', (test) => {
  for (const { chamber, steps } of derivePairLoss()) {
    const outputs = steps.flatMap((step) => step.outputs).filter(({ form }) => form.length > 0);
    test(`law: in ${chamber.name} a point of the cube is in the domain exactly where z > 0`, () => {
      fc.assert(
        fc.property(insideOf(chamber.name), unit, unit, ([first, last], x1, x2) => {
          const point = new Map(Object.entries({ w1: first, w2: last, x1, x2 }));
          for (const { preactivation, domain } of outputs) assertRestricted(preactivation, domain, point);
        }),
      );
    });

    test(`law: in ${chamber.name} the bounds are ordered and inside the cube`, () => {
      fc.assert(
        fc.property(insideOf(chamber.name), unit, ([first, last], t) => {
          for (const piece of outputs.flatMap(({ domain }) => domain)) {
            assertOrdered(piece, { w1: first, w2: last }, t);
          }
        }),
      );
    });
  }

  test('known value: no active input leaves nothing to integrate over', () => {
    assert.equal(
      positiveDomain([], () => 1),
      [],
    );
  });

  test('known value: where the line z = 0 leaves through the side, the outer range ends there', () => {
    const [chamber] = CHAMBERS.filter(({ name }) => name === 'opposite-last-longer');
    assert.ok(chamber !== undefined);
    const form = [
      { feature: 1 as const, coefficient: parsePolynomial('w1^2') },
      { feature: 2 as const, coefficient: parsePolynomial('w1*w2') },
    ];
    const [piece] = positiveDomain(form, (value) => signIn(chamber, value));
    assert.equal(
      piece?.map(({ feature, lower, upper }) => [feature, formatPolynomial(lower), formatPolynomial(upper)]),
      [
        [2, '0', '-w1/w2'],
        [1, '-w2*x2/w1', '1'],
      ],
    );
  });
});

suite('integrateOverPiece', (test) => {
  test('known value: moments of the unit square', () => {
    for (const [i, j] of [
      [0, 0],
      [1, 0],
      [2, 3],
    ] as const) {
      const integrand = parsePolynomial(`x1^${i}*x2^${j}`);
      const value = integrateOverPiece(integrand, wholeCube([1, 2]));
      assert.is(formatPolynomial(value), formatPolynomial(parsePolynomial(`1/${(i + 1) * (j + 1)}`)));
    }
  });

  test('known value: the triangle 0 ≤ x2 ≤ 1, x2 ≤ x1 ≤ 1 has area 1/2', () => {
    const triangle: Piece = [
      { feature: 2, lower: LaurentPolynomial.ZERO, upper: LaurentPolynomial.ONE },
      { feature: 1, lower: parsePolynomial('x2'), upper: LaurentPolynomial.ONE },
    ];
    assert.is(formatPolynomial(integrateOverPiece(LaurentPolynomial.ONE, triangle)), '1/2');
  });
});

/** A point with z > 0 lies in one piece, one with z < 0 in none; the edge z = 0 has no area. */
function assertRestricted(preactivation: LaurentPolynomial, domain: readonly Piece[], point: Point): void {
  const z = signOf(preactivation.evaluate(point));
  if (z === 0) return;
  const containing = domain.filter((piece) => lies(point, piece)).length;
  assert.is(containing > 0, z > 0, formatPolynomial(preactivation));
}

/** From the outside in, 0 ≤ lower ≤ upper ≤ 1, each variable being set at the same fraction of its range. */
function assertOrdered(piece: Piece, weights: Record<string, Rational>, fraction: Rational): void {
  const point = new Map(Object.entries(weights));
  for (const { feature, lower, upper } of piece) {
    const [low, high] = [lower.evaluate(point), upper.evaluate(point)];
    assert.ok(signOf(low) >= 0 && low.compare(high) <= 0 && high.compare(ONE) <= 0);
    point.set(inputName(feature), low.add(fraction.mul(high.sub(low))));
  }
}
