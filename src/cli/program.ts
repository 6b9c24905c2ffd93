/** @file The command line: which commands there are and how they are found, helped and refused. */

import { styleText } from 'node:util';
import { Command } from 'commander';
import { registerBoundary } from './commands/boundary.ts';
import { registerDerive } from './commands/derive.ts';
import { registerGeometry } from './commands/geometry.ts';
import { registerLoss } from './commands/loss.ts';
import { registerMinima } from './commands/minima.ts';
import { registerPhase } from './commands/phase.ts';
import { registerReport } from './commands/report.ts';
import { registerSurface } from './commands/surface.ts';
import { registerTrain } from './commands/train.ts';
import { registerVerify } from './commands/verify.ts';
import { packageVersion } from './package-version.ts';
import { styleOf } from './terminal/style.ts';

const EXIT_CODES_HELP = `
Exit codes: 0 done, 1 fault of ours, 2 usage, 3 verification disagrees, 4 inconclusive, 5 bad input file.
Numbers are exact: 0.3, 3/10 and 3e-1 are the same. \`antipode help COMMAND\` has an example of each.`;

/** The program. Its refusals are thrown, as CommanderErrors, after commander has printed them. */
export function antipodeProgram(): Command {
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
  registerReport(program);
  registerLoss(program);
  registerGeometry(program);
  registerDerive(program);
  registerMinima(program);
  registerBoundary(program);
  registerSurface(program);
  registerPhase(program);
  registerTrain(program);
  registerVerify(program);
  return program;
}
