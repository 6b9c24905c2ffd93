/** @file Which engine trains a plan: the one that was asked for, or the fastest of those that this machine has. */

import type { TrainingEngine } from '../../numeric/training/training-engine.ts';
import type { TrainingPlan } from '../../numeric/training/training-plan.ts';
import { UsageError } from '../../support/errors.ts';
import { isThreadEngine, type ThreadEngine } from './thread-engine.ts';
import { workerCrew } from './training-crew.ts';

/**
 * `auto` times real steps of wasm and of every mode of gpu.js this machine has, `gpu` of the latter alone; `gpu:webgl2` and the like force
 * one.
 */
export type EngineChoice = ThreadEngine | 'auto' | 'gpu' | `gpu:${string}`;

/** Engines for processors run in worker threads, those for a device on the calling thread. */
export type ChosenEngine = { readonly reason: string } & (
  | { readonly kind: 'threads'; readonly name: ThreadEngine }
  | { readonly kind: 'device'; readonly name: string; readonly engine: TrainingEngine }
);

/**
 * @param hands - how many worker threads there would be.
 * @returns the engine, and in words why it is this one.
 * @throws {@link UsageError} if there is no such engine, or no mode of gpu.js trains such a plan here.
 */
export async function engineFor(
  plan: TrainingPlan,
  choice: EngineChoice,
  hands: number,
): Promise<ChosenEngine> {
  if (isThreadEngine(choice)) return { kind: 'threads', name: choice, reason: 'as asked' };
  // gpu.js is loaded when it is asked for, and not before.
  const { engineByName, ENGINE_NAMES } = await import('../../numeric/training/engine-by-name.ts');
  const { isReluOutput } = await import('../../numeric/training/trained-network.ts');
  if (choice !== 'gpu' && choice !== 'auto' && !ENGINE_NAMES.includes(choice)) {
    throw new UsageError(
      `--engine: expected one of ${ENGINE_NAMES.join(', ')}, gpu, or auto; found ${choice}`,
    );
  }
  if (!isReluOutput(plan.network)) {
    if (choice === 'auto')
      return { kind: 'threads', name: 'wasm', reason: 'the gpu engines do not have this model' };
    throw new UsageError(
      `--engine ${choice}: the gpu engines train tied models with the activation relu; wasm and reference train all`,
    );
  }
  if (choice !== 'gpu' && choice !== 'auto') {
    return { kind: 'device', name: choice, engine: engineByName(choice), reason: 'as asked' };
  }
  const timings = await timingsOf(plan, choice, hands);
  const [fastest] = timings;
  if (fastest === undefined) throw new UsageError('--engine gpu: no mode of gpu.js runs on this machine');
  const times = timings.map(({ name, seconds }) => `${name} ${(1000 * seconds).toPrecision(2)} ms`);
  const reason = `the fastest by steps timed here: ${times.join(', ')}`;
  return isThreadEngine(fastest.name)
    ? { kind: 'threads', name: fastest.name, reason }
    : { kind: 'device', name: fastest.name, engine: engineByName(fastest.name), reason };
}

/** Seconds of a step of all instances, the least first. */
async function timingsOf(
  plan: TrainingPlan,
  choice: 'gpu' | 'auto',
  hands: number,
): Promise<{ readonly name: string; readonly seconds: number }[]> {
  const { chooseGpuMode } = await import('../../numeric/training/gpu/choose-gpu-mode.ts');
  const { timings } = await chooseGpuMode(plan, () => performance.now());
  const found = timings.flatMap((timing) =>
    timing.status === 'timed' ? [{ name: `gpu:${timing.mode}`, seconds: timing.secondsPerStep }] : [],
  );
  if (choice === 'auto') found.push({ name: 'wasm', seconds: await secondsOfWorkers(plan, hands) });
  return found.sort((a, b) => a.seconds - b.seconds);
}

const WARM_UP_STEPS = 2;
const TIMED_MS = 300;
const TIMED_STEPS = 1000;

/** As modes of gpu.js are timed: real steps of the plan, 1, 2, 4, … at a time, after a warm-up. */
async function secondsOfWorkers(plan: TrainingPlan, hands: number): Promise<number> {
  const crew = workerCrew({ ...plan, steps: WARM_UP_STEPS + 2 * TIMED_STEPS }, 'wasm', hands);
  try {
    await crew.advanceTo(WARM_UP_STEPS);
    const start = performance.now();
    let done = 0;
    for (let steps = 1; performance.now() - start < TIMED_MS && done < TIMED_STEPS; steps *= 2) {
      done += steps;
      await crew.advanceTo(WARM_UP_STEPS + done);
    }
    return (performance.now() - start) / 1000 / done;
  } finally {
    await crew.dispose();
  }
}
