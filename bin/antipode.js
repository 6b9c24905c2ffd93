#!/usr/bin/env node
/**
 * @file The command. A package from the registry brings dist/; a checkout gets it from `npm ci`, and one that was installed
 * without scripts gets it here, at first use.
 */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const program = new URL('../dist/cli/main.js', import.meta.url);

/** Whether the compiler produced the program; it says on stderr what went wrong if not. */
function build() {
  const config = join(root, 'tsconfig.build.json');
  const compiler = join(
    dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
    'bin',
    'tsc',
  );
  const { status } = spawnSync(process.execPath, [compiler, '-p', config], { stdio: ['ignore', 2, 2] });
  return status === 0 && existsSync(program);
}

function tryBuild() {
  try {
    return build();
  } catch {
    return false;
  }
}

if (existsSync(program) || tryBuild()) {
  await import(program);
} else {
  process.stderr.write(`antipode is not built. Run, in ${root}:\n\n    npm ci\n    npm run build\n`);
  process.exitCode = 1;
}
