import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  type BoundaryLine,
  chooseLineBoundary,
  LINE_SEARCHES,
  lineBoundaries,
} from '../../../landscape/continuation/line-boundaries.ts';
import type { ParameterLine } from '../../../landscape/pair/arc-polynomials.ts';
import { chooseBoundary } from '../../../landscape/pair/choose-boundary.ts';
import { pairBoundaries } from '../../../landscape/pair/pair-boundary.ts';
import type { PhaseName } from '../../../model/phase.ts';
import { UsageError } from '../../../support/errors.ts';
import { ONE, type Rational, rational, signOf, toNumber } from '../../../support/rational.ts';
import { EXIT } from '../../exit-codes.ts';
import { addCommonOptions } from '../../options/common-options.ts';
import { exactNumber, exactNumbers, integerFrom } from '../../options/numeral.ts';
import { type CommonOptions, openOutput } from '../../output/output.ts';
import { boundaryDocument } from './boundary-document.ts';
import { searchedDocument, searchedText } from './boundary-search-document.ts';
import { boundaryText } from './boundary-text.ts';

interface BoundaryOptions extends CommonOptions {
  readonly importance?: readonly Rational[];
  readonly density?: Rational;
  readonly between?: readonly [string, string];
  readonly range?: readonly [Rational, Rational];
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
/** Beyond, a search takes hours. */
const MAX_FEATURES = 6;

export function registerBoundary(program: Command): void {
  const command = program
    .command('boundary')
    .description('where two phases tie, exactly, and how the global minimum changes there')
    .option(
      '--importance <1,…,R>',
      'importances of the features; the boundary is a density (default: all 1)',
      exactNumbers,
    )
    .option(
      '--density <p>',
      'the common density; the boundary is the importance R of the last feature',
      exactNumber,
    )
    .option(
      '--between <A,B>',
      `two phases, such as ${PHASES.slice(0, 3).join(', ')} (default: any, those that tie first)`,
      phasePair,
    )
    .option(
      '--range <from:to>',
      'where to search, for models without algebra (default: density 1/1000:1, importance 1/50:50)',
      numberRange,
    )
    .option('--digits <n>', 'decimals of the proven bounds', integerFrom(1, MAX_DIGITS), DEFAULT_DIGITS)
    .option('--features <n>', 'how many features', integerFrom(2, MAX_FEATURES), 2)
    .option('--hidden <m>', 'how many hidden dimensions', integerFrom(1, MAX_FEATURES), 1)
    .addOption(
      new Option('--bias <free|none>', 'whether b is free or zero').choices(['free', 'none']).default('none'),
    )
    .option('--activation <name>', 'relu', 'relu')
    .addHelpText(
      'after',
      `
Two features in one dimension without bias: all boundaries and all limits of stability along the line are found, by elimination and
isolation of real roots. The confused and the dropped phases are one branch of minima with different names: a tie of the antipodal
phase with any of them answers for all, and says its name.

Other models: minima are searched for and followed along the line, and positions are rounded:
ties to 1e-10 of themselves, limits of stability on walls to 1e-7.

Exit codes: 0 also where no such boundary exists, which the document says; 4 if it could not be decided.

Example:
  antipode boundary --importance 1,1              # (40 - 4*sqrt(14))/43
  antipode boundary --importance 1,1/2 --between antipodal,confused --json | jq .density.value
  antipode boundary --density 1/2
  antipode boundary --bias free --importance 1,1/2
  antipode boundary --features 3 --hidden 2 --bias free --between triangle,digon+singleton --range 0.1:0.9`,
    );
  addCommonOptions(command).action(runBoundary);
}

async function runBoundary(options: BoundaryOptions): Promise<void> {
  requireRelu(options);
  if (!isAlgebraic(options)) {
    await runSearch(options);
    return;
  }
  if (options.range !== undefined)
    throw new UsageError(
      'boundary: --range: n = 2, m = 1 without bias is solved over the whole line; leave it out',
    );
  const between = options.between === undefined ? undefined : pairPhases(options.between);
  const line = lineOf(options);
  const output = await openOutput(options);
  output.note(`seed ${options.seed}, unused: nothing here is random`);
  const width = rational(1n, 10n ** BigInt(options.digits + 1));
  const found = pairBoundaries(line, width);
  const { digits } = options;
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

function requireRelu({ activation }: BoundaryOptions): void {
  if (activation !== 'relu')
    throw new UsageError(`boundary: --activation: boundaries are known for relu alone, found ${activation}`);
}

/** Whether every boundary is an algebraic number that can be had. */
function isAlgebraic({ features, hidden, bias }: BoundaryOptions): boolean {
  return features === 2 && hidden === 1 && bias === 'none';
}

async function runSearch(options: BoundaryOptions & CommonOptions): Promise<void> {
  const line = searchedLine(options);
  const output = await openOutput(options);
  output.note(`seed ${options.seed}`);
  const progress = output.progress('minima along the line', LINE_SEARCHES, 'searches');
  const found = lineBoundaries(line, options.seed, progress.update);
  progress.finish();
  const { between, seed } = options;
  const chosen = chooseLineBoundary(found, between);
  const answer = { found, chosen, seed, ...(between === undefined ? {} : { between }) };
  await output.deliver(searchedDocument(answer), () => searchedText(answer, output.style));
}

const DENSITIES = [rational(1n, 1000n), ONE] as const;
const IMPORTANCES = [rational(1n, 50n), rational(50n)] as const;

/** The line of a model without algebra. */
function searchedLine(options: BoundaryOptions): BoundaryLine {
  const { features, hidden, bias, importance, density } = options;
  const shared = { hiddenDimension: hidden, bias: bias === 'free' ? 'free' : 'none' } as const;
  const [from, to] = options.range ?? (density === undefined ? DENSITIES : IMPORTANCES);
  if (signOf(from) <= 0 || from.compare(to) >= 0 || (density === undefined && to.compare(ONE) > 0)) {
    throw new UsageError(
      `boundary: --range: expected two rising numbers above 0${density === undefined ? ', at most 1' : ''}, found ${from.toFraction()}:${to.toFraction()}`,
    );
  }
  const range = [toNumber(from), toNumber(to)] as const;
  if (density !== undefined) {
    const { given } = lineOf(options);
    return { ...shared, range, unknown: 'importance', density: toNumber(given), featureCount: features };
  }
  const importances = importance ?? Array.from({ length: features }, () => ONE);
  if (importances.length !== features || importances.some((value) => signOf(value) <= 0)) {
    throw new UsageError(
      `boundary: --importance: expected ${features} numbers above 0, one per feature, found ${importances.map((value) => value.toFraction()).join(',')}`,
    );
  }
  return { ...shared, range, unknown: 'density', importances: Float64Array.from(importances, toNumber) };
}

/** `antipodal,confused`; orthogonal blocks may be joined by + instead of ⊥. */
function phasePair(text: string): readonly [string, string] {
  const [one, other, ...more] = text.split(',').map((name) => name.trim().replace(/\s*[+⊥]\s*/g, ' ⊥ '));
  if (!one || !other || more.length > 0 || one === other)
    throw new InvalidArgumentError('Expected two different phases, A,B.');
  return [one, other];
}

function pairPhases(names: readonly [string, string]): readonly [PhaseName, PhaseName] {
  const [one, other] = names.map((name) => PHASES.find((phase) => phase === name));
  if (one === undefined || other === undefined)
    throw new UsageError(
      `boundary: --between: expected two different phases of ${PHASES.join(', ')}, found ${names.join(',')}`,
    );
  return [one, other];
}

/** `0.1:0.9`. */
function numberRange(text: string): readonly [Rational, Rational] {
  const [from, to, ...more] = text.split(':').map(exactNumber);
  if (from === undefined || to === undefined || more.length > 0)
    throw new InvalidArgumentError('Expected two numbers, FROM:TO.');
  return [from, to];
}
