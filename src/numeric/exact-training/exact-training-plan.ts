/**
 * @file What is to be trained on the exact loss: models of one shape, each with its own task and its own start. The starts are those of
 * training on samples with the same seeds and ids, so the two can be compared model by model.
 */

import { DomainError, ShapeError } from '../../support/errors.ts';
import type { ScalarActivation } from '../activation-loss/scalar-activation.ts';
import { initialScale } from '../training/initial-weights.ts';
import type { Initialisation, TrainingInstance } from '../training/training-plan.ts';

/** One model: a task and the name of its start. */
export type ExactInstance = Pick<TrainingInstance, 'id' | 'seed' | 'densities' | 'importances'>;

/**
 * How a model goes downhill:
 *
 * - `newton`: Newton's method, safeguarded; the fewest steps.
 * - `lbfgs`: L-BFGS with memory 10.
 * - `gradient-descent`: against the gradient, the rate adapted so that every step descends.
 * - `gradient-flow`: the flow dx/dt = −∇L, each step within 1e-5 of it; what gradient descent with a small rate tends to.
 *
 * All but the first stop near a minimum, at a gradient of 1e-6 of the loss of W = 0 (the flow 1e-3), and leave the rest to Newton's
 * method.
 */
export type ExactMethod = 'newton' | 'lbfgs' | 'gradient-descent' | 'gradient-flow';

export const EXACT_METHODS: readonly ExactMethod[] = ['newton', 'lbfgs', 'gradient-descent', 'gradient-flow'];

/** A checked plan, from {@link exactTrainingPlan}. */
export interface ExactTrainingPlan {
  readonly featureCount: number;
  readonly hiddenDimension: number;
  /** φ of the outputs; ReLU if undefined. Another one is for two features. */
  readonly activation: ScalarActivation | undefined;
  readonly instances: readonly ExactInstance[];
  /** `free`: b is trained, from zero. `none`: b = 0 throughout. */
  readonly bias: 'free' | 'none';
  readonly method: ExactMethod;
  /** How much of a loss may be left above the minimum it tends to, relative to the loss, by the quadratic model. */
  readonly tolerance: number;
  /** Of the method, and again of Newton's at its end. */
  readonly maxSteps: number;
  readonly initialisation: Initialisation;
  /** The standard deviation of an initial weight, ≥ 0: what `initialisation` says for all instances together, unless given. */
  readonly initialScale: number;
  /** W of every start, shape [instances, hidden, features], in place of what the seeds name. */
  readonly starts: Float64Array | undefined;
}

export type ExactTrainingSettings = Pick<ExactTrainingPlan, 'hiddenDimension' | 'instances'> &
  Partial<Omit<ExactTrainingPlan, 'hiddenDimension' | 'instances' | 'featureCount'>>;

const DEFAULTS = {
  bias: 'free',
  method: 'newton',
  tolerance: 1e-13,
  maxSteps: 10_000,
  initialisation: 'xavier-normal',
  starts: undefined,
  activation: undefined,
} as const;

/**
 * A checked plan. Left out, the settings are: Newton's method to 1e-13 within 10 000 steps, a free bias, Xavier's normal law.
 *
 * @throws {@link DomainError} if a number lies outside its range or a name is unknown; {@link ShapeError} if tasks differ in their
 *   number of features or the starts do not count.
 */
export function exactTrainingPlan(settings: ExactTrainingSettings): ExactTrainingPlan {
  const featureCount = settings.instances[0]?.densities.length ?? 0;
  const stated = { ...DEFAULTS, ...settings, featureCount };
  const plan: ExactTrainingPlan = { ...stated, initialScale: settings.initialScale ?? initialScale(stated) };
  requireMethod(plan);
  if (featureCount === 0) refuse('at least one instance with features', plan.instances.length);
  if (plan.activation !== undefined && featureCount !== 2) {
    refuse('two features with another activation than relu', featureCount);
  }
  for (const instance of plan.instances) requireTask(instance, featureCount);
  requireStarts(plan);
  return plan;
}

function refuse(expected: string, found: unknown): never {
  throw new DomainError('exactTrainingPlan', expected, found);
}

function requireMethod({
  hiddenDimension,
  tolerance,
  maxSteps,
  method,
  initialScale,
}: ExactTrainingPlan): void {
  if (!(Number.isInteger(hiddenDimension) && hiddenDimension >= 1)) {
    refuse('a hidden dimension ≥ 1', hiddenDimension);
  }
  if (!(tolerance >= 0 && tolerance < 1)) refuse('a tolerance in [0, 1)', tolerance);
  if (!(Number.isInteger(maxSteps) && maxSteps >= 1)) refuse('maxSteps to be an integer ≥ 1', maxSteps);
  if (!EXACT_METHODS.includes(method)) refuse(`a method among ${EXACT_METHODS.join(', ')}`, method);
  if (!(initialScale >= 0 && initialScale <= 1e6)) refuse('an initialScale in [0, 10^6]', initialScale);
}

function requireStarts({ starts, instances, hiddenDimension, featureCount }: ExactTrainingPlan): void {
  if (starts === undefined) return;
  if (starts.length !== instances.length * hiddenDimension * featureCount) {
    const shape = [instances.length, hiddenDimension, featureCount];
    throw new ShapeError('exactTrainingPlan', shape, [starts.length]);
  }
  if (!starts.every(Number.isFinite)) refuse('finite starts', 'one that is not');
}

function requireTask({ densities, importances }: ExactInstance, featureCount: number): void {
  for (const values of [densities, importances]) {
    if (values.length !== featureCount)
      throw new ShapeError('exactTrainingPlan', [featureCount], [values.length]);
  }
  const density = densities.find((value) => !(value >= 0 && value <= 1));
  if (density !== undefined) refuse('densities in [0, 1]', density);
  const importance = importances.find((value) => !(value >= 0 && Number.isFinite(value)));
  if (importance !== undefined) refuse('importances ≥ 0', importance);
}
