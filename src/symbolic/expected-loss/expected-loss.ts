/** @file The exact expected loss of a whole model: a sum of outputs. */

import type { Activation, PiecewiseLinearActivation } from '../../model/activation.ts';
import { gram, requireImpliedDensities, type Task, type ToyModel } from '../../model/toy-model.ts';
import { DomainError } from '../../support/errors.ts';
import { type Rational, signOf, ZERO } from '../../support/rational.ts';
import { fractionToRational, outputLossIn } from './output-loss.ts';
import { integerSetting } from './output-setting.ts';

/** An exact expected loss and the terms it is the sum of. */
export interface ExpectedLoss {
  /** L = Σ_i I_i · E (x_i − x′_i)². */
  readonly loss: Rational;
  /** I_i · E (x_i − x′_i)², shape [features]. */
  readonly perFeature: readonly Rational[];
}

/** A model that is known by its Gram matrix: weights need not be rational for G to be. */
export interface GramModel extends Task {
  /** G, shape [features, features]; row i is what output i sees. */
  readonly gram: readonly (readonly Rational[])[];
  /** b, shape [features]. */
  readonly bias: readonly Rational[];
  readonly activation: Activation;
}

/**
 * The expected loss of a toy model, exactly: any piecewise linear activation, value laws and activity.
 *
 * @returns nonnegative rationals. Exact.
 * @throws {@link DomainError} if the activation is smooth or a preactivation has too many knots.
 * @complexity for laws of one interval n² 2ⁿ integer operations; fewer where interferences are equal or zero.
 * @see docs/maths/law-of-preactivation.md
 * @example
 * // An antipodal pair: (1 + r) p² / 6
 * const pair = toyModel(task([p, p], [ONE, r]), [[ONE, ONE.neg()]]);
 * expectedLoss(pair).loss; // (1 + r) p² / 6
 */
export function expectedLoss(model: ToyModel): ExpectedLoss {
  return lossOfGram({ ...model, gram: gram(model) });
}

/**
 * The expected loss of a model by its Gram matrix, exactly.
 *
 * @throws as {@link expectedLoss}.
 * @example
 * // A unit triangle: its weights contain √3, its G does not.
 * lossOfGram({ ...inputs, gram: [[ONE, h, h], [h, ONE, h], [h, h, ONE]], bias, activation: RELU }); // h = −1/2
 */
export function lossOfGram(model: GramModel): ExpectedLoss {
  const activation = requirePiecewiseLinear('expectedLoss', model.activation);
  requireImpliedDensities(model);
  const perFeature = model.gram.map((row, self) => {
    const importance = model.importances[self] ?? ZERO;
    if (signOf(importance) === 0) return ZERO;
    const setting = integerSetting({ row, self, bias: model.bias[self] ?? ZERO }, model);
    return fractionToRational(outputLossIn(setting, activation)).mul(importance);
  });
  return { loss: perFeature.reduce((sum, term) => sum.add(term), ZERO), perFeature };
}

/** @throws {@link DomainError} if the activation is smooth. */
export function requirePiecewiseLinear(operation: string, activation: Activation): PiecewiseLinearActivation {
  if (activation.kind === 'piecewise-linear') return activation;
  const expected =
    'a piecewise linear activation (the loss of a smooth one is no rational number; quadrature encloses it)';
  throw new DomainError(operation, expected, activation.name);
}
