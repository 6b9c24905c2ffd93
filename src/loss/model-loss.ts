/** @file The expected loss of any model, by the engine that knows it best, with how far to trust it. */

import type { ToyModel, ToyModelOver } from '../model/toy-model.ts';
import type { TwoLayerModel } from '../model/two-layer-model.ts';
import { DomainError } from '../support/errors.ts';
import type { Rational } from '../support/rational.ts';
import { RealAlgebraic } from '../symbolic/algebraic/real-algebraic.ts';
import { type AlgebraicModel, algebraicLoss } from '../symbolic/expected-loss/algebraic-loss.ts';
import { expectedLoss } from '../symbolic/expected-loss/expected-loss.ts';
import { truncatedLoss } from '../symbolic/expected-loss/truncated-loss.ts';
import { lossByCells } from '../symbolic/two-layer/loss-by-cells.ts';
import { type Network, networkOf } from '../symbolic/two-layer/network.ts';
import { outputGroups } from '../symbolic/two-layer/output-groups.ts';
import { activeLimit } from '../symbolic/two-layer/sum-over-boxes.ts';
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

/** Hidden units beyond which a two-layer loss is enclosed to 2⁻²⁵⁶ a cell instead of added up exactly. */
const MAX_EXACT_HIDDEN = 12;
const CELL_BITS = 256;

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
  const { activation } = model;
  requireServed(model, options);
  if (!hasRationalWeights(model)) return numberFieldLoss(model);
  if (activation.kind === 'smooth') {
    const { loss, perFeature } = smoothLoss(model, activation.name);
    return { method: 'quadrature', loss: enclosedNumber(loss), perFeature: perFeature.map(enclosedNumber) };
  }
  const { maxActive = model.featureCount } = options;
  if (maxActive < model.featureCount) return truncated(model, maxActive);
  const { loss, perFeature } = expectedLoss(model);
  return { method: 'closed-form', loss: exactNumber(loss), perFeature: perFeature.map(exactNumber) };
}

/** @throws {@link DomainError} on what no engine computes, with what one does. */
function requireServed(model: AlgebraicModel, { maxActive }: ModelLossOptions): void {
  const isRational = hasRationalWeights(model);
  const isSmooth = model.activation.kind === 'smooth';
  if (isSmooth && !isRational) {
    const expected = `rational weights with ${model.activation.name}, whose loss is enclosed anyway: write them as decimals`;
    throw new DomainError('modelLoss', expected, 'algebraic ones');
  }
  if (maxActive === undefined || (isRational && !isSmooth)) return;
  const expected =
    'rational weights and a piecewise linear activation where active sets are left out (--max-active)';
  throw new DomainError('modelLoss', expected, isSmooth ? model.activation.name : 'algebraic weights');
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

function truncated(model: ToyModel, maxActive: number): ModelLoss {
  const { lower, upper, perFeature } = truncatedLoss(model, { maxActive });
  return {
    method: 'active-sets',
    loss: boundedNumber({ lower, upper }),
    perFeature: perFeature.map(boundedNumber),
  };
}

/** Sums over many cells have denominators of many thousand digits; rounded outwards at 2⁻²⁵⁶ they stay short. */
export function cellBits({ hiddenDimension }: TwoLayerModel): number | undefined {
  return hiddenDimension > MAX_EXACT_HIDDEN ? CELL_BITS : undefined;
}

function twoLayerLoss(model: TwoLayerModel, { maxActive }: ModelLossOptions): ModelLoss {
  const network = networkOf(model);
  if (maxActive === undefined) requireExactCells(network);
  const { loss, perFeature, exact } = lossByCells(network, { maxActive, bits: cellBits(model) });
  return {
    method: exact || maxActive === undefined ? 'cells' : 'active-sets',
    loss: boundedNumber(loss),
    perFeature: perFeature.map(boundedNumber),
  };
}

/** @throws {@link DomainError} if an output sees more active features than cells have dimensions. */
function requireExactCells(network: Network): void {
  const widest = Math.max(
    ...outputGroups(network).map(({ features }) => features.length - activeLimit(network, features)),
  );
  if (widest <= 0) return;
  const n = network.featureCount;
  const sets = 1 + n + (n * (n - 1)) / 2 + (n * (n - 1) * (n - 2)) / 6;
  const expected =
    'outputs that see at most three features with a continuous law; or --max-active 3 (maxActive), which integrates over ' +
    `${sets} active sets of up to 3 features, at some 0.2 ms a cell, and bounds the rest`;
  throw new DomainError('modelLoss', expected, `${n} features`);
}
