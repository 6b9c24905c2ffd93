/** @file What `antipode loss` finds out about one model: everything that is affordable, and why the rest is missing. */

import { type ModelGradient, modelGradient } from '../../../loss/model-gradient.ts';
import { type AnyModel, hasRationalWeights, type ModelLoss, modelLoss } from '../../../loss/model-loss.ts';
import { algebraicNumber, exactNumber, type TrustedNumber } from '../../../loss/trusted-number.ts';
import { RELU } from '../../../model/activation.ts';
import { isIndependent } from '../../../model/activity.ts';
import { gram, hasStandardInputs, type ToyModel, toFloatModel } from '../../../model/toy-model.ts';
import {
  type LossAndGradient,
  lossAndGradientOf,
} from '../../../numeric/population-loss/loss-and-gradient-of.ts';
import type { Rational } from '../../../support/rational.ts';
import { algebraicLossInDensity } from '../../../symbolic/expected-loss/algebraic-loss.ts';
import { type ExactHessian, exactHessian } from '../../../symbolic/expected-loss/exact-hessian.ts';
import { lossByActiveCount, lossInDensity } from '../../../symbolic/expected-loss/loss-in-density.ts';
import { type Sensitivities, sensitivities } from '../../../symbolic/expected-loss/sensitivities.ts';

export interface LossOptions {
  readonly maxActive?: number | undefined;
  readonly hessian?: boolean | undefined;
}

/** One finding, or why it is not there. */
export type Found<T> = { readonly value: T } | { readonly missing: string };

export interface LossFindings {
  readonly model: AnyModel;
  readonly loss: ModelLoss;
  readonly gradient: Found<ModelGradient>;
  /** The recurrence in doubles, which knows the paper's models only. */
  readonly rounded: Found<LossAndGradient>;
  /** The part of the loss from active sets of each size, shape [features + 1]. */
  readonly byActiveCount: Found<readonly Rational[]>;
  /** Coefficients of the loss as a polynomial in a density that all features share, from p⁰ up. */
  readonly inDensity: Found<readonly TrustedNumber[]>;
  readonly sensitivities: Found<Sensitivities>;
  /** By weights and biases, and by the weights alone, which exist on more walls. */
  readonly hessian: Found<{ readonly all: ExactHessian; readonly weights: ExactHessian }>;
}

/** Beyond these many features a finding takes more than a second or two. */
const LIMITS = { gradient: 10, smoothGradient: 8, rounded: 10, expansions: 9, hessian: 7 };

/**
 * @throws {@link DomainError} if the model is too large for its loss, saying what would work.
 */
export function lossFindings(model: AnyModel, { maxActive, hessian = false }: LossOptions): LossFindings {
  const loss = modelLoss(model, { maxActive });
  const exact = exactModel(model);
  const upTo = <T>(limit: number, find: () => T): Found<T> =>
    model.featureCount <= limit ? { value: find() } : { missing: `computed for at most ${limit} features` };
  const ofExact = <T>(limit: number, find: (exact: ToyModel) => T): Found<T> =>
    exact === undefined
      ? { missing: 'computed for tied models with rational weights and a piecewise linear activation' }
      : upTo(limit, () => find(exact));
  return {
    model,
    loss,
    gradient: gradientOf(model, loss),
    rounded: isPaperModel(exact)
      ? upTo(LIMITS.rounded, () => lossAndGradientOf(toFloatModel(exact)))
      : { missing: 'computed for ReLU and independent features uniform on [0, 1]' },
    byActiveCount: ofExact(LIMITS.expansions, lossByActiveCount),
    inDensity: inDensityOf(model, upTo),
    sensitivities: ofExact(LIMITS.expansions, sensitivities),
    hessian: hessian
      ? ofExact(LIMITS.hessian, (found) => ({
          all: exactHessian(found),
          weights: exactHessian(found, { bias: 'fixed' }),
        }))
      : { missing: 'not asked for' },
  };
}

/** A tied model whose loss is a rational number. */
function exactModel(model: AnyModel): ToyModel | undefined {
  if ('inputWeights' in model || !hasRationalWeights(model)) return undefined;
  return model.activation.kind === 'smooth' ? undefined : model;
}

function isPaperModel(model: ToyModel | undefined): model is ToyModel {
  return model !== undefined && hasStandardInputs(model) && model.activation.name === RELU.name;
}

function gradientOf(model: AnyModel, { method }: ModelLoss): Found<ModelGradient> {
  if (method === 'active-sets') return { missing: 'computed only where no active set is left out' };
  const limit = method === 'quadrature' ? LIMITS.smoothGradient : LIMITS.gradient;
  if (model.featureCount > limit) return { missing: `computed for at most ${limit} features` };
  return { value: modelGradient(model) };
}

type UpTo = (limit: number, find: () => readonly TrustedNumber[]) => Found<readonly TrustedNumber[]>;

function inDensityOf(model: AnyModel, upTo: UpTo): Found<readonly TrustedNumber[]> {
  if ('inputWeights' in model || model.activation.kind === 'smooth') {
    return { missing: 'computed for tied models with a piecewise linear activation' };
  }
  if (!isIndependent(model.activity)) return { missing: 'features are not independent' };
  if (!hasRationalWeights(model)) {
    return upTo(LIMITS.expansions, () => algebraicLossInDensity(model).map(algebraicNumber));
  }
  return upTo(LIMITS.expansions, () => lossInDensity({ ...model, gram: gram(model) }).map(exactNumber));
}
