import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { BatchSampler } from '../../../src/numeric/training/batch-sampler.ts';
import { partCount } from '../../../src/numeric/training/gpu/gradient-program.ts';
import { InstanceGroup, largestGroup } from '../../../src/numeric/training/gpu/instance-group.ts';
import { type TrainingPlan, trainingPlan } from '../../../src/numeric/training/training-plan.ts';
import { TrainingState } from '../../../src/numeric/training/training-state.ts';
import { suite } from '../../support/suite.ts';
import { plans, uniformInstance } from './plans.ts';

/** What the group holds in place j: inputs, parameters, importances. */
function slots({ inputs, parameters, importances, size }: InstanceGroup, j: number): Float32Array[] {
  return [inputs, parameters, importances].map(({ values }) =>
    values.slice((j * values.length) / size, ((j + 1) * values.length) / size),
  );
}

/** What instance k should have there; zeros if there is none. */
function expected(plan: TrainingPlan, state: TrainingState, k: number, step: number): Float32Array[] {
  const { featureCount, batchSize, instances } = plan;
  const inputs = new Float32Array(featureCount * batchSize);
  const parameters = new Float32Array(state.parameterCount);
  const importances = new Float32Array(featureCount);
  const instance = instances.at(k);
  if (instance !== undefined) {
    new BatchSampler(plan).fill(k, step, inputs);
    parameters.set(state.parameters.subarray(k * parameters.length, (k + 1) * parameters.length));
    importances.set(instance.importances);
  }
  return [inputs, parameters, importances];
}

suite('InstanceGroup', (test) => {
  test('known value: partial sums at batches of 1024, 1000, 6 and 7', () => {
    assert.equal([1024, 1000, 6, 7].map(partCount), [32, 8, 2, 1]);
  });

  test('law: a group has an instance at least, keeps its tensors small, and rows no longer than 16 384', () => {
    const shape = fc.record({
      n: fc.constantFrom(1, 2, 100),
      m: fc.constantFrom(1, 20),
      count: fc.constantFrom(1, 2000),
    });
    fc.assert(
      fc.property(shape, fc.constantFrom(1, 2 ** 14, 2 ** 24), ({ n, m, count }, floats) => {
        const instances = new Array(count).fill(uniformInstance(0, 1, new Array(n).fill(1)));
        const size = largestGroup(trainingPlan({ hiddenDimension: m, instances }), floats);
        assert.ok(size >= 1 && size <= count && size * m <= 16_384);
        assert.ok(size === 1 || size * Math.max(n, m) * 1024 <= floats);
      }),
    );
  });

  test('law: a group holds its instances in order and zeros after the last one', () => {
    fc.assert(
      fc.property(plans, fc.integer({ min: 1, max: 5 }), (settings, size) => {
        const plan = trainingPlan(settings);
        const state = new TrainingState(plan);
        const sampler = new BatchSampler(plan);
        const group = new InstanceGroup(plan, size);
        for (let first = 0; first < plan.instances.length; first += size) {
          group.fillInputs(sampler, first, 3);
          group.fillParameters(state, first);
          group.fillImportances(first);
          for (let j = 0; j < size; j++) assert.equal(slots(group, j), expected(plan, state, first + j, 3));
        }
      }),
    );
  });
});
