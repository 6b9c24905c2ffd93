import * as assert from 'uvu/assert';
import { polytopeComponents } from '../../../src/model/geometry/polytope-components.ts';
import { suite } from '../../support/suite.ts';

suite('polytope components', (test) => {
  test('known value: twenty digons, a feature of its own and one that is dropped', () => {
    const weights = new Float64Array(21 * 42);
    for (let h = 0; h < 20; h++) {
      weights[h * 42 + h] = 1;
      weights[h * 42 + 20 + h] = -0.9;
    }
    weights[20 * 42 + 40] = 1;
    weights[41] = 0.1;
    const found = polytopeComponents(weights, 42);
    assert.is(found.length, 21);
    assert.equal(
      found.slice(0, 20).map(({ name, features }) => [name, [...features]]),
      Array.from({ length: 20 }, (_, h) => ['digon', [h, 20 + h]]),
    );
    assert.equal({ ...found[20] }, { features: [40], name: 'singleton', deviation: 0 });
  });

  test('known value: a triangle, two features in one direction, and two at 60°', () => {
    const half = Math.sqrt(3) / 2;
    const columns = [
      [1, 0, 0, 0, 0],
      [-0.5, half, 0, 0, 0],
      [-0.5, -half, 0, 0, 0],
      [0, 0, 1, 0, 0],
      [0, 0, 1, 0.1, 0],
      [0, 0, 0, 0.1, 1],
    ];
    const weights = Float64Array.from({ length: 30 }, (_, k) => columns[k % 6]?.[Math.floor(k / 6)] ?? 0);
    assert.equal(
      polytopeComponents(weights, 6).map(({ name, features }) => [name, features.length]),
      [
        ['triangle', 3],
        ['confused', 2],
        ['singleton', 1],
      ],
    );
    const wedge = Float64Array.of(1, 0.5, 0, half);
    assert.equal(
      polytopeComponents(wedge, 2).map(({ name }) => name),
      ['unclassified'],
    );
    assert.equal(polytopeComponents(new Float64Array(4), 2), []);
  });
});
