import { exitCodeOf } from '../../src/cli/failure.ts';
import { antipodeProgram } from '../../src/cli/program.ts';

/** Runs the command line in this process, where it must be refused before it does anything. */
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
