import type { Command } from 'commander';
import { integerFrom } from './numeral.ts';

/** Any fixed number would do; this is the day the toy models were published. */
export const DEFAULT_SEED = 20220914;

/**
 * Declares what every command takes; the values are `CommonOptions` of output/output.ts.
 *
 * @param out - what --out names.
 */
export function addCommonOptions(
  command: Command,
  out = 'write the document to this file, whole or not at all',
): Command {
  return addSharedOptions(command.option('--out <path>', out));
}

/** The common options without --out, for commands that write files of several kinds. */
export function addSharedOptions(command: Command): Command {
  return command
    .option('--json', 'print one JSON document on stdout and nothing else')
    .option('--seed <integer>', 'names the random numbers, 0 to 2^53 - 1', integerFrom(0), DEFAULT_SEED)
    .option('--quiet', 'no progress and no notes on stderr');
}
