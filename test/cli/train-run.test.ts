import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { refusalOf } from './in-process.ts';
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
  ...['--learning-rate-sweep', '0.01,0.02', '--batch', '32', '--steps', '2000', '--stop-plateau', '0.001'],
  ...['--stop-window', '500', '--snapshots', '--record', 'log=12', '--warm-up', '10', '--clip', '1'],
];

function requireDone({ code, stderr }: Finished): void {
  assert.is(code, 0, stderr);
}

suite('cli train, runs that are kept', (test) => {
  test('regression: a run that is killed with -9 and taken up ends with the same bits, whatever the workers', async () => {
    const outputs = (name: string) => ['--save', `${name}.safetensors`, '--records', `${name}.jsonl`];
    const kept = ['--checkpoint', 'run.ckpt', '--checkpoint-every', '0', '--resume'];
    const [whole, killed] = await Promise.all([
      antipode([...RUN, ...outputs('whole'), '--workers', '1']),
      antipode([...RUN, ...outputs('cut'), ...kept, '--workers', '2'], {
        killWhen: writtenTimes('run.ckpt', 6),
      }),
    ]);
    requireDone(whole);
    assert.is(killed.code, null);
    assert.match(killed.stderr, /no checkpoint at run.ckpt yet/);
    const interrupted = await antipode([...RUN, ...outputs('cut'), ...kept, '--workers', '2'], {
      interruptAt: 'engine wasm',
    });
    assert.is(interrupted.code, 130);
    const step = Number(/resuming at step (\d+)/.exec(interrupted.stderr)?.[1]);
    assert.ok(step > 0 && step < 2000, `it was killed on its way, at step ${step}`);
    requireDone(await antipode(['train', '--resume', 'run.ckpt', ...outputs('cut'), '--workers', '2']));
    assert.equal(bytesOf('cut.safetensors'), bytesOf('whole.safetensors'));
    assert.is(textOf('cut.jsonl'), textOf('whole.jsonl'));
    assert.is(jsonOf('cut.json')['parametersSha256'], jsonOf('whole.json')['parametersSha256']);
  });

  test('a checkpoint of another plan is refused with what differs, and so is a damaged one', async () => {
    const place = (name: string): string => join(workFolder, name);
    const other = await refusalOf(['train', '--steps', '30', '--resume', place('run.ckpt'), '--seed', '3']);
    assert.is(other.code, 2);
    assert.match(other.message, /--seed 20220914 there, 3 here; .*--steps 2000 there, 30 here/);
    const engines = ['auto', 'reference'].map((name) => ['--engine', name, '--steps', '30']);
    const [open, forced] = await Promise.all(
      engines.map((args) => refusalOf(['train', ...args, '--resume', place('run.ckpt')])),
    );
    assert.match(open?.message ?? '', /another plan: --steps 2000 there, 30 here$/);
    assert.match(forced?.message ?? '', /another plan: --engine wasm there, reference here; --steps/);
    const bytes = bytesOf('run.ckpt');
    bytes[bytes.length - 3] = (bytes.at(-3) ?? 0) ^ 1;
    writeFileSync(place('bad.ckpt'), bytes);
    const damaged = await refusalOf(['train', '--resume', place('bad.ckpt')]);
    assert.is(damaged.code, 5);
    assert.match(damaged.message, /bad.ckpt: sha256: expected the numbers that its hash is of/);
    assert.is((await refusalOf(['train', '--resume', place('none.ckpt')])).code, 5);
  });

  test('law: --config of a recorded run repeats it bit for bit; the command line goes before it', async () => {
    const args = [
      ...['--architecture', 'two-layer', '--target', 'abs', '--inputs', 'signed;binary', '--hidden', '3'],
      ...['--activity', 'exclusive:0+1', '--density', '0.3', '--optimiser', 'momentum', '--momentum', '0.8'],
      ...['--steps', '40', '--batch', '32', '--instances', '3'],
    ];
    requireDone(await antipode(['train', ...args, '--run', 'wasm.json']));
    const other = ['--engine', 'reference', '--seed', '1'];
    for (const finished of await Promise.all([
      antipode(['train', '--config', 'wasm.json', '--run', 'again.json', '--workers', '1']),
      antipode(['train', '--config', 'wasm.json', ...other, '--run', 'other.json']),
    ])) {
      requireDone(finished);
    }
    const [first, again, changed] = ['wasm.json', 'again.json', 'other.json'].map(jsonOf);
    assert.equal(again?.['options'], first?.['options']);
    assert.is(again?.['parametersSha256'], first?.['parametersSha256']);
    assert.equal(changed?.['options'], { ...(first?.['options'] as object), engine: 'reference', seed: '1' });
    assert.is.not(changed?.['parametersSha256'], first?.['parametersSha256']);
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
    const config = join(workFolder, 'c.json');
    for (const [content, message] of [
      [{ schema: 'antipode/train-config@1', steps: 'many' }, /c.json: steps: expected an integer from 1/],
      [{ schema: 'antipode/train-config@1', stepz: 1 }, /c.json: stepz: expected an option of this command/],
      [{ steps: 3 }, /c.json: schema: expected "antipode\/train-config@1"/],
    ] as const) {
      writeFileSync(config, JSON.stringify(content));
      const found = await refusalOf(['train', '--config', config]);
      assert.is(found.code, 5);
      assert.match(found.message, message);
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
      const found = await refusalOf(['train', '--steps', '3', ...args]);
      assert.is(found.code, 2, found.message);
      assert.match(found.message, message);
    }
  });
});
