import * as assert from 'uvu/assert';
import { outputFormula } from '../../../src/symbolic/output-formula/output-formula.ts';
import { parseLatexPolynomial, parsePolynomial } from '../../../src/symbolic/polynomial/parse.ts';
import {
  comparisonLatex,
  expandedText,
  factoredText,
  latexDisplay,
} from '../../../src/symbolic/presentation/output-formula-lines.ts';
import { outputTable } from '../../../src/symbolic/presentation/output-table.ts';
import { suite } from '../../support/suite.ts';

suite('outputTable', (test) => {
  test('law: the orbits sum to the counts, and every entry has the inequalities and the formula of its chamber', () => {
    const table = outputTable(2, 'each');
    assert.equal([table.chamberCount, table.tiedCount, table.entries.length], [14, 9, 14]);
    for (const { inequalities, formula } of table.entries) {
      const { chamber, symbols } = formula;
      assert.ok(outputFormula(chamber, 0, symbols).error.equals(formula.error));
      const point = new Map([['b', chamber.sample.bias]]);
      chamber.sample.row.forEach((entry, j) => {
        point.set(`g${j + 1}`, entry);
      });
      for (const inequality of inequalities) {
        const [form = '', relation] = inequality.split(/ ([<>]) 0$/);
        const value = parsePolynomial(form).evaluate(point).compare(0);
        assert.ok(relation === '>' ? value > 0 : value < 0, inequality);
      }
    }
  });

  test('refusal: tables end at four features', () => {
    assert.throws(() => outputTable(5, 'common'), /from 1 to 4 features/);
  });
});

suite('formulas as lines', (test) => {
  const [first] = outputTable(2, 'common').entries.filter(({ formula }) => formula.error.terms.length > 20);

  test('a formula that is not the one printed is a broken invariant', () => {
    assert.ok(first !== undefined);
    const tampered = { ...first.formula, error: first.formula.error.add(parsePolynomial('p')) };
    assert.throws(() => factoredText(tampered), /denotes the derived one/);
    assert.ok(parsePolynomial(expandedText(tampered)).equals(tampered.error));
  });

  test('LaTeX breaks long formulas into lines of at most six terms, all of them there', () => {
    assert.ok(first !== undefined);
    const latex = latexDisplay('E', first.formula.error);
    const lines = latex.split('\\\\ &');
    assert.ok(lines.length >= Math.ceil(first.formula.error.terms.length / 6));
    const oneLine = lines.join(' ').replaceAll(/\\(begin|end)\{align\*\}|E =\{\} &/g, '');
    assert.ok(parseLatexPolynomial(oneLine).equals(first.formula.error));
    assert.match(latex, /^\\begin\{align\*\} E =\{\} & .* \\end\{align\*\}$/);
    assert.match(latexDisplay('E', parsePolynomial('0')), /& 0 \\end/);
  });

  test('known value: comparisons', () => {
    assert.is(comparisonLatex('b + g1 > 0'), 'b + g_{1} > 0');
    assert.is(comparisonLatex('g12 = 0'), 'g_{12} = 0');
  });
});
