/** @file `antipode minima --along`: critical points followed along a path of parameters. */

import { InvalidArgumentError } from 'commander';
import type { ModelPath } from '../../../landscape/continuation/model-path.ts';
import { SURVEY_DEFAULTS, surveyPath } from '../../../landscape/continuation/survey-path.ts';
import type { BiasMode } from '../../../landscape/critical/landscape.ts';
import { type FloatTask, type Task, toFloatTask } from '../../../model/toy-model.ts';
import { UsageError } from '../../../support/errors.ts';
import { formatRational, ONE, type Rational, signOf, toNumber } from '../../../support/rational.ts';
import { exactNumber } from '../../options/numeral.ts';
import { type CommonOptions, openOutput } from '../../output/output.ts';
import { requireWritable, writeWholeFile } from '../../output/write-whole-file.ts';
import { type AlongAnswer, branchesDocument, branchesTable } from './branches-document.ts';
import { branchesText } from './branches-text.ts';

/** One parameter that moves. */
export interface Motion {
  readonly parameter: 'density' | 'importance';
  readonly from: Rational;
  readonly to: Rational;
}

export interface AlongOptions {
  readonly along?: readonly Motion[];
  readonly figure?: string;
  readonly table?: string;
  readonly hidden: number;
  readonly bias: BiasMode;
  readonly saddles?: true;
}

/** `density=0.2:0.9`, `importance=1/2:2`; given once for each parameter that moves. */
export function motion(text: string, earlier: readonly Motion[] | undefined): readonly Motion[] {
  const [name, range = '', ...more] = text.split('=');
  const ends = range.split(':');
  if ((name !== 'density' && name !== 'importance') || more.length > 0 || ends.length !== 2)
    throw new InvalidArgumentError('Expected density=FROM:TO or importance=FROM:TO.');
  const [from, to] = ends.map(exactNumber);
  if (from === undefined || to === undefined || from.equals(to))
    throw new InvalidArgumentError('Expected two different numbers, FROM:TO.');
  if (earlier?.some(({ parameter }) => parameter === name) === true)
    throw new InvalidArgumentError(`${name} moves once only.`);
  return [...(earlier ?? []), { parameter: name, from, to }];
}

/** Follows critical points along the path, and delivers what is found. */
export async function runAlong(options: CommonOptions & AlongOptions, task: Task): Promise<void> {
  const { along = [], figure, table, saddles = false, seed } = options;
  for (const entry of along) requireRange(entry);
  if (figure !== undefined && !/\.(svg|png)$/i.test(figure))
    throw new UsageError(`minima: --figure: expected a name ending in .svg or .png, found ${figure}`);
  const output = await openOutput(options);
  for (const path of [figure, table]) if (path !== undefined) await requireWritable(path);
  output.note(`seed ${seed}`);
  const progress = output.progress(
    'critical points along the path',
    SURVEY_DEFAULTS.places.length,
    'searches',
  );
  const survey = surveyPath(pathOf(options, task, along), {
    ...SURVEY_DEFAULTS,
    saddles,
    seed,
    onProgress: progress.update,
  });
  progress.finish();
  const answer: AlongAnswer = { survey, motions: along, task, seed };
  if (table !== undefined) {
    await writeWholeFile(table, branchesTable(answer));
    output.note(`wrote ${table}`);
  }
  if (figure !== undefined) {
    const { branchesFigure } = await import('./branches-figure.ts');
    const format = /\.png$/i.test(figure) ? 'png' : 'svg';
    await writeWholeFile(figure, await branchesFigure(survey, axisOf(along), format));
    output.note(`wrote ${figure}`);
  }
  await output.deliver(branchesDocument(answer), () => branchesText(answer, output.style));
}

/** The parameter along the axis: the first that moves. */
function axisOf([first]: readonly Motion[]): {
  readonly title: string;
  readonly from: number;
  readonly to: number;
} {
  if (first === undefined) throw new UsageError('minima: --along: expected a parameter that moves');
  const title = first.parameter === 'density' ? 'density p' : 'importance of the last feature';
  return { title, from: toNumber(first.from), to: toNumber(first.to) };
}

function requireRange({ parameter, from, to }: Motion): void {
  for (const value of [from, to]) {
    if (signOf(value) > 0 && (parameter === 'importance' || value.compare(ONE) <= 0)) continue;
    const set = parameter === 'density' ? 'densities in (0, 1]' : 'importances above 0';
    throw new UsageError(`minima: --along: expected ${set}, found ${formatRational(value)}`);
  }
}

function pathOf({ hidden, bias }: AlongOptions, task: Task, along: readonly Motion[]): ModelPath {
  const base = toFloatTask(task);
  const end = (side: 'from' | 'to'): FloatTask => {
    const endOf = (parameter: Motion['parameter']): number | undefined => {
      const entry = along.find((other) => other.parameter === parameter);
      return entry === undefined ? undefined : toNumber(entry[side]);
    };
    const [density, importance] = [endOf('density'), endOf('importance')];
    return {
      featureCount: base.featureCount,
      densities: base.densities.map((value) => density ?? value),
      importances: base.importances.map((value, i) =>
        i === base.featureCount - 1 ? (importance ?? value) : value,
      ),
    };
  };
  return { hiddenDimension: hidden, biasMode: bias, from: end('from'), to: end('to'), scale: 'linear' };
}
