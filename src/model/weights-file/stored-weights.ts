/** @file From tensors to the weights of models: which axis is which, how many models there are, and whether all of it is finite. */

import { FileError } from '../../support/errors.ts';
import { ENTRY } from '../file/model-file-schema.ts';
import type { TensorFile } from './read-tensors.ts';
import { shapeText, type Tensor } from './tensor.ts';
import { type ChosenNames, type Role, type TensorsByRole, tensorsByRole } from './tensor-roles.ts';

/** The axes of W, and of W1: both are in use under the same name. W2 has the other order. */
export type Layout = 'features-hidden' | 'hidden-features';

export const LAYOUTS: readonly Layout[] = ['features-hidden', 'hidden-features'];

/** The weights of one or many models of one shape; every number as the file has it. */
export interface StoredWeights {
  readonly fileName: string;
  readonly featureCount: number;
  readonly hiddenDimension: number;
  readonly instanceCount: number;
  /** Whether the tensors have a leading instance axis, be it of length one. */
  readonly hasInstanceAxis: boolean;
  readonly layout: Layout;
  /** How the layout is known. */
  readonly layoutBy: string;
  /** Which tensor is what, by the names in the file. */
  readonly names: Readonly<Partial<Record<Role, string>>>;
  /** Names of tensors that are not used. */
  readonly unused: readonly string[];
  /** W or W₁, shape [instances, hidden, features], row-major. */
  readonly weights: Float64Array;
  /** W₂ of untied models, shape [instances, features, hidden], row-major. */
  readonly outputWeights?: Float64Array;
  /** b, shape [instances, features]; not there if the file has none. */
  readonly bias?: Float64Array;
}

/** What is known of the models besides their file. */
export interface StoredWeightsOptions {
  readonly layout?: Layout | undefined;
  readonly featureCount?: number | undefined;
  readonly hiddenDimension?: number | undefined;
  readonly names?: ChosenNames;
}

const MAX_FEATURES = 10_000;
const MAX_HIDDEN = 1000;

/**
 * The weights that a file holds.
 *
 * The layout is taken from `options`, or from the file's own word; or it follows from the number of features or hidden dimensions,
 * which the options or the length of the bias tell. Where both orders of the axes would do, it is not guessed.
 *
 * @throws {@link FileError} on tensors that are no models, on shapes that do not fit, and on numbers that are not finite or beyond
 *   ±1e50; {@link import('../../support/errors.ts').UsageError} on a chosen name that the file lacks.
 * @complexity linear in the numbers that are used.
 */
export function storedWeights(file: TensorFile, options: StoredWeightsOptions = {}): StoredWeights {
  const tensors = tensorsByRole(file, options.names ?? new Map());
  const first = tensors.W ?? tensors.W1;
  if (first === undefined) throw new FileError(file.fileName, '', 'a tensor W', 'none');
  const axes = axesOf(first, file);
  requireNoOtherBias(tensors, axes, file, options);
  const { layout, layoutBy } = layoutOf(first, axes, tensors, file, options);
  const [featureCount, hiddenDimension] =
    layout === 'features-hidden' ? [axes.rows, axes.columns] : [axes.columns, axes.rows];
  if (featureCount > MAX_FEATURES || hiddenDimension > MAX_HIDDEN) {
    const found = `${featureCount} and ${hiddenDimension}`;
    throw refusal(file, first, `at most ${MAX_FEATURES} features and ${MAX_HIDDEN} hidden dimensions`, found);
  }
  const shape = { featureCount, hiddenDimension, leading: axes.leading };
  const { W2, b_final: bias } = tensors;
  return {
    fileName: file.fileName,
    featureCount,
    hiddenDimension,
    instanceCount: axes.leading[0] ?? 1,
    hasInstanceAxis: axes.leading.length > 0,
    layout,
    layoutBy,
    names: namesOf(tensors),
    unused: tensors.unused.map(({ name }) => name),
    weights: matrices(first, file, shape, layout === 'features-hidden'),
    ...(W2 === undefined ? {} : { outputWeights: outputMatrices(W2, file, shape, layout) }),
    ...(bias === undefined ? {} : { bias: biases(bias, file, shape) }),
  };
}

interface Axes {
  /** [instances], or nothing. */
  readonly leading: readonly number[];
  readonly rows: number;
  readonly columns: number;
}

interface Shape {
  readonly featureCount: number;
  readonly hiddenDimension: number;
  readonly leading: readonly number[];
}

function axesOf(tensor: Tensor, file: TensorFile): Axes {
  const { shape } = tensor;
  const [rows = 0, columns = 0] = shape.slice(-2);
  if ((shape.length !== 2 && shape.length !== 3) || shape.includes(0)) {
    const expected = 'a matrix, or a list of matrices with a leading instance axis, nothing of size 0';
    throw refusal(file, tensor, expected, `the shape ${shapeText(shape)}`);
  }
  return { leading: shape.slice(0, -2), rows, columns };
}

/** A bias under an unknown name must not be taken for zero. */
function requireNoOtherBias(
  { b_final, unused }: TensorsByRole,
  { leading, rows, columns }: Axes,
  file: TensorFile,
  { names }: StoredWeightsOptions,
): void {
  if (b_final !== undefined || names?.has('b_final') === true) return;
  const candidate = unused.find(
    ({ shape }) =>
      shape.length === leading.length + 1 &&
      leading.every((size, axis) => size === shape[axis]) &&
      [rows, columns].includes(shape.at(-1) ?? 0),
  );
  if (candidate === undefined) return;
  const found = 'something that may be a bias; say --tensor b_final=NAME, or --tensor b_final=none';
  throw refusal(file, candidate, 'a bias under a known name, such as b_final', found);
}

function layoutOf(
  tensor: Tensor,
  { rows, columns }: Axes,
  { b_final }: TensorsByRole,
  file: TensorFile,
  options: StoredWeightsOptions,
): { readonly layout: Layout; readonly layoutBy: string } {
  const stated = options.layout ?? layoutNamed(file.metadata.get('layout'));
  const biasLength = b_final?.shape.at(-1);
  const features = options.featureCount ?? biasLength;
  const { hiddenDimension: hidden } = options;
  const fits = ([n, m]: readonly [number, number]): boolean =>
    (features === undefined || features === n) && (hidden === undefined || hidden === m);
  const possible = LAYOUTS.filter((layout) =>
    fits(layout === 'features-hidden' ? [rows, columns] : [columns, rows]),
  );
  if (stated !== undefined && possible.includes(stated)) {
    return { layout: stated, layoutBy: options.layout === undefined ? 'the file' : '--layout' };
  }
  const shape = `the shape ${shapeText(tensor.shape)}`;
  const [layout, another] = stated === undefined ? possible : [];
  if (layout === undefined) {
    const order = stated === undefined ? '' : ` in the order ${stated}`;
    throw refusal(file, tensor, `${sizesText(features, hidden)}${order}`, shape);
  }
  if (another !== undefined) {
    const found = `${shape}, which may be either`;
    throw refusal(file, tensor, '--layout features-hidden or --layout hidden-features', found);
  }
  const source = options.featureCount === undefined && biasLength !== undefined ? 'its bias' : 'the task';
  return { layout, layoutBy: `the shape ${shapeText(tensor.shape)} and ${source}` };
}

function layoutNamed(word: string | undefined): Layout | undefined {
  return LAYOUTS.find((layout) => layout === word);
}

function sizesText(features: number | undefined, hidden: number | undefined): string {
  const sizes = [
    ...(features === undefined ? [] : [`${features} features`]),
    ...(hidden === undefined ? [] : [`${hidden} hidden dimensions`]),
  ];
  return sizes.length === 0 ? 'features and hidden dimensions' : sizes.join(' and ');
}

function namesOf({ unused: _, ...tensors }: TensorsByRole): Partial<Record<Role, string>> {
  return Object.fromEntries(Object.entries(tensors).map(([role, { name }]) => [role, name]));
}

function requireShape(tensor: Tensor, file: TensorFile, expected: readonly number[]): void {
  const { shape } = tensor;
  if (shape.length === expected.length && shape.every((size, axis) => size === expected[axis])) return;
  throw refusal(file, tensor, `the shape ${shapeText(expected)}`, `the shape ${shapeText(shape)}`);
}

/** [instances, hidden, features], from that or from [instances, features, hidden]. */
function matrices(tensor: Tensor, file: TensorFile, shape: Shape, isTransposed: boolean): Float64Array {
  const values = finiteValues(tensor, file);
  return isTransposed ? transposed(values, shape.featureCount, shape.hiddenDimension) : values;
}

/** [instances, features, hidden]: W₂ has the axes of W₁ the other way round. */
function outputMatrices(tensor: Tensor, file: TensorFile, shape: Shape, layout: Layout): Float64Array {
  const { featureCount, hiddenDimension, leading } = shape;
  const isTransposed = layout === 'features-hidden';
  const sizes = isTransposed ? [hiddenDimension, featureCount] : [featureCount, hiddenDimension];
  requireShape(tensor, file, [...leading, ...sizes]);
  const values = finiteValues(tensor, file);
  return isTransposed ? transposed(values, hiddenDimension, featureCount) : values;
}

function biases(tensor: Tensor, file: TensorFile, { featureCount, leading }: Shape): Float64Array {
  requireShape(tensor, file, [...leading, featureCount]);
  return finiteValues(tensor, file);
}

/** Each matrix of shape [rows, columns] as one of [columns, rows]. */
function transposed(values: Float64Array, rows: number, columns: number): Float64Array {
  const size = rows * columns;
  return values.map((_, k) => {
    const within = k % size;
    return values[k - within + (within % rows) * columns + Math.floor(within / rows)] ?? 0;
  });
}

const LARGEST = 1e50;

function finiteValues(tensor: Tensor, file: TensorFile): Float64Array {
  const values = tensor.values();
  const bad = values.findIndex((value) => !(Math.abs(value) <= LARGEST));
  if (bad >= 0) throw refusal(file, tensor, ENTRY.words, `${values[bad]} at ${indexText(bad, tensor.shape)}`);
  return values;
}

/** `[3, 0, 1]` of the k-th number. */
function indexText(k: number, shape: readonly number[]): string {
  let rest = k;
  const index = shape.toReversed().map((size) => {
    const entry = rest % size;
    rest = Math.floor(rest / size);
    return entry;
  });
  return shapeText(index.reverse());
}

function refusal({ fileName }: TensorFile, { name }: Tensor, expected: string, found: string): FileError {
  return new FileError(fileName, name === '' ? 'array' : name.slice(0, 80), expected, found);
}
