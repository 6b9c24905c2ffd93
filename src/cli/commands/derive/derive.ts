import { type Command, InvalidArgumentError, Option } from 'commander';
import { RELU } from '../../../model/activation.ts';
import { hasStandardInputs, type ToyModel } from '../../../model/toy-model.ts';
import { AntipodeError, UsageError } from '../../../support/errors.ts';
import type { Rational } from '../../../support/rational.ts';
import { CODE_LANGUAGES } from '../../../symbolic/presentation/code/code-language.ts';
import { readToyModel } from '../../input/read-model.ts';
import { addCommonOptions } from '../../options/common-options.ts';
import { type DerivationFormat, DOCUMENT_FORMATS, isCodeLanguage } from '../../options/derivation-format.ts';
import { exactNumber, integerFrom } from '../../options/numeral.ts';
import { type CommonOptions, type Output, openOutput } from '../../output/output.ts';

interface DeriveOptions extends CommonOptions {
  readonly format?: DerivationFormat | 'sympy';
  readonly features: number;
  readonly hidden: number;
  readonly bias: string;
  readonly activation: string;
  readonly at?: string;
  readonly symbols: 'gram' | 'weights';
  readonly densities?: 'common' | 'each' | 'numbers';
  readonly density?: Rational;
  readonly collect?: true | 'p' | 'active';
}

/** Beyond three features a table has 1882 chambers and more. */
const MAX_TABLE_FEATURES = 3;

export function registerDerive(program: Command): void {
  const command = program
    .command('derive')
    .description('the exact expected loss as formulas, derived step by step')
    .addOption(
      new Option('--format <format>', 'how to write it (default: text)').choices([
        ...DOCUMENT_FORMATS,
        ...CODE_LANGUAGES,
        'sympy',
      ]),
    )
    .option('--features <n>', 'features; 2, or with --bias free up to 3', integerFrom(1), 2)
    .option('--hidden <m>', 'hidden dimensions; 1, or with --bias free any', integerFrom(1), 1)
    .addOption(
      new Option(
        '--bias <free|none>',
        'free: the table of all chambers of one output with bias, by the entries of its row of G',
      )
        .choices(['free', 'none'])
        .default('none'),
    )
    .option('--activation <name>', 'relu; other activations are derived at given weights, by --at', 'relu')
    .option(
      '--at <model>',
      'the formulas of all outputs around these weights: 5 features, or 4 with another φ or inputs',
    )
    .addOption(
      new Option('--symbols <letters>', 'with --at: entries of G, or the weights')
        .choices(['gram', 'weights'])
        .default('gram'),
    )
    .addOption(
      new Option(
        '--densities <which>',
        'one symbol p, one each, or with --at the numbers of the model (default: p where densities are equal)',
      ).choices(['common', 'each', 'numbers']),
    )
    .option(
      '--density <p>',
      'with --bias free: a number in place of the symbol p, the same for all features',
      densityNumber,
    )
    .addOption(
      new Option(
        '--collect [by]',
        'formulas with bias expanded and collected by powers of p, or by the number of active features',
      ).choices(['p', 'active']),
    )
    .addHelpText(
      'after',
      `
Documents: text, latex, html (one page, formulas as MathML, domains drawn) and json carry the same steps. Programs: functions that
pick the chamber, of (w1, w2, p, r) or with --bias free of b and the entries of G; javascript and c in doubles; python (or
sympy), julia and mathematica exactly.

Every formula is compared with the closed form of the loss at random rational points before it is printed.

Example:
  antipode derive | less
  antipode derive --format latex --out derivation.tex
  antipode derive --format python --out pair_loss.py
  antipode derive --bias free --features 3
  antipode derive --bias free --features 2 --format html --out table.html
  antipode derive --bias free --features 3 --format mathematica --out output_loss.wl
  antipode derive --at model.json --symbols weights --collect`,
    );
  addCommonOptions(command).action(runDerive);
}

async function runDerive(options: DeriveOptions, command: Command): Promise<void> {
  const format = formatOf(options);
  if (options.at !== undefined) return runAt(options.at, options, format, command);
  requireSupported(options);
  requireNoModel(options, command);
  requireFittingCollection(options, format);
  const output = await openOutput(options);
  if (options.bias === 'free') {
    const { runOutputTable } = await import('./run-output-table.ts');
    const { features, seed, density } = options;
    const densities = density ?? (options.densities === 'each' ? 'each' : 'common');
    return runOutputTable({ features, densities, writing: writingOf(options), format, seed }, output);
  }
  const { runDerivation } = await import('./run-derivation.ts');
  await runDerivation(format, options.seed, output);
}

/** The formulas at a model; what the model says is not to be said again. */
async function runAt(
  path: string,
  options: DeriveOptions,
  format: DerivationFormat,
  command: Command,
): Promise<void> {
  for (const name of ['features', 'hidden', 'bias', 'activation', 'density']) {
    if (command.getOptionValueSource(name) === 'cli') {
      throw new UsageError(`derive: --${name} is what the model of --at says; leave it out`);
    }
  }
  requireFittingCollection(options, format);
  const output = await openOutput(options);
  const model = await readToyModel(path);
  output.note(`seed ${options.seed}, unused: nothing here is random`);
  await formulasAt(model, options, format, output).catch((error: unknown) => {
    if (!(error instanceof AntipodeError) || error.code !== 'out-of-domain') throw error;
    throw new UsageError(`${path}: ${error.message.replace(/^\w+: /, '')}`);
  });
}

/** The paper's models have formulas by active sets and vertices; all others come out of the engine run over symbols. */
async function formulasAt(
  model: ToyModel,
  options: DeriveOptions,
  format: DerivationFormat,
  output: Output,
): Promise<void> {
  const { symbols, densities } = options;
  if (hasStandardInputs(model) && model.activation.name === RELU.name) {
    const { runFormulasAt } = await import('./run-formulas-at.ts');
    const wanted = densities === undefined ? { symbols } : { symbols, densities };
    return runFormulasAt(model, { options: wanted, writing: writingOf(options), format }, output);
  }
  if (options.collect === 'active') {
    throw new UsageError(
      'derive: --collect active belongs to ReLU and independent features uniform on [0, 1]',
    );
  }
  const { runSymbolicFormulas } = await import('./run-symbolic-formulas.ts');
  return runSymbolicFormulas(model, { symbols, densities }, format, output);
}

function writingOf({ collect }: DeriveOptions): 'factored' | 'p' | 'active' {
  if (collect === undefined) return 'factored';
  return collect === true ? 'p' : collect;
}

/** Programs are written in one way, and only one symbol p can be collected by. */
function requireFittingCollection(options: DeriveOptions, format: DerivationFormat): void {
  const { collect, densities, density, symbols, at } = options;
  if (collect === undefined) return;
  if (isCodeLanguage(format)) {
    throw new UsageError(
      `derive: --format ${format} writes sums of powers, one group for each active set; --collect belongs to ${DOCUMENT_FORMATS.join(', ')}`,
    );
  }
  if (collect === 'active' && (density !== undefined || densities === 'each' || densities === 'numbers')) {
    throw new UsageError('derive: --collect active needs one symbol p; leave --densities and --density out');
  }
  if (at !== undefined && symbols === 'weights' && collect === 'active') {
    throw new UsageError('derive: --collect active is by entries of G; leave --symbols weights out');
  }
}

/** In [0, 1]. */
function densityNumber(text: string): Rational {
  const value = exactNumber(text);
  if (value.compare(0) < 0 || value.compare(1) > 0) {
    throw new InvalidArgumentError('Expected one number from 0 to 1.');
  }
  return value;
}

/** Options that need a model, or formulas with bias, are refused without. */
function requireNoModel({ bias, densities, density, collect }: DeriveOptions, command: Command): void {
  if (command.getOptionValueSource('symbols') === 'cli') {
    throw new UsageError('derive: --symbols belongs to --at MODEL; tables are by entries of G');
  }
  if (densities === 'numbers') throw new UsageError('derive: --densities numbers are those of --at MODEL');
  if (bias === 'none' && (densities !== undefined || collect !== undefined)) {
    throw new UsageError('derive: --densities and --collect belong to --bias free and to --at MODEL');
  }
  if (bias === 'none' && density !== undefined) {
    throw new UsageError(
      'derive: --density belongs to --bias free; without bias the density is the symbol p',
    );
  }
  if (density !== undefined && densities !== undefined) {
    throw new UsageError(
      `derive: --density is a number and --densities ${densities} are symbols; give one of them`,
    );
  }
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
  const withBias = bias === 'free' && features <= MAX_TABLE_FEATURES;
  const without = bias === 'none' && features === 2 && hidden === 1;
  if (activation !== 'relu' || !(withBias || without)) {
    throw new UsageError(
      'derive: formulas exist for --features 2 --hidden 1 --bias none, and for --features 1, 2 or 3 with --bias free, ' +
        `--activation relu; found --features ${features} --hidden ${hidden} --bias ${bias} --activation ${activation}. ` +
        'Four features have 1882 chambers with bias, five 94572: `antipode derive --at MODEL` prints the formulas of one, ' +
        'in seconds. `antipode loss` evaluates larger models exactly.',
    );
  }
}
