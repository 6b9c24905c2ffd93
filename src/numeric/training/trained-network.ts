/**
 * @file What is trained: y = φ(D ψ(E x) + b), with the target x or |x|. Tied, D = Eᵀ and there is one matrix W = E.
 *
 * | model | ψ | φ | tied | target |
 * |---|---|---|---|---|
 * | ReLU output, the paper's | linear | relu | yes | x |
 * | linear | linear | linear | yes | x |
 * | ReLU hidden | relu | relu | yes | x |
 * | absolute value | relu | relu | no | \|x\| |
 *
 * The parameters of one instance are one vector: W of shape [hidden, features], or W₁ of that shape and W₂ of shape
 * [features, hidden]; then b of shape [features].
 */

import type { Activation, SmoothName } from '../../model/activation.ts';
import type { Target } from '../../model/two-layer-model.ts';
import { DomainError } from '../../support/errors.ts';
import { toNumber } from '../../support/rational.ts';
import { smoothActivation } from '../smooth/smooth-activation.ts';

/** An activation in doubles, as plain data: what can be sent to a worker. */
export type TrainedActivation =
  | {
      readonly kind: 'piecewise-linear';
      readonly name: string;
      /** Ascending. */
      readonly breakpoints: readonly number[];
      /** One more than breakpoints, from left to right; at a breakpoint the piece on the left holds. */
      readonly pieces: readonly { readonly slope: number; readonly intercept: number }[];
    }
  | { readonly kind: 'smooth'; readonly name: SmoothName };

export interface TrainedNetwork {
  /** ψ. */
  readonly hidden: TrainedActivation;
  /** φ. */
  readonly output: TrainedActivation;
  readonly tied: boolean;
  readonly target: Target;
}

export const TRAINED_LINEAR: TrainedActivation = {
  kind: 'piecewise-linear',
  name: 'linear',
  breakpoints: [],
  pieces: [{ slope: 1, intercept: 0 }],
};

export const TRAINED_RELU: TrainedActivation = {
  kind: 'piecewise-linear',
  name: 'relu',
  breakpoints: [0],
  pieces: [
    { slope: 0, intercept: 0 },
    { slope: 1, intercept: 0 },
  ],
};

/** ReLU(Wᵀ W x + b), the paper's. */
export const RELU_OUTPUT: TrainedNetwork = {
  hidden: TRAINED_LINEAR,
  output: TRAINED_RELU,
  tied: true,
  target: 'identity',
};

/** ReLU(Wᵀ ReLU(W x) + b). */
export const RELU_HIDDEN: TrainedNetwork = { ...RELU_OUTPUT, hidden: TRAINED_RELU };

/** ReLU(W₂ ReLU(W₁ x) + b), to give |x|. */
export const ABSOLUTE_VALUE: TrainedNetwork = { ...RELU_HIDDEN, tied: false, target: 'abs' };

/**
 * An activation that can be trained. Rounded.
 *
 * @throws {@link DomainError} if it jumps: its derivative does not see the jump, so descent would follow something else.
 */
export function trainedActivation(activation: Activation): TrainedActivation {
  if (activation.kind === 'smooth') return { kind: 'smooth', name: activation.name };
  const { name, breakpoints, pieces } = activation;
  breakpoints.forEach((point, r) => {
    const [left, right] = [pieces[r], pieces[r + 1]];
    if (left === undefined || right === undefined) return;
    const jump = right.slope.sub(left.slope).mul(point).add(right.intercept).sub(left.intercept);
    if (jump.n !== 0n) throw new DomainError('trainedActivation', 'an activation without jumps', name);
  });
  return {
    kind: 'piecewise-linear',
    name,
    breakpoints: breakpoints.map(toNumber),
    pieces: pieces.map(({ slope, intercept }) => ({
      slope: toNumber(slope),
      intercept: toNumber(intercept),
    })),
  };
}

/** φ(z) and φ′(z) of one number. Rounded. */
export function activationAt(
  activation: TrainedActivation,
  z: number,
): { readonly value: number; readonly slope: number } {
  if (activation.kind === 'smooth') return smoothActivation(activation.name).jet(z);
  const { breakpoints, pieces } = activation;
  let right = 0;
  while (right < breakpoints.length && z > (breakpoints[right] as number)) right++;
  const { slope, intercept } = pieces[right] as { slope: number; intercept: number };
  return { value: slope * z + intercept, slope };
}

/** values ← φ(values), slopes ← φ′(values), over the first `count` entries. Rounded. */
export function activate(
  activation: TrainedActivation,
  values: Float64Array,
  slopes: Float64Array,
  count: number,
): void {
  if (activation.name === 'linear') {
    slopes.fill(1, 0, count);
    return;
  }
  for (let s = 0; s < count; s++) {
    const { value, slope } = activationAt(activation, values[s] as number);
    values[s] = value;
    slopes[s] = slope;
  }
}

/** How many parameters there are: W or W₁ and W₂, and b. */
export function parameterCounts(
  featureCount: number,
  hiddenDimension: number,
  { tied }: TrainedNetwork,
): { readonly weights: number; readonly total: number } {
  const weights = (tied ? 1 : 2) * featureCount * hiddenDimension;
  return { weights, total: weights + featureCount };
}

/** Whether it is ReLU(Wᵀ W x + b) with the target x. */
export function isReluOutput({ hidden, output, tied, target }: TrainedNetwork): boolean {
  return tied && target === 'identity' && hidden.name === 'linear' && output.name === 'relu';
}

/** Whether a sample without an active feature has h = 0: then such samples can be counted instead of computed. */
export function isSilentWhenEmpty({ hidden }: TrainedNetwork): boolean {
  return activationAt(hidden, 0).value === 0;
}
