import { readdirSync, readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { storedWeights } from '../../../src/model/weights-file/stored-weights.ts';
import { FileError } from '../../../src/support/errors.ts';
import { suite } from '../../support/suite.ts';
import { tensorsOf, weightsBytes, weightsPath } from '../../support/weights-files.ts';

/** What each refusal says. */
const EXPECTED = JSON.parse(readFileSync(weightsPath('hostile.json'), 'utf8')) as Record<string, string>;

suite('hostile weights files', (test) => {
  test('every file of the corpus has its refusal', () => {
    assert.equal(readdirSync(weightsPath('hostile')).sort(), Object.keys(EXPECTED).sort());
  });

  for (const [name, message] of Object.entries(EXPECTED)) {
    test(`${name} is refused: ${message}`, async () => {
      const refusal = await tensorsOf(weightsBytes(`hostile/${name}`), name)
        .then((file) => storedWeights(file, { layout: 'hidden-features' }))
        .then(
          () => undefined,
          (error: unknown) => error,
        );
      assert.ok(refusal instanceof FileError, `${refusal}`);
      assert.ok(refusal.message.startsWith(`${name}: `), refusal.message);
      assert.match(refusal.message, new RegExp(message));
      assert.ok(refusal.message.length < 600, refusal.message);
    });
  }
});
