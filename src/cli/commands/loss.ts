import type { Command } from 'commander';
import { DomainError, UsageError } from '../../support/errors.ts';
import { readModel } from '../input/read-model.ts';
import { addCommonOptions } from '../options/common-options.ts';
import { integerFrom } from '../options/numeral.ts';
import { type CommonOptions, openOutput } from '../output/output.ts';
import { lossDocument } from './loss-document.ts';
import { type LossOptions, lossFindings } from './loss-findings.ts';
import { lossText } from './loss-text.ts';

export function registerLoss(program: Command): void {
  const command = program
    .command('loss')
    .description('the exact expected loss of given weights, its terms, and its gradient')
    .argument('<model>', 'a model file, or - for standard input')
    .option(
      '--max-active <k>',
      'for large models: integrate over active sets of at most k features, and bound the rest',
      integerFrom(0, 8),
    )
    .option('--hessian', 'the exact second derivatives too, in the document of --json')
    .addHelpText(
      'after',
      `
Example:
  antipode loss examples/antipodal-pair.json
  antipode loss model.json --json | jq -r .loss.exact
  antipode loss examples/pentagon.json            # weights such as "cos(2*pi/5)": exact algebraic numbers`,
    );
  addCommonOptions(command).action(runLoss);
}

async function runLoss(path: string, options: CommonOptions & LossOptions): Promise<void> {
  const output = await openOutput(options);
  const model = await readModel(path);
  output.note(`seed ${options.seed}, unused: nothing here is random`);
  const findings = namingFile(path, () => lossFindings(model, options));
  await output.deliver(lossDocument(findings), () => lossText(findings, output.style));
}

/** What a model cannot be asked is said with the name of its file. */
function namingFile<T>(path: string, find: () => T): T {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new UsageError(`${path}: expected ${error.expected}, found ${error.found}`);
  }
}
