import { createHash } from 'node:crypto';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { sha256 } from '../../src/support/sha256.ts';
import { suite } from './suite.ts';

suite('sha256', (test) => {
  test('known value: the standard’s own example', () => {
    const expected = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    assert.is(sha256('abc'), expected);
  });

  test('law: it is what the runtime computes, whatever the text and its length', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200, unit: 'grapheme' }), (text) => {
        assert.is(sha256(text), createHash('sha256').update(text).digest('hex'));
      }),
    );
    for (const length of [55, 56, 63, 64, 119, 120]) {
      const text = 'x'.repeat(length);
      assert.is(sha256(text), createHash('sha256').update(text).digest('hex'));
    }
  });
});
