import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { parseRational, toNumber } from '../../src/support/rational.ts';
import { suite } from '../support/suite.ts';
import { antipode, documentOf, workFolder } from './program-under-test.ts';

interface Trained {
  readonly weights: number[][];
  readonly bias: number[];
  readonly sampledLoss: number;
  readonly exactLoss?: { exact: string; value: number; trust: string };
  readonly phase?: string;
  readonly excess?: number;
}

const SHORT = ['train', '--steps', '60', '--batch', '64', '--instances', '3'];

function finalOf(document: Record<string, unknown>): readonly Trained[] {
  return document['final'] as readonly Trained[];
}

suite('cli train', (test) => {
  test('law: any number of workers, and exact spellings of one density, give the same document; it says what was trained', async () => {
    const args = [...SHORT, '--features', '3', '--hidden', '2', '--importance-decay', '1/2', '--seed', '5'];
    const one = ['--workers', '1', '--density', '0.3', '--json', '--quiet', '--out', 'run.json'];
    const [whole, parted] = await Promise.all([
      antipode([...args, ...one, '--save-models', 'saved']),
      antipode([...args, '--workers', '7', '--sparsity', '7e-1', '--json']),
    ]);
    assert.is(whole.stderr, '');
    assert.is(await readFile(join(workFolder, 'run.json'), 'utf8'), whole.stdout);
    const [document, other] = [documentOf(whole), documentOf(parted)];
    assert.equal({ ...other, stepsPerSecond: 1 }, { ...document, stepsPerSecond: 1 });
    assert.is(document['schema'], 'antipode/train@1');
    assert.is(document['engine'], 'wasm');
    assert.equal(document['importance'], ['1', '1/2', '1/4']);
    assert.equal([document['instances'], document['steps'], document['seed']], [3, 60, 5]);
    assert.ok((document['stepsPerSecond'] as number) > 0);
    assert.is(document['normalisation'], 'sum');
    const final = finalOf(document);
    assert.equal(
      final.map(({ weights, bias }) => [weights.length, weights[0]?.length, bias.length]),
      [
        [2, 3, 3],
        [2, 3, 3],
        [2, 3, 3],
      ],
    );
    // Saved models have the very weights and, by `antipode loss`, the very exact losses.
    const names = ['model-0.json', 'model-1.json', 'model-2.json'];
    assert.equal(readdirSync(join(workFolder, 'saved')).sort(), names);
    const file = JSON.parse(await readFile(join(workFolder, 'saved', 'model-1.json'), 'utf8'));
    assert.equal(
      file.weights.map((row: string[]) => row.map((entry) => toNumber(parseRational(entry)))),
      final[1]?.weights,
    );
    const loss = documentOf(await antipode(['loss', join('saved', 'model-1.json'), '--json']))['loss'];
    assert.is((loss as { exact: string }).exact, final[1]?.exactLoss?.exact);
  });

  test('a pair without bias is held against its minima, never below them; seed and engine are printed', async () => {
    const args = ['--bias', 'none', '--steps', '40', '--engine', 'gpu:cpu', '--json'];
    const finished = await antipode([...SHORT, ...args]);
    assert.match(finished.stderr, /^seed 20220914\nengine gpu:cpu\n/);
    for (const { excess = -1, phase, bias } of finalOf(documentOf(finished))) {
      assert.ok(excess >= 0);
      assert.type(phase, 'string');
      assert.equal(bias, [0, 0]);
    }
  });

  test('nine features have a rounded exact loss, eleven have none, and the text says so', async () => {
    const size = ['--steps', '2', '--batch', '8', '--instances', '1'];
    const [nine, eleven] = await Promise.all(
      ['9', '11'].map((n) => antipode(['train', '--features', n, ...size, '--out', `${n}.json`])),
    );
    const finalIn = async (name: string) =>
      finalOf(JSON.parse(await readFile(join(workFolder, name), 'utf8')))[0];
    assert.is((await finalIn('9.json'))?.exactLoss?.trust, 'rounded');
    assert.is((await finalIn('11.json'))?.exactLoss, undefined);
    assert.match(nine?.stdout ?? '', /by the recurrence/);
    assert.match(eleven?.stdout ?? '', /not computed for more than 10 features/);
  });

  test('Ctrl-C exits 130, leaves no file, whole or half, and no stack', async () => {
    const { code, stdout, stderr } = await antipode(
      ['train', '--steps', '100000000', '--out', 'never.json'],
      { interruptAt: 'seed' },
    );
    assert.is(code, 130);
    assert.is(stdout, '');
    assert.match(stderr, /^seed 20220914\n(engine wasm\n)?interrupted\n$/);
    assert.not.ok(existsSync(join(workFolder, 'never.json')));
    assert.equal(
      readdirSync(workFolder).filter((name) => name.endsWith('.tmp')),
      [],
    );
  });
});
