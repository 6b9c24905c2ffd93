/**
 * @file All weights and biases of a model as one list, and their names.
 *
 * The order: W row by row, [hidden, features]; of an untied network W₁ so and then W₂ row by row, [features, hidden]; then b.
 * A **coordinate** is an entry by its indices from 0, `W[0][1]`, `b[0]`, as messages about model files have them; `*` stands
 * for all indices of a place, `b[*]`, and then moves all these entries at once.
 */

import { DomainError, invariant } from '../support/errors.ts';
import { type Rational, ZERO } from '../support/rational.ts';
import type { ToyModelOver } from './toy-model.ts';
import type { TwoLayerModel } from './two-layer-model.ts';

/** Some parameters of a model, by name. */
export interface Coordinate {
  /** `W[0][1]`, `b[*]`. */
  readonly name: string;
  /** Their places in the list, at least one. */
  readonly places: readonly number[];
}

/** One matrix of the list, or b as a matrix of one column that is named by one index. */
interface Block {
  readonly name: string;
  /** What it is called in a model file. */
  readonly key: string;
  readonly shape: readonly number[];
  readonly offset: number;
}

/** The parameters of a model in their order. */
export function parametersOf<S>(model: ToyModelOver<S> | TwoLayerModel): readonly (S | Rational)[] {
  if (!('inputWeights' in model)) return [...model.weights.flat(), ...model.bias];
  const { inputWeights, outputWeights, tied, bias } = model;
  return [...inputWeights.flat(), ...(tied ? [] : outputWeights.flat()), ...bias];
}

/**
 * The model with other parameters.
 *
 * @param values - as many as {@link parametersOf} gives.
 */
export function withParameters<S>(
  model: ToyModelOver<S> | TwoLayerModel,
  values: readonly (S | Rational)[],
): ToyModelOver<S | Rational> | TwoLayerModel {
  const { featureCount, hiddenDimension } = model;
  invariant(values.length === parametersOf(model).length, 'as many values as the model has parameters');
  const size = hiddenDimension * featureCount;
  const weights = rowsOf(values.slice(0, size), featureCount);
  const bias = values.slice(values.length - featureCount);
  if (!('inputWeights' in model)) return { ...model, weights, bias };
  // Entries of a two-layer model are rational, and so are those that replace them.
  const inputWeights = weights as Rational[][];
  const outputWeights = model.tied
    ? Array.from({ length: featureCount }, (_, i) => inputWeights.map((row) => row[i] ?? ZERO))
    : rowsOf(values.slice(size, 2 * size) as Rational[], hiddenDimension);
  return { ...model, inputWeights, outputWeights, bias: bias as Rational[] };
}

function rowsOf<T>(entries: readonly T[], columns: number): T[][] {
  return Array.from({ length: entries.length / columns }, (_, row) =>
    entries.slice(row * columns, (row + 1) * columns),
  );
}

/**
 * The coordinate that a name stands for: `W[h][i]` (of untied networks `W1[h][i]`, `W2[i][h]`) or `b[i]`, or as in a model file
 * `weights[h][i]`, `outputWeights[i][h]`, `bias[i]`; an index is a number from 0, or `*`.
 *
 * @throws {@link DomainError} on anything else, naming what there is.
 */
export function parseCoordinate(text: string, model: ToyModelOver<unknown> | TwoLayerModel): Coordinate {
  const blocks = blocksOf(model);
  const [, name = '', indices = ''] = /^\s*([A-Za-z]\w*)((?:\[(?:\d+|\*)\])+)\s*$/.exec(text) ?? [];
  const block = blocks.find((candidate) => [candidate.name, candidate.key].includes(name));
  const given = indices.slice(1, -1).split('][');
  const fits =
    block !== undefined &&
    given.length === block.shape.length &&
    given.every((index, place) => index === '*' || Number(index) < (block.shape[place] ?? 0));
  if (!fits) {
    const known = blocks.map(
      ({ name: known, shape }) => known + shape.map((n) => `[${indexRange(n)}]`).join(''),
    );
    throw new DomainError(
      'parseCoordinate',
      `an entry of ${known.join(' or ')}, or * for an index`,
      JSON.stringify(text.slice(0, 60)),
    );
  }
  const places = given.reduce<readonly number[]>(
    (above, index, place) => {
      const extent = block.shape[place] ?? 1;
      const chosen = index === '*' ? Array.from({ length: extent }, (_, k) => k) : [Number(index)];
      return above.flatMap((row) => chosen.map((k) => row * extent + k));
    },
    [0],
  );
  return {
    name: block.name + given.map((index) => `[${index === '*' ? index : Number(index)}]`).join(''),
    places: places.map((place) => block.offset + place),
  };
}

function indexRange(extent: number): string {
  return extent === 1 ? '0' : `0–${extent - 1}`;
}

function blocksOf(model: ToyModelOver<unknown> | TwoLayerModel): readonly Block[] {
  const { featureCount: n, hiddenDimension: m } = model;
  const bias = { name: 'b', key: 'bias', shape: [n] };
  if (!('inputWeights' in model) || model.tied) {
    return [
      { name: 'W', key: 'weights', shape: [m, n], offset: 0 },
      { ...bias, offset: m * n },
    ];
  }
  return [
    { name: 'W1', key: 'weights', shape: [m, n], offset: 0 },
    { name: 'W2', key: 'outputWeights', shape: [n, m], offset: m * n },
    { ...bias, offset: 2 * m * n },
  ];
}
