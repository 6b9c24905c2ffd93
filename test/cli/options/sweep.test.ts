import * as assert from 'uvu/assert';
import { sweep } from '../../../src/cli/options/sweep.ts';
import { recordTimes } from '../../../src/cli/training/run/records-file.ts';
import { formatRational } from '../../../src/support/rational.ts';
import { suite } from '../../support/suite.ts';

const valuesOf = (text: string): string[] => sweep(text).values.map(formatRational);

suite('sweep', (test) => {
  test('known value: equally far apart, exactly; of equal ratio, to six digits; a list as it stands', () => {
    assert.equal(valuesOf('0..1:5'), ['0', '1/4', '1/2', '3/4', '1']);
    assert.equal(valuesOf('1/3..1:3 linear'), ['1/3', '2/3', '1']);
    // 1, 20^(−1/2), 1/20: 0.2236067977…
    assert.equal(valuesOf('1..0.05:3 log'), ['1', '223607/1000000', '1/20']);
    assert.equal(valuesOf('0.1, 3/10'), ['1/10', '3/10']);
  });

  test('what is no range is refused', () => {
    for (const text of ['', '1..2', '1..2:1', '0..1:3 log', '1..2:3 cubic', '1:2', '1..2:200000', 'a..b:3']) {
      assert.throws(() => sweep(text), 'Expected');
    }
  });

  test('known value: records are at the ends and between them', () => {
    assert.equal(recordTimes('every=4').steps(10), [0, 4, 8, 10]);
    assert.equal(recordTimes('log=3').steps(100), [0, 1, 10, 100]);
    assert.equal(recordTimes('steps=7,3,500').steps(100), [0, 3, 7, 100]);
    for (const text of ['every=0', 'log', 'every=1,2', 'often']) {
      assert.throws(() => recordTimes(text), 'Expected every=STEPS');
    }
  });
});
