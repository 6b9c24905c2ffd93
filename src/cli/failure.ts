/** @file What happens when a command throws: one line for the person, one number for the script. */

import { CommanderError } from 'commander';
import { AntipodeError } from '../support/errors.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { Interruption } from './interruption.ts';
import { styleOf } from './terminal/style.ts';

/** The exit code that belongs to an error. Unknown errors are faults of ours. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof Interruption) return EXIT.interrupted;
  if (!(error instanceof AntipodeError)) return EXIT.fault;
  switch (error.code) {
    case 'bad-file':
      return EXIT.badFile;
    case 'usage':
    case 'out-of-domain':
    case 'shape-mismatch':
      return EXIT.usage;
    case 'broken-invariant':
      return EXIT.fault;
    default:
      return error.code satisfies never;
  }
}

/**
 * Tells the person on stderr, and returns the exit code. Stacks are for us: they are printed when the variable DEBUG is
 * set, and asked for when the fault is ours.
 */
export function reportFailure(error: unknown): ExitCode {
  const code = exitCodeOf(error);
  // commander has already printed its own message.
  if (error instanceof CommanderError) return code;
  const { bad, dim } = styleOf(process.stderr);
  if (code === EXIT.interrupted) {
    process.stderr.write(`${dim('interrupted')}\n`);
    return code;
  }
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${bad('error:')} ${message}\n`);
  if (process.env['DEBUG'] !== undefined && error instanceof Error) {
    process.stderr.write(`${dim(error.stack ?? '')}\n`);
  } else if (code === EXIT.fault && !isSystemError(error)) {
    process.stderr.write(
      `${dim('This is a fault of the program. DEBUG=1 shows where; please report it with the command.')}\n`,
    );
  }
  return code;
}

/** A full disk and the like: no fault of the program's, and the message says all there is to say. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
