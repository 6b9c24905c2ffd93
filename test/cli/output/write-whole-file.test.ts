import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { requireWritable, writeWholeFile } from '../../../src/cli/output/write-whole-file.ts';
import { suite } from '../../support/suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'antipode-files-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

suite('write whole file', (test) => {
  test('the file holds the content, replaces what was there, and leaves nothing beside it', async () => {
    const path = join(folder, 'a.txt');
    await writeWholeFile(path, 'one');
    await writeWholeFile(path, new TextEncoder().encode('two'));
    assert.is(readFileSync(path, 'utf8'), 'two');
    assert.equal(readdirSync(folder), ['a.txt']);
  });

  test('a file keeps its permissions, and a link stays a link', async () => {
    const path = join(folder, 'secret.txt');
    writeFileSync(path, 'old', { mode: 0o600 });
    symlinkSync(path, join(folder, 'link'));
    await writeWholeFile(join(folder, 'link'), 'new');
    assert.is(readFileSync(path, 'utf8'), 'new');
    assert.is(statSync(path).mode & 0o777, 0o600);
  });

  test('what is no plain file is written to, not replaced', async () => {
    await writeWholeFile('/dev/null', 'gone');
    assert.ok(statSync('/dev/null').isCharacterDevice());
  });

  test('writers at the same time leave one whole file', async () => {
    const path = join(folder, 'race.txt');
    const contents = Array.from({ length: 20 }, (_, k) => String(k).repeat(100_000));
    await Promise.all(contents.map((content) => writeWholeFile(path, content)));
    assert.ok(contents.includes(readFileSync(path, 'utf8')));
  });

  test('a place that cannot be written to is refused beforehand', async () => {
    for (const path of [folder, join(folder, 'no', 'file'), join(folder, 'a.txt', 'file')]) {
      const error = await requireWritable(path).catch((found: unknown) => found);
      assert.is((error as { code?: string }).code, 'usage');
      assert.match(String(error), /cannot write/);
    }
  });
});
