import * as assert from 'uvu/assert';
import { styleOf } from '../../../src/cli/terminal/style.ts';
import { suite } from '../../support/suite.ts';

/** Whether a stream is coloured in a given environment. */
function isColoured(isTTY: boolean, environment: Readonly<Record<string, string>>): boolean {
  const before = { NO_COLOR: process.env['NO_COLOR'], TERM: process.env['TERM'] };
  Object.assign(process.env, { NO_COLOR: '', TERM: 'xterm' }, environment);
  try {
    return styleOf({ isTTY } as NodeJS.WriteStream).bad('x') !== 'x';
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

suite('terminal style', (test) => {
  test('colour is for terminals, unless NO_COLOR or a dumb one says otherwise', () => {
    assert.is(isColoured(true, {}), true);
    assert.is(isColoured(false, {}), false);
    assert.is(isColoured(true, { NO_COLOR: '1' }), false);
    assert.is(isColoured(true, { TERM: 'dumb' }), false);
  });
});
