import { type Command, Option } from 'commander';
import { UsageError } from '../../support/errors.ts';
import { CODE_LANGUAGES } from '../../symbolic/presentation/code/code-language.ts';
import { addCommonOptions } from '../options/common-options.ts';
import { integerFrom } from '../options/numeral.ts';
import { type CommonOptions, openOutput } from '../output/output.ts';
import type { DerivationFormat } from './run-derivation.ts';

interface DeriveOptions extends CommonOptions {
  readonly format?: DerivationFormat | 'sympy';
  readonly features: number;
  readonly hidden: number;
  readonly bias: string;
  readonly activation: string;
}

export function registerDerive(program: Command): void {
  const command = program
    .command('derive')
    .description('the exact expected loss as formulas, derived step by step')
    .addOption(
      new Option('--format <format>', 'how to write it (default: text)').choices([
        'text',
        'latex',
        'json',
        ...CODE_LANGUAGES,
        'sympy',
      ]),
    )
    .option('--features <n>', 'features; 2 in this version', integerFrom(1), 2)
    .option('--hidden <m>', 'hidden dimensions; 1 in this version', integerFrom(1), 1)
    .option('--bias <free|none>', 'none in this version', 'none')
    .option('--activation <name>', 'relu in this version', 'relu')
    .addHelpText(
      'after',
      `
The formulas as a function of (w1, w2, p, r) that picks the chamber: javascript and c in doubles; python (or sympy), julia
and mathematica exactly.

Every formula is compared with the closed form of the loss at random rational points before it is printed.

Example:
  antipode derive | less
  antipode derive --format latex --out derivation.tex
  antipode derive --format python --out pair_loss.py`,
    );
  addCommonOptions(command).action(runDerive);
}

async function runDerive(options: DeriveOptions): Promise<void> {
  requireSupported(options);
  const format = formatOf(options);
  const output = await openOutput(options);
  const { runDerivation } = await import('./run-derivation.ts');
  await runDerivation(format, options.seed, output);
}

/** --json is --format json; a different --format beside it contradicts it. SymPy is Python. */
function formatOf({ json, format }: DeriveOptions): DerivationFormat {
  if (json === true && format !== undefined && format !== 'json') {
    throw new UsageError(`--json and --format ${format} contradict each other`);
  }
  if (json === true) return 'json';
  return format === 'sympy' ? 'python' : (format ?? 'text');
}

function requireSupported({ features, hidden, bias, activation }: DeriveOptions): void {
  if (features !== 2 || hidden !== 1 || bias !== 'none' || activation !== 'relu') {
    throw new UsageError(
      `derive: formulas exist for --features 2 --hidden 1 --bias none --activation relu; found --features ${features} ` +
        `--hidden ${hidden} --bias ${bias} --activation ${activation}. \`antipode loss\` evaluates larger models exactly.`,
    );
  }
}
