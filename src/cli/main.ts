/** @file The program's entry: importing it runs it. bin/antipode.js does. */

import { reportFailure } from './failure.ts';
import { antipodeProgram } from './program.ts';

/** A reader who has seen enough (`antipode derive | head`) is no fault; the work and its exit code go on. A full disk is. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.exitCode = reportFailure(error);
});

try {
  const args = process.argv.slice(2);
  const program = await antipodeProgram(args);
  await program.parseAsync(args, { from: 'user' });
} catch (error) {
  process.exitCode = reportFailure(error);
}
