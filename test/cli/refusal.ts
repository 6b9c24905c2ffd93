/** @file Refusals that come before any work, in this process: starting the program for each of them would cost half a second. */

import * as assert from 'uvu/assert';
import { exitCodeOf } from '../../src/cli/failure.ts';
import { antipodeProgram } from '../../src/cli/program.ts';

export interface Refusal {
  /** With which the program would exit. */
  readonly code: number;
  readonly message: string;
}

/** What the program says to these arguments; fails if it takes them. Paths are relative to the folder of this process. */
export async function refusal(args: readonly string[]): Promise<Refusal> {
  const program = await antipodeProgram(args);
  const error = await program.parseAsync([...args], { from: 'user' }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Error) return { code: exitCodeOf(error), message: error.message };
  return assert.unreachable(`not refused: antipode ${args.join(' ')}`) as never;
}
