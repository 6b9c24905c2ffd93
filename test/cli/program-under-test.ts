/**
 * @file The real program as a child process: compiled into a folder of its own, laid out like an installed package, and started
 * through bin/antipode.js. The runner compiles it once for all test files (`ANTIPODE_TEST_PACKAGE`); a test file run alone, for itself.
 */

import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The checkout, also from where test/run.js compiles the tests to. */
export const checkout: string = dirname(realpathSync(new URL('../../package.json', import.meta.url)));

/** A folder of this test file, gone when it ends. */
export const workFolder: string = mkdtempSync(join(tmpdir(), 'antipode-test-'));
process.on('exit', () => rmSync(workFolder, { recursive: true, force: true }));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Fed to standard input. */
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Kill with SIGINT once stderr holds this text. */
  readonly interruptAt?: string;
  /** Kill, as `kill -9` does, once this holds. */
  readonly killWhen?: () => boolean;
  /** Close our end of stdout before the program writes to it. */
  readonly closeStdout?: boolean;
}

/** Runs `antipode` with the given arguments, in {@link workFolder}. */
export async function antipode(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return run(join(await compiledPackage(), 'bin', 'antipode.js'), args, options);
}

let compiled: Promise<string> | undefined;

/** The folder of the program as the package has it. */
export function compiledPackage(): Promise<string> {
  const shared = process.env['ANTIPODE_TEST_PACKAGE'];
  compiled ??= shared === undefined ? compilePackage(join(workFolder, 'package')) : Promise.resolve(shared);
  return compiled;
}

/** Compiles the program into a folder that is not there yet, and returns it. */
async function compilePackage(folder: string): Promise<string> {
  layOutPackage(folder);
  const compiler = join(checkout, 'node_modules', 'typescript', 'bin', 'tsc');
  const config = join(checkout, 'tsconfig.build.json');
  const { code, stdout } = await run(compiler, ['-p', config, '--outDir', join(folder, 'dist')]);
  if (code !== 0) throw new Error(`the program does not compile:\n${stdout}`);
  return folder;
}

/** A folder below {@link workFolder} that looks like a checkout which is not built yet. */
export function packageFolder(name: string): string {
  const folder = join(workFolder, name);
  layOutPackage(folder);
  return folder;
}

function layOutPackage(folder: string): void {
  cpSync(join(checkout, 'bin'), join(folder, 'bin'), { recursive: true });
  for (const entry of [
    'node_modules',
    'assets',
    'src',
    'package.json',
    'tsconfig.json',
    'tsconfig.build.json',
  ]) {
    symlinkSync(join(checkout, entry), join(folder, entry));
  }
}

/** Runs a script with Node and waits for its end. */
export function run(script: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const { input = '', environment = {}, interruptAt, killWhen, closeStdout = false } = options;
  const child = spawn(process.execPath, [script, ...args], {
    cwd: workFolder,
    env: { ...process.env, NO_COLOR: '', ...environment },
  });
  const output = { stdout: '', stderr: '' };
  let interrupted = false;
  child.stdout.on('data', (chunk: Buffer) => {
    output.stdout += chunk;
  });
  if (closeStdout) child.stdout.destroy();
  child.stderr.on('data', (chunk: Buffer) => {
    output.stderr += chunk;
    if (!interrupted && interruptAt !== undefined && output.stderr.includes(interruptAt)) {
      interrupted = child.kill('SIGINT');
    }
  });
  const watch = setInterval(() => {
    if (killWhen?.() === true) child.kill('SIGKILL');
  }, 5);
  child.once('close', () => clearInterval(watch));
  // A program that ends before reading its input is no concern of the test's.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...output }));
  });
}

/** The document on stdout. Fails if there is anything else. */
export function documentOf({ stdout }: Finished): Record<string, unknown> {
  return JSON.parse(stdout) as Record<string, unknown>;
}
