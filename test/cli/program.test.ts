import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as assert from 'uvu/assert';
import { exitCodeOf } from '../../src/cli/failure.ts';
import { Interruption } from '../../src/cli/interruption.ts';
import { AntipodeError, DomainError, FileError, ShapeError, UsageError } from '../../src/support/errors.ts';
import { suite } from '../support/suite.ts';
import { refusalOf } from './in-process.ts';
import { antipode, checkout, documentOf, packageFolder, run, workFolder } from './program-under-test.ts';

const PAIR = {
  schema: 'antipode/model@1',
  features: 2,
  hidden: 1,
  density: '1/2',
  importance: [1, '1/5'],
  weights: [['1', '-1']],
};

function modelFile(name: string, changes: Record<string, unknown> = {}): string {
  const path = join(workFolder, name);
  writeFileSync(path, JSON.stringify({ ...PAIR, ...changes }));
  return path;
}

const PAIR_FILE = modelFile('pair.json');
modelFile('twenty.json', {
  features: 20,
  importance: Array.from({ length: 20 }, () => 1),
  weights: [Array.from({ length: 20 }, (_, k) => `1/${k + 2}`)],
});

/** The arguments below name files of the work folder. */
function inWorkFolder(argument: string): string {
  return /\.json$/.test(argument) ? join(workFolder, argument) : argument;
}

/** Arguments that are refused with exit code 2, and what the message must say. */
const REFUSED: readonly (readonly [args: string, message: RegExp])[] = [
  ['trian', /unknown command 'trian'\n\(Did you mean train\?\)/],
  ['loss', /expected a model file, or --weights FILE/],
  ['loss pair.json extra', /too many arguments/],
  ['loss pair.json --jsno', /unknown option '--jsno'\n\(Did you mean --json\?\)/],
  ['loss pair.json --seed -1', /'--seed <integer>' argument '-1' is invalid. Expected an integer from 0 to/],
  ['loss pair.json --seed 9007199254740992', /2\^53 - 1/],
  ['loss pair.json --seed 1e3', /Expected an integer/],
  ['loss pair.json --out nowhere/loss.json', /cannot write .*nowhere\/loss\.json: its folder does not exist/],
  ['loss pair.json --out .', /it is a folder/],
  ['loss twenty.json', /at most 32768 knots: up to 15 features .*--max-active 2/],
  ['verify twenty.json', /at most 10 features, found 20/],
  ['derive --features 3', /formulas exist for --features 2 --hidden 1/],
  ['derive --format pdf', /Allowed choices are text, latex, html, json/],
  ['derive --json --format latex', /contradict each other/],
  ['train --density 3/2', /a density in \[0, 1\], found 3\/2/],
  ['train --density 1/0', /'--density <p>' argument '1\/0' is invalid. Expected a nonzero denominator/],
  ['train --density x', /Expected a rational number/],
  ['train --density 0.1 --sparsity 0.9', /cannot be used with option/],
  ['train --importance 1,-1', /an importance ≥ 0, found -1/],
  ['train --features 3 --importance 1,2', /--importance: expected 3 values, one per feature, found 2/],
  ['train --features 3 --density 0.1,0.2', /--density: expected one value or 3 values/],
  ['train --activation gelux', /Expected one of relu, linear/],
  ['train --learning-rate 2', /Expected a number in \(0, 1\]/],
  ['train --steps 0', /Expected an integer from 1/],
  ['train --engine cuda', /Expected wasm, reference, gpu, gpu:MODE or auto/],
  ['train --engine gpu:cuda', /expected one of wasm, reference, gpu:webgpu/],
  ['train --features 4096 --batch 100000', /numbers at once/],
  ['verify pair.json --density 0.1', /--density says what to train/],
  ['verify pair.json --tolerance 1', /--tolerance belongs to --claim/],
  ['verify pair.json --claim 1 --tolerance -1', /--tolerance: expected a number ≥ 0/],
  ['verify pair.json --claim 1e400', /--claim: expected a number below/],
  ['verify pair.json --alpha 1', /--alpha: expected a number in \(0, 1\)/],
  ['verify pair.json --claim --json', /'--claim <loss>' argument '--json' is invalid/],
  ['verify --features 3 --claim 1', /about the global minimum/],
  ['verify --features 11', /at most 10 features, found 11/],
];

/** Hostile model files, refused with exit code 5, and what the message must name. */
const BAD_FILES: readonly (readonly [name: string, text: string, message: RegExp])[] = [
  ['empty', '', /empty/],
  ['truncated', '{"schema": "antipode/model@1"', /truncated/],
  ['unknown key', JSON.stringify({ ...PAIR, weight: 1 }), /weight/],
  ['prototype', JSON.stringify(PAIR).replace('{', '{"__proto__": {}, '), /__proto__/],
  ['infinite', JSON.stringify(PAIR).replace('"-1"', '1e400'), /weights\[0\]\[1\]/],
  ['not a number', JSON.stringify({ ...PAIR, weights: [['1', 'NaN']] }), /weights\[0\]\[1\]/],
  ['short row', JSON.stringify({ ...PAIR, weights: [['1']] }), /weights\[0\]/],
  ['density', JSON.stringify({ ...PAIR, density: '3/2' }), /density/],
  ['nested', '['.repeat(200_000), /nested/],
];

suite('cli program', (test) => {
  for (const [args, message] of REFUSED) {
    test(`refused: antipode ${args}`, async () => {
      const { code, message: found } = await refusalOf(args.split(' ').map(inWorkFolder));
      assert.match(found, message);
      assert.is(code, 2);
    });
  }

  for (const [name, text, message] of BAD_FILES) {
    test(`a bad file is named, and its place: ${name}`, async () => {
      const path = join(workFolder, `${name}.json`);
      writeFileSync(path, text);
      const { code, message: found } = await refusalOf(['loss', path]);
      assert.ok(found.startsWith(`FileError: ${path}: `), found);
      assert.match(found, message);
      assert.is(code, 5);
    });
  }

  test('a refusal leaves stdout empty and sets the exit code of the process', async () => {
    const usage = await antipode(['loss', '--jsno']);
    assert.equal([usage.code, usage.stdout], [2, '']);
    assert.match(usage.stderr, /unknown option '--jsno'\n\(Did you mean --json\?\)/);
    const none = await antipode([]);
    assert.equal([none.code, none.stdout], [2, '']);
    assert.match(none.stderr, /^Usage: antipode/);
    const file = await antipode(['loss', 'nothing.json', '--json']);
    assert.equal([file.code, file.stdout], [5, '']);
    assert.is(file.stderr, 'error: nothing.json: expected a readable model file, found no such file\n');
  });

  test('a folder and an endless file are bad files', async () => {
    const found = await Promise.all(['/', '/dev/zero'].map((path) => refusalOf(['verify', path])));
    assert.equal(
      found.map(({ code }) => code),
      [5, 5],
    );
  });

  test('version and help are no errors, and every command shows an example', async () => {
    const version = await antipode(['--version']);
    assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
    assert.is(version.code, 0);
    const help = await antipode(['help', 'train']);
    assert.match(help.stdout, /Example:\n {2}antipode train/);
    assert.is(help.code, 0);
  });

  test('a reader that stops reading is no error', async () => {
    const { code, stderr } = await antipode(['derive', '--quiet'], { closeStdout: true });
    assert.is(code, 0);
    assert.is(stderr, '');
  });

  test('a broken invariant exits 1, with a stack only under DEBUG', async () => {
    const script = join(packageFolder('fault'), 'fault.mjs');
    const failure = pathToFileURL(join(checkout, 'src/cli/failure.ts')).href;
    const errors = pathToFileURL(join(checkout, 'src/support/errors.ts')).href;
    writeFileSync(
      script,
      `import { register } from ${JSON.stringify(import.meta.resolve('tsx/esm/api'))};
      register();
      const { reportFailure } = await import(${JSON.stringify(failure)});
      const { AntipodeError } = await import(${JSON.stringify(errors)});
      process.exitCode = reportFailure(new AntipodeError('broken-invariant', 'broken invariant: 1 = 2'));`,
    );
    const quiet = await run(script, []);
    assert.is(quiet.code, 1);
    assert.match(quiet.stderr, /broken invariant: 1 = 2/);
    assert.not.match(quiet.stderr, / {4}at /);
    assert.match((await run(script, [], { environment: { DEBUG: '1' } })).stderr, / {4}at /);
  });

  test('errors find their exit codes: ours 1, and what the user can mend 2 or 5', () => {
    assert.equal(
      [
        new AntipodeError('broken-invariant', ''),
        new TypeError('a bug'),
        new UsageError(''),
        new DomainError('', '', ''),
        new ShapeError('', [1], [2]),
        new FileError('', '', '', ''),
        new Interruption(),
      ].map(exitCodeOf),
      [1, 1, 2, 2, 2, 5, 130],
    );
  });

  test('a checkout that is not built builds itself at first use', async () => {
    const folder = packageFolder('unbuilt');
    const { code, stdout } = await run(join(folder, 'bin', 'antipode.js'), ['loss', PAIR_FILE, '--json']);
    assert.is(code, 0);
    assert.equal(documentOf({ code, stdout, stderr: '' })['loss'], {
      trust: 'exact',
      exact: '1/20',
      value: 0.05,
    });
  });

  test('where building fails the message says what to run', async () => {
    const folder = join(workFolder, 'hopeless');
    mkdirSync(folder);
    cpSync(join(checkout, 'bin'), join(folder, 'bin'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
    const script = join(folder, 'bin', 'antipode.js');
    const { code, stderr } = await run(script, ['--version']);
    assert.is(code, 1);
    assert.match(stderr, /npm ci\n {4}npm run build/);
  });
});
