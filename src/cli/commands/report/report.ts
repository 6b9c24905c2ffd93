import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { PROFILES } from '../../../report/phase-change/profile.ts';
import { addCommonOptions } from '../../options/common-options.ts';
import { integerFrom } from '../../options/numeral.ts';
import { openOutput } from '../../output/output.ts';
import type { ReportOptions } from '../../report/make-report.ts';

const DEFAULT_FOLDER = join('reports', 'phase-change-2-1');

export function registerReport(program: Command): void {
  const command = program
    .command('report')
    .description('the theoretical phase-change report for n = 2, m = 1, cross-checked against trained models')
    .addOption(
      new Option('--profile <profile>', 'how much to train').choices(Object.keys(PROFILES)).default('quick'),
    )
    .option(
      '--engine <engine>',
      'wasm, reference, gpu or gpu:MODE; a timed choice (gpu) may differ between runs',
      'wasm',
    )
    .option(
      '--workers <n>',
      'threads of the wasm and reference engines (default: one per core)',
      integerFrom(1, 1024),
    )
    .addHelpText(
      'after',
      `
Writes index.html, results.json, figures/ and run.json into the folder --out (default: ${DEFAULT_FOLDER}).
The same seed and engine give the same files on one version of Node, run.json apart. Exits 3 if a claim of the report is refuted, 4 if one is
inconclusive; trained models caught in other minima are listed, and refute nothing.

Example:
  antipode report --profile quick --out my-report`,
    );
  addCommonOptions(command, 'the folder of the report').action(runReport);
}

/** Charts, fonts and mathematics are loaded when a report is asked for, and not before. */
async function runReport({ out: folder = DEFAULT_FOLDER, ...options }: ReportOptions): Promise<void> {
  const output = await openOutput(options);
  const { makeReport } = await import('../../report/make-report.ts');
  await makeReport(folder, options, output);
}
