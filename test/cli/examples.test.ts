import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';
import { modelOfFile } from '../../src/index.ts';
import { suite } from '../support/suite.ts';
import { run } from './program-under-test.ts';

const folder = fileURLToPath(new URL('../../examples/', import.meta.url));
const names = readdirSync(folder);

suite('examples', (test) => {
  for (const name of names.filter((file) => file.endsWith('.ts'))) {
    test(`${name} runs to its end, where its identities hold`, async () => {
      const { code, stderr } = await run('--import', [import.meta.resolve('tsx'), `${folder}${name}`]);
      assert.is(stderr, '');
      assert.is(code, 0);
    });
  }

  for (const name of names.filter((file) => file.endsWith('.json'))) {
    test(`${name} is a model file`, () => {
      assert.ok(modelOfFile(readFileSync(`${folder}${name}`, 'utf8'), name).featureCount > 0);
    });
  }
});
