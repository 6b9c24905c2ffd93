import * as assert from 'uvu/assert';
import { task } from '../../../src/model/toy-model.ts';
import { modelOfWeights } from '../../../src/model/weights-file/model-of-weights.ts';
import type { TensorFile } from '../../../src/model/weights-file/read-tensors.ts';
import { type StoredWeightsOptions, storedWeights } from '../../../src/model/weights-file/stored-weights.ts';
import type { Tensor } from '../../../src/model/weights-file/tensor.ts';
import type { Role } from '../../../src/model/weights-file/tensor-roles.ts';
import { formatRational, ONE, rational } from '../../../src/support/rational.ts';
import { suite } from '../../support/suite.ts';

function tensor(name: string, shape: readonly number[], first = 1): Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  const values = Float64Array.from({ length: count }, (_, k) => first + k);
  return { name, format: 'float64', shape, values: () => values };
}

function fileOf(...tensors: readonly Tensor[]): TensorFile {
  return { fileName: 'file', format: 'npz', tensors, metadata: new Map() };
}

const halves = (n: number): ReturnType<typeof task> =>
  task(
    Array.from({ length: n }, () => rational(1n, 2n)),
    Array.from({ length: n }, () => ONE),
  );

const named = (...pairs: readonly (readonly [Role, string])[]): StoredWeightsOptions => ({
  names: new Map(pairs),
});

suite('stored weights', (test) => {
  test('known value: W is turned to [hidden, features], whichever order it has', () => {
    const byFeatures = storedWeights(fileOf(tensor('W', [3, 2])), { layout: 'features-hidden' });
    assert.equal([...byFeatures.weights], [1, 3, 5, 2, 4, 6]);
    const byHidden = storedWeights(fileOf(tensor('W', [3, 2])), { layout: 'hidden-features' });
    assert.equal([...byHidden.weights], [1, 2, 3, 4, 5, 6]);
    assert.equal([byHidden.featureCount, byHidden.hiddenDimension, byHidden.instanceCount], [2, 3, 1]);
    const many = storedWeights(fileOf(tensor('W', [2, 2, 1])), { layout: 'features-hidden' });
    assert.equal([many.instanceCount, many.hasInstanceAxis, [...many.weights]], [2, true, [1, 2, 3, 4]]);
  });

  test('the layout follows from the bias, the features or the hidden dimensions, and is never guessed', () => {
    const w = tensor('W', [4, 5, 2]);
    assert.is(storedWeights(fileOf(w, tensor('b_final', [4, 5]))).layout, 'features-hidden');
    assert.is(storedWeights(fileOf(w), { featureCount: 2 }).layout, 'hidden-features');
    assert.is(storedWeights(fileOf(w), { hiddenDimension: 2 }).layout, 'features-hidden');
    assert.is(
      storedWeights({ ...fileOf(w), metadata: new Map([['layout', 'hidden-features']]) }).layoutBy,
      'the file',
    );
    assert.throws(
      () => storedWeights(fileOf(w)),
      /W: expected --layout .*found the shape \[4, 5, 2\], which may/,
    );
    const square = fileOf(tensor('W', [3, 3]), tensor('b', [3]));
    assert.throws(() => storedWeights(square, { featureCount: 3 }), /which may be either/);
    assert.is(storedWeights(square, { layout: 'features-hidden' }).layout, 'features-hidden');
  });

  test('shapes that contradict each other are refused', () => {
    const w = tensor('W', [5, 2]);
    assert.throws(
      () => storedWeights(fileOf(w), { featureCount: 7 }),
      /expected 7 features, found the shape \[5, 2\]/,
    );
    const biased = fileOf(w, tensor('b', [5]));
    assert.throws(() => storedWeights(biased, { layout: 'hidden-features' }), /in the order hidden-features/);
    assert.throws(() => storedWeights(biased, { featureCount: 2 }), /b: expected the shape \[2\]/);
    assert.throws(() => storedWeights(fileOf(tensor('W', [5]))), /a matrix/);
    const untied = fileOf(tensor('W1', [6, 3]), tensor('W2', [6, 3]), tensor('b', [3]));
    assert.throws(() => storedWeights(untied), /W2: expected the shape \[3, 6\]/);
    const wide = fileOf(tensor('W', [1, 10_001]));
    assert.throws(() => storedWeights(wide, { layout: 'hidden-features' }), /at most 10000 features/);
  });

  test('tensors are found by their usual names, at the end of longer ones, or as they are told', () => {
    const state = fileOf(
      tensor('net.decoder.bias', [3]),
      tensor('net.encoder.weight', [6, 3]),
      tensor('net.decoder.weight', [3, 6]),
    );
    assert.equal(storedWeights(state).names, {
      W1: 'net.encoder.weight',
      W2: 'net.decoder.weight',
      b_final: 'net.decoder.bias',
    });
    const odd = fileOf(tensor('A', [2, 5]), tensor('beta', [5]), tensor('gamma', [5]));
    assert.throws(() => storedWeights(odd), /a tensor W, or W1 and W2.*"A", "beta", "gamma"; name them/);
    assert.throws(() => storedWeights(odd, named(['W', 'A'])), /beta: expected a bias under a known name/);
    assert.equal(storedWeights(odd, named(['W', 'A'], ['b_final', 'gamma'])).unused, ['beta']);
    const without = storedWeights(odd, { ...named(['W', 'A'], ['b_final', 'none']), featureCount: 5 });
    assert.is(without.bias, undefined);
    assert.throws(() => storedWeights(odd, named(['W', 'B'])), /no tensor "B"; there are "A"/);
    const two = fileOf(tensor('ema.W', [2, 5]), tensor('model.W', [2, 5]));
    assert.throws(() => storedWeights(two), /one tensor for W, found "ema.W" and "model.W"; say which/);
    assert.throws(
      () => storedWeights(fileOf(tensor('W', [2, 5]), tensor('W1', [2, 5]), tensor('W2', [5, 2]))),
      /not both/,
    );
  });

  test('known value: a float is the rational number that it is', () => {
    const tenth = Math.fround(0.1);
    const one = { ...tensor('W', [1, 2]), values: () => Float64Array.of(tenth, 5e-324) };
    const model = modelOfWeights(storedWeights(fileOf(one), { layout: 'hidden-features' }), 0, halves(2));
    assert.ok('weights' in model);
    assert.equal(model.weights.flat().map(formatRational), ['13421773/134217728', `1/${2n ** 1074n}`]);
    assert.equal(model.bias.map(formatRational), ['0', '0']);
  });

  test('W1 and W2 make a tied model only if one is the transpose of the other', () => {
    const [w, transposed] = [tensor('W1', [2, 3]), tensor('W2', [3, 2])];
    const exact = { ...transposed, values: () => Float64Array.of(1, 4, 2, 5, 3, 6) };
    const options: StoredWeightsOptions = { layout: 'hidden-features' };
    const tied = modelOfWeights(storedWeights(fileOf(w, exact), options), 0, halves(3), {
      architecture: 'tied',
    });
    assert.ok('weights' in tied);
    const untied = storedWeights(fileOf(w, transposed), options);
    assert.throws(() => modelOfWeights(untied, 0, halves(3), { architecture: 'tied' }), /W2 = W1ᵀ/);
    const model = modelOfWeights(untied, 0, halves(3), { target: 'abs' });
    assert.ok('inputWeights' in model && !model.tied && model.target === 'abs');
    const alone = storedWeights(fileOf(tensor('W', [2, 3])), options);
    assert.throws(() => modelOfWeights(alone, 0, halves(3), { architecture: 'two-layer' }), /W1 and W2/);
    assert.throws(() => modelOfWeights(alone, 0, halves(3), { target: 'abs' }), /hidden nonlinearity/);
    assert.throws(() => modelOfWeights(alone, 1, halves(3)), /numbered from 0/);
    assert.throws(() => modelOfWeights(alone, 0, halves(2)), /weights of 2 features, found of 3/);
  });
});
