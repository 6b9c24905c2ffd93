/** @file What every format of weights files comes down to: tensors with names. */

import { DomainError } from '../../support/errors.ts';
import type { BinaryFile } from './binary-file.ts';
import type { ScalarFormat } from './scalar-format.ts';

/** More numbers than this in one tensor are refused: a view may repeat few bytes as often as it likes. */
const MAX_ELEMENTS = 2 ** 25;
const MAX_AXES = 16;

export interface Tensor {
  /** As the file has it: `W`, `model.encoder.weight`; '' where the format knows no names. */
  readonly name: string;
  /** `float32`; or the file's own word for what is no format of weights. */
  readonly format: string;
  readonly shape: readonly number[];
  /**
   * The numbers, row-major (the last index changes fastest), exactly; decoded at every call.
   *
   * @throws {@link import('../../support/errors.ts').FileError} if they are not all there, or no numbers.
   */
  values(): Float64Array;
}

/** Where the numbers of a tensor lie: number k of the storage at byte k · bytes of the file part. */
export interface StridedSource {
  readonly storage: BinaryFile;
  readonly format: ScalarFormat;
  readonly littleEndian: boolean;
  /** In numbers, not bytes. */
  readonly offset: number;
  /** Shape of the tensor, and the step of each index in numbers, ≥ 0. */
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** A tensor whose bytes are there. */
export function stridedTensor(name: string, source: StridedSource): Tensor {
  return {
    name,
    format: source.format.name,
    shape: source.shape,
    values: () => stridedValues(source),
  };
}

/** A tensor of which the shape alone is of use: its numbers are no weights. */
export function unreadableTensor(
  name: string,
  format: string,
  shape: readonly number[],
  refuse: () => Error,
): Tensor {
  return {
    name,
    format,
    shape,
    values: () => {
      throw refuse();
    },
  };
}

/**
 * The number of entries of a shape.
 *
 * @throws {@link import('../../support/errors.ts').FileError} on more than 2²⁵ of them or 16 axes, and on what is no size.
 */
export function elementCount(shape: readonly number[], file: BinaryFile, place: string): number {
  if (shape.length > MAX_AXES) throw file.refusal(`at most ${MAX_AXES} axes`, `${shape.length}`, place);
  let count = 1;
  for (const size of shape) {
    if (!Number.isSafeInteger(size) || size < 0) {
      throw file.refusal('sizes that are whole numbers from 0', shapeText(shape), place);
    }
    count *= size;
  }
  if (!(count <= MAX_ELEMENTS) || shape.some((size) => size > MAX_ELEMENTS)) {
    throw file.refusal(`a tensor of at most ${MAX_ELEMENTS} numbers`, `the shape ${shapeText(shape)}`, place);
  }
  return count;
}

export function shapeText(shape: readonly number[]): string {
  const shown = shape.slice(0, 16).join(', ');
  return `[${shown}${shape.length > 16 ? ', …' : ''}]`;
}

/** Strides of a contiguous tensor, the last index changing fastest. */
export function rowMajorStrides(shape: readonly number[]): number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
}

/** Strides of a contiguous tensor, the first index changing fastest: Fortran's order. */
export function columnMajorStrides(shape: readonly number[]): number[] {
  return shape.map((_, axis) => shape.slice(0, axis).reduce((product, size) => product * size, 1));
}

function stridedValues({
  storage,
  format,
  littleEndian,
  offset,
  shape,
  strides,
}: StridedSource): Float64Array {
  const count = elementCount(shape, storage, storage.place);
  const values = new Float64Array(count);
  if (count === 0) return values;
  const last = shape.reduce((sum, size, axis) => sum + (size - 1) * (strides[axis] ?? 0), offset);
  storage.slice(last * format.bytes, format.bytes, 'the last number of a tensor');
  const index = shape.map(() => 0);
  let position = offset;
  try {
    for (let k = 0; k < count; k++) {
      values[k] = format.read(storage.view, position * format.bytes, littleEndian);
      position += stepAfter(index, shape, strides);
    }
  } catch (error) {
    if (error instanceof DomainError) throw storage.refusal(error.expected, error.found);
    throw error;
  }
  return values;
}

/** Moves a row-major index one on, and says by how much the position in the storage changes. */
function stepAfter(index: number[], shape: readonly number[], strides: readonly number[]): number {
  let step = 0;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const next = (index[axis] ?? 0) + 1;
    const stride = strides[axis] ?? 0;
    if (next < (shape[axis] ?? 0)) {
      index[axis] = next;
      return step + stride;
    }
    index[axis] = 0;
    step -= (next - 1) * stride;
  }
  return step;
}
