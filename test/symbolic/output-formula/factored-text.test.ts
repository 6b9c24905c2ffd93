import * as assert from 'uvu/assert';
import { ONE, rational } from '../../../src/support/rational.ts';
import { enumerateChambers } from '../../../src/symbolic/output-formula/enumerate-chambers.ts';
import { factoredSummands, formatFactored } from '../../../src/symbolic/output-formula/factored-text.ts';
import { rowSymbols } from '../../../src/symbolic/output-formula/formula-symbols.ts';
import { outputFormula } from '../../../src/symbolic/output-formula/output-formula.ts';
import { formatCollected, formatPolynomial } from '../../../src/symbolic/polynomial/format.ts';
import { parsePolynomial } from '../../../src/symbolic/polynomial/parse.ts';
import { suite } from '../../support/suite.ts';

const CHAMBERS = [1, 2, 3].flatMap((n) => enumerateChambers(n));

suite('printed formulas', (test) => {
  test('law: expanded, collected by powers of p, and factored, the text reads back as the formula', () => {
    for (const [index, chamber] of CHAMBERS.entries()) {
      const common = outputFormula(chamber, 0, rowSymbols());
      assert.ok(parsePolynomial(formatPolynomial(common.error)).equals(common.error));
      assert.ok(parsePolynomial(formatCollected(common.error, 'p')).equals(common.error));
      if (index % 4 === 0) assert.ok(parsePolynomial(formatFactored(common)).equals(common.error));
    }
  });

  test('law: so it does for an output that its own feature does not reach, and with numbers for densities', () => {
    for (const chamber of enumerateChambers(2)) {
      const densities = [rational(1n, 3n), rational(3n, 4n), ONE];
      for (const choice of ['common', 'each', densities] as const) {
        const formula = outputFormula(chamber, 2, rowSymbols(choice));
        assert.ok(parsePolynomial(formatFactored(formula)).equals(formula.error));
      }
    }
  });

  test('known value: one feature that is off at 0', () => {
    const [chamber] = enumerateChambers(1).filter(({ signs }) => signs[0] === -1 && signs[1] === 1);
    assert.ok(chamber !== undefined);
    const formula = outputFormula(chamber, 0, rowSymbols());
    assert.is(formatFactored(formula), 'p*(1/3 + 1/3*(1 + 1/g1)*(b + g1)^3/g1 - (b + g1)^2/g1)');
    assert.equal(
      factoredSummands(formula).map(({ active, probability }) => [active, probability]),
      [
        [[], '(1 - p)'],
        [[0], 'p'],
      ],
    );
  });

  test('known value: an output that its own feature does not reach', () => {
    const [chamber] = enumerateChambers(1).filter(({ signs }) => signs[0] === 1 && signs[1] === -1);
    assert.ok(chamber !== undefined);
    const summands = factoredSummands(outputFormula(chamber, 1, rowSymbols('each')));
    assert.equal(summands, [
      { active: [], probability: '(1 - p1)*(1 - p2)', error: 'b^2' },
      { active: [0], probability: 'p1*(1 - p2)', error: '-1/3*b^3/g1' },
      { active: [1], probability: 'p2*(1 - p1)', error: '1/3 + b^2 - b' },
      { active: [0, 1], probability: 'p1*p2', error: '1/3 - 1/3*b^3/g1 + 1/2*b^2/g1' },
    ]);
  });

  test('known value: where the output is off, p/3 is left', () => {
    const [chamber] = enumerateChambers(2).filter(({ signs }) => signs.every((sign) => sign === -1));
    assert.ok(chamber !== undefined);
    assert.is(formatPolynomial(outputFormula(chamber, 1, rowSymbols('each')).error), '1/3*p2');
  });
});
