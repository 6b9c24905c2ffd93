import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { serialiseDocument } from '../../../src/cli/output/json-document.ts';
import { finiteDouble } from '../../support/arbitraries.ts';
import { suite } from '../../support/suite.ts';

suite('json document', (test) => {
  test('law: every finite double is read back, −0 as 0', () => {
    fc.assert(
      fc.property(fc.array(finiteDouble()), (values) => {
        const text = serialiseDocument({ schema: 'test@1', values });
        assert.equal(
          JSON.parse(text).values,
          values.map((value) => value + 0),
        );
      }),
    );
  });

  test('a number that is not finite is a fault of ours, not null', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      assert.throws(() => serialiseDocument({ schema: 'test@1', deep: [{ value }] }), /"value" is finite/);
    }
  });

  test('what is undefined is left out', () => {
    assert.is(serialiseDocument({ schema: 'test@1', nothing: undefined }), '{\n  "schema": "test@1"\n}\n');
  });
});
