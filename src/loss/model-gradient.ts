/** @file The gradient of the expected loss of any model, by the engine that knows it best. */

import type { TwoLayerModel } from '../model/two-layer-model.ts';
import type { RationalInterval } from '../support/rational-interval.ts';
import { algebraicGradient } from '../symbolic/expected-loss/algebraic-gradient.ts';
import type { AlgebraicModel } from '../symbolic/expected-loss/algebraic-loss.ts';
import { type Discontinuity, exactGradient, type Kink } from '../symbolic/expected-loss/exact-gradient.ts';
import type { ParameterSides } from '../symbolic/two-layer/derivative-by-cells.ts';
import type { UnitOnKink } from '../symbolic/two-layer/gradient-by-cells.ts';
import { networkOf } from '../symbolic/two-layer/network.ts';
import { networkDerivatives } from '../symbolic/two-layer/network-derivatives.ts';
import { type AnyModel, cellBits, hasRationalWeights } from './model-loss.ts';
import { smoothGradient } from './smooth-loss.ts';
import { boundedNumber, enclosedNumber, exactNumber, type TrustedNumber } from './trusted-number.ts';

/** ∂L by every weight and bias. */
export interface GradientEntries {
  /** By W, or W₁ of an untied network, shape [hidden, features]. */
  readonly weights: readonly (readonly TrustedNumber[])[];
  /** By W₂ of an untied network, shape [features, hidden]. */
  readonly outputWeights?: readonly (readonly TrustedNumber[])[];
  /** By b, shape [features]. */
  readonly bias: readonly TrustedNumber[];
}

/** The gradient, or where and why there is none. */
export type ModelGradient =
  | { readonly status: 'differentiable'; readonly gradient: GradientEntries }
  /** Derivatives from the two sides differ; `gradient` takes φ′ at a breakpoint from the left, relu′(0) = 0. */
  | { readonly status: 'on-kink'; readonly gradient: GradientEntries; readonly kinks: Kinks }
  /** φ jumps, and the loss is not continuous in these weights or its derivative is not known. */
  | { readonly status: 'jump'; readonly found: readonly Discontinuity[] | string };

/** Where the two sides differ, as the architecture allows to say it. */
export type Kinks =
  | { readonly of: 'features'; readonly features: readonly Kink[] }
  | { readonly of: 'outputs'; readonly outputs: readonly number[] }
  | {
      readonly of: 'units';
      readonly units: readonly UnitOnKink[];
      readonly sides: readonly ParameterSides[];
    };

/**
 * The gradient of `modelLoss`.
 *
 * @returns exact for rational weights and piecewise linear activations, otherwise enclosed.
 * @throws {@link DomainError} if the model is too large, saying what would work.
 */
export function modelGradient(model: AnyModel): ModelGradient {
  if ('inputWeights' in model) return twoLayerGradient(model);
  if (!hasRationalWeights(model)) return numberFieldGradient(model);
  const { activation } = model;
  if (activation.kind === 'smooth') {
    const { weights, bias } = smoothGradient(model, activation.name);
    return differentiable(weights, bias, enclosedNumber);
  }
  const { weights, bias, kinks, discontinuities } = exactGradient(model);
  if (discontinuities.length > 0) return { status: 'jump', found: discontinuities };
  const { gradient } = differentiable(weights, bias, exactNumber);
  if (kinks.length === 0) return { status: 'differentiable', gradient };
  return { status: 'on-kink', gradient, kinks: { of: 'features', features: kinks } };
}

function differentiable<T>(
  weights: readonly (readonly T[])[],
  bias: readonly T[],
  trusted: (value: T) => TrustedNumber,
): { readonly status: 'differentiable'; readonly gradient: GradientEntries } {
  const gradient = { weights: weights.map((row) => row.map(trusted)), bias: bias.map(trusted) };
  return { status: 'differentiable', gradient };
}

function numberFieldGradient(model: AlgebraicModel): ModelGradient {
  const { weights, bias, rough } = algebraicGradient(model);
  const { gradient } = differentiable(weights, bias, boundedNumber);
  if (rough.length === 0) return { status: 'differentiable', gradient };
  return { status: 'on-kink', gradient, kinks: { of: 'outputs', outputs: rough } };
}

function twoLayerGradient(model: TwoLayerModel): ModelGradient {
  const found = networkDerivatives(networkOf(model), { bits: cellBits(model) });
  if (found.status === 'jump')
    return { status: 'jump', found: `${found.activation} of the ${found.layer} layer` };
  const trusted = (rows: readonly (readonly RationalInterval[])[]): TrustedNumber[][] =>
    rows.map((row) => row.map(boundedNumber));
  const { inputWeights, outputWeights, bias } = found.gradient;
  const gradient: GradientEntries = {
    weights: trusted(inputWeights),
    ...(model.tied ? {} : { outputWeights: trusted(outputWeights) }),
    bias: bias.map(boundedNumber),
  };
  const { sides, units } = found;
  if (sides.length === 0) return { status: 'differentiable', gradient };
  return { status: 'on-kink', gradient, kinks: { of: 'units', units, sides } };
}
