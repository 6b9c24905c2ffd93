/** @file What the tables of trained models have in common, whatever they were trained on. */

import { type Rational, toNumber } from '../../../support/rational.ts';
import { shortNumber } from '../../terminal/number-text.ts';
import type { Alignment } from '../../terminal/table.ts';
import { taskText } from '../../terminal/task-text.ts';
import type { TrainingCell, TrainingJob } from '../../training/training-job.ts';

/** A column of a table with a row a report. */
export interface Column<Report> {
  readonly title: string;
  readonly alignment: Alignment;
  readonly cell: (report: Report) => string | undefined;
}

/** What differs from point to point. */
export function sweptColumns(cells: readonly TrainingCell[]): Column<{ readonly cell: number }>[] {
  const column = (
    name: string,
    of: (cell: TrainingCell) => string | undefined,
  ): Column<{ readonly cell: number }>[] => {
    const texts = cells.map(of);
    if (new Set(texts).size <= 1) return [];
    return [{ title: name, alignment: 'left', cell: ({ cell }) => texts[cell] }];
  };
  const last = <T>(values: readonly T[]): T | undefined => values.at(-1);
  const rational = (value: Rational | undefined): string | undefined =>
    value === undefined ? undefined : shortNumber(toNumber(value));
  return [
    ...column('density', ({ task }) => rational(last(task.densities))),
    ...column('last importance', ({ task }) => rational(last(task.importances))),
    ...column('rate', ({ learningRate }) => (learningRate === undefined ? undefined : String(learningRate))),
  ];
}

/** The task, or how many there are. */
export function headOf(cells: readonly TrainingCell[], hidden: number, bias: string): string {
  const task = (cells[0] as TrainingCell).task;
  if (cells.length === 1) return taskText(task, hidden, bias);
  return `n = ${task.featureCount}, m = ${hidden}, ${cells.length} points of a sweep, bias ${bias}`;
}

/** The model, as far as it is not the paper's. */
export function kindText({ architecture, activation, target }: TrainingJob['kind']): string {
  const parts = [
    ...(architecture === 'tied' ? [] : [architecture]),
    ...(activation.name === 'relu' ? [] : [activation.name]),
    ...(target === 'abs' ? ['target |x|'] : []),
  ];
  return parts.map((part) => `, ${part}`).join('');
}
