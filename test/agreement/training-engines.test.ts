/**
 * @file Every mode of gpu.js that this machine has against the reference engine. Modes it does not have are printed as
 * skipped and not counted.
 */

import * as assert from 'uvu/assert';
import { batchGradient, batchWorkspace, loadBatch } from '../../src/numeric/training/batch-gradient.ts';
import { BatchSampler } from '../../src/numeric/training/batch-sampler.ts';
import { chooseGpuMode } from '../../src/numeric/training/gpu/choose-gpu-mode.ts';
import { GPU_MODES, type GpuMode, openDevice } from '../../src/numeric/training/gpu/gpu-device.ts';
import { gpuEngine } from '../../src/numeric/training/gpu/gpu-engine.ts';
import { gradientProgram, partCount, readGradient } from '../../src/numeric/training/gpu/gradient-program.ts';
import { InstanceGroup } from '../../src/numeric/training/gpu/instance-group.ts';
import { referenceEngine } from '../../src/numeric/training/reference-engine.ts';
import { train } from '../../src/numeric/training/train.ts';
import type { ModelSnapshot, TrainingEngine } from '../../src/numeric/training/training-engine.ts';
import { type TrainingSettings, trainingPlan } from '../../src/numeric/training/training-plan.ts';
import { TrainingState } from '../../src/numeric/training/training-state.ts';
import { uniformInstance } from '../numeric/training/plans.ts';
import { singlePrecisionBound } from '../numeric/training/single-precision-bound.ts';
import { StepChecker } from '../numeric/training/step-checker.ts';
import { suite } from '../support/suite.ts';

const PLANS: Readonly<Record<string, TrainingSettings>> = {
  'n = 2, m = 1, no bias, several densities': {
    hiddenDimension: 1,
    steps: 100,
    batchSize: 256,
    learningRate: 0.01,
    bias: 'none',
    instances: [1, 0.3, 0.05].map((p, id) => uniformInstance(id, p, [1, 0.5])),
  },
  'n = 2, m = 1, free bias, cosine': {
    hiddenDimension: 1,
    steps: 100,
    batchSize: 256,
    learningRate: 0.01,
    schedule: 'cosine',
    instances: [0.7, 0.1].map((p, id) => uniformInstance(id, p, [1, 2], 9)),
  },
  'n = 5, m = 2, free bias, a feature that is never active, one that never counts': {
    hiddenDimension: 2,
    steps: 100,
    batchSize: 96,
    learningRate: 0.005,
    schedule: 'linear',
    instances: [
      uniformInstance(0, 0.2, [1, 0.9, 0.81, 0.729, 0]),
      { ...uniformInstance(1, 0, [1, 1, 1, 1, 1]), densities: Float64Array.of(0, 0.1, 0.2, 0.5, 1) },
    ],
  },
  'n = 3, m = 2, a batch of odd size': {
    hiddenDimension: 2,
    steps: 100,
    batchSize: 63,
    learningRate: 0.01,
    instances: [uniformInstance(0, 0.4, [1, 1, 1])],
  },
};

/** The device's losses and gradients of one group at the start and at a second point, with every bias nonzero. */
async function checkGradient(mode: GpuMode, settings: TrainingSettings): Promise<void> {
  const plan = trainingPlan(settings);
  const opened = openDevice(mode);
  if (opened.status === 'unavailable') throw new Error(opened.reason);
  const sampler = new BatchSampler(plan);
  const group = new InstanceGroup(plan, plan.instances.length + 1);
  const program = gradientProgram(opened.device, group.size, plan);
  const state = new TrainingState(plan);
  const workspace = batchWorkspace(plan.featureCount, plan.hiddenDimension, plan.batchSize);
  const batch = new Float32Array(plan.featureCount * plan.batchSize);
  const [found, expected] = [new Float64Array(state.parameterCount), new Float64Array(state.parameterCount)];
  group.fillImportances(0);
  for (const shift of [0, 0.05]) {
    for (const [at, value] of state.parameters.entries()) state.parameters[at] = value + shift * (at % 3);
    group.fillInputs(sampler, 0, 7);
    group.fillParameters(state, 0);
    const results = await program.run(group.inputs, group.parameters, group.importances);
    for (const [k, { importances }] of [...plan.instances].entries()) {
      const own = state.parameters.slice(k * state.parameterCount, (k + 1) * state.parameterCount);
      sampler.fill(k, 7, batch);
      loadBatch(workspace, batch);
      const loss = batchGradient(workspace, own, importances, expected);
      const bound = singlePrecisionBound(plan, partCount(plan.batchSize), batch, own, importances);
      assert.ok(Math.abs(readGradient(results, k, plan, importances, found) - loss) <= bound.loss);
      for (const [j, value] of expected.entries()) {
        assert.ok(Math.abs((found[j] as number) - value) <= (bound.gradient[j] as number), `entry ${j}`);
      }
    }
  }
  await opened.device.dispose();
}

/** @returns the models at the end. */
async function checkEveryStep(
  engine: TrainingEngine,
  settings: TrainingSettings,
): Promise<readonly ModelSnapshot[]> {
  const plan = trainingPlan(settings);
  const checkers = plan.instances.map((_, k) => new StepChecker(plan, k, partCount(plan.batchSize)));
  const run = engine.start(plan);
  let before = run.snapshot();
  while (run.step < plan.steps) {
    const step = run.step;
    await run.advance(1);
    const after = run.snapshot();
    for (const [k, checker] of checkers.entries()) {
      checker.check(step, before[k] as ModelSnapshot, after[k] as ModelSnapshot);
    }
    before = after;
  }
  await run.dispose();
  return before;
}

/** The largest difference in any weight or bias. */
function distance(a: readonly ModelSnapshot[], b: readonly ModelSnapshot[]): number {
  const flat = (models: readonly ModelSnapshot[]) =>
    models.flatMap(({ weights, bias }) => [...weights, ...bias]);
  const others = flat(b);
  return Math.max(...flat(a).map((value, j) => Math.abs(value - (others[j] as number))));
}

async function finalModels(
  engine: TrainingEngine,
  settings: TrainingSettings,
): Promise<readonly ModelSnapshot[]> {
  const plan = trainingPlan(settings);
  const run = engine.start(plan);
  await run.advance(plan.steps);
  const models = run.snapshot();
  await run.dispose();
  return models;
}

function available(mode: GpuMode): boolean {
  const opened = openDevice(mode);
  if (opened.status === 'unavailable') process.stdout.write(`SKIPPED gpu:${mode}: ${opened.reason}\n`);
  return opened.status === 'open';
}

suite('training engines', (test) => {
  /** Of the reference, by plan. */
  const ends = new Map<string, readonly ModelSnapshot[]>();

  test('agreement: the reference itself is within the bound, which allows for less than its rounding', async () => {
    for (const [name, settings] of Object.entries(PLANS)) {
      ends.set(name, await checkEveryStep(referenceEngine, settings));
    }
  });

  for (const mode of GPU_MODES.filter(available)) {
    const engine = gpuEngine(mode);

    for (const [name, settings] of Object.entries(PLANS)) {
      // Adam hardly sees a constant factor in the gradient, so the gradient itself is compared as well.
      test(`agreement: gpu:${mode}, loss and gradient, ${name}`, () => checkGradient(mode, settings));

      // Differences grow along a trajectory by the curvature of the loss, which no bound on single steps controls. Seen:
      // 10⁻⁷; a wrong factor in one gradient entry gives 10⁻². The tolerance lies between, chosen, not derived.
      test(`agreement: gpu:${mode}, each of 100 steps and all together, ${name}`, async () => {
        const found = await checkEveryStep(engine, settings);
        assert.ok(distance(found, ends.get(name) ?? []) < 2e-5);
      });
    }

    test(`law: gpu:${mode}, an instance trains the same alone as in company`, async () => {
      const instances = Array.from({ length: 7 }, (_, id) => uniformInstance(id, 0.1 * (id + 1), [1, 0.5]));
      const settings = { hiddenDimension: 1, steps: 5, batchSize: 1024, instances };
      const together = await finalModels(engine, settings);
      for (const [k, instance] of instances.entries()) {
        assert.equal((await finalModels(engine, { ...settings, instances: [instance] }))[0], together[k]);
      }
    });

    test(`law: gpu:${mode}, more instances than go together in one group`, async () => {
      const instances = Array.from({ length: 260 }, (_, id) => uniformInstance(id, 0.5, [1, 1]));
      const settings = { hiddenDimension: 1, steps: 2, instances };
      const found = await finalModels(engine, settings);
      assert.ok(distance(found, await finalModels(referenceEngine, settings)) < 1e-6);
    });

    test(`law: gpu:${mode}, one hundred features in twenty dimensions`, async () => {
      const instances = [uniformInstance(0, 0.05, new Array(100).fill(1))];
      const settings = { hiddenDimension: 20, steps: 3, batchSize: 128, instances };
      await checkEveryStep(engine, settings);
    });

    test(`gpu:${mode}: an instance that overflows single precision is told; the others finish`, async () => {
      const instances = [uniformInstance(0, 1, [1, 1e38]), uniformInstance(1, 1, [1, 1])];
      const settings = { hiddenDimension: 1, steps: 3, batchSize: 64, instances };
      const { models } = await train(settings, engine);
      assert.equal(
        models.map(({ status }) => status),
        ['non-finite', 'finished'],
      );
    });
  }

  for (const [name, tick, place] of [
    ['slows down', (calls: number) => 1 / calls, -1],
    ['speeds up', (calls: number) => calls, 0],
  ] as const) {
    test(`the chosen mode is the fastest by a clock that ${name}; the others have a time or a reason`, async () => {
      let [time, calls] = [0, 0];
      const settings = { hiddenDimension: 1, batchSize: 8, instances: [uniformInstance(0, 0.5, [1, 1])] };
      const choice = await chooseGpuMode(settings, () => {
        calls += 1;
        time += tick(calls);
        return time;
      });
      assert.equal(
        choice.timings.map(({ mode }) => mode),
        [...GPU_MODES],
      );
      const timed = choice.timings.filter((timing) => timing.status === 'timed');
      assert.ok(timed.length >= 2, 'cpu and webasm are everywhere');
      assert.is(choice.status === 'chosen' && choice.mode, timed.at(place)?.mode);
      for (const timing of choice.timings) {
        assert.ok(timing.status === 'timed' ? timing.secondsPerStep > 0 : timing.reason.length > 0);
      }
    });
  }
});
