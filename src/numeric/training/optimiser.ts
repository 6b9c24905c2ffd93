/**
 * @file The optimisers, in double precision and shared by all engines. With gradient g of step t (counted from 1 here), rate
 * η_t, and u = v = 0 at the start:
 *
 *     sgd        θ ← θ − η_t g
 *     momentum   u ← μ u + g                        θ ← θ − η_t u
 *     adam       u ← β₁ u + (1 − β₁) g              û = u / (1 − β₁ᵗ)
 *                v ← β₂ v + (1 − β₂) g²             v̂ = v / (1 − β₂ᵗ)        θ ← θ − η_t û / (√v̂ + ε)
 *     adamw      θ ← (1 − η_t λ) θ, then as adam
 *
 * The weight decay λ is 0 unless asked for: it moves the point where training rests away from the minimum of the loss, and
 * the minimum is what training is compared with.
 *
 * @see D. P. Kingma, J. Ba, "Adam: a method for stochastic optimization", ICLR 2015, Algorithm 1.
 * @see I. Loshchilov, F. Hutter, "Decoupled weight decay regularization", ICLR 2019, Algorithm 2.
 */

import { DomainError } from '../../support/errors.ts';

export type OptimiserKind = 'sgd' | 'momentum' | 'adam' | 'adamw';

export interface Optimiser {
  readonly kind: OptimiserKind;
  /** μ in [0, 1), of `momentum`. */
  readonly momentum: number;
  /** β₁ and β₂ in [0, 1), of `adam` and `adamw`. */
  readonly beta1: number;
  readonly beta2: number;
  /** ε > 0, of `adam` and `adamw`. */
  readonly epsilon: number;
  /** λ in [0, 1], of `adamw`. */
  readonly weightDecay: number;
}

/** What is meant by an optimiser's name alone. */
export const ADAM: Optimiser = {
  kind: 'adam',
  momentum: 0.9,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
};

export const OPTIMISER_KINDS: readonly OptimiserKind[] = ['sgd', 'momentum', 'adam', 'adamw'];

/** @throws {@link DomainError} if a number lies outside its range, or a decay is asked of an optimiser that has none. */
export function requireOptimiser(optimiser: Optimiser): void {
  const { kind, momentum, beta1, beta2, epsilon, weightDecay } = optimiser;
  const demand = (holds: boolean, expected: string, found: unknown): void => {
    if (!holds) throw new DomainError('trainingPlan', expected, found);
  };
  demand(OPTIMISER_KINDS.includes(kind), `an optimiser from ${OPTIMISER_KINDS.join(', ')}`, kind);
  for (const [name, value] of Object.entries({ momentum, beta1, beta2 })) {
    demand(value >= 0 && value < 1, `${name} in [0, 1)`, value);
  }
  demand(epsilon > 0 && epsilon < 1, 'epsilon in (0, 1)', epsilon);
  demand(weightDecay >= 0 && weightDecay <= 1, 'a weightDecay in [0, 1]', weightDecay);
  demand(weightDecay === 0 || kind === 'adamw', 'the optimiser adamw for a weightDecay', kind);
}

/** How many arrays of moments, of the parameters' shape, it keeps. */
export function momentCount({ kind }: Optimiser): 0 | 1 | 2 {
  switch (kind) {
    case 'sgd':
      return 0;
    case 'momentum':
      return 1;
    case 'adam':
    case 'adamw':
      return 2;
  }
}

/** The parameters of one instance and their moments; arrays that the optimiser does not keep are empty. */
export interface Moving {
  readonly parameters: Float64Array;
  readonly firstMoments: Float64Array;
  readonly secondMoments: Float64Array;
}

/**
 * Moves the first `count` parameters by one step.
 *
 * @param step - t, counted from 0.
 * @param rate - η_t.
 * @param gradient - shape [≥ offset + count].
 * @param scale - what the gradient is multiplied by: below 1 where it is clipped.
 */
export function takeStep(
  optimiser: Optimiser,
  moving: Moving,
  count: number,
  step: number,
  rate: number,
  gradient: Float64Array,
  offset: number,
  scale: number,
): void {
  switch (optimiser.kind) {
    case 'sgd':
      descend(moving.parameters, count, rate * scale, gradient, offset);
      break;
    case 'momentum':
      roll(optimiser.momentum, moving, count, rate, gradient, offset, scale);
      break;
    case 'adam':
    case 'adamw':
      adam(optimiser, moving, count, step, rate, gradient, offset, scale);
  }
}

function descend(
  parameters: Float64Array,
  count: number,
  rate: number,
  gradient: Float64Array,
  offset: number,
): void {
  for (let j = 0; j < count; j++) {
    parameters[j] = (parameters[j] as number) - rate * (gradient[offset + j] as number);
  }
}

function roll(
  momentum: number,
  { parameters, firstMoments }: Moving,
  count: number,
  rate: number,
  gradient: Float64Array,
  offset: number,
  scale: number,
): void {
  for (let j = 0; j < count; j++) {
    const u = momentum * (firstMoments[j] as number) + scale * (gradient[offset + j] as number);
    firstMoments[j] = u;
    parameters[j] = (parameters[j] as number) - rate * u;
  }
}

function adam(
  { beta1, beta2, epsilon, weightDecay }: Optimiser,
  { parameters, firstMoments, secondMoments }: Moving,
  count: number,
  step: number,
  rate: number,
  gradient: Float64Array,
  offset: number,
  scale: number,
): void {
  const corrected = rate / (1 - beta1 ** (step + 1));
  const correction = 1 / (1 - beta2 ** (step + 1));
  const kept = 1 - rate * weightDecay;
  for (let j = 0; j < count; j++) {
    const g = scale * (gradient[offset + j] as number);
    const u = beta1 * (firstMoments[j] as number) + (1 - beta1) * g;
    const v = beta2 * (secondMoments[j] as number) + (1 - beta2) * g * g;
    firstMoments[j] = u;
    secondMoments[j] = v;
    parameters[j] =
      kept * (parameters[j] as number) - (corrected * u) / (Math.sqrt(v * correction) + epsilon);
  }
}
