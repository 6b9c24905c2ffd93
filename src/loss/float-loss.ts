/** @file The loss in doubles, for any activation that is served: what searches walk on. */

import { type Activation, type PiecewiseLinearActivation, RELU } from '../model/activation.ts';
import type { FloatTask } from '../model/toy-model.ts';
import { type ActivationLoss, pairActivationLoss } from '../numeric/activation-loss/pair-activation-loss.ts';
import { piecewiseLinearActivation } from '../numeric/activation-loss/piecewise-linear.ts';
import type { ScalarActivation } from '../numeric/activation-loss/scalar-activation.ts';
import { smoothScalarActivation } from '../numeric/activation-loss/smooth.ts';
import { populationLoss } from '../numeric/population-loss/population-loss.ts';
import { DomainError } from '../support/errors.ts';
import { toNumber } from '../support/rational.ts';

/**
 * The loss and gradient of x′ = φ(WᵀW x + b) in doubles: of up to ten features for ReLU, of two for every other activation.
 *
 * @throws {@link DomainError} for another activation with more or fewer than two features; or as `populationLoss` does.
 */
export function floatLoss(
  task: FloatTask,
  hiddenDimension: number,
  activation: Activation = RELU,
): ActivationLoss {
  if (activation.name === RELU.name) return populationLoss(task, hiddenDimension);
  if (task.featureCount !== 2) {
    const expected = `two features with ${activation.name}; with relu there may be more`;
    throw new DomainError('floatLoss', expected, task.featureCount);
  }
  return pairActivationLoss(task, hiddenDimension, scalarActivation(activation));
}

/** φ in doubles: parameters rounded once. */
export function scalarActivation(activation: Activation): ScalarActivation {
  return activation.kind === 'smooth' ? smoothScalarActivation(activation.name) : piecewise(activation);
}

function piecewise({ breakpoints, pieces }: PiecewiseLinearActivation): ScalarActivation {
  return piecewiseLinearActivation(
    Float64Array.from(breakpoints, toNumber),
    Float64Array.from(pieces, ({ slope }) => toNumber(slope)),
    Float64Array.from(pieces, ({ intercept }) => toNumber(intercept)),
  );
}
