/**
 * @file A training on its way, in one file: a .safetensors file of all its numbers as doubles, with the options in its metadata. It
 * is written whole and hashed, so that it is either all there or refused.
 */

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { field, type Place, refusal } from '../../../model/file/json-fields.ts';
import { isObject, parseJson } from '../../../model/file/json-text.ts';
import { BinaryFile } from '../../../model/weights-file/binary-file.ts';
import { formatSafetensors } from '../../../model/weights-file/format-safetensors.ts';
import { looksLikeSafetensors, parseSafetensors } from '../../../model/weights-file/safetensors.ts';
import { bytesOfDoubles, type SavedTensor } from '../../../model/weights-file/saved-tensor.ts';
import type { SavedCourse } from '../../../numeric/training/training-course.ts';
import { FileError } from '../../../support/errors.ts';
import { writeWholeFile } from '../../output/write-whole-file.ts';
import { packageVersion } from '../../package-version.ts';
import type { OptionTexts } from './option-texts.ts';

const SCHEMA = 'antipode/checkpoint@1';

/** Arrays of a state, each with a row an instance. */
const ARRAYS = [
  'parameters',
  'firstMoments',
  'secondMoments',
  'lastLosses',
  'lossTotals',
  'restsAt',
  'restReasons',
  'windowTotals',
  'windowMeans',
] as const;

/** Numbers of one array that can be read back. */
export const MAX_CHECKPOINT_NUMBERS: number = 2 ** 25;

export interface RunCheckpoint {
  /** All that decides about the result. */
  readonly options: OptionTexts;
  readonly engine: string;
  /** The version of this package that wrote it. */
  readonly version: string;
  readonly instances: number;
  readonly course: SavedCourse;
  /** The rows noted so far, one after the other. */
  readonly records: Float64Array;
}

/** @throws {@link import('../../../support/errors.ts').UsageError} if the place cannot be written to. */
export async function writeCheckpoint(
  path: string,
  checkpoint: Omit<RunCheckpoint, 'version'>,
): Promise<void> {
  const tensors = tensorsOf(checkpoint);
  const metadata = new Map([
    ['schema', SCHEMA],
    ['version', packageVersion()],
    ['engine', checkpoint.engine],
    ['instances', String(checkpoint.instances)],
    ['step', String(checkpoint.course.training.step)],
    ['options', JSON.stringify(Object.fromEntries(checkpoint.options))],
    ['sha256', digestOf(tensors)],
  ]);
  await writeWholeFile(path, formatSafetensors(tensors, metadata));
}

function tensorsOf({ course, records }: Pick<RunCheckpoint, 'course' | 'records'>): SavedTensor[] {
  const flat = (name: string, values: Float64Array): SavedTensor => ({
    name,
    shape: [values.length],
    values,
  });
  return [
    ...ARRAYS.map((name) => flat(name, course.training[name])),
    flat(
      'markSteps',
      Float64Array.from(course.marks, ({ step }) => step),
    ),
    ...course.marks.map(({ lossTotals }, at) => flat(`mark${at}`, lossTotals)),
    flat('records', records),
  ].filter(({ values }) => values.length > 0);
}

function digestOf(tensors: readonly SavedTensor[]): string {
  const hash = createHash('sha256');
  for (const { name, values } of tensors) hash.update(name).update(bytesOfDoubles(values));
  return hash.digest('hex');
}

/**
 * @returns undefined if there is no such file.
 * @throws {@link FileError} on a file that is no checkpoint, or is not as it was written.
 */
export async function readCheckpoint(path: string): Promise<RunCheckpoint | undefined> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new FileError(path, '', 'a readable checkpoint', error.message);
  });
  if (bytes === undefined) return undefined;
  const file = new BinaryFile(bytes, path);
  if (!looksLikeSafetensors(file))
    throw file.refusal('a checkpoint that train --checkpoint wrote', 'another file');
  const { tensors, metadata } = parseSafetensors(file);
  if (metadata.get('schema') !== SCHEMA) {
    throw file.refusal(
      `a checkpoint, "${SCHEMA}"`,
      metadata.get('schema') ?? 'a file of tensors that is none',
    );
  }
  const arrays = new Map(tensors.map((tensor) => [tensor.name, tensor.values()] as const));
  const array = (name: string): Float64Array => arrays.get(name) ?? new Float64Array(0);
  const number = (name: string): number => Number(metadata.get(name));
  const training = { step: number('step'), ...Object.fromEntries(ARRAYS.map((name) => [name, array(name)])) };
  const marks = Array.from(array('markSteps'), (step, at) => ({ step, lossTotals: array(`mark${at}`) }));
  const checkpoint: RunCheckpoint = {
    options: optionsIn(metadata.get('options') ?? '', path),
    engine: metadata.get('engine') ?? '',
    version: metadata.get('version') ?? '',
    instances: number('instances'),
    course: { training: training as unknown as SavedCourse['training'], marks },
    records: array('records'),
  };
  if (digestOf(tensorsOf(checkpoint)) !== metadata.get('sha256')) {
    throw file.refusal('the numbers that its hash is of', 'other ones', 'sha256');
  }
  return checkpoint;
}

function optionsIn(text: string, fileName: string): OptionTexts {
  const place: Place = { fileName, path: 'options', value: parseJson(text, fileName) };
  if (!isObject(place.value)) throw refusal(place, 'an object of texts');
  return new Map(
    Object.keys(place.value).map((key) => {
      const { value } = field(place, key);
      if (typeof value !== 'string') throw refusal(field(place, key), 'a text');
      return [key, value] as const;
    }),
  );
}
