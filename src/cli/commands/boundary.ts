import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ParameterLine } from '../../landscape/pair/arc-polynomials.ts';
import { chooseBoundary } from '../../landscape/pair/choose-boundary.ts';
import { pairBoundaries } from '../../landscape/pair/pair-boundary.ts';
import type { PhaseName } from '../../model/phase.ts';
import { UsageError } from '../../support/errors.ts';
import { ONE, type Rational, rational, signOf } from '../../support/rational.ts';
import { EXIT } from '../exit-codes.ts';
import { addCommonOptions } from '../options/common-options.ts';
import { exactNumber, exactNumbers, integerFrom } from '../options/numeral.ts';
import { type CommonOptions, openOutput } from '../output/output.ts';
import { boundaryDocument } from './boundary-document.ts';
import { boundaryText } from './boundary-text.ts';

interface BoundaryOptions extends CommonOptions {
  readonly importance?: readonly Rational[];
  readonly density?: Rational;
  readonly between?: readonly [PhaseName, PhaseName];
  readonly digits: number;
  readonly features: number;
  readonly hidden: number;
  readonly bias: string;
  readonly activation: string;
}

/** The phases of two features in one dimension. */
const PHASES = ['antipodal', 'confused', 'dropped-last', 'dropped-first'] as const;

const DEFAULT_DIGITS = 30;
const MAX_DIGITS = 1000;

export function registerBoundary(program: Command): void {
  const command = program
    .command('boundary')
    .description('where two phases tie, exactly, and how the global minimum changes there')
    .option(
      '--importance <1,R>',
      'importances of the two features; the boundary is a density (default: 1,1)',
      exactNumbers,
    )
    .option('--density <p>', 'the common density; the boundary is an importance R', exactNumber)
    .option('--between <A,B>', `two of ${PHASES.join(', ')} (default: any, those that tie first)`, phasePair)
    .option('--digits <n>', 'decimals of the proven bounds', integerFrom(1, MAX_DIGITS), DEFAULT_DIGITS)
    .option('--features <n>', 'features: 2', integerFrom(1), 2)
    .option('--hidden <m>', 'hidden dimensions: 1', integerFrom(1), 1)
    .addOption(new Option('--bias <free|none>', 'none').choices(['free', 'none']).default('none'))
    .option('--activation <name>', 'relu', 'relu')
    .addHelpText(
      'after',
      `
All boundaries and all limits of stability along the line are found, by elimination and isolation of real roots. The confused
and the dropped phases are one branch of minima with different names: a tie of the antipodal phase with any of them answers
for all, and says its name.

Exit codes: 0 also where no such boundary exists, which the document says; 4 if it could not be decided.

Example:
  antipode boundary --importance 1,1              # (40 - 4*sqrt(14))/43
  antipode boundary --importance 1,1/2 --between antipodal,confused --json | jq .density.value
  antipode boundary --density 1/2`,
    );
  addCommonOptions(command).action(runBoundary);
}

async function runBoundary(options: BoundaryOptions): Promise<void> {
  const line = lineOf(options);
  requireSupported(options);
  const output = await openOutput(options);
  output.note(`seed ${options.seed}, unused: nothing here is random`);
  const width = rational(1n, 10n ** BigInt(options.digits + 1));
  const found = pairBoundaries(line, width);
  const { between, digits } = options;
  const chosen = found.status === 'found' ? chooseBoundary(found.boundaries, between) : found;
  const answer = { line, digits, found, chosen, ...(between === undefined ? {} : { between }) };
  await output.deliver(boundaryDocument(answer), () => boundaryText(answer, output.style));
  if (found.status === 'undecided') process.exitCode = EXIT.inconclusive;
}

/** Which of the two parameters is asked for. */
function lineOf({ importance, density }: BoundaryOptions): ParameterLine {
  if (importance !== undefined && density !== undefined) {
    throw new UsageError(
      'boundary: --importance asks for the density and --density for the importance; give one of them',
    );
  }
  if (density !== undefined) {
    if (signOf(density) <= 0 || density.compare(ONE) > 0) {
      throw new UsageError(
        `boundary: --density: expected a density in (0, 1], found ${density.toFraction()}`,
      );
    }
    return { unknown: 'importance', given: density };
  }
  const [first = ONE, last = ONE, ...more] = importance ?? [];
  if (importance !== undefined && (importance.length < 2 || more.length > 0 || !first.equals(ONE))) {
    throw new UsageError(
      'boundary: --importance: expected 1,R, the importance of the last feature relative to the first',
    );
  }
  if (signOf(last) <= 0) {
    throw new UsageError(
      `boundary: --importance: expected R > 0, found ${last.toFraction()}; at R = 0 the last feature is dropped at every density`,
    );
  }
  return { unknown: 'density', given: last };
}

function requireSupported({ features, hidden, bias, activation }: BoundaryOptions): void {
  if (features === 2 && hidden === 1 && bias === 'none' && activation === 'relu') return;
  throw new UsageError(
    'boundary: exact boundaries exist for --features 2 --hidden 1 --bias none --activation relu; ' +
      `found --features ${features} --hidden ${hidden} --bias ${bias} --activation ${activation}`,
  );
}

/** `antipodal,confused`. */
function phasePair(text: string): readonly [PhaseName, PhaseName] {
  const names = text.split(',').map((name) => PHASES.find((phase) => phase === name.trim()));
  const [one, other, ...more] = names;
  if (one === undefined || other === undefined || more.length > 0 || one === other) {
    throw new InvalidArgumentError(`Expected two different phases of ${PHASES.join(', ')}.`);
  }
  return [one, other];
}
