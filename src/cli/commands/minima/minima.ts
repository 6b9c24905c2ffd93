import { type Command, Option } from 'commander';
import { requireCertifiable } from '../../../landscape/certificate/certification.ts';
import { UsageError } from '../../../support/errors.ts';
import { addCommonOptions } from '../../options/common-options.ts';
import { integerFrom } from '../../options/numeral.ts';
import { TASK_DEFAULTS } from '../../options/task-defaults.ts';
import { addTaskOptions, type TaskOptions, taskFromOptions } from '../../options/task-options.ts';
import { type CommonOptions, openOutput } from '../../output/output.ts';
import {
  addCertifyOptions,
  type CertifyOptions,
  certifiedBounds,
  requireCertify,
} from './certify-options.ts';
import { certifyPhaseBox } from './certify-phase-box.ts';
import { type AlongOptions, motion, runAlong } from './minima-along.ts';
import { minimaDocument } from './minima-document.ts';
import { type MinimaOptions, minimaFindings } from './minima-findings.ts';
import { minimaText } from './minima-text.ts';

/** Beyond, a search takes hours. */
const MAX_FEATURES = 8;
const MAX_HIDDEN = 8;

export function registerMinima(program: Command): void {
  const command = program
    .command('minima')
    .description('critical points of the exact loss: minima, saddles, barriers, basins');
  addTaskOptions(command)
    .option('--hidden <m>', 'how many hidden dimensions', integerFrom(1, MAX_HIDDEN), 1)
    .addOption(
      new Option('--bias <free|none>', 'whether b is free or zero').choices(['free', 'none']).default('none'),
    )
    .option('--starts <n>', 'random starts of a search at most', integerFrom(0, 1_000_000), 500)
    .option('--patience <n>', 'random starts without news that end a search', integerFrom(1, 1_000_000), 50)
    .option('--saddles', 'critical points of every kind, and barriers between minima')
    .option(
      '--basins <n>',
      'follow gradient flow and Adam from n random initial weights',
      integerFrom(1, 1_000_000),
    )
    .option(
      '--along <parameter=from:to>',
      'follow critical points while density or importance moves; once for each',
      motion,
    )
    .option('--figure <file>', 'with --along: losses and weights as a picture, .svg or .png')
    .option('--table <file>', 'with --along: every point as comma-separated values')
    .addHelpText(
      'after',
      `
Example:
  antipode minima --features 3 --hidden 2 --density 0.1 --bias free --saddles
  antipode minima --features 5 --hidden 2 --density 0.05 --bias free --basins 100 --json | jq .global.phase
  antipode minima --density 0.1 --importance 1,0.5 --certify --certificate proof.json && antipode verify proof.json
  antipode minima --bias free --importance 1,1 --along density=0.2:0.95 --figure branches.svg --table branches.csv
  antipode minima --certify --density-range 0.10..0.12 --importance-range 0.4..0.5 --certificate phase.json`,
    );
  addCertifyOptions(command);
  addCommonOptions(command).action(runMinima);
}

async function runMinima(
  options: CommonOptions & TaskOptions & MinimaOptions & CertifyOptions & AlongOptions,
): Promise<void> {
  requireCertify(options);
  if (options.densityRange !== undefined) {
    await certifyPhaseBox(options.densityRange, options, await openOutput(options));
    return;
  }
  const task = taskFromOptions(options, TASK_DEFAULTS);
  if (task.featureCount > MAX_FEATURES) {
    throw new UsageError(
      `--features: expected at most ${MAX_FEATURES}, found ${task.featureCount}: the search visits every part of them`,
    );
  }
  if (options.along !== undefined) {
    if (options.certify === true || options.basins !== undefined)
      throw new UsageError('minima: --along: --certify and --basins are for one point of parameters');
    await runAlong(options, task);
    return;
  }
  if (options.figure !== undefined || options.table !== undefined)
    throw new UsageError('minima: --figure and --table belong to --along density=FROM:TO');
  if (options.certify === true) requireCertifiable(task, options.hidden);
  const output = await openOutput(options);
  output.note(`seed ${options.seed}`);
  const found = minimaFindings(task, options);
  const findings =
    options.certify === true
      ? { ...found, bounds: await certifiedBounds(task, options, options, output) }
      : found;
  await output.deliver(minimaDocument(findings), () => minimaText(findings, output.style));
}
