import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Rational } from '../../../support/rational.ts';
import { addSharedOptions } from '../../options/common-options.ts';
import { exactNumber, exactNumbers, integerFrom } from '../../options/numeral.ts';
import { addTaskOptions } from '../../options/task-options.ts';
import { SURFACE_FORMATS, type SurfaceOptions } from './surface-options.ts';

/** Along one side: more points than pixels on any screen. */
const MAX_SIZE = 2000;
const DEFAULT_STARTS = 400;
/** Seconds that a grid may take. */
const DEFAULT_TIME_LIMIT = 600;

export function registerSurface(program: Command): void {
  const command = program
    .command('surface')
    .description(
      'the exact loss over a plane of weights, a slice of any model, or between models; basins of attraction',
    )
    .argument('[model]', 'a model file to slice, or - for standard input')
    .option(
      '--x <entry>',
      'with a model: what varies to the right, W[h][i] or b[i] (W1[h][i], W2[i][h]), * for all',
    )
    .option('--y <entry>', 'with a model: what varies upwards; left out, the loss along a line')
    .option('--between <models...>', 'two model files: the line through them; three: the plane');
  addTaskOptions(command)
    .option(
      '--bias <b>',
      'without a model: none, numbers, or for one feature free (default: none)',
      biasOption,
    )
    .option('--range <low,high>', 'of both axes (default: -3/2,3/2; between models -1/4,5/4)', rangeOption)
    .option('--x-range <low,high>', 'of the first axis', rangeOption)
    .option('--y-range <low,high>', 'of the second axis', rangeOption)
    .option('--size <n>', `points along each side, or n,m (at most ${MAX_SIZE})`, sizeOption)
    .option('--exact', 'rationals, algebraic numbers or proven bounds at every point')
    .option('--walls', 'where the formula of the loss changes')
    .option('--no-critical-points', 'do not look for them')
    .addOption(
      new Option(
        '--basins <method>',
        'which minimum each point flows to, and shares of random starts',
      ).choices(['gradient-flow', 'adam']),
    )
    .option('--basin-starts <n>', 'random starts of the shares', integerFrom(1, 1_000_000), DEFAULT_STARTS)
    .option(
      '--time-limit <s>',
      'refuse a grid that would take more seconds',
      integerFrom(1),
      DEFAULT_TIME_LIMIT,
    )
    .addOption(
      new Option('--format <format>', 'of the files, or of stdout without --out').choices([
        ...SURFACE_FORMATS,
      ]),
    )
    .option(
      '--out <path>',
      'a file, its format by its ending; may be repeated',
      (path: string, before: string[] = []) => [...before, path],
    )
    .addHelpText(
      'after',
      `
Without a model: the plane (w1, w2) of two features in one dimension; with --features 1 --bias free the plane (w, b).

Example:
  antipode surface --density 0.6 --importance 1,1 --out surface.png --out surface.csv
  antipode surface --density 0.6 --basins gradient-flow --out basins.svg
  antipode surface model.json --x W[0][1] --y b[0] --size 600 --out slice.png
  antipode surface --between before.json after.json --json | jq '.values[0]'
  antipode surface --exact --size 11 --format csv`,
    );
  addSharedOptions(command).action(runSurface);
}

/** Charts and engines are loaded when a surface is asked for, and not before. */
async function runSurface(model: string | undefined, options: SurfaceOptions): Promise<void> {
  const { makeSurface } = await import('./make-surface.ts');
  await makeSurface(model, options);
}

function biasOption(text: string): 'none' | 'free' | readonly Rational[] {
  return text === 'none' || text === 'free' ? text : exactNumbers(text);
}

/** `-2,2`. */
function rangeOption(text: string): readonly [Rational, Rational] {
  const [low, high, ...more] = text.split(',').map(exactNumber);
  if (low === undefined || high === undefined || more.length > 0 || low.compare(high) >= 0) {
    throw new InvalidArgumentError('Expected two ascending numbers, LOW,HIGH.');
  }
  return [low, high];
}

/** `201` or `201,101`. */
function sizeOption(text: string): readonly [number, number] {
  const [columns, rows = columns, ...more] = text.split(/[,x]/).map(integerFrom(2, MAX_SIZE));
  if (columns === undefined || rows === undefined || more.length > 0) {
    throw new InvalidArgumentError('Expected one or two integers, N or N,M.');
  }
  return [columns, rows];
}
