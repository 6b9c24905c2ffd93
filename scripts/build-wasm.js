/**
 * @file Compiles the training kernels of assembly/ into a TypeScript module that holds their bytes, unless it is up to date.
 *
 *     node scripts/build-wasm.js
 *
 * The module is a build output, kept out of git. It names a hash of all that it was made from, so that a second call, from
 * the build, the tests or the linter, costs a few milliseconds.
 */

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { smallKernels } from './small-kernels.js';
import { vectorKernels } from './vector-kernels.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = join(root, 'assembly');
const output = join(root, 'src/numeric/training/wasm/kernel-bytes.ts');
const OPTIONS = ['--runtime', 'stub', '--enable', 'simd', '-O3', '--noAssert', '--importMemory'];

const generated = {
  'generated/small-kernels.ts': smallKernels(),
  'generated/vector-kernels.ts': vectorKernels(),
};

function sourceHash() {
  const { version } = createRequire(import.meta.url)('assemblyscript/package.json');
  const hash = createHash('sha256').update(JSON.stringify([version, OPTIONS, generated]));
  const files = readdirSync(sources).filter((name) => name.endsWith('.ts'));
  for (const name of files.sort()) hash.update(name).update(readFileSync(join(sources, name)));
  return hash.digest('hex');
}

function currentHash() {
  try {
    return /^\/\/ (\w+)$/m.exec(readFileSync(output, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}

async function compile() {
  const { main } = await import('assemblyscript/asc');
  const { error, stderr, stdout } = await main(['index.ts', ...OPTIONS, '--outFile', 'kernels.wasm'], {
    readFile: (name) => generated[name] ?? readSource(name),
    writeFile: (_, contents) => {
      bytes = contents;
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`${error.message}\n${stderr.toString()}${stdout.toString()}`);
}

function readSource(name) {
  try {
    return readFileSync(join(sources, name), 'utf8');
  } catch {
    return null;
  }
}

/** Written whole, since several processes may build at once. */
function write(hash) {
  const text = [
    '// Built from assembly/ by scripts/build-wasm.js; the next line names what it was built from.',
    `// ${hash}`,
    '',
    '/** The WebAssembly module of the training kernels, in base 64. */',
    `export const KERNEL_BYTES = '${Buffer.from(bytes).toString('base64')}';`,
    '',
  ].join('\n');
  mkdirSync(join(output, '..'), { recursive: true });
  const temporary = `${output}.${process.pid}`;
  writeFileSync(temporary, text);
  renameSync(temporary, output);
}

let bytes;
const hash = sourceHash();
if (currentHash() !== hash) {
  await compile();
  write(hash);
}
