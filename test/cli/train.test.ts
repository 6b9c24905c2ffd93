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
  test('law: any number of workers, and exact spellings of one density, give the same document', async () => {
    const spellings = [
      ['--workers', '1', '--density', '0.3'],
      ['--workers', '2', '--density', '3/10'],
      ['--workers', '7', '--sparsity', '7e-1'],
    ];
    const [first, ...others] = await Promise.all(
      spellings.map(async (args) => {
        const document = documentOf(await antipode([...SHORT, ...args, '--json']));
        return { ...document, stepsPerSecond: 1 };
      }),
    );
    for (const other of others) assert.equal(other, first);
  });

  test('the document says what was trained, by what, and how fast', async () => {
    const args = [...SHORT, '--features', '3', '--hidden', '2', '--importance-decay', '1/2', '--seed', '5'];
    const document = documentOf(await antipode([...args, '--json']));
    assert.is(document['schema'], 'antipode/train@1');
    assert.is(document['engine'], 'wasm');
    assert.equal(document['importance'], ['1', '1/2', '1/4']);
    assert.equal([document['instances'], document['steps'], document['seed']], [3, 60, 5]);
    assert.ok((document['stepsPerSecond'] as number) > 0);
    assert.is(document['normalisation'], 'sum');
    assert.equal(
      finalOf(document).map(({ weights, bias }) => [weights.length, weights[0]?.length, bias.length]),
      [
        [2, 3, 3],
        [2, 3, 3],
        [2, 3, 3],
      ],
    );
  });

  test('agreement: saved models have the very weights and, by antipode loss, the very exact losses', async () => {
    const args = [...SHORT, '--json', '--quiet', '--save-models', 'saved', '--out', 'run.json'];
    const { stdout, stderr } = await antipode(args);
    assert.is(stderr, '');
    assert.is(await readFile(join(workFolder, 'run.json'), 'utf8'), stdout);
    assert.equal(readdirSync(join(workFolder, 'saved')).sort(), [
      'model-0.json',
      'model-1.json',
      'model-2.json',
    ]);
    const final = finalOf(JSON.parse(stdout));
    const file = JSON.parse(await readFile(join(workFolder, 'saved', 'model-1.json'), 'utf8'));
    assert.equal(
      file.weights.map((row: string[]) => row.map((entry) => toNumber(parseRational(entry)))),
      final[1]?.weights,
    );
    const loss = documentOf(await antipode(['loss', join('saved', 'model-1.json'), '--json']))['loss'];
    assert.is((loss as { exact: string }).exact, final[1]?.exactLoss?.exact);
  });

  test('a pair without bias is held against its minima, and never lies below them', async () => {
    const document = documentOf(await antipode([...SHORT, '--bias', 'none', '--steps', '400', '--json']));
    for (const { excess = -1, phase, bias } of finalOf(document)) {
      assert.ok(excess >= 0);
      assert.type(phase, 'string');
      assert.equal(bias, [0, 0]);
    }
  });

  test('nine features have a rounded exact loss, eleven have none, and the text says so', async () => {
    const trainMany = (features: number, ...more: string[]) =>
      antipode([
        'train',
        '--features',
        String(features),
        '--steps',
        '2',
        '--batch',
        '8',
        '--instances',
        '1',
        ...more,
      ]);
    const nine = documentOf(await trainMany(9, '--json'));
    assert.is(finalOf(nine)[0]?.exactLoss?.trust, 'rounded');
    const eleven = documentOf(await trainMany(11, '--json'));
    assert.is(finalOf(eleven)[0]?.exactLoss, undefined);
    assert.match((await trainMany(11)).stdout, /not computed for more than 10 features/);
  });

  test('the seed is printed, and so is the engine that ran', async () => {
    const { stderr } = await antipode([...SHORT, '--engine', 'gpu:cpu', '--instances', '1', '--steps', '3']);
    assert.match(stderr, /^seed 20220914\nengine gpu:cpu\n/);
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
