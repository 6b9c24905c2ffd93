/**
 * @file The state of a training dealt to several hands and gathered again. Every array of a state holds the same number of entries
 * for each instance, so instances can be picked out of it and put back.
 */

import { invariant } from '../../support/errors.ts';
import type { SavedCourse } from './training-course.ts';
import type { SavedTraining } from './training-state.ts';

type SavedArrays = Omit<SavedTraining, 'step'>;

/** The part of a course that hand `hand` of `hands` holds: instances hand, hand + hands, … of `count`. */
export function dealtCourse(course: SavedCourse, count: number, hand: number, hands: number): SavedCourse {
  const pick = (values: Float64Array): Float64Array => picked(values, count, hand, hands);
  const { step, ...arrays } = course.training;
  return {
    training: { step, ...mapArrays(arrays, pick) },
    marks: course.marks.map((mark) => ({ step: mark.step, lossTotals: pick(mark.lossTotals) })),
  };
}

/** The course of all `count` instances from the parts of all hands, in order. */
export function gatheredCourse(parts: readonly SavedCourse[], count: number): SavedCourse {
  const [first] = parts;
  invariant(first !== undefined, 'somebody holds a part');
  const gather = (of: (part: SavedCourse) => Float64Array): Float64Array => gathered(parts.map(of), count);
  const { step, ...arrays } = first.training;
  const names = Object.keys(arrays) as (keyof SavedArrays)[];
  const all = names.map((name) => [name, gather(({ training }) => training[name])] as const);
  return {
    training: { step, ...(Object.fromEntries(all) as unknown as SavedArrays) },
    marks: first.marks.map((mark, at) => ({
      step: mark.step,
      lossTotals: gather(({ marks }) => marks[at]?.lossTotals ?? new Float64Array(0)),
    })),
  };
}

/** One by one: a view for each of a hundred thousand instances would take more memory than they do. */
function copy(from: Float64Array, start: number, to: Float64Array, at: number, count: number): void {
  for (let j = 0; j < count; j++) to[at + j] = from[start + j] as number;
}

/** Entry blocks k, k + 1, … of one array per instance, interleaved from the arrays of all hands. */
export function gathered(parts: readonly Float64Array[], count: number): Float64Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const total = parts.reduce((sum, { length }) => sum + length, 0);
  const each = total / count;
  const all = new Float64Array(total);
  parts.forEach((part, hand) => {
    for (let k = hand, at = 0; k < count; k += parts.length, at += each) copy(part, at, all, k * each, each);
  });
  return all;
}

function picked(values: Float64Array, count: number, hand: number, hands: number): Float64Array {
  const each = values.length / count;
  const own = new Float64Array(Math.ceil((count - hand) / hands) * each);
  for (let k = hand, at = 0; k < count; k += hands, at += each) {
    copy(values, k * each, own, at, each);
  }
  return own;
}

function mapArrays(arrays: SavedArrays, map: (values: Float64Array) => Float64Array): SavedArrays {
  const entries = Object.entries(arrays).map(([name, values]) => [name, map(values)] as const);
  return Object.fromEntries(entries) as unknown as SavedArrays;
}
