/** @file Records as a file: JSON lines, an object a row; or CSV, the numbers of a list in columns of their own. */

import { InvalidArgumentError } from 'commander';
import { UsageError } from '../../../support/errors.ts';
import type { JsonRecord } from '../../output/json-document.ts';
import { type RecordColumn, recordWidth } from '../training-records.ts';

/** When models are noted. */
export interface RecordTimes {
  /** As it was written. */
  readonly text: string;
  /** The steps up to the last one of a run, ascending; the first and the last are always among them. */
  steps(last: number): number[];
}

const MAX_POINTS = 1e6;
export const RECORD_WORDS = 'every=STEPS, log=POINTS or steps=S1,S2,…';

/** Reads `every=100`, `log=50`, `steps=0,10,100`. */
export function recordTimes(text: string): RecordTimes {
  const [, kind = '', value = ''] = /^(every|log|steps)=([\d,]+)$/.exec(text) ?? [];
  const numbers = value.split(',').map(Number);
  const [first = 0] = numbers;
  if (kind === '' || (kind !== 'steps' && (numbers.length > 1 || first < 1))) {
    throw new InvalidArgumentError(`Expected ${RECORD_WORDS}.`);
  }
  const inner = (last: number): number[] => {
    if (kind === 'steps') return numbers;
    if (kind === 'every') {
      const points = Math.floor(last / first);
      if (points > MAX_POINTS)
        throw new UsageError(`--record: expected at most ${MAX_POINTS} points, found ${points}`);
      return Array.from({ length: points }, (_, k) => (k + 1) * first);
    }
    const points = Math.min(first, MAX_POINTS);
    return Array.from({ length: points }, (_, k) => Math.round(last ** (k / Math.max(1, points - 1))));
  };
  const steps = (last: number): number[] =>
    [...new Set([0, ...inner(last), last])].filter((step) => step <= last).sort((a, b) => a - b);
  return { text, steps };
}

export type RecordsFormat = 'jsonl' | 'csv';

/** @throws {@link UsageError} on a file of another ending. */
export function recordsFormat(path: string): RecordsFormat {
  const format = (['jsonl', 'csv'] as const).find((ending) => path.toLowerCase().endsWith(`.${ending}`));
  if (format === undefined)
    throw new UsageError(`--records: expected a file that ends in .jsonl or .csv; found ${path}`);
  return format;
}

/** @param rows - shape [rows, width]; numbers that are none are left out. */
export function formatRecords(
  columns: readonly RecordColumn[],
  rows: Float64Array,
  format: RecordsFormat,
): string {
  const lines = tableRows(columns, rows).map((row) =>
    format === 'csv' ? csvLine(row) : jsonLine(columns, row),
  );
  const head = columns.flatMap(({ name, width, isList }) =>
    !isList ? [name] : Array.from({ length: width }, (_, k) => `${name}_${k}`),
  );
  return `${[...(format === 'csv' ? [head.join(',')] : []), ...lines].join('\n')}\n`;
}

function tableRows(columns: readonly RecordColumn[], rows: Float64Array): Float64Array[] {
  const width = recordWidth(columns);
  return Array.from({ length: rows.length / width }, (_, r) => rows.subarray(r * width, (r + 1) * width));
}

function csvLine(row: Float64Array): string {
  return Array.from(row, (value) => (Number.isFinite(value) ? String(value) : '')).join(',');
}

function jsonLine(columns: readonly RecordColumn[], row: Float64Array): string {
  const fields: string[] = [];
  let at = 0;
  for (const { name, width, isList } of columns) {
    const values = Array.from(row.subarray(at, at + width));
    at += width;
    if (!values.every(Number.isFinite)) continue;
    fields.push(`${JSON.stringify(name)}:${JSON.stringify(isList ? values : values[0])}`);
  }
  return `{${fields.join(',')}}`;
}

/** How the mean over models of every single number went from the first to the last step noted. */
export function recordsSummary(columns: readonly RecordColumn[], rows: Float64Array): JsonRecord {
  const table = tableRows(columns, rows);
  const stepAt = (row: Float64Array): number => row[0] ?? 0;
  const [first, last] = [table[0], table.at(-1)].map((row) => (row === undefined ? 0 : stepAt(row)));
  let at = 0;
  const means: [string, JsonRecord][] = [];
  for (const { name, width, isList } of columns) {
    const place = at;
    at += width;
    if (isList || name === 'step' || name === 'instance') continue;
    const mean = (step: number | undefined): number | undefined => {
      const values = table
        .filter((row) => stepAt(row) === step)
        .map((row) => row[place] ?? Number.NaN)
        .filter(Number.isFinite);
      return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    means.push([name, { first: mean(first), last: mean(last) }]);
  }
  const steps = new Set(table.map(stepAt)).size;
  return { rows: table.length, steps, firstStep: first, lastStep: last, means: Object.fromEntries(means) };
}
