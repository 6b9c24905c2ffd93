/**
 * @file A training under way, in as many stretches as one likes: where it pauses, or is saved and taken up again, changes neither the
 * models nor what is said of them.
 */

import { invariant } from '../../support/errors.ts';
import { LazyList, type List } from '../../support/list.ts';
import type { TrainedModel } from './train.ts';
import type { ModelSnapshot, TrainingEngine, TrainingRun } from './training-engine.ts';
import type { TrainingPlan } from './training-plan.ts';
import { modelSnapshot, type SavedTraining } from './training-state.ts';

/** A run is cut into this many parts, between which the loss totals are noted. */
const PARTS = 50;

/** The means of the sampled losses are taken over this fraction of the steps, at the end. */
const TAIL = 0.1;

/** What the losses had summed to at some step. */
export interface LossMark {
  readonly step: number;
  /** Shape [instances]. */
  readonly lossTotals: Float64Array;
}

/** All that a course needs to go on, bit for bit. */
export interface SavedCourse {
  readonly training: SavedTraining;
  /** Ascending. */
  readonly marks: readonly LossMark[];
}

/** Steps between two marks. */
export function stepsPerPart({ steps }: Pick<TrainingPlan, 'steps'>): number {
  return Math.ceil(steps / PARTS);
}

/** A run of a plan and the marks from which its mean losses follow. It holds what the run holds until disposed of. */
export class TrainingCourse {
  readonly run: TrainingRun;
  readonly #plan: TrainingPlan;
  readonly #marks: LossMark[];

  /** @param saved - where to go on, from {@link save} on whatever engine; step 0 if left out. */
  constructor(plan: TrainingPlan, engine: TrainingEngine, saved?: SavedCourse) {
    this.#plan = plan;
    this.run = engine.start(plan, saved?.training);
    this.#marks =
      saved === undefined ? [{ step: 0, lossTotals: this.run.lossTotals() }] : copied(saved.marks);
  }

  /** Goes on to a step, but not beyond the plan's last. */
  async advanceTo(step: number): Promise<void> {
    const end = Math.min(step, this.#plan.steps);
    const part = stepsPerPart(this.#plan);
    while (this.run.step < end) {
      const next = (Math.floor(this.run.step / part) + 1) * part;
      await this.run.advance(Math.min(next, end) - this.run.step);
      if (this.run.step === next) this.#mark();
    }
  }

  /** Notes the totals where those were that lie too far back for any tail to come: garbage of this size stays for long. */
  #mark(): void {
    const { step } = this.run;
    const base = this.#marks.findLastIndex((mark) => mark.step <= tailStart(step));
    const [old] = this.#marks.splice(0, base);
    this.#marks.push({ step, lossTotals: this.run.lossTotals(old?.lossTotals) });
  }

  /** A copy of everything, without the optimiser's moments if the course is over. */
  save(withMoments = true): SavedCourse {
    return { training: this.run.save(withMoments), marks: withMoments ? copied(this.#marks) : this.#marks };
  }

  async dispose(): Promise<void> {
    await this.run.dispose();
  }
}

function copied(marks: readonly LossMark[]): LossMark[] {
  return marks.map(({ step, lossTotals }) => ({ step, lossTotals: lossTotals.slice() }));
}

function tailStart(step: number): number {
  return step - Math.ceil(TAIL * step);
}

/** The models of a course as they were when it was saved, made when they are read, their weights as views into it. */
export function trainedModels(
  plan: TrainingPlan,
  {
    training,
    marks,
  }: Pick<SavedCourse, 'marks'> & {
    readonly training: Omit<SavedTraining, 'firstMoments' | 'secondMoments'>;
  },
): List<TrainedModel> {
  const base = marks.findLast(({ step }) => step <= tailStart(training.step));
  invariant(base !== undefined, 'the first mark is at step 0, and later ones do not pass the tail');
  return new LazyList(plan.instances.length, (k) => {
    const instance = plan.instances.at(k) as TrainedModel['instance'];
    const snapshot = modelSnapshot(plan, training, k, false);
    return trainedModel(instance, snapshot, training.step, plan.steps, base, k);
  });
}

function trainedModel(
  instance: TrainedModel['instance'],
  { lastLoss, lossTotal, nonFiniteAt, stopped, ...weights }: ModelSnapshot,
  step: number,
  steps: number,
  base: LossMark,
  k: number,
): TrainedModel {
  if (nonFiniteAt !== undefined) return { instance, step: nonFiniteAt, ...weights, status: 'non-finite' };
  invariant(lastLoss !== undefined, 'an instance that has taken steps and did not fail has a loss');
  if (stopped !== undefined) {
    const { reason: status, step: taken, window, meanLoss } = stopped;
    return { instance, step: taken, ...weights, status, lastLoss, meanLoss, meanLossSteps: window };
  }
  const meanLossSteps = step - base.step;
  const meanLoss = (lossTotal - (base.lossTotals[k] as number)) / meanLossSteps;
  const status = step === steps ? 'finished' : 'stopped';
  return { instance, step, ...weights, status, lastLoss, meanLoss, meanLossSteps };
}
