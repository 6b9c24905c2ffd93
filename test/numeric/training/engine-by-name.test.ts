import * as assert from 'uvu/assert';
import { ENGINE_NAMES, engineByName } from '../../../src/numeric/training/engine-by-name.ts';
import { DomainError } from '../../../src/support/errors.ts';
import { suite } from '../../support/suite.ts';

suite('engineByName', (test) => {
  test('law: every listed name is the name of its engine', () => {
    assert.ok(ENGINE_NAMES.includes('wasm') && ENGINE_NAMES.includes('gpu:webasm'));
    for (const name of ENGINE_NAMES) assert.is(engineByName(name).name, name);
  });

  test('an unknown name is refused, and the known ones are told', () => {
    assert.throws(
      () => engineByName('gpu'),
      (error: unknown) => error instanceof DomainError && error.message.includes('gpu:webasm'),
    );
  });
});
