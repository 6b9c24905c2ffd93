import * as assert from 'uvu/assert';
import { comparedReports, type ExactReport } from '../../../src/cli/training/describe-exactly-trained.ts';
import { roundedQuantity } from '../../../src/model/quantity.ts';
import { suite } from '../../support/suite.ts';

function report(cell: number, loss: number, isPerfect = false): ExactReport {
  return {
    instance: 0,
    cell,
    status: 'converged',
    steps: 1,
    exactLoss: roundedQuantity(loss),
    isPerfect,
    gradientNorm: 0,
    phase: 'antipodal',
  };
}

suite('comparedReports', (test) => {
  test('known value: gaps are to the best of the same point, and to its global minimum where that is known', () => {
    const reports = [report(0, 3), report(0, 2), report(1, 8), report(1, 10)];
    const global = { weights: [1, -1] as const, loss: 4, phase: 'antipodal' as const };
    const compared = comparedReports(reports, [undefined, global]);
    assert.equal(
      compared.map(({ aboveBest, excess }) => [aboveBest, excess]),
      [
        [0.5, undefined],
        [0, undefined],
        [0, 1],
        [0.25, 1.5],
      ],
    );
  });

  test('regression: no gap is measured in roundings of a perfect model', () => {
    const compared = comparedReports([report(0, 1e-33, true), report(0, 0.1)], [undefined]);
    assert.equal(
      compared.map(({ aboveBest }) => aboveBest),
      [undefined, undefined],
    );
  });
});
