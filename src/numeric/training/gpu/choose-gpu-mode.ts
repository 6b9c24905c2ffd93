/**
 * @file Which mode of gpu.js trains a given plan fastest on this machine. What a mode claims about itself is not asked: it is
 * made to train, checked against the reference and timed.
 */

import { invariant } from '../../../support/errors.ts';
import { referenceEngine } from '../reference-engine.ts';
import type { ModelSnapshot, TrainingRun } from '../training-engine.ts';
import { type TrainingPlan, type TrainingSettings, trainingPlan } from '../training-plan.ts';
import { GPU_MODES, type GpuMode } from './gpu-device.ts';
import { gpuEngine } from './gpu-engine.ts';

/** How one mode fared. */
export type ModeTiming =
  /** The time of one step of all instances together. */
  | { readonly mode: GpuMode; readonly status: 'timed'; readonly secondsPerStep: number }
  /** This machine does not have it, or it failed or computed something else. */
  | { readonly mode: GpuMode; readonly status: 'unavailable'; readonly reason: string };

export type ModeChoice =
  | { readonly status: 'chosen'; readonly mode: GpuMode; readonly timings: readonly ModeTiming[] }
  | { readonly status: 'none'; readonly timings: readonly ModeTiming[] };

/** Steps before the clock starts: compilation, and enough for the check to see the effect of a gradient. */
const WARM_UP_STEPS = 2;
/** Real steps are timed, 1, 2, 4, … at a time, until this many seconds have passed or this many steps were taken. */
const TIMED_SECONDS = 0.3;
const TIMED_STEPS = 50;

/**
 * The largest relative difference in the losses of the first steps at which a mode counts as computing the same. Single
 * precision gives 10⁻⁶; a wrong formula 10⁻² and more; the value between was chosen, not derived.
 */
const SAME_LOSS = 1e-3;

/**
 * Times every mode on the plan itself and names the fastest.
 *
 * @param now - a clock, in milliseconds.
 * @throws {@link DomainError} or {@link ShapeError} if the settings make no plan, see `trainingPlan`.
 */
export async function chooseGpuMode(settings: TrainingSettings, now: () => number): Promise<ModeChoice> {
  const plan = trainingPlan({ ...settings, steps: WARM_UP_STEPS + TIMED_STEPS });
  const reference = referenceEngine.start(plan);
  await reference.advance(WARM_UP_STEPS);
  const expected = reference.snapshot();
  const timings: ModeTiming[] = [];
  for (const mode of GPU_MODES) timings.push(await timeMode(plan, mode, expected, now));
  const fastest = timings.filter((timing) => timing.status === 'timed').sort(bySpeed)[0];
  return fastest === undefined
    ? { status: 'none', timings }
    : { status: 'chosen', mode: fastest.mode, timings };
}

function bySpeed(a: { secondsPerStep: number }, b: { secondsPerStep: number }): number {
  return a.secondsPerStep - b.secondsPerStep;
}

async function timeMode(
  plan: TrainingPlan,
  mode: GpuMode,
  expected: readonly ModelSnapshot[],
  now: () => number,
): Promise<ModeTiming> {
  try {
    const run = gpuEngine(mode).start(plan);
    const secondsPerStep = await timeRun(run, plan, expected, now).finally(() => run.dispose());
    return { mode, status: 'timed', secondsPerStep };
  } catch (error) {
    return { mode, status: 'unavailable', reason: error instanceof Error ? error.message : String(error) };
  }
}

async function timeRun(
  run: TrainingRun,
  plan: TrainingPlan,
  expected: readonly ModelSnapshot[],
  now: () => number,
): Promise<number> {
  await run.advance(WARM_UP_STEPS);
  invariant(hasLosses(run.snapshot(), expected), 'an engine has the losses of the reference');
  const start = now();
  for (let steps = 1; now() - start < 1000 * TIMED_SECONDS && run.step < plan.steps; steps *= 2) {
    await run.advance(steps);
  }
  return (now() - start) / 1000 / (run.step - WARM_UP_STEPS);
}

function hasLosses(found: readonly ModelSnapshot[], expected: readonly ModelSnapshot[]): boolean {
  return found.every((model, k) => {
    const total = expected[k]?.lossTotal ?? Number.NaN;
    return Math.abs(model.lossTotal - total) <= SAME_LOSS * total;
  });
}
