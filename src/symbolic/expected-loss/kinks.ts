/** @file Both one-sided derivatives of the loss by the weights and biases that move an output without a gradient. */

import type { PiecewiseLinearActivation } from '../../model/activation.ts';
import type { ToyModel } from '../../model/toy-model.ts';
import { type Rational, rational, signOf, ZERO } from '../../support/rational.ts';
import type { Output } from './output-setting.ts';
import { type OutputRay, slopeAlong } from './slope-along.ts';

/** The two derivatives of the loss along one parameter. */
export interface OneSided {
  /** The left derivative: lim_{t→0⁻} (L(θ + t) − L(θ)) / t. */
  readonly below: Rational;
  /** The right derivative. */
  readonly above: Rational;
}

/** A feature by some of whose parameters the loss has no derivative. */
export interface Kink {
  /** i, from 0. */
  readonly feature: number;
  /** By W_hi, shape [hidden]. */
  readonly weights: readonly OneSided[];
  /** By b_i. */
  readonly bias: OneSided;
}

/** I_i times the gradient of E_i by its row and its bias, with φ′ from the left where it does not exist. */
export interface OutputSlopes {
  readonly output: Output;
  readonly byRow: readonly Rational[];
  readonly byBias: Rational;
  readonly exists: boolean;
}

/** A model whose loss is exactly known. */
export type PiecewiseLinearModel = ToyModel & { readonly activation: PiecewiseLinearActivation };

/** A weight, or a bias if `row` is undefined. */
interface Parameter {
  /** h. */
  readonly row: number | undefined;
  /** k. */
  readonly feature: number;
}

/**
 * The features by some of whose parameters the one-sided derivatives differ.
 *
 * @param rough - the outputs without a gradient; the others contribute the same to both sides.
 * @param gradient - of the loss, with φ′ from the left.
 */
export function kinksOf(
  model: PiecewiseLinearModel,
  rough: readonly OutputSlopes[],
  gradient: { readonly weights: readonly (readonly Rational[])[]; readonly bias: readonly Rational[] },
): Kink[] {
  const sidesAt = (total: Rational, parameter: Parameter): OneSided =>
    rough
      .map((slopes) => correctionOf(model, slopes, parameter))
      .reduce((sum, { below, above }) => ({ below: sum.below.add(below), above: sum.above.add(above) }), {
        below: total,
        above: total,
      });
  return gradient.bias
    .map((slope, feature) => ({
      feature,
      weights: gradient.weights.map((line, row) => sidesAt(line[feature] ?? ZERO, { row, feature })),
      bias: sidesAt(slope, { row: undefined, feature }),
    }))
    .filter(({ weights, bias }) => [...weights, bias].some(({ below, above }) => !below.equals(above)));
}

/** What the true one-sided derivatives of one output's term have beyond what the gradient has. */
function correctionOf(model: PiecewiseLinearModel, slopes: OutputSlopes, parameter: Parameter): OneSided {
  const { output } = slopes;
  const isStill = parameter.feature !== output.self && signOf(ownWeight(model, output, parameter)) === 0;
  if (isStill) return { below: ZERO, above: ZERO };
  const importance = model.importances[output.self] ?? ZERO;
  const side = (direction: 1 | -1): Rational =>
    slopeAlong(rayOf(model, output, parameter, direction), model, model.activation)
      .mul(importance)
      .mul(direction);
  const counted = slopeInGradient(model, slopes, parameter);
  return { below: side(-1).sub(counted), above: side(1).sub(counted) };
}

/** W_hi of the output's own feature i; 0 for a bias. */
function ownWeight({ weights }: ToyModel, { self }: Output, { row }: Parameter): Rational {
  return row === undefined ? ZERO : (weights[row]?.[self] ?? ZERO);
}

/** The part of the gradient that is this output's: W_hk occurs in its row i of G in column k, and if k = i in every column. */
function slopeInGradient(
  model: ToyModel,
  { output, byRow, byBias }: OutputSlopes,
  parameter: Parameter,
): Rational {
  if (parameter.row === undefined) return byBias;
  const across = (byRow[parameter.feature] ?? ZERO).mul(ownWeight(model, output, parameter));
  if (parameter.feature !== output.self) return across;
  const line = model.weights[parameter.row] ?? [];
  return line.reduce((sum, entry, j) => sum.add((byRow[j] ?? ZERO).mul(entry)), across);
}

/** The output's row of G and bias with ±ε added to one parameter. */
function rayOf(model: ToyModel, output: Output, parameter: Parameter, direction: 1 | -1): OutputRay {
  const { self } = output;
  const step = rational(BigInt(direction));
  if (parameter.row === undefined) {
    return { row: output.row.map((entry) => [entry]), self, bias: [output.bias, step] };
  }
  const line = model.weights[parameter.row] ?? [];
  const own = ownWeight(model, output, parameter).mul(step);
  const row = output.row.map((entry, j) => {
    const sees = parameter.feature === self ? (line[j] ?? ZERO).mul(step) : ZERO;
    const isSeen = parameter.feature === j ? own : ZERO;
    const both = parameter.feature === self && j === self ? rational(1n) : ZERO;
    return [entry, sees.add(isSeen), both];
  });
  return { row, self, bias: [output.bias] };
}
