/** @file The command line: which commands there are and how they are found, helped and refused. */

import { styleText } from 'node:util';
import { Command } from 'commander';
import { packageVersion } from './package-version.ts';
import { styleOf } from './terminal/style.ts';

const EXIT_CODES_HELP = `
Exit codes: 0 done, 1 fault of ours, 2 usage, 3 verification disagrees, 4 inconclusive, 5 bad input file.
Numbers are exact: 0.3, 3/10 and 3e-1 are the same. \`antipode help COMMAND\` has an example of each.`;

/** In the order of the help. */
const COMMANDS: ReadonlyMap<string, () => Promise<(program: Command) => void>> = new Map([
  ['report', async () => (await import('./commands/report/report.ts')).registerReport],
  ['loss', async () => (await import('./commands/loss/loss.ts')).registerLoss],
  ['geometry', async () => (await import('./commands/geometry/geometry.ts')).registerGeometry],
  ['derive', async () => (await import('./commands/derive/derive.ts')).registerDerive],
  ['minima', async () => (await import('./commands/minima/minima.ts')).registerMinima],
  ['boundary', async () => (await import('./commands/boundary/boundary.ts')).registerBoundary],
  ['surface', async () => (await import('./commands/surface/surface.ts')).registerSurface],
  ['phase', async () => (await import('./commands/phase/phase.ts')).registerPhase],
  ['train', async () => (await import('./commands/train/train.ts')).registerTrain],
  ['verify', async () => (await import('./commands/verify/verify.ts')).registerVerify],
]);

/**
 * The program, for these arguments: the command that they name, and no other, is loaded; all are, for help and for suggestions.
 * Its refusals are thrown, as CommanderErrors, after commander has printed them.
 *
 * @param args - without the names of Node and of the script.
 */
export async function antipodeProgram([name = '']: readonly string[]): Promise<Command> {
  const program = new Command('antipode')
    .description('Exact losses, phase diagrams and cross-checked training for toy models of superposition.')
    .version(packageVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help')
    .addHelpText('after', EXIT_CODES_HELP)
    .exitOverride()
    .configureHelp({ styleTitle: (title) => styleText('bold', title, { validateStream: false }) })
    .configureOutput({
      outputError: (text, write) => write(text.replace(/^error:/, styleOf(process.stderr).bad('error:'))),
    });
  const asked = COMMANDS.get(name);
  const register = await Promise.all(
    (asked === undefined ? [...COMMANDS.values()] : [asked]).map((load) => load()),
  );
  for (const add of register) add(program);
  return program;
}
