import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { type Rational, signOf } from '../../../src/support/rational.ts';
import { CHAMBERS, type Chamber, chamberOf, signIn } from '../../../src/symbolic/derivation/chambers.ts';
import type { LaurentPolynomial } from '../../../src/symbolic/polynomial/laurent-polynomial.ts';
import { parsePolynomial } from '../../../src/symbolic/polynomial/parse.ts';
import { smallRational } from '../../support/arbitraries.ts';
import { suite } from '../../support/suite.ts';

/** The forms whose zero sets are the walls. */
const WALL_FORMS = ['w1', 'w2', 'w1 + w2'].map(parsePolynomial);

function at(form: LaurentPolynomial, first: Rational, last: Rational): Rational {
  return form.evaluate(
    new Map([
      ['w1', first],
      ['w2', last],
    ]),
  );
}

function signsAt(first: Rational, last: Rational): number[] {
  return WALL_FORMS.map((form) => signOf(at(form, first, last)));
}

/** Whether the point satisfies the printed inequalities, or all of them reversed. */
function satisfies({ inequalities }: Chamber, first: Rational, last: Rational, mirrored: boolean): boolean {
  return inequalities.every((text) => {
    const [form = '', relation = ''] = text.split(/ ([<>]) 0$/);
    const sign = signOf(
      at(parsePolynomial(form), mirrored ? first.neg() : first, mirrored ? last.neg() : last),
    );
    return relation === '<' ? sign < 0 : sign > 0;
  });
}

suite('chambers', (test) => {
  test('known value: with their mirror images, the samples have six sign vectors, and no more exist', () => {
    const vectors = CHAMBERS.flatMap(({ sample: [first, last] }) => [
      signsAt(first, last).join(),
      signsAt(first.neg(), last.neg()).join(),
    ]);
    assert.is(new Set(vectors).size, 6);
    fc.assert(
      fc.property(smallRational(), smallRational(), (first, last) => {
        const signs = signsAt(first, last);
        fc.pre(signs.every((sign) => sign !== 0));
        assert.ok(vectors.includes(signs.join()));
      }),
    );
  });

  test('law: off the walls the inequalities hold in exactly one chamber, and chamberOf names it', () => {
    fc.assert(
      fc.property(smallRational(), smallRational(), (first, last) => {
        fc.pre(signsAt(first, last).every((sign) => sign !== 0));
        const holding = CHAMBERS.filter(
          (chamber) => satisfies(chamber, first, last, false) || satisfies(chamber, first, last, true),
        );
        assert.equal(
          holding.map(({ name }) => name),
          [chamberOf(first, last)],
        );
      }),
    );
  });

  test('law: mirror images share a chamber', () => {
    fc.assert(
      fc.property(smallRational(), smallRational(), (first, last) =>
        assert.is(chamberOf(first.neg(), last.neg()), chamberOf(first, last)),
      ),
    );
  });

  test('law: exchanging the features exchanges the two opposite chambers', () => {
    const exchanged = {
      'same-sign': 'same-sign',
      'opposite-first-longer': 'opposite-last-longer',
      'opposite-last-longer': 'opposite-first-longer',
    };
    fc.assert(
      fc.property(smallRational(), smallRational(), (first, last) => {
        fc.pre(signsAt(first, last).every((sign) => sign !== 0));
        assert.is(chamberOf(last, first), exchanged[chamberOf(first, last)]);
      }),
    );
  });

  test('law: a product of wall forms has the sign of the sample throughout the chamber', () => {
    const form = fc.constantFrom(...WALL_FORMS);
    fc.assert(
      fc.property(smallRational(), smallRational(), form, form, (first, last, left, right) => {
        fc.pre(signsAt(first, last).every((sign) => sign !== 0));
        const product = left.multiply(right);
        for (const chamber of CHAMBERS.filter(({ name }) => name === chamberOf(first, last))) {
          assert.is(signIn(chamber, product), signOf(at(product, first, last)));
        }
      }),
    );
  });

  test('refusal: the sign of what vanishes at the sample is a broken invariant', () => {
    for (const chamber of CHAMBERS) {
      assert.throws(() => signIn(chamber, parsePolynomial('w1 - w1')), /sample lies off every wall/);
    }
  });
});
