/** @file The loss on a slice, by the engine that suits a grid of points. */

import { modelGradient } from '../../loss/model-gradient.ts';
import { hasRationalWeights, type LossMethod, modelLoss } from '../../loss/model-loss.ts';
import { RELU } from '../../model/activation.ts';
import { type Quantity, roundedQuantity } from '../../model/quantity.ts';
import { hasStandardInputs, type ToyModel, toFloatTask } from '../../model/toy-model.ts';
import type { Terrain } from '../../numeric/descent/terrain.ts';
import { populationLoss } from '../../numeric/population-loss/population-loss.ts';
import { type Rational, rationalFromNumber } from '../../support/rational.ts';
import type { ModelSlice } from './model-slice.ts';

/** A point of a grid: exact coordinates, and the doubles nearest to them. */
export interface Place {
  readonly exact: readonly Rational[];
  readonly floats: readonly number[];
}

/** How the values of a slice are computed, and what they are worth. */
export interface SliceLoss {
  /** The recurrence in doubles, or what `modelLoss` uses. */
  readonly engine: 'recurrence' | LossMethod;
  /** Of the recurrence: a bound on the relative error of every value, for the weights as doubles. */
  readonly relativeError?: number;
  /** The loss at a place, with its trust. */
  at(place: Place): Quantity;
  /** The loss at a place of doubles. */
  value(place: readonly number[]): number;
  /** The loss as a function on the slice, in doubles; none where φ jumps and there is no gradient. */
  readonly terrain: Terrain | undefined;
}

/** Of `populationLoss`: proved for up to four features, and for up to ten. */
const RELATIVE_ERRORS = [
  { features: 4, bound: 1e-13 },
  { features: 10, bound: 5e-13 },
] as const;

/** @param precision - `fast`: the recurrence where it serves, tied ReLU models of up to ten features; `exact`: `modelLoss`. */
export function sliceLoss(slice: ModelSlice, precision: 'fast' | 'exact'): SliceLoss {
  const recurrence = recurrenceTerrain(slice);
  if (precision === 'fast' && recurrence !== undefined) {
    const { terrain, value, relativeError } = recurrence;
    return {
      engine: 'recurrence',
      relativeError,
      at: ({ floats }) => roundedQuantity(value(floats)),
      value,
      terrain,
    };
  }
  const zero = slice.axes.map(() => rationalFromNumber(0));
  return {
    engine: modelLoss(slice.modelAt(zero)).method,
    at: ({ exact }) => modelLoss(slice.modelAt(exact)).loss.quantity,
    value:
      recurrence?.value ??
      ((place) => modelLoss(slice.modelAt(place.map(rationalFromNumber))).loss.quantity.value),
    terrain: recurrence?.terrain ?? exactTerrain(slice),
  };
}

function recurrenceTerrain(
  slice: ModelSlice,
):
  | { readonly terrain: Terrain; readonly relativeError: number; value(place: readonly number[]): number }
  | undefined {
  const { base, directions } = slice;
  if ('inputWeights' in base || base.activation.name !== RELU.name || !hasStandardInputs(base))
    return undefined;
  const error = RELATIVE_ERRORS.find(({ features }) => base.featureCount <= features);
  if (error === undefined) return undefined;
  const population = populationLoss(toFloatTask(base), base.hiddenDimension);
  const size = base.featureCount * base.hiddenDimension;
  const weightGradient = new Float64Array(size);
  const biasGradient = new Float64Array(base.featureCount);
  return {
    relativeError: error.bound,
    value(place) {
      const parameters = slice.parametersAt(place);
      return population.loss(parameters.subarray(0, size), parameters.subarray(size));
    },
    terrain: {
      dimension: directions.length,
      climb(point, gradient) {
        const parameters = slice.parametersAt(Array.from(point));
        const height = population.lossAndGradient(
          parameters.subarray(0, size),
          parameters.subarray(size),
          weightGradient,
          biasGradient,
        );
        directions.forEach((direction, axis) => {
          gradient[axis] = direction.reduce(
            (sum, entry, k) =>
              entry === 0
                ? sum
                : sum + entry * ((k < size ? weightGradient[k] : biasGradient[k - size]) ?? 0),
            0,
          );
        });
        return height;
      },
    },
  };
}

/** By `modelGradient`, at the doubles taken for the rationals they are: slow, for the refinement of a few points. */
function exactTerrain(slice: ModelSlice): Terrain | undefined {
  const { base, directions } = slice;
  if (!('inputWeights' in base) && (!hasRationalWeights(base) || jumps(base))) return undefined;
  return {
    dimension: directions.length,
    climb(point, gradient) {
      const model = slice.modelAt(Array.from(point, rationalFromNumber));
      const found = modelGradient(model);
      if (found.status !== 'jump') {
        const { weights, outputWeights = [], bias } = found.gradient;
        const entries = [...weights.flat(), ...outputWeights.flat(), ...bias].map(
          ({ quantity }) => quantity.value,
        );
        directions.forEach((direction, axis) => {
          gradient[axis] = direction.reduce((sum, entry, k) => sum + entry * (entries[k] ?? 0), 0);
        });
      } else gradient.fill(Number.POSITIVE_INFINITY);
      return modelLoss(model).loss.quantity.value;
    },
  };
}

/** Whether φ has a jump: then the loss may have no gradient. */
function jumps({ activation }: ToyModel): boolean {
  if (activation.kind === 'smooth') return false;
  return activation.breakpoints.some((point, r) => {
    const [left, right] = [activation.pieces[r], activation.pieces[r + 1]];
    if (left === undefined || right === undefined) return false;
    return !left.slope.mul(point).add(left.intercept).equals(right.slope.mul(point).add(right.intercept));
  });
}
