import * as assert from 'uvu/assert';
import { RELU } from '../../src/model/activation.ts';
import { parametersOf, parseCoordinate, withParameters } from '../../src/model/parameter-vector.ts';
import { task, toyModel } from '../../src/model/toy-model.ts';
import { reluHiddenModel, twoLayerModel } from '../../src/model/two-layer-model.ts';
import { DomainError } from '../../src/support/errors.ts';
import { ONE, type Rational, rational } from '../../src/support/rational.ts';
import { suite } from '../support/suite.ts';

const number = (value: number): Rational => rational(BigInt(value));
const numbers = (...values: number[]): Rational[] => values.map(number);
const TASK = task([ONE, ONE, ONE], [ONE, ONE, ONE]);
const TIED = toyModel(TASK, [numbers(1, 2, 3), numbers(4, 5, 6)], numbers(7, 8, 9), RELU);
const HIDDEN = reluHiddenModel(TASK, TIED.weights, { bias: TIED.bias });
const UNTIED = twoLayerModel(TASK, TIED.weights, [numbers(10, 11), numbers(12, 13), numbers(14, 15)], {
  bias: TIED.bias,
});

suite('parameter vector', (test) => {
  test('known value: W row by row, W₂ row by row, then b', () => {
    assert.equal(parametersOf(TIED).map(Number), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.equal(parametersOf(HIDDEN).map(Number), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.equal(parametersOf(UNTIED).map(Number), [1, 2, 3, 4, 5, 6, 10, 11, 12, 13, 14, 15, 7, 8, 9]);
  });

  test('law: a model with its own parameters is itself, with others these are its parameters', () => {
    for (const model of [TIED, HIDDEN, UNTIED]) {
      assert.equal(withParameters(model, parametersOf(model)), model);
      const others = parametersOf(model).map((value) => (value as Rational).neg());
      assert.equal(parametersOf(withParameters(model, others)), others);
    }
    const turned = withParameters(HIDDEN, numbers(9, 8, 7, 6, 5, 4, 3, 2, 1));
    assert.ok('inputWeights' in turned);
    assert.equal(
      turned.outputWeights.map((row) => row.map(Number)),
      [
        [9, 6],
        [8, 5],
        [7, 4],
      ],
    );
  });

  test('known value: names of entries, of a model file too, and * for all indices', () => {
    const places = (text: string, model: Parameters<typeof parseCoordinate>[1]): readonly number[] =>
      parseCoordinate(text, model).places;
    assert.equal(places('W[1][2]', TIED), [5]);
    assert.equal(places(' weights[0][1] ', TIED), [1]);
    assert.equal(places('b[*]', TIED), [6, 7, 8]);
    assert.equal(places('W[*][0]', HIDDEN), [0, 3]);
    assert.equal(places('W2[2][1]', UNTIED), [11]);
    assert.equal(places('outputWeights[0][*]', UNTIED), [6, 7]);
    assert.equal(places('bias[1]', UNTIED), [13]);
    assert.is(parseCoordinate('bias[01]', UNTIED).name, 'b[1]');
  });

  test('other names, and indices out of range, are refused with what there is', () => {
    for (const [text, model] of [
      ['W[2][0]', TIED],
      ['W[0]', TIED],
      ['W[0][0][0]', TIED],
      ['b[-1]', TIED],
      ['W2[0][0]', HIDDEN],
      ['W[0][0]', UNTIED],
      ['w1', TIED],
      ['', TIED],
    ] as const) {
      assert.throws(
        () => parseCoordinate(text, model),
        (error: unknown) => error instanceof DomainError && /b\[0–2\]/.test(error.message),
      );
    }
  });
});
