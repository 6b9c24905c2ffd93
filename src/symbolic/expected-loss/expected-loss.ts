/** @file The exact expected loss of a whole model: a sum of outputs, each by the closed form. */

import { gram, type ToyModel } from '../../model/toy-model.ts';
import { type Rational, ZERO } from '../../support/rational.ts';
import { outputLoss } from './output-loss.ts';

/** An exact expected loss and the terms it is the sum of. */
export interface ExpectedLoss {
  /** L = Σ_i I_i · E (x_i − x′_i)². */
  readonly loss: Rational;
  /** I_i · E (x_i − x′_i)², shape [features]. */
  readonly perFeature: readonly Rational[];
}

/**
 * The expected loss of a toy model, exactly.
 *
 * @returns nonnegative rationals. Exact.
 * @throws {@link DomainError} if the model has more features than the closed form can serve.
 * @complexity n · 3ⁿ integer operations.
 * @see docs/maths/closed-form.md
 * @example
 * // An antipodal pair: (1 + r) p² / 6
 * const pair = toyModel(task([p, p], [ONE, r]), [[ONE, ONE.neg()]]);
 * expectedLoss(pair).loss; // (1 + r) p² / 6
 */
export function expectedLoss(model: ToyModel): ExpectedLoss {
  const rows = gram(model);
  const perFeature = rows.map((row, i) => {
    const importance = model.importances[i] ?? ZERO;
    if (importance.n === 0n) return ZERO;
    return outputLoss({ row, self: i, bias: model.bias[i] ?? ZERO }, model.densities).mul(importance);
  });
  return { loss: perFeature.reduce((sum, term) => sum.add(term), ZERO), perFeature };
}
