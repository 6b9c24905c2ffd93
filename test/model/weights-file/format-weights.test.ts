import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import {
  formatWeights,
  SAVED_FORMATS,
  type SavedModel,
} from '../../../src/model/weights-file/saved-models.ts';
import { storedWeights } from '../../../src/model/weights-file/stored-weights.ts';
import { runs, suite } from '../../support/suite.ts';
import { tensorsOf, weightsPath } from '../../support/weights-files.ts';

/** Those of golden/weights/check_written.py. */
const MODELS: readonly SavedModel[] = [
  { weights: Float64Array.of(1, -0.5, 0.1, 3, 1 / 3, -0), bias: Float64Array.of(0.25, -1e-300, 5e-324) },
  { weights: Float64Array.of(-1, 2, 7, 1e50, 0, 2 ** -60), bias: Float64Array.of(0, 0.2, -3) },
];

const entry = fc.double({ min: -1e50, max: 1e50, noNaN: true });
const models = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }))
  .chain(([n, m, count]) => {
    const doubles = (length: number): fc.Arbitrary<Float64Array> =>
      fc.array(entry, { minLength: length, maxLength: length }).map((values) => Float64Array.from(values));
    const model = fc.record({ weights: doubles(n * m), bias: doubles(n) });
    return fc.tuple(fc.constant(n), fc.array(model, { minLength: count, maxLength: count }));
  });

suite('writing weights', (test) => {
  for (const format of SAVED_FORMATS) {
    test(`known value: the .${format} file that NumPy, safetensors and Python read as it is meant`, () => {
      const found = formatWeights(MODELS, 3, format);
      assert.equal(Buffer.from(found), readFileSync(weightsPath(`written/models.${format}`)));
    });

    test(`law: what is written as .${format} is read back, to the last bit`, async () => {
      await fc.assert(
        fc.asyncProperty(models, async ([n, list]) => {
          const file = await tensorsOf(formatWeights(list, n, format));
          const found = storedWeights(file, { layout: 'hidden-features' });
          assert.is(file.format, format);
          assert.is(found.featureCount, n);
          assert.is(found.instanceCount, list.length);
          assert.equal(Buffer.from(found.weights.buffer), bytesOf(list.map(({ weights }) => weights)));
          assert.equal(
            Buffer.from((found.bias ?? found.weights).buffer),
            bytesOf(list.map(({ bias }) => bias)),
          );
        }),
        runs(25),
      );
    });
  }

  test('known value: untied models have W1 and W2, which are read back', async () => {
    const [first] = MODELS;
    assert.ok(first !== undefined);
    const model = { ...first, outputWeights: Float64Array.of(1, 2, 3, 4, 5, 6) };
    const found = storedWeights(await tensorsOf(formatWeights([model, model], 3, 'npz')));
    assert.equal(found.names, { W1: 'W1', W2: 'W2', b_final: 'b_final' });
    assert.equal([...(found.outputWeights ?? [])], [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6]);
    assert.is(found.hiddenDimension, 2);
    const mixed = [model, first];
    assert.throws(() => formatWeights(mixed, 3, 'npz'), /W2: expected shape \[3, 2\], found \[0\]/);
  });

  test('models of different shapes, and none, are refused', () => {
    assert.throws(() => formatWeights([], 2, 'npz'), /at least one model/);
    const [first] = MODELS;
    assert.ok(first !== undefined);
    const other = { ...first, weights: Float64Array.of(1, 2, 3) };
    assert.throws(() => formatWeights([first, other], 3, 'json'), /expected shape \[2, 3\]/);
  });
});

function bytesOf(arrays: readonly Float64Array[]): Buffer {
  return Buffer.from(Float64Array.from(arrays.flatMap((values) => [...values])).buffer);
}
