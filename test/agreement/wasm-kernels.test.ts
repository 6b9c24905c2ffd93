/** @file The kernels of the WebAssembly engine by themselves: inputs to the last bit, activations within their bounds. */

import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseActivation } from '../../src/model/activation.ts';
import { BatchSampler } from '../../src/numeric/training/batch-sampler.ts';
import { activate, RELU_HIDDEN, trainedActivation } from '../../src/numeric/training/trained-network.ts';
import { type TrainingPlan, trainingPlan } from '../../src/numeric/training/training-plan.ts';
import { activationTable } from '../../src/numeric/training/wasm/activation-table.ts';
import { InputMemory } from '../../src/numeric/training/wasm/input-memory.ts';
import { instantiateKernels } from '../../src/numeric/training/wasm/kernel-module.ts';
import { MemoryLayout } from '../../src/numeric/training/wasm/memory-layout.ts';
import { ACTIVATIONS, anyInstances } from '../numeric/training/networks.ts';
import { uniformInstance } from '../numeric/training/plans.ts';
import { suite } from '../support/suite.ts';

suite('wasm kernels', (test) => {
  test('law: the kernels draw the batches of the reference, bit for bit', () => {
    const cases = fc.record({
      instance: fc.constantFrom(1, 2, 5, 6, 6, 9).chain(anyInstances),
      step: fc.nat(),
      batchSize: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constant(1024)),
      isCompact: fc.boolean(),
    });
    fc.assert(
      fc.property(cases, ({ instance, step, batchSize, isCompact }) => {
        const plan = trainingPlan({ hiddenDimension: 1, batchSize, instances: [instance] });
        const n = plan.featureCount;
        const expected = new Float32Array(n * batchSize);
        new BatchSampler(plan).fill(0, step, expected);
        const kernels = instantiateKernels();
        const layout = new MemoryLayout(kernels.heapBase());
        const inputs = new InputMemory(kernels, layout, plan);
        const rows = layout.reserve(4 * n * 1024);
        const [starts, ends] = [layout.reserve(4 * n), layout.reserve(4 * n)];
        const [ranks, values] = [layout.reserve(4 * n * 1024 + 64), layout.reserve(4 * n * 1024 + 64)];
        layout.grow(kernels.memory);
        const { buffer } = kernels.memory;
        inputs.open(instance);
        const kept = inputs.drawActivity(step, 0, batchSize, isCompact);
        inputs.drawRows(batchSize, kept, rows, 4096);
        inputs.drawActivity(step, 0, batchSize, isCompact);
        inputs.drawLists(batchSize, starts, ends, ranks, values);

        const isEmpty = (s: number) =>
          !Array.from({ length: n }, (_, i) => i).some((i) => expected[i * batchSize + s]);
        const samples = Array.from({ length: batchSize }, (_, s) => s);
        const hasZeros = instance.inputs?.some((law) => law.kind === 'points' && law.values.includes(0));
        if (hasZeros && isCompact) return;
        const left = isCompact ? samples.filter((s) => !isEmpty(s)) : samples;
        assert.is(kept, left.length);
        for (let i = 0; i < n; i++) {
          const row = left.map((s) => expected[i * batchSize + s] as number);
          assert.equal([...new Float32Array(buffer, rows + 4096 * i, kept)], row);
          const listed = new Array(kept).fill(0);
          const [start, end] = [starts, ends].map((at) => new Int32Array(buffer, at, n)[i]) as [
            number,
            number,
          ];
          for (let r = start; r < end; r++) {
            listed[new Int32Array(buffer, ranks)[r] as number] = new Float32Array(buffer, values)[r];
          }
          assert.equal(listed, row);
        }
      }),
      { numRuns: 40 },
    );
  });

  // 8 u (1 + |z|) for the value, 8 u for the slope, u = 2⁻²⁴: what the bound on gradients takes for granted. Seen: 3 and 3.
  for (const name of ACTIVATIONS) {
    test(`agreement: the kernels' ${name} and its slope, from -40 to 40`, () => {
      const activation = trainedActivation(parseActivation(name));
      const plan = trainingPlan({
        hiddenDimension: 1,
        network: { ...RELU_HIDDEN, output: activation },
        instances: [uniformInstance(0, 1, [1])],
      });
      const values = Float64Array.from({ length: 4096 }, (_, k) =>
        Math.fround((k - 2048) ** 3 / 2 ** 27 / 1.6),
      );
      const [kernelValues, kernelSlopes] = kernelActivation(plan, values);
      const z = values.slice();
      const slopes = new Float64Array(values.length);
      activate(activation, values, slopes, values.length);
      values.forEach((value, k) => {
        const unit = 2 ** -24;
        assert.ok(
          Math.abs(value - (kernelValues[k] as number)) <= 8 * unit * (1 + Math.abs(z[k] as number)),
          `${z[k]}`,
        );
        assert.ok(
          Math.abs((slopes[k] as number) - (kernelSlopes[k] as number)) <= 8 * unit,
          `slope at ${z[k]}`,
        );
      });
    });
  }
});

/** φ and φ′ by the kernels. */
function kernelActivation(plan: TrainingPlan, values: Float64Array): [Float32Array, Float32Array] {
  const kernels = instantiateKernels();
  const layout = new MemoryLayout(kernels.heapBase());
  const table = activationTable(plan.network.output);
  const [tableAt, at, slopesAt] = [table.bytes.length, 4 * values.length, 4 * values.length].map((bytes) =>
    layout.reserve(bytes),
  ) as [number, number, number];
  layout.grow(kernels.memory);
  const { buffer } = kernels.memory;
  new Uint8Array(buffer, tableAt).set(table.bytes);
  const [found, slopes] = [at, slopesAt].map(
    (address) => new Float32Array(buffer, address, values.length),
  ) as [Float32Array, Float32Array];
  found.set(values);
  kernels.activate(table.kind, tableAt, at, slopesAt, values.length);
  return [found, slopes];
}
