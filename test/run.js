/**
 * @file Runs every `*.test.ts` below test/, one process a file or a folder, as many at once as there are cores, and closes with
 * the line `N passed, N failed`. A file in which no test ran counts as a failure, and so does an empty run.
 *
 * The WebAssembly kernels are compiled first if they are out of date, then the sources and tests, into a folder that is gone at
 * the end; `node --import tsx test/FILE` runs one file from its source.
 *
 * `node test/run.js symbolic/` runs the files whose path contains the given text.
 */

import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import '../scripts/build-wasm.js';

const root = dirname(fileURLToPath(import.meta.url));
const checkout = dirname(root);
const filters = process.argv.slice(2);

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts'))
  .filter((path) => filters.length === 0 || filters.some((filter) => path.includes(filter)))
  .sort()
  .map((path) => join(root, path));

/** The sources and tests, compiled once for all files, with everything else of the checkout beside them as it is. */
const compiled = mkdtempSync(join(tmpdir(), 'antipode-tests-'));
process.on('exit', () => rmSync(compiled, { recursive: true, force: true }));

function compile() {
  const compiler = join(checkout, 'node_modules', 'typescript', 'bin', 'tsc');
  const args = [compiler, '-p', join(checkout, 'tsconfig.test.json'), '--outDir', compiled];
  if (spawnSync(process.execPath, args, { stdio: 'inherit' }).status !== 0) process.exit(1);
  for (const entry of readdirSync(checkout)) {
    if (!['src', 'test', 'dist', 'bin', '.git'].includes(entry)) {
      symlinkSync(join(checkout, entry), join(compiled, entry));
    }
  }
  const isOther = (path) => !/\.ts$/.test(path);
  cpSync(root, join(compiled, 'test'), { recursive: true, filter: isOther });
  // The package as it is installed: tests that start the program find it here.
  cpSync(join(checkout, 'bin'), join(compiled, 'bin'), { recursive: true });
  symlinkSync(join(compiled, 'src'), join(compiled, 'dist'));
}

compile();
const env = { ...process.env, ANTIPODE_TEST_PACKAGE: compiled };

/** Files that start the program, or talk to other programs, take their time; of the others one process runs a folder's. */
const ALONE = /^cli\b|emitted|in-browser/;
const MOST_FILES = 6;

function byFolder(paths) {
  const folders = new Map();
  for (const path of paths) folders.set(dirname(path), [...(folders.get(dirname(path)) ?? []), path]);
  return folders;
}

/** Those that are long come first, so that all cores end at once. */
function batches() {
  const [alone, others] = [true, false].map((is) =>
    files.filter((file) => ALONE.test(relative(root, file)) === is),
  );
  const folders = byFolder(others);
  const shared = [...folders.values()].flatMap((inside) =>
    Array.from({ length: Math.ceil(inside.length / MOST_FILES) }, (_, k) =>
      inside.slice(k * MOST_FILES, (k + 1) * MOST_FILES),
    ),
  );
  return [...alone.map((file) => [file]), ...shared];
}

const runner = join(compiled, 'test', 'support', 'run-files.js');
const compiledPath = (file) => join(compiled, 'test', relative(root, file).replace(/\.ts$/, '.js'));

function runBatch(batch) {
  return new Promise((resolve) => {
    const started = Date.now();
    const child = spawn(process.execPath, ['--enable-source-maps', runner, ...batch.map(compiledPath)], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('close', (code) => {
      const count = (label) =>
        [...output.matchAll(new RegExp(`${label}:\\s+(\\d+)`, 'g'))].reduce(
          (sum, [, n]) => sum + Number(n),
          0,
        );
      const total = count('Total');
      const passed = count('Passed');
      const failed = Math.max(total - passed, code !== 0 || total === 0 ? 1 : 0);
      resolve({ output, passed, failed, seconds: (Date.now() - started) / 1000 });
    });
  });
}

const queue = batches();
const totals = { passed: 0, failed: 0 };
async function work() {
  for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
    const result = await runBatch(batch);
    totals.passed += result.passed;
    totals.failed += result.failed;
    const mark = result.failed === 0 ? 'ok  ' : 'FAIL';
    const name =
      batch.length === 1
        ? relative(root, batch[0])
        : `${relative(root, dirname(batch[0]))}/  ${batch.length} files`;
    console.log(`${mark} ${name}  ${result.passed} passed  ${result.seconds.toFixed(1)} s`);
    const skips = result.output.split('\n').filter((line) => line.startsWith('SKIPPED'));
    for (const line of skips) console.log(`     ${line}`);
    if (result.failed > 0) console.log(result.output);
  }
}
await Promise.all(Array.from({ length: Math.max(1, availableParallelism()) }, work));

console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;
