import { RELU } from '../model/activation.ts';
import { type FloatModel, hasStandardInputs, type ToyModel, toFloatModel } from '../model/toy-model.ts';
import type { TwoLayerModel } from '../model/two-layer-model.ts';
import { activeStrata } from './active-stratum.ts';
import { networkStrata } from './network-strata.ts';
import type { Stratum } from './stratum.ts';

/** Any model, exact; or one of the paper's in doubles. */
export type SampledModel = FloatModel | ToyModel | TwoLayerModel;

/** Whether a model is the paper's: tied, ReLU outputs, independent features uniform on [0, 1]. */
export function isStandard(model: ToyModel | TwoLayerModel): model is ToyModel {
  return 'weights' in model && model.activation.name === RELU.name && hasStandardInputs(model);
}

/**
 * The strata of a model. Numbers of an exact model are rounded to doubles; for those of the paper's setting the loss is that of
 * the rounded model, for others the rounding is inside the strata's slack.
 *
 * @throws {@link DomainError} if there are more than 12 features, or numbers overflow.
 */
export function strataOf(model: SampledModel): readonly Stratum[] {
  if (!('activation' in model)) return activeStrata(model);
  return isStandard(model) ? activeStrata(toFloatModel(model)) : networkStrata(model);
}
