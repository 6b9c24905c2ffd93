import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { antipode, documentOf, workFolder } from './program-under-test.ts';

const PAIR = ['--density', '0.1', '--importance', '1,1/2'];

suite('cli minima --certify', (test) => {
  test('known value: the pair without bias is certified, its proof verifies, and a changed digit is refused', async () => {
    const found = documentOf(
      await antipode(['minima', ...PAIR, '--certify', '--certificate', 'proof.json', '--json']),
    );
    const { status, lower, upper } = found['certificate'] as { status: string; lower: number; upper: number };
    assert.is(status, 'certified');
    assert.ok(lower <= upper && upper - lower <= 1.0001e-6 * upper);
    const proof = join(workFolder, 'proof.json');
    const right = documentOf(await antipode(['verify', proof, '--json']));
    assert.is(right['verdict'], 'agrees');
    const text = await readFile(proof, 'utf8');
    const changed = text.replace(
      /("lower": ")(\d)/,
      (_, key: string, digit: string) => `${key}${(Number(digit) + 1) % 10}`,
    );
    assert.is.not(changed, text);
    await writeFile(join(workFolder, 'changed.json'), changed);
    const wrong = await antipode(['verify', join(workFolder, 'changed.json')]);
    assert.ok(wrong.code === 3 || wrong.code === 5, `${wrong.code}`);
  });

  test('refused: options of --certify without it', async () => {
    const { code, stderr } = await antipode(['minima', ...PAIR, '--gap', '1e-3']);
    assert.is(code, 2);
    assert.match(stderr, /--gap: belongs to --certify/);
  });
});
