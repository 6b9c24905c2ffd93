import { readdirSync, readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { type StoredWeightsOptions, storedWeights } from '../../../src/model/weights-file/stored-weights.ts';
import { suite } from '../../support/suite.ts';
import { tensorsOf, weightsBytes, weightsPath } from '../../support/weights-files.ts';

interface Expected {
  readonly weights: readonly (readonly (readonly number[])[])[];
  readonly outputWeights?: readonly (readonly (readonly number[])[])[];
  readonly bias?: readonly (readonly number[])[];
  readonly options: StoredWeightsOptions;
}

/** What the programs that wrote the files say is in them. */
const EXPECTED = JSON.parse(readFileSync(weightsPath('good.json'), 'utf8')) as Record<string, Expected>;

suite('weights files that NumPy, safetensors and PyTorch wrote', (test) => {
  test('every file of the corpus has its expectation', () => {
    assert.equal(readdirSync(weightsPath('good')).sort(), Object.keys(EXPECTED).sort());
  });

  for (const [name, expected] of Object.entries(EXPECTED)) {
    test(`known value: ${name}, to the last bit`, async () => {
      const file = await tensorsOf(weightsBytes(`good/${name}`), name);
      assert.is(file.format, name.split('.').at(-1));
      const found = storedWeights(file, expected.options);
      const [first = []] = expected.weights;
      assert.is(found.instanceCount, expected.weights.length);
      assert.is(found.hiddenDimension, first.length);
      assert.is(found.featureCount, first[0]?.length);
      assert.equal([...found.weights], expected.weights.flat(2));
      assert.equal([...(found.outputWeights ?? [])], (expected.outputWeights ?? []).flat(2));
      assert.is(found.bias === undefined, expected.bias === undefined);
      assert.equal([...(found.bias ?? [])], (expected.bias ?? []).flat());
    });
  }
});
