import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { ZERO } from '../../src/support/rational.ts';
import { derivePairLoss } from '../../src/symbolic/derivation/pair-loss.ts';
import { enumerateChambers } from '../../src/symbolic/output-formula/enumerate-chambers.ts';
import { rowSymbols, weightSymbols } from '../../src/symbolic/output-formula/formula-symbols.ts';
import { chamberAt } from '../../src/symbolic/output-formula/output-chamber.ts';
import { type OutputFormula, outputFormula } from '../../src/symbolic/output-formula/output-formula.ts';
import { formatPolynomial } from '../../src/symbolic/polynomial/format.ts';
import { LaurentPolynomial } from '../../src/symbolic/polynomial/laurent-polynomial.ts';
import { assertIsLoss, densitiesOf, pointOf, variable } from '../support/output-chambers.ts';
import { runs, suite } from '../support/suite.ts';

/** The formulas of all chambers of n features, for every output, each density a symbol. */
function formulasOf(n: number): OutputFormula[][] {
  return enumerateChambers(n).map((chamber) =>
    chamber.features.map((self) => outputFormula(chamber, self, rowSymbols('each'))),
  );
}

suite('formulas of one output with bias', (test) => {
  for (const n of [1, 2, 3]) {
    test(`agreement: n = ${n}: in every chamber, for every output, the formula is the closed form at random points`, () => {
      for (const formulas of formulasOf(n)) {
        const [first] = formulas;
        if (first === undefined) continue;
        fc.assert(
          fc.property(pointOf(first.chamber), densitiesOf(n), (point, densities) => {
            for (const formula of formulas) assertIsLoss(formula, point, densities);
          }),
          runs(2),
        );
      }
    });
  }

  test('agreement: four features', () => {
    const chambers = enumerateChambers(4).filter((_, index) => index % 150 === 0);
    for (const chamber of chambers) {
      const formula = outputFormula(chamber, 2, rowSymbols('each'));
      fc.assert(
        fc.property(pointOf(chamber), densitiesOf(4), (point, densities) =>
          assertIsLoss(formula, point, densities),
        ),
        runs(2),
      );
    }
  });

  test('agreement: with b = 0 and g_j = w_i w_j, the three formulas that were derived by restricted domains', () => {
    for (const { chamber, loss } of derivePairLoss()) {
      const [first, last] = chamber.sample;
      const sum = [first, last].map((own, self) => {
        const place = chamberAt({ row: [own.mul(first), own.mul(last)], bias: ZERO });
        const symbols = { ...weightSymbols(self), bias: LaurentPolynomial.ZERO };
        return outputFormula(place, self, symbols).error.multiply(
          self === 0 ? LaurentPolynomial.ONE : variable('r'),
        );
      });
      const total = sum.reduce((left, right) => left.add(right), LaurentPolynomial.ZERO);
      assert.is(formatPolynomial(total), formatPolynomial(loss));
    }
  });
});
