import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { antipode, type Finished, workFolder } from './program-under-test.ts';

const bytesOf = (name: string): Buffer => readFileSync(join(workFolder, name));
const textOf = (name: string): string => bytesOf(name).toString('utf8');
const jsonOf = (name: string): Record<string, unknown> => JSON.parse(textOf(name));

/** Whether a file has been written so many times. */
function writtenTimes(name: string, times: number): () => boolean {
  const seen = new Set<number>();
  return () => {
    seen.add(statSync(join(workFolder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0);
    return seen.size > times;
  };
}

/** Every kind of state there is: momenta, a stop rule, records, several tasks and rates. */
const RUN = [
  ...['train', '--features', '3', '--hidden', '2', '--density-sweep', '0.9..0.1:3 log', '--instances', '2'],
  ...['--learning-rate-sweep', '0.01,0.02', '--batch', '64', '--steps', '3000', '--stop-plateau', '0.001'],
  ...['--stop-window', '500', '--snapshots', '--record', 'log=12', '--warm-up', '10', '--clip', '1'],
];

function requireDone({ code, stderr }: Finished): void {
  assert.is(code, 0, stderr);
}

suite('cli train, runs that are kept', (test) => {
  test('regression: a run that is killed with -9 and taken up ends with the same bits, whatever the workers', async () => {
    const outputs = (name: string) => ['--save', `${name}.safetensors`, '--records', `${name}.jsonl`];
    const kept = ['--checkpoint', 'run.ckpt', '--checkpoint-every', '0', '--resume'];
    requireDone(await antipode([...RUN, ...outputs('whole'), '--workers', '1']));
    const killed = await antipode([...RUN, ...outputs('cut'), ...kept, '--workers', '2'], {
      killWhen: writtenTimes('run.ckpt', 6),
    });
    assert.is(killed.code, null);
    assert.match(killed.stderr, /no checkpoint at run.ckpt yet/);
    const interrupted = await antipode([...RUN, ...outputs('cut'), ...kept, '--workers', '3'], {
      interruptAt: 'engine wasm',
    });
    assert.is(interrupted.code, 130);
    const step = Number(/resuming at step (\d+)/.exec(interrupted.stderr)?.[1]);
    assert.ok(step > 0 && step < 3000, `it was killed on its way, at step ${step}`);
    requireDone(await antipode(['train', '--resume', 'run.ckpt', ...outputs('cut'), '--workers', '2']));
    assert.equal(bytesOf('cut.safetensors'), bytesOf('whole.safetensors'));
    assert.is(textOf('cut.jsonl'), textOf('whole.jsonl'));
    assert.is(jsonOf('cut.json')['parametersSha256'], jsonOf('whole.json')['parametersSha256']);
  });

  test('a checkpoint of another plan is refused with what differs, and so is a damaged one', async () => {
    const made = ['train', '--steps', '20', '--batch', '8', '--instances', '2', '--checkpoint', 'small.ckpt'];
    requireDone(await antipode([...made, '--checkpoint-every', '0']));
    const other = await antipode(['train', '--steps', '30', '--resume', 'small.ckpt', '--seed', '3']);
    assert.is(other.code, 2);
    assert.match(other.stderr, /--seed 20220914 there, 3 here; --steps 20 there, 30 here/);
    const bytes = bytesOf('small.ckpt');
    bytes[bytes.length - 3] = (bytes.at(-3) ?? 0) ^ 1;
    writeFileSync(join(workFolder, 'bad.ckpt'), bytes);
    const damaged = await antipode(['train', '--resume', 'bad.ckpt']);
    assert.is(damaged.code, 5);
    assert.match(damaged.stderr, /bad.ckpt: sha256: expected the numbers that its hash is of/);
    assert.is((await antipode(['train', '--resume', 'none.ckpt'])).code, 5);
  });

  test('law: --config of a recorded run repeats it bit for bit, on either engine; the command line goes before it', async () => {
    for (const engine of ['wasm', 'reference']) {
      const args = ['--architecture', 'two-layer', '--target', 'abs', '--inputs', 'signed;binary'];
      const more = [
        '--activity',
        'exclusive:0+1',
        '--density',
        '0.3',
        '--optimiser',
        'momentum',
        '--momentum',
        '0.8',
      ];
      const size = [
        '--hidden',
        '3',
        '--steps',
        '40',
        '--batch',
        '32',
        '--instances',
        '3',
        '--engine',
        engine,
      ];
      requireDone(await antipode(['train', ...args, ...more, ...size, '--run', 'first.json']));
      requireDone(
        await antipode(['train', '--config', 'first.json', '--run', 'second.json', '--workers', '1']),
      );
      const [first, second] = [jsonOf('first.json'), jsonOf('second.json')];
      assert.equal(second['options'], first['options']);
      assert.is(second['parametersSha256'], first['parametersSha256']);
      assert.is(second['engine'], engine);
    }
    requireDone(await antipode(['train', '--config', 'first.json', '--seed', '1', '--run', 'third.json']));
    assert.is.not(jsonOf('third.json')['parametersSha256'], jsonOf('first.json')['parametersSha256']);
  });

  test('a model file is a template for all but its weights; configurations are refused by file and key', async () => {
    writeFileSync(
      join(workFolder, 'like.json'),
      JSON.stringify({
        schema: 'antipode/model@1',
        features: 2,
        hidden: 1,
        density: '0.25',
        importance: [1, '1/3'],
        activation: 'gelu',
        inputs: 'signed',
        weights: [[1, -1]],
      }),
    );
    const size = ['--steps', '5', '--batch', '8', '--instances', '1'];
    requireDone(await antipode(['train', '--like', 'like.json', ...size, '--out', 'like-out.json']));
    const document = jsonOf('like-out.json');
    assert.equal(
      ['density', 'importance', 'activation', 'inputs'].map((key) => document[key]),
      [['1/4', '1/4'], ['1', '1/3'], 'gelu', 'signed'],
    );
    for (const [config, message] of [
      [{ schema: 'antipode/train-config@1', steps: 'many' }, /c.json: steps: expected an integer from 1/],
      [{ schema: 'antipode/train-config@1', stepz: 1 }, /c.json: stepz: expected an option of this command/],
      [{ steps: 3 }, /c.json: schema: expected "antipode\/train-config@1"/],
    ] as const) {
      writeFileSync(join(workFolder, 'c.json'), JSON.stringify(config));
      const { code, stderr } = await antipode(['train', '--config', 'c.json']);
      assert.is(code, 5);
      assert.match(stderr, message);
    }
  });

  test('what no engine trains is refused', async () => {
    for (const [args, message] of [
      [['--activation', 'jump-relu:1/2'], /--activation: expected an activation without jumps/],
      [['--target', 'abs'], /--target abs is for --architecture relu-hidden or two-layer/],
      [
        ['--activation', 'gelu', '--engine', 'gpu'],
        /the gpu engines train tied models with the activation relu/,
      ],
      [['--weight-decay', '0.1'], /--weight-decay belongs to --optimiser adamw, found adam/],
      [['--stop-window', '10'], /--stop-window belongs to/],
      [['--density-sweep', '1..0:5 log'], /ends above 0/],
      [['--record', 'every=5'], /say where, with --records FILE/],
    ] as const) {
      const { code, stderr } = await antipode(['train', '--steps', '3', ...args]);
      assert.is(code, 2, stderr);
      assert.match(stderr, message);
    }
  });
});
