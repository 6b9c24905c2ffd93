import * as assert from 'uvu/assert';
import { faceLattice } from '../../../src/numeric/population-loss/face-lattice.ts';
import { suite } from '../../support/suite.ts';

suite('faceLattice', (test) => {
  test('known value: state 7 of two features is 2·3 + 1: feature 1 free, feature 0 fixed', () => {
    const { free, fixed, dimension, stateCount } = faceLattice(2);
    assert.is(stateCount, 9);
    assert.equal([free[7], fixed[7], dimension[7]], [0b10, 0b01, 1]);
  });

  test('law: every state is told by its two sets, and its cubes have nothing fixed', () => {
    for (let n = 1; n <= 6; n++) {
      const { free, fixed, dimension, cube, stride, stateCount } = faceLattice(n);
      assert.is(stateCount, 3 ** n);
      for (let s = 0; s < stateCount; s++) {
        let digits = 0;
        let count = 0;
        for (let j = 0; j < n; j++) {
          const isFree = ((free[s] ?? 0) >> j) & 1;
          digits += (2 * isFree + (((fixed[s] ?? 0) >> j) & 1)) * (stride[j] ?? 0);
          count += isFree;
        }
        assert.is(digits, s);
        assert.is(dimension[s], count);
      }
      cube.forEach((state, set) => {
        assert.equal([free[state], fixed[state]], [set, 0]);
      });
    }
  });
});
