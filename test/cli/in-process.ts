/** @file The command line in this process: what is no matter of processes is tested without starting one. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodeOf, reportFailure } from '../../src/cli/failure.ts';
import { antipodeProgram } from '../../src/cli/program.ts';
import { type Finished, workFolder } from './program-under-test.ts';

/** Runs the command line where it must be refused before it does anything. */
export async function refusalOf(args: readonly string[]): Promise<{ code: number; message: string }> {
  const program = await antipodeProgram(args);
  const printed: string[] = [];
  for (const command of [program, ...program.commands]) {
    command.configureOutput({ writeErr: (text) => printed.push(text) });
  }
  try {
    await program.parseAsync([...args, '--quiet'], { from: 'user' });
  } catch (error) {
    return { code: exitCodeOf(error), message: `${printed.join('')}${String(error)}` };
  }
  return { code: 0, message: '' };
}

/**
 * Runs the command line in {@link workFolder} and catches what it prints: one run at a time.
 *
 * @param input - what the argument `-` is to read, from a file.
 */
export async function inProcess(
  given: readonly string[],
  { input }: { readonly input?: string } = {},
): Promise<Finished> {
  const file = join(workFolder, 'input.json');
  if (input !== undefined) writeFileSync(file, input);
  const args = input === undefined ? given : given.map((arg) => (arg === '-' ? file : arg));
  const printed = { stdout: '', stderr: '' };
  const { stdout, stderr } = process;
  const before = { out: stdout.write, err: stderr.write, folder: process.cwd(), code: process.exitCode };
  const catching = (name: 'stdout' | 'stderr') =>
    ((chunk: string | Uint8Array): boolean => {
      printed[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
      return true;
    }) as typeof stdout.write;
  stdout.write = catching('stdout');
  stderr.write = catching('stderr');
  process.chdir(workFolder);
  process.exitCode = 0;
  try {
    await (await antipodeProgram(args)).parseAsync([...args], { from: 'user' });
    return { code: Number(process.exitCode), ...printed };
  } catch (error) {
    const code = reportFailure(error);
    return { code, ...printed };
  } finally {
    stdout.write = before.out;
    stderr.write = before.err;
    process.chdir(before.folder);
    process.exitCode = before.code;
  }
}
