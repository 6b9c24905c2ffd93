import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** `expression; // value` claims a value: the block as a module that exports every claimed pair. */
function checkedModule(block: string): string {
  const index = new URL(`../../src/index${extname(import.meta.url)}`, import.meta.url).href;
  const lines = block.split('\n').map((line) => {
    const [, expression, value] = /^(.+); \/\/ ('[^']*'|true|false|-?[\d.]+)/.exec(line) ?? [];
    return expression === undefined ? line : `claims.push([${expression}, ${value}]);`;
  });
  return ['export const claims = [];', ...lines].join('\n').replaceAll("'antipode'", `'${index}'`);
}

suite('README', (test) => {
  const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, block = '']) => block);

  test('the example runs, and every value it claims is the value it has', async () => {
    assert.is(blocks.length, 1);
    const folder = mkdtempSync(join(root, 'test', 'docs', 'readme-'));
    try {
      const file = join(folder, 'example.mjs');
      writeFileSync(file, checkedModule(blocks[0] ?? ''));
      const { claims } = (await import(pathToFileURL(file).href)) as { claims: [unknown, unknown][] };
      assert.ok(claims.length >= 3);
      for (const [found, claimed] of claims) assert.is(found, claimed);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('every file it links to is there', () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = '']) => link);
    assert.ok(links.length > 5);
    for (const link of links) assert.ok(existsSync(join(root, link)), `${link} is missing`);
  });
});
