/**
 * @file Runs every `*.test.ts` below test/, one process a file, as many at once as there are cores, and closes with
 * the line `N passed, N failed`. A file in which no test ran counts as a failure, and so does an empty run.
 *
 * The WebAssembly kernels are compiled first if they are out of date.
 *
 * `node test/run.js symbolic/` runs the files whose path contains the given text.
 */

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import '../scripts/build-wasm.js';

const root = dirname(fileURLToPath(import.meta.url));
const filters = process.argv.slice(2);

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts'))
  .filter((path) => filters.length === 0 || filters.some((filter) => path.includes(filter)))
  .sort()
  .map((path) => join(root, path));

const shared = mkdtempSync(join(tmpdir(), 'antipode-tests-'));
process.on('exit', () => rmSync(shared, { recursive: true, force: true }));

/** The environment of the test files: where some of them start the program, it is compiled here, once. */
function environment() {
  if (!files.some((file) => readFileSync(file, 'utf8').includes('program-under-test'))) return process.env;
  const folder = join(shared, 'package');
  const script = join(root, 'cli', 'compile-package.ts');
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', script, folder], { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
  return { ...process.env, ANTIPODE_TEST_PACKAGE: folder };
}

const env = environment();

function runFile(file) {
  return new Promise((resolve) => {
    const started = Date.now();
    const child = spawn(process.execPath, ['--import', 'tsx', file], {
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
      resolve({ file, output, passed, failed, seconds: (Date.now() - started) / 1000 });
    });
  });
}

const queue = [...files];
const totals = { passed: 0, failed: 0 };
async function work() {
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    const result = await runFile(file);
    totals.passed += result.passed;
    totals.failed += result.failed;
    const mark = result.failed === 0 ? 'ok  ' : 'FAIL';
    console.log(`${mark} ${relative(root, file)}  ${result.passed} passed  ${result.seconds.toFixed(1)} s`);
    const skips = result.output.split('\n').filter((line) => line.startsWith('SKIPPED'));
    for (const line of skips) console.log(`     ${line}`);
    if (result.failed > 0) console.log(result.output);
  }
}
await Promise.all(Array.from({ length: Math.max(1, availableParallelism()) }, work));

console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;
