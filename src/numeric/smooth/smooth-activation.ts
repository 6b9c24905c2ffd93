import type { SmoothName } from '../../model/activation.ts';
import { GELU } from './gelu.ts';
import { TANH } from './hyperbolic-tangent.ts';
import { SIGMOID, SOFTPLUS } from './logistic.ts';
import type { SmoothFunction } from './smooth-function.ts';

const FUNCTIONS: Readonly<Record<SmoothName, SmoothFunction>> = {
  gelu: GELU,
  sigmoid: SIGMOID,
  tanh: TANH,
  softplus: SOFTPLUS,
};

/**
 * The smooth activation of a name, with its first two derivatives. `smoothActivation('gelu').jet(-1).value` is
 * −0.15865525393145705.
 *
 * Rounded: value, slope and curvature to within 72, 84 and 32 units of 2⁻⁵³ of the terms they are summed from, for every
 * double at which the result is normal; typically within 2.
 */
export function smoothActivation(name: SmoothName): SmoothFunction {
  return FUNCTIONS[name];
}
