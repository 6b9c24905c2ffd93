import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { formatRational, ONE, rational, ZERO } from '../../src/support/rational.ts';
import { chamberOf } from '../../src/symbolic/derivation/chambers.ts';
import { type ChamberLoss, derivePairLoss } from '../../src/symbolic/derivation/pair-loss.ts';
import { LaurentPolynomial } from '../../src/symbolic/polynomial/laurent-polynomial.ts';
import { allEqual, compareFormulas, type FormulaComparison } from '../../src/verify/derived-formulas.ts';
import { runs, suite } from '../support/suite.ts';

const CHAMBERS = derivePairLoss();

function valueAt({ point }: FormulaComparison, name: string) {
  return point.get(name) ?? ZERO;
}

/** The chambers, with a term added to the loss of one of them. */
function tampered(index: number, term: LaurentPolynomial): readonly ChamberLoss[] {
  return CHAMBERS.map((chamber, k) => (k === index ? { ...chamber, loss: chamber.loss.add(term) } : chamber));
}

/** 10⁻¹² p² w₁⁴: nothing a plot would show. */
const TINY = LaurentPolynomial.ofTerms([
  {
    monomial: [
      { variable: 'p', exponent: 2 },
      { variable: 'w1', exponent: 4 },
    ],
    coefficient: rational(1n, 10n ** 12n),
  },
]);

suite('compareFormulas', (test) => {
  test('law: formula, printed formula and closed form are one number at every point, for any seed', () => {
    fc.assert(
      fc.property(fc.nat(1e9), (seed) => {
        const comparisons = compareFormulas(CHAMBERS, 4, seed);
        assert.is(comparisons.length, 4 * CHAMBERS.length);
        assert.ok(comparisons.every(allEqual));
      }),
      runs(20),
    );
  });

  test('points lie in their chambers, half of them in the mirror image, with p in (0, 1] and r in (0, 20]', () => {
    const comparisons = compareFormulas(CHAMBERS, 40, 1);
    for (const comparison of comparisons) {
      const [first, last, p, r] = ['w1', 'w2', 'p', 'r'].map((name) => valueAt(comparison, name));
      assert.ok(first !== undefined && last !== undefined && p !== undefined && r !== undefined);
      assert.is(chamberOf(first, last), comparison.chamber);
      assert.ok(p.compare(0) > 0 && p.compare(1) <= 0);
      assert.ok(r.compare(0) > 0 && r.compare(20) <= 0);
    }
    for (const { chamber } of CHAMBERS) {
      const own = comparisons.filter((comparison) => comparison.chamber === chamber.name);
      const positive = own.filter((comparison) => valueAt(comparison, 'w1').compare(0) > 0);
      assert.equal([own.length, positive.length], [40, 20]);
      const distinct = new Set(own.map(({ point }) => [...point.values()].map(formatRational).join()));
      assert.ok(distinct.size > 35, 'hardly any point comes twice');
    }
  });

  test('a tiny term too many in one chamber is caught at every point of that chamber, and only there', () => {
    CHAMBERS.forEach(({ chamber }, index) => {
      for (const comparison of compareFormulas(tampered(index, TINY), 6, 7)) {
        assert.is(allEqual(comparison), comparison.chamber !== chamber.name);
      }
    });
  });

  test('a formula printed otherwise than it evaluates is caught, and so is a closed form that differs', () => {
    const [comparison] = compareFormulas(CHAMBERS, 1, 1);
    assert.ok(comparison !== undefined && allEqual(comparison));
    const off = comparison.formula.add(rational(1n, 10n ** 40n));
    for (const name of ['formula', 'printed', 'closedForm'] as const) {
      assert.not.ok(allEqual({ ...comparison, [name]: off }), name);
    }
  });

  test('the same seed gives the same points, another seed others', () => {
    const shown = (seed: number): string[] =>
      compareFormulas(CHAMBERS, 3, seed).map(
        ({ point, formula }) => `${[...point.values()].map(formatRational)} ${formatRational(formula)}`,
      );
    assert.equal(shown(5), shown(5));
    assert.is(shown(5).filter((line) => shown(6).includes(line)).length, 0);
  });

  test('known value: at the sample point of a chamber the loss is that of the model', () => {
    const [same] = CHAMBERS;
    assert.ok(same !== undefined);
    // W = (1, 1), p = 1, r = 1: E (x₁ − x₁ − x₂)² + E (x₂ − x₁ − x₂)² = 2/3.
    const at = new Map([...['w1', 'w2', 'p', 'r'].map((name) => [name, ONE] as const)]);
    assert.is(formatRational(same.loss.evaluate(at)), '2/3');
  });
});
