/**
 * @file Slices: models on a line or a plane in the space of all weights and biases, θ(x) = θ₀ + x d₁ or θ₀ + x d₁ + y d₂.
 */

import type { AnyModel } from '../../loss/model-loss.ts';
import { type Coordinate, parametersOf, withParameters } from '../../model/parameter-vector.ts';
import { type Task, toyModel } from '../../model/toy-model.ts';
import { DomainError } from '../../support/errors.ts';
import { ONE, type Rational, signOf, toNumber, ZERO } from '../../support/rational.ts';
import { RealAlgebraic } from '../../symbolic/algebraic/real-algebraic.ts';

/** What a slice varies along one direction. */
export interface SliceAxis {
  /** `W[0][1]`, `w1`, `t`. */
  readonly name: string;
  /** In words, for a figure: `from a.json (0) to b.json (1)`. */
  readonly title: string;
}

/** A line or a plane of models. A place on it has one coordinate an axis. */
export interface ModelSlice {
  /** Any model of the slice: its task, shape and activation are those of all. */
  readonly base: AnyModel;
  readonly axes: readonly [SliceAxis] | readonly [SliceAxis, SliceAxis];
  /** d₁, d₂ in doubles, in the order of {@link parametersOf}. */
  readonly directions: readonly Float64Array[];
  /** The parameters at a place; rounded, where they are not coordinates of the place. */
  parametersAt(place: readonly number[]): Float64Array;
  /** The model at a place, exactly. */
  modelAt(place: readonly Rational[]): AnyModel;
}

/**
 * The slice through a model along one or two of its coordinates: these take the values of the place, all others stay.
 *
 * @param axes - names and titles of the coordinates, theirs if left out.
 * @throws {@link DomainError} if the two coordinates share an entry.
 */
export function coordinateSlice(
  base: AnyModel,
  coordinates: readonly [Coordinate] | readonly [Coordinate, Coordinate],
  axes: ModelSlice['axes'] = ownNames(coordinates),
): ModelSlice {
  const [first, second] = coordinates;
  if (second?.places.some((place) => first.places.includes(place)) === true) {
    throw new DomainError(
      'coordinateSlice',
      'two coordinates without a common entry',
      `${first.name}, ${second.name}`,
    );
  }
  const exact = parametersOf(base);
  const floats = Float64Array.from(exact, doubleOf);
  const replace = <T extends Float64Array | unknown[]>(values: T, place: readonly T[number][]): T => {
    coordinates.forEach(({ places }, axis) => {
      for (const k of places) values[k] = place[axis];
    });
    return values;
  };
  return {
    base,
    axes,
    directions: coordinates.map(({ places }) => floats.map((_, k) => (places.includes(k) ? 1 : 0))),
    parametersAt: (place) => replace(floats.slice(), place),
    modelAt: (place) => withParameters(base, replace([...exact], place)),
  };
}

function ownNames([first, second]:
  | readonly [Coordinate]
  | readonly [Coordinate, Coordinate]): ModelSlice['axes'] {
  const axisOf = ({ name }: Coordinate): SliceAxis => ({ name, title: name });
  return second === undefined ? [axisOf(first)] : [axisOf(first), axisOf(second)];
}

/** A model and what it is called. */
export interface NamedModel {
  readonly name: string;
  readonly model: AnyModel;
}

/**
 * The line through two models, (1 − t) θ_A + t θ_B, or the plane through three, (1 − s − t) θ_A + s θ_B + t θ_C. Nothing is rotated or
 * permuted to bring them closer.
 *
 * @param models - of one task and one shape, with rational weights.
 * @throws {@link DomainError} otherwise, or if they lie on a point or, being three, on a line.
 */
export function sliceBetween(
  models: readonly [NamedModel, NamedModel] | readonly [NamedModel, NamedModel, NamedModel],
): ModelSlice {
  const [from, ...ends] = models;
  const start = rationalParameters(from);
  const directions = ends.map((end) => {
    requireSameTask(from, end);
    return rationalParameters(end).map((value, k) => value.sub(start[k] ?? ZERO));
  });
  requireIndependent(directions, [from, ...ends]);
  const named = (name: string, end: NamedModel): SliceAxis => ({
    name,
    title: `${name},  from ${from.name} (0) to ${end.name} (1)`,
  });
  const [first, second] = ends;
  const vertices = [start, ...ends.map(rationalParameters)].map((values) =>
    Float64Array.from(values, toNumber),
  );
  return {
    base: from.model,
    axes: second === undefined ? [named('t', first)] : [named('s', first), named('t', second)],
    directions: directions.map((direction) => Float64Array.from(direction, toNumber)),
    parametersAt(place) {
      const shares = [1 - place.reduce((sum, share) => sum + share, 0), ...place];
      return Float64Array.from(start, (_, k) =>
        shares.reduce((sum, share, v) => sum + share * (vertices[v]?.[k] ?? 0), 0),
      );
    },
    modelAt: (place) =>
      withParameters(
        from.model,
        start.map((value, k) =>
          directions.reduce(
            (sum, direction, v) => sum.add((direction[k] ?? ZERO).mul(place[v] ?? ZERO)),
            value,
          ),
        ),
      ),
  };
}

/** The plane of (w₁, w₂): two features in one dimension, at a given b. */
export function pairPlane(task: Task, bias: readonly Rational[]): ModelSlice {
  if (task.featureCount !== 2) throw new DomainError('pairPlane', 'two features', task.featureCount);
  return coordinateSlice(
    toyModel(task, [[ZERO, ZERO]], bias),
    [
      { name: 'W[0][0]', places: [0] },
      { name: 'W[0][1]', places: [1] },
    ],
    [
      { name: 'w1', title: 'weight of the first feature,  w₁' },
      { name: 'w2', title: 'weight of the second feature,  w₂' },
    ],
  );
}

/** The plane of (w, b): one feature in one dimension with a free bias. */
export function singlePlane(task: Task): ModelSlice {
  if (task.featureCount !== 1) throw new DomainError('singlePlane', 'one feature', task.featureCount);
  return coordinateSlice(
    toyModel(task, [[ZERO]]),
    [
      { name: 'W[0][0]', places: [0] },
      { name: 'b[0]', places: [1] },
    ],
    [
      { name: 'w', title: 'weight,  w' },
      { name: 'b', title: 'bias,  b' },
    ],
  );
}

function doubleOf(value: Rational | RealAlgebraic): number {
  return value instanceof RealAlgebraic ? value.toNumber() : toNumber(value);
}

function rationalParameters({ name, model }: NamedModel): readonly Rational[] {
  return parametersOf(model).map((value) => {
    if (value instanceof RealAlgebraic) {
      throw new DomainError(
        'sliceBetween',
        'rational weights, to go between models',
        `algebraic ones in ${name}`,
      );
    }
    return value;
  });
}

/** What models of one slice agree on, as a text to compare. */
function requireSameTask(left: NamedModel, right: NamedModel): void {
  const facts = ({ model }: NamedModel): Map<string, string> =>
    new Map([
      ['features', String(model.featureCount)],
      ['hidden', String(model.hiddenDimension)],
      ['architecture', 'inputWeights' in model ? (model.tied ? 'relu-hidden' : 'two-layer') : 'tied'],
      ['target', 'inputWeights' in model ? model.target : 'identity'],
      ['activation', model.activation.name],
      ['density', model.densities.map((value) => value.toFraction()).join(', ')],
      ['importance', model.importances.map((value) => value.toFraction()).join(', ')],
      ['inputs', model.inputs.map((law) => law.name).join(', ')],
      [
        'activity',
        JSON.stringify(model.activity, (_, value) => (typeof value === 'bigint' ? `${value}` : value)),
      ],
    ]);
  const [expected, found] = [facts(left), facts(right)];
  for (const [key, value] of expected) {
    if (found.get(key) === value) continue;
    throw new DomainError(
      'sliceBetween',
      `${right.name} to have the ${key} of ${left.name}${key === 'activity' ? '' : `, ${value}`}`,
      key === 'activity' ? 'another one' : (found.get(key) ?? ''),
    );
  }
}

/** d₁ ≠ 0, and d₂ no multiple of it: all 2 × 2 minors with a column where d₁ is not 0. */
function requireIndependent(
  [first = [], second]: readonly (readonly Rational[])[],
  models: readonly NamedModel[],
): void {
  const names = models.map(({ name }) => name).join(', ');
  const pivot = first.findIndex((value) => signOf(value) !== 0);
  if (pivot < 0) throw new DomainError('sliceBetween', 'different models', `the same weights in ${names}`);
  if (second === undefined) return;
  const ratio = (second[pivot] ?? ZERO).div(first[pivot] ?? ONE);
  if (second.every((value, k) => value.equals((first[k] ?? ZERO).mul(ratio)))) {
    throw new DomainError('sliceBetween', 'three models that are not on one line', names);
  }
}
