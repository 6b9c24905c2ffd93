import * as assert from 'uvu/assert';
import { AntipodeError } from '../../src/support/errors.ts';
import { enumerateChambers } from '../../src/symbolic/output-formula/enumerate-chambers.ts';
import { rowSymbols } from '../../src/symbolic/output-formula/formula-symbols.ts';
import { outputFormula } from '../../src/symbolic/output-formula/output-formula.ts';
import { samplePoint } from '../../src/symbolic/presentation/active-set-blocks.ts';
import { confirmSteps } from '../../src/verify/derivation-steps.ts';
import { suite } from '../support/suite.ts';

suite('confirmSteps', (test) => {
  test('agreement: in every chamber of two features the steps are the closed form’s', () => {
    for (const chamber of enumerateChambers(2)) {
      const formula = outputFormula(chamber, 0, rowSymbols('common'));
      const count = confirmSteps(formula, [
        { point: samplePoint(chamber, formula.symbols), row: chamber.sample.row },
      ]);
      assert.is(count, 8);
    }
  });

  test('the steps of a chamber are refused at a point of another', () => {
    const [off, other] = enumerateChambers(2);
    assert.ok(off !== undefined && other !== undefined);
    const formula = outputFormula(off, 0, rowSymbols('common'));
    const elsewhere = samplePoint(other, formula.symbols);
    assert.throws(
      () => confirmSteps(formula, [{ point: elsewhere, row: other.sample.row }]),
      (error: unknown) => error instanceof AntipodeError && error.code === 'broken-invariant',
    );
  });
});
