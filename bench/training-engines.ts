/**
 * @file How fast the training engines are: instance-steps per second, side by side, on the same plans.
 *
 *     node --import tsx bench/training-engines.ts
 *
 * An instance-step is one optimiser step of one model on a batch of 1024, drawing the batch included. Two figures: by the
 * clock, and per second that processors spent in this process (all threads), which other work on the machine disturbs
 * less. Of several rounds the best counts. Modes that this machine lacks are named with the reason.
 */

import { GPU_MODES, openDevice } from '../src/numeric/training/gpu/gpu-device.ts';
import { gpuEngine } from '../src/numeric/training/gpu/gpu-engine.ts';
import { referenceEngine } from '../src/numeric/training/reference-engine.ts';
import type { TrainingEngine } from '../src/numeric/training/training-engine.ts';
import { type TrainingPlan, trainingPlan } from '../src/numeric/training/training-plan.ts';
import { wasmEngine } from '../src/numeric/training/wasm/wasm-engine.ts';

const CASES = [
  { features: 2, hidden: 1, instances: 400, density: 1 },
  { features: 2, hidden: 1, instances: 400, density: 0.3 },
  { features: 2, hidden: 1, instances: 400, density: 0.01 },
  { features: 5, hidden: 2, instances: 100, density: 0.1 },
  { features: 80, hidden: 20, instances: 1, density: 0.05 },
] as const;
const ROUNDS = 3;
const SECONDS_A_ROUND = 0.8;
const MOST_STEPS = 1_000_000;

interface Speed {
  /** Instance-steps per second of the clock. */
  readonly byClock: number;
  /** Instance-steps per processor-second. */
  readonly byProcessor: number;
}

function planOf({ features, hidden, instances, density }: (typeof CASES)[number]): TrainingPlan {
  return trainingPlan({
    hiddenDimension: hidden,
    steps: MOST_STEPS,
    instances: Array.from({ length: instances }, (_, id) => ({
      id,
      seed: 1,
      densities: new Float64Array(features).fill(density),
      importances: Float64Array.from({ length: features }, (__, i) => 0.9 ** i),
    })),
  });
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function measure(engine: TrainingEngine, plan: TrainingPlan): Promise<Speed> {
  const run = engine.start(plan);
  await run.advance(2);
  let byClock = 0;
  let byProcessor = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const [clock, processor, first] = [performance.now(), processorSeconds(), run.step];
    while (performance.now() - clock < 1000 * SECONDS_A_ROUND) await run.advance(2);
    const done = (run.step - first) * plan.instances.length;
    byClock = Math.max(byClock, (1000 * done) / (performance.now() - clock));
    byProcessor = Math.max(byProcessor, done / (processorSeconds() - processor));
  }
  await run.dispose();
  return { byClock, byProcessor };
}

function availableEngines(): TrainingEngine[] {
  const modes = GPU_MODES.filter((mode) => {
    const opened = openDevice(mode);
    if (opened.status === 'unavailable') console.log(`gpu:${mode} is not available: ${opened.reason}`);
    return opened.status === 'open';
  });
  return [referenceEngine, wasmEngine, ...modes.map(gpuEngine)];
}

const engines = availableEngines();
for (const entry of CASES) {
  const { features, hidden, instances, density } = entry;
  console.log(`\nn = ${features}, m = ${hidden}, ${instances} instances, p = ${density}: instance-steps`);
  const plan = planOf(entry);
  let base: Speed | undefined;
  for (const engine of engines) {
    const speed = await measure(engine, plan);
    base ??= speed;
    const show = (value: number, reference: number): string =>
      `${Math.round(value).toString().padStart(7)} (× ${(value / reference).toFixed(2)})`;
    const clock = show(speed.byClock, base.byClock);
    const processor = show(speed.byProcessor, base.byProcessor);
    console.log(`${engine.name.padEnd(14)} ${clock} a second, ${processor} a processor-second`);
  }
}
