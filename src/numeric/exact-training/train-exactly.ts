/**
 * @file Training on the exact loss: thousands of pairs of a task and a start, walked to the minima they lead to, one after the other.
 *
 * No sampling, so no noise: a run ends at a minimum, to the last digits, and which one depends on the start and the method alone.
 *
 * @see docs/maths/exact-training.md
 */

import type { DescentEnd } from '../descent/descent-end.ts';
import { newtonMethod } from '../descent/newton.ts';
import type { CurvedTerrain } from '../descent/terrain.ts';
import { initialWeights } from '../training/initial-weights.ts';
import { acrossKink } from './across-kink.ts';
import { approach } from './approach.ts';
import {
  type ExactTrainingPlan,
  type ExactTrainingSettings,
  exactTrainingPlan,
} from './exact-training-plan.ts';
import { lossUnit } from './loss-terrain.ts';
import { taskTerrains } from './task-terrains.ts';

/** How a run ended. */
export type ExactEnd = DescentEnd['status'];

/** All models of a plan where they came to rest, one behind the other in every array. */
export interface ExactlyTrained {
  readonly plan: ExactTrainingPlan;
  /** W, shape [instances, hidden, features]. */
  readonly weights: Float64Array;
  /** b, shape [instances, features]. */
  readonly biases: Float64Array;
  /** L, shape [instances]. Rounded: to 1e-13 of itself for n = 2, m = 1, else as `populationLoss`. */
  readonly losses: Float64Array;
  /** ‖∇L‖ over the loss of W = 0, b = 0, shape [instances]. */
  readonly gradientNorms: Float64Array;
  /**
   * How far L was above the minimum before the last step of Newton's method, relative to L, by the quadratic model; shape [instances].
   * ∞ where the loss does not curve up in all directions: a saddle, or a kink.
   */
  readonly remaining: Float64Array;
  /** Steps of the method and of Newton's at its end, shape [instances]. */
  readonly steps: Float64Array;
  readonly statuses: readonly ExactEnd[];
}

/**
 * Trains every instance of a plan.
 *
 * Rounded, but to the last digits: where `remaining` is finite and the status `converged`, the loss is within the tolerance of a local
 * minimum by the quadratic model. Deterministic: each instance by itself, so what is trained beside it changes nothing. Descent that
 * comes to rest in the kink of a dropped feature is carried across it (see across-kink.ts).
 *
 * @throws {@link DomainError}, {@link ShapeError} as `exactTrainingPlan` and `populationLoss` do.
 * @complexity about ten evaluations with Hessian an instance; an evaluation is a fraction of a microsecond for n = 2, m = 1.
 * @example
 * const task = { densities: Float64Array.of(0.3, 0.3), importances: Float64Array.of(1, 0.5) };
 * const instances = [0, 1, 2].map((id) => ({ id, seed: 0, ...task }));
 * trainExactly({ hiddenDimension: 1, bias: 'none', instances }).losses;
 */
export function trainExactly(settings: ExactTrainingSettings): ExactlyTrained {
  const plan = exactTrainingPlan(settings);
  const { instances, featureCount, hiddenDimension, initialScale, starts } = plan;
  const size = hiddenDimension * featureCount;
  const count = instances.length;
  const weights = new Float64Array(count * size);
  const biases = new Float64Array(count * featureCount);
  const losses = new Float64Array(count);
  const gradientNorms = new Float64Array(count);
  const remaining = new Float64Array(count);
  const steps = new Float64Array(count);
  const statuses: ExactEnd[] = [];
  const terrainOf = taskTerrains(plan);
  const walk = walker(plan);
  const point = new Float64Array(plan.bias === 'free' ? size + featureCount : size);
  for (let k = 0; k < count; k++) {
    const instance = instances[k] as (typeof instances)[number];
    if (starts === undefined) place(initialWeights(instance, initialScale, size), 0, size, point);
    else place(starts, k * size, size, point);
    const end = walk(terrainOf(instance), point);
    for (let j = 0; j < size; j++) weights[k * size + j] = point[j] as number;
    for (let j = size; j < point.length; j++) biases[k * featureCount + j - size] = point[j] as number;
    losses[k] = end.value * lossUnit(instance);
    gradientNorms[k] = end.gradientNorm;
    remaining[k] = end.remaining === 0 ? 0 : end.remaining / end.value;
    steps[k] = end.steps;
    statuses.push(end.status);
  }
  return { plan, weights, biases, losses, gradientNorms, remaining, steps, statuses };
}

/** Puts weights from a place in an array into a point whose biases are zero. */
function place(weights: Float64Array, from: number, size: number, point: Float64Array): void {
  for (let j = 0; j < point.length; j++) point[j] = j < size ? (weights[from + j] as number) : 0;
}

/** Walks a point to rest, in place: by the method, by Newton's, and out of kinks as long as that lowers the loss. */
function walker(plan: ExactTrainingPlan): (terrain: CurvedTerrain, point: Float64Array) => DescentEnd {
  const { featureCount, hiddenDimension, method, bias } = plan;
  const size = hiddenDimension * featureCount;
  const newton = newtonMethod(bias === 'free' ? size + featureCount : size);

  /** The lower end beyond a kink, to which the point is moved; or the end there was, with the steps of the attempt. */
  const leaveKink = (
    terrain: CurvedTerrain,
    point: Float64Array,
    end: DescentEnd,
    side: 1 | -1,
  ): DescentEnd => {
    const start = acrossKink(point, featureCount, hiddenDimension, end.remaining < Infinity, side);
    if (start === undefined) return end;
    const beyond = newton(terrain, start, plan);
    const steps = end.steps + beyond.steps;
    if (!(beyond.value < end.value)) return { ...end, steps };
    point.set(start);
    return { ...beyond, steps };
  };

  return (terrain, point) => {
    const taken = approach(method, terrain, point, plan);
    let end = newton(terrain, point, plan);
    for (let crossing = 0; crossing < featureCount; crossing++) {
      const { value } = end;
      end = leaveKink(terrain, point, end, -1);
      if (end.value === value && end.remaining === Infinity) end = leaveKink(terrain, point, end, 1);
      if (end.value === value) break;
    }
    return taken === 0 ? end : { ...end, steps: taken + end.steps };
  };
}
