import { styleText } from 'node:util';
import * as assert from 'uvu/assert';
import {
  minutesAndSeconds,
  percentText,
  rationalCell,
  shortNumber,
  shortRational,
} from '../../../src/cli/terminal/number-text.ts';
import { alignColumns } from '../../../src/cli/terminal/table.ts';
import { parseRational } from '../../../src/support/rational.ts';
import { suite } from '../../support/suite.ts';

suite('terminal tables and numbers', (test) => {
  test('columns line up by what is seen: colours and composed letters have no width of their own', () => {
    const red = styleText('red', 'a', { validateStream: false });
    assert.equal(
      alignColumns(
        [
          ['aaa', '1'],
          [red, '12'],
          ['𝑤', ''],
        ],
        ['left', 'right'],
      ),
      ['aaa    1', `${red}     12`, '𝑤'],
    );
  });

  test('numbers are short, and say where they were cut', () => {
    assert.is(shortNumber(1 / 12), '0.0833333');
    assert.is(shortNumber(1.5e-9), '1.5e-9');
    assert.is(shortRational(parseRational('-1/12')), '-1/12');
    assert.is(shortRational(parseRational('1e-50')), `1/1000000000…000000000000 (52 digits)`);
    assert.is(rationalCell(parseRational('1e-50')), '52 digits');
    assert.is(percentText(0.0000076), '0.00076 %');
    assert.is(minutesAndSeconds(64.2), '1:05');
  });
});
