import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { antipode, documentOf } from './program-under-test.ts';

const PAIR = ['--density', '0.1', '--importance', '1,1/2'];

suite('cli minima --certify', (test) => {
  test('known value: the pair without bias is certified, and its proof verifies', async () => {
    const found = documentOf(
      await antipode(['minima', ...PAIR, '--certify', '--certificate', 'proof.json', '--json']),
    );
    const { status, lower, upper } = found['certificate'] as { status: string; lower: number; upper: number };
    assert.is(status, 'certified');
    assert.ok(lower <= upper && upper - lower <= 1.0001e-6 * upper);
    const right = documentOf(await antipode(['verify', 'proof.json', '--json']));
    assert.is(right['verdict'], 'agrees');
  });

  test('Ctrl-C ends it with exit code 130, and no half of a file', async () => {
    const args = ['minima', '--features', '4', '--hidden', '2', '--starts', '0', '--certify'];
    const stopped = await antipode([...args, '--certificate', 'none.json'], { interruptAt: 'certifying;' });
    assert.is(stopped.code, 130, stopped.stderr);
    assert.match(stopped.stderr, /proved so far: no loss is below|is not written/);
    assert.is(stopped.stdout, '');
  });

  test('known value: over p in [0.10, 0.12] and r in [0.4, 0.5] the global minimum is antipodal', async () => {
    const ranges = ['--density-range', '0.10..0.12', '--importance-range', '0.4..0.5'];
    const found = documentOf(
      await antipode(['minima', '--certify', ...ranges, '--certificate', 'phase.json', '--json']),
    );
    assert.equal([found['status'], found['phase']], ['certified', 'antipodal']);
    const right = await antipode(['verify', 'phase.json', '--json']);
    assert.equal([right.code, documentOf(right)['verdict']], [0, 'agrees']);
  });
});
