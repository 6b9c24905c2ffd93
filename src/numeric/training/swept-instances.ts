/**
 * @file Many instances of few tasks, as few objects: instance k has the number k, the common seed, and task ⌊k / perTask⌋. It is put
 * together when it is read.
 */

import { LazyList, type List } from '../../support/list.ts';
import type { TrainingInstance } from './training-plan.ts';

/** What the instances of one task have in common. */
export type InstanceTask = Omit<TrainingInstance, 'id' | 'seed'>;

/** Instances first, first + stride, … of a sweep, as plain data that can be sent to a worker. */
export interface Sweep {
  readonly tasks: readonly InstanceTask[];
  readonly perTask: number;
  readonly seed: number;
  readonly first: number;
  readonly stride: number;
}

/** Some or all instances of a sweep; the id of each is its number in the whole. */
export class SweptInstances extends LazyList<TrainingInstance> {
  readonly #sweep: Sweep;

  constructor(sweep: Sweep) {
    const { tasks, perTask, seed, first, stride } = sweep;
    super(Math.ceil((tasks.length * perTask - first) / stride), (k) => {
      const id = first + k * stride;
      return { id, seed, ...(tasks[Math.floor(id / perTask)] as InstanceTask) };
    });
    this.#sweep = sweep;
  }

  /** One instance of every task of the sweep. */
  representatives(): TrainingInstance[] {
    const { tasks, perTask, seed } = this.#sweep;
    return tasks.map((task, t) => ({ id: t * perTask, seed, ...task }));
  }

  /** The sweep of instances hand, hand + hands, … of these. */
  dealt(hand: number, hands: number): Sweep {
    const { first, stride } = this.#sweep;
    return { ...this.#sweep, first: first + hand * stride, stride: stride * hands };
  }
}

/** Instances beside which all of a list differ in their ids alone. */
export function representatives(instances: List<TrainingInstance>): readonly TrainingInstance[] {
  return instances instanceof SweptInstances ? instances.representatives() : [...instances];
}

/** Instances as plain data that can be sent to a worker. */
export type PlainInstances = Sweep | readonly TrainingInstance[];

/** Instances hand, hand + hands, … of a list. */
export function dealtInstances(
  instances: List<TrainingInstance>,
  hand: number,
  hands: number,
): PlainInstances {
  if (instances instanceof SweptInstances) return instances.dealt(hand, hands);
  return [...instances].filter((_, k) => k % hands === hand);
}

/** The list again. */
export function listedInstances(instances: PlainInstances): List<TrainingInstance> {
  return 'tasks' in instances ? new SweptInstances(instances) : instances;
}
