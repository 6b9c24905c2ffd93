import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { type ToyModel, task, toyModel } from '../../src/model/toy-model.ts';
import { formatRational, ONE, parseRational, ZERO } from '../../src/support/rational.ts';
import { expectedLoss } from '../../src/symbolic/expected-loss/expected-loss.ts';
import { anyToyModel, showModel, smallRational } from '../support/arbitraries.ts';
import { outputLossByQuadrature } from '../support/iterated-quadrature.ts';
import { runs, suite } from '../support/suite.ts';

function assertAgree(model: ToyModel): void {
  expectedLoss(model).perFeature.forEach((term, i) => {
    const witness = outputLossByQuadrature(model, i).mul(model.importances[i] ?? ZERO);
    assert.is(formatRational(term), formatRational(witness), `output ${i} at ${showModel(model)}`);
  });
}

suite('closed form = iterated quadrature, exactly', (test) => {
  test('known value: a pentagon-like row with every sign of vertex', () => {
    const weights = [
      ['1', '3/10', '-4/5', '-4/5'],
      ['0', '19/20', '3/5', '-3/5'],
    ].map((row) => row.map(parseRational));
    const densities = ['1/20', '1/3', '9/10', '1'].map(parseRational);
    const bias = ['-1/4', '0', '1/8', '-1'].map(parseRational);
    assertAgree(toyModel(task(densities, [ONE, ONE, ONE, ONE]), weights, bias));
  });

  test('agreement: random models of up to two features', () => {
    fc.assert(fc.property(anyToyModel({ maxFeatures: 2 }), assertAgree), runs(100));
  });

  test('agreement: random models of three features', () => {
    const model = anyToyModel({ minFeatures: 3, maxFeatures: 3, entry: smallRational(6) });
    fc.assert(fc.property(model, assertAgree), runs(25));
  });
});
