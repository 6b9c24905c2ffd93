/** @file The expected loss of any model, by the engine that knows it best, with how far to trust it. */

import type { ToyModelOver } from '../model/toy-model.ts';
import type { TwoLayerModel } from '../model/two-layer-model.ts';
import type { Rational } from '../support/rational.ts';
import { RealAlgebraic } from '../symbolic/algebraic/real-algebraic.ts';
import { type AlgebraicModel, algebraicLoss } from '../symbolic/expected-loss/algebraic-loss.ts';
import { expectedLoss } from '../symbolic/expected-loss/expected-loss.ts';
import { lossByCells } from '../symbolic/two-layer/loss-by-cells.ts';
import { networkOf } from '../symbolic/two-layer/network.ts';
import { smoothLoss } from './smooth-loss.ts';
import {
  algebraicNumber,
  boundedNumber,
  enclosedNumber,
  exactNumber,
  type TrustedNumber,
} from './trusted-number.ts';

/** A model of any architecture, activation, input law and activity; tied weights may be algebraic numbers. */
export type AnyModel = AlgebraicModel | TwoLayerModel;

/**
 * How a loss was computed: by the exact law of each preactivation; by it in a field of algebraic numbers; by it and quadrature;
 * over the cells of the hidden units; or over the active sets of few features, the rest being bounded.
 */
export type LossMethod = 'closed-form' | 'number-field' | 'quadrature' | 'cells' | 'active-sets';

/** An expected loss and the terms it is the sum of. */
export interface ModelLoss {
  readonly method: LossMethod;
  /** L = Σ_i I_i · E (t_i − y_i)². */
  readonly loss: TrustedNumber;
  /** I_i · E (t_i − y_i)², shape [features]. */
  readonly perFeature: readonly TrustedNumber[];
}

/** What to settle for where the exact loss would take too long. */
export interface ModelLossOptions {
  /** Integrate over the active sets of at most this many features, and bound what the others add. */
  readonly maxActive?: number | undefined;
}

/**
 * The expected loss of a model.
 *
 * | model | result |
 * |---|---|
 * | tied, piecewise linear φ, rational weights | exact |
 * | tied, piecewise linear φ, algebraic weights | exact: minimal polynomials and isolating intervals |
 * | tied, smooth φ | enclosed, to some 10⁻¹⁴ |
 * | two layers, piecewise linear φ | exact if no output sees more than three features; otherwise enclosed by `maxActive` |
 *
 * @throws {@link DomainError} if the model is too large for this, saying what would work.
 */
export function modelLoss(model: AnyModel, options: ModelLossOptions = {}): ModelLoss {
  if ('inputWeights' in model) return twoLayerLoss(model, options);
  if (!hasRationalWeights(model)) return numberFieldLoss(model);
  const { activation } = model;
  if (activation.kind === 'smooth') {
    const { loss, perFeature } = smoothLoss(model, activation.name);
    return { method: 'quadrature', loss: enclosedNumber(loss), perFeature: perFeature.map(enclosedNumber) };
  }
  const { loss, perFeature } = expectedLoss(model);
  return { method: 'closed-form', loss: exactNumber(loss), perFeature: perFeature.map(exactNumber) };
}

/** Whether all weights and biases are rational numbers that are held as such. */
export function hasRationalWeights(model: AlgebraicModel): model is ToyModelOver<Rational> {
  return [...model.weights.flat(), ...model.bias].every((value) => !(value instanceof RealAlgebraic));
}

function numberFieldLoss(model: AlgebraicModel): ModelLoss {
  const { loss, perFeature } = algebraicLoss(model);
  return {
    method: 'number-field',
    loss: algebraicNumber(loss),
    perFeature: perFeature.map(algebraicNumber),
  };
}

function twoLayerLoss(model: TwoLayerModel, options: ModelLossOptions): ModelLoss {
  const { loss, perFeature, exact } = lossByCells(networkOf(model), options);
  return {
    method: exact ? 'cells' : 'active-sets',
    loss: boundedNumber(loss),
    perFeature: perFeature.map(boundedNumber),
  };
}
