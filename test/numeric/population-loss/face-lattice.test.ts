import * as assert from 'uvu/assert';
import { faceLattice } from '../../../src/numeric/population-loss/face-lattice.ts';
import { suite } from '../../support/suite.ts';

suite('faceLattice', (test) => {
  test('known value: state 7 of two features is 2·3 + 1: feature 1 free, feature 0 fixed', () => {
    const { free, fixed, stateCount } = faceLattice([1, 1]);
    assert.is(stateCount, 9);
    assert.equal([free[7], fixed[7]], [0b10, 0b01]);
  });

  test('known value: of a group of two, state 12 has one free and one fixed', () => {
    const { free, fixed, stateCount, setCount, shared } = faceLattice([1, 2]);
    // The group’s digit is 1 + 3·1, its stride 3, its field bits 1 and 2.
    assert.equal([stateCount, setCount, shared], [21, 8, 0b110]);
    assert.equal([free[12], fixed[12]], [0b010, 0b010]);
  });

  const partitions = [[1], [1, 1], [1, 1, 1, 1], [1, 2], [1, 3], [1, 1, 4], [1, 2, 2], [1, 1, 2, 3]];

  test('law: every state is told by its counts, and each pair of counts is a state', () => {
    for (const sizes of partitions) {
      const { free, fixed, byDimension, unit, stride, setCount } = faceLattice(sizes);
      const count = (set: number, g: number): number =>
        Math.floor((set % (unit[g + 1] ?? setCount)) / (unit[g] ?? 1));
      const states = sizes.reduce((product, size) => (product * (size + 1) * (size + 2)) / 2, 1);
      assert.is(new Set(byDimension).size, states);
      for (const s of byDimension) {
        let number = 0;
        sizes.forEach((size, g) => {
          const [ones, freeCount] = [count(fixed[s] ?? 0, g), count(free[s] ?? 0, g)];
          assert.ok(ones + freeCount <= size);
          number += (ones + (size + 1) * freeCount) * (stride[31 - Math.clz32(unit[g] ?? 0)] ?? 0);
        });
        assert.is(number, s);
      }
    }
  });

  test('law: facets have smaller numbers, where the strides say', () => {
    for (const sizes of partitions) {
      const { free, fixed, byDimension, unitOfBit, fieldOfBit, toOne, stride } = faceLattice(sizes);
      for (const s of byDimension) {
        unitOfBit.forEach((unit, bit) => {
          if (((free[s] ?? 0) & (fieldOfBit[bit] ?? 0)) === 0) return;
          const upper = s - (toOne[bit] ?? 0);
          const lower = upper - (stride[bit] ?? 0);
          assert.ok(0 <= lower && upper < s);
          assert.equal([free[upper], fixed[upper]], [(free[s] ?? 0) - unit, (fixed[s] ?? 0) + unit]);
          assert.equal([free[lower], fixed[lower]], [(free[s] ?? 0) - unit, fixed[s]]);
        });
      }
    }
  });

  test('law: levels are sorted by dimension, and cubes have nothing fixed', () => {
    for (const sizes of partitions) {
      const { free, fixed, byDimension, levelStart, cube, unit, setCount } = faceLattice(sizes);
      const dimension = (s: number): number =>
        sizes.reduce(
          (sum, _, g) => sum + Math.floor(((free[s] ?? 0) % (unit[g + 1] ?? setCount)) / (unit[g] ?? 1)),
          0,
        );
      for (let k = 0; k < levelStart.length - 1; k++) {
        for (const s of byDimension.subarray(levelStart[k], levelStart[k + 1])) assert.is(dimension(s), k);
      }
      assert.is(levelStart.at(-1), byDimension.length);
      const cubes = sizes.reduce((product, size) => product * (size + 1), 1);
      assert.is(new Set(cube).size, cubes);
      assert.ok(cube.every((s) => fixed[s] === 0));
    }
  });
});
