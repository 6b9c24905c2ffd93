import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { gram, type ToyModel, task, toFloatModel, toFloatTask, toyModel } from '../../src/model/toy-model.ts';
import { DomainError, ShapeError } from '../../src/support/errors.ts';
import {
  formatRational,
  ONE,
  rational,
  rationalFromNumber,
  signOf,
  ZERO,
} from '../../src/support/rational.ts';
import { anyToyModel } from '../support/arbitraries.ts';
import { multiplyMatrices, orthogonalMatrix } from '../support/orthogonal-matrices.ts';
import { suite } from '../support/suite.ts';

const half = rational(1n, 2n);

function texts(matrix: readonly (readonly { toFraction(): string }[])[]): string[][] {
  return matrix.map((row) => row.map((entry) => entry.toFraction()));
}

const isDomainError = (message: RegExp) => (error: unknown) =>
  error instanceof DomainError && message.test(error.message);
const isShapeError = (message: RegExp) => (error: unknown) =>
  error instanceof ShapeError && message.test(error.message);

suite('task', (test) => {
  test('known value: a checked task is the two lists and their length', () => {
    const { featureCount, densities, importances } = task([half, ONE], [ONE, ZERO]);
    assert.is(featureCount, 2);
    assert.equal(
      [densities, importances].map((list) => list.map(formatRational)),
      [
        ['1/2', '1'],
        ['1', '0'],
      ],
    );
  });

  test('refusal: no features', () =>
    assert.throws(() => task([], []), isDomainError(/at least one feature/)));

  test('refusal: lists of different lengths', () =>
    assert.throws(() => task([half, half], [ONE]), isShapeError(/\[2\].*\[1\]/)));

  test('refusal: a density outside [0, 1], however little', () => {
    for (const p of [rational(-1n, 10n ** 30n), rational(10n ** 30n + 1n, 10n ** 30n)]) {
      assert.throws(() => task([half, p], [ONE, ONE]), isDomainError(/a density in \[0, 1\]/));
    }
  });

  test('refusal: a negative importance', () =>
    assert.throws(() => task([half], [rational(-1n, 7n)]), isDomainError(/an importance ≥ 0, found -1\/7/)));
});

suite('toyModel', (test) => {
  const base = task([half, half], [ONE, ONE]);

  test('known value: a bias left out is zero', () => {
    assert.equal(toyModel(base, [[ONE, ONE]]).bias.map(formatRational), ['0', '0']);
  });

  test('refusal: no hidden dimension', () =>
    assert.throws(() => toyModel(base, []), isDomainError(/at least one hidden dimension/)));

  test('refusal: rows or biases that do not fit the features', () => {
    assert.throws(() => toyModel(base, [[ONE]]), isShapeError(/\[1, 2\].*\[1, 1\]/));
    assert.throws(
      () =>
        toyModel(base, [
          [ONE, ONE],
          [ONE, ONE, ONE],
        ]),
      isShapeError(/toyModel/),
    );
    assert.throws(() => toyModel(base, [[ONE, ONE]], [ONE]), isShapeError(/\[2\].*\[1\]/));
  });
});

suite('gram', (test) => {
  test('known value: a triangle in the plane, up to scale', () => {
    const weights = [
      [rational(2n), rational(-1n), rational(-1n)],
      [ZERO, rational(2n), rational(-2n)],
    ];
    const triangle = toyModel(task([ONE, ONE, ONE], [ONE, ONE, ONE]), weights);
    assert.equal(texts(gram(triangle)), [
      ['4', '-2', '-2'],
      ['-2', '5', '-3'],
      ['-2', '-3', '5'],
    ]);
  });

  test('law: symmetric, squares on the diagonal, Cauchy–Schwarz off it', () => {
    fc.assert(
      fc.property(anyToyModel(), (model) => {
        const g = gram(model);
        g.forEach((row, i) => {
          row.forEach((entry, j) => {
            const [mirror = ZERO, own = ZERO, other = ZERO] = [g[j]?.[i], g[i]?.[i], g[j]?.[j]];
            assert.ok(entry.equals(mirror) && signOf(own) >= 0);
            assert.ok(entry.mul(entry).compare(own.mul(other)) <= 0);
          });
        });
      }),
    );
  });

  test('law: O(m) invariant', () => {
    const moved = anyToyModel().chain((model) =>
      orthogonalMatrix(model.hiddenDimension).map((matrix): [ToyModel, ToyModel] => [
        model,
        toyModel(model, multiplyMatrices(matrix, model.weights), model.bias),
      ]),
    );
    fc.assert(fc.property(moved, ([before, after]) => assert.equal(texts(gram(after)), texts(gram(before)))));
  });
});

suite('toFloatModel', (test) => {
  test('known value: thirds are the nearest doubles, rows one after the other', () => {
    const third = rational(1n, 3n);
    const model = toyModel(
      task([third, ONE], [ONE, third]),
      [
        [third, ONE],
        [ZERO, third],
      ],
      [third, ZERO],
    );
    const { weights, bias, densities, importances, featureCount, hiddenDimension } = toFloatModel(model);
    assert.equal([...weights], [1 / 3, 1, 0, 1 / 3]);
    assert.equal([...bias], [1 / 3, 0]);
    assert.equal([...densities], [1 / 3, 1]);
    assert.equal([...importances], [1, 1 / 3]);
    assert.equal([featureCount, hiddenDimension], [2, 2]);
  });

  test('law: models of doubles come back unchanged', () => {
    const double = fc.double({ min: -4, max: 4, noNaN: true });
    fc.assert(
      fc.property(anyToyModel({ entry: double.map(rationalFromNumber) }), (model) => {
        const float = toFloatModel(model);
        const exact = model.weights.flat();
        assert.ok(
          exact.every((entry, k) => rationalFromNumber(float.weights[k] ?? Number.NaN).equals(entry)),
        );
        assert.equal(toFloatTask(model), {
          featureCount: float.featureCount,
          densities: float.densities,
          importances: float.importances,
        });
      }),
    );
  });
});
