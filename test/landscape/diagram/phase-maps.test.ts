import * as assert from 'uvu/assert';
import { blockDirections } from '../../../src/landscape/diagram/block-directions.ts';
import { compareMaps } from '../../../src/landscape/diagram/compare-maps.ts';
import { familySheets } from '../../../src/landscape/diagram/family-sheets.ts';
import { handPickedMap } from '../../../src/landscape/diagram/hand-picked-map.ts';
import { pairCurves } from '../../../src/landscape/diagram/pair-curves.ts';
import { phaseMap, phaseShares } from '../../../src/landscape/diagram/phase-map.ts';
import { pairMinima } from '../../../src/landscape/pair/pair-minima.ts';
import { parameterGrid } from '../../../src/landscape/phase-diagram.ts';
import { polytopeBlocks } from '../../../src/model/phase/polytope-blocks.ts';
import { DomainError } from '../../../src/support/errors.ts';
import { suite } from '../../support/suite.ts';

const isDomainError = (error: unknown): boolean => error instanceof DomainError;

suite('hand-picked diagrams', (test) => {
  const three = { featureCount: 3, hiddenDimension: 2, biasMode: 'free' } as const;

  test('known value: four phases of (3, 2) meet at r = 1, p = 4/7, where all losses are 16/147 · 2 / 2', () => {
    const near = 1e-6;
    const around = [
      [4 / 7 + near, 1 - near, 'orthogonal, last dropped'],
      [4 / 7 + near, 1 + near, 'orthogonal, 1 other dropped'],
      [4 / 7 - near, 1 - near, 'digon ⊥ singleton, last not alone'],
      [4 / 7 - near, 1 + near, 'digon ⊥ singleton, last alone'],
    ] as const;
    for (const [density, importance, phase] of around) {
      const map = handPickedMap(
        'hand-picked',
        three,
        { densities: [density], importances: [importance] },
        'mean',
      );
      assert.is(map.cells[0]?.[0]?.phase, phase);
      assert.ok(Math.abs((map.cells[0]?.[0]?.loss ?? 0) - 16 / 147) < 1e-5);
    }
  });

  test('known value: without bias a dropped feature costs p/3', () => {
    const grid = { densities: [0.9], importances: [0.1] };
    const loss = handPickedMap('hand-picked', { ...three, biasMode: 'none' }, grid, 'none').cells[0]?.[0]
      ?.loss;
    assert.ok(Math.abs((loss ?? 0) - 0.03) < 1e-15);
  });

  test('refusals: nothing is published of (5, 2), nor of other activations', () => {
    const grid = { densities: [0.5], importances: [1] };
    for (const family of [
      { ...three, featureCount: 5 },
      { ...three, featureCount: 2, hiddenDimension: 1, activation: 'gelu' },
    ]) {
      assert.throws(() => handPickedMap('hand-picked', family, grid, 'mean'), isDomainError);
    }
  });
});

suite('familySheets', (test) => {
  test('known value: the configurations of (2, 1)', () => {
    const sheets = familySheets({ featureCount: 2, hiddenDimension: 1, biasMode: 'free' }, true);
    assert.equal(
      sheets.map(({ name, directions }) => [name, directions.map(Math.round)]),
      [
        ['dropped-all', [0, 0]],
        ['dropped-first', [0, 1]],
        ['dropped-last', [1, 0]],
        ['antipodal', [-1, 1]],
        ['confused', [1, 1]],
      ],
    );
  });

  test('known value: (3, 2) has the triangle once and the digon ⊥ singleton with the last in either place', () => {
    const names = familySheets({ featureCount: 3, hiddenDimension: 2, biasMode: 'none' }, true).map(
      ({ name }) => name,
    );
    assert.is(names.filter((name) => name === 'triangle').length, 1);
    for (const place of ['alone', 'not alone']) assert.ok(names.includes(`digon ⊥ singleton, last ${place}`));
  });

  test('law: blocks have unit directions at their angles', () => {
    for (const block of polytopeBlocks(8, 3)) {
      const directions = blockDirections(block);
      assert.is(directions.length, block.vertices);
      directions.forEach((left, i) => {
        assert.is(left.length, block.dimension);
        directions.forEach((right, j) => {
          const cosine = left.reduce((sum, value, h) => sum + value * (right[h] ?? 0), 0);
          assert.ok(Math.abs(cosine - Math.cos(block.angles[i]?.[j] ?? 0)) < 1e-8, `${block.name} ${i} ${j}`);
        });
      });
    }
  });
});

suite('compareMaps', (test) => {
  test('known value: changes by their number, excess with its place', () => {
    const grid = { densities: [1, 0.1], importances: [1, 10] };
    const first = phaseMap('hand-picked', 'formula', grid, () => ({ phase: 'a', loss: 3 }));
    const second = phaseMap('global', 'searched', grid, (p, r) =>
      p === 1 && r === 1 ? { phase: 'a', loss: 3 } : { phase: 'b', loss: r === 10 && p === 0.1 ? 1 : 2 },
    );
    const { same, changes, excess } = compareMaps(first, second);
    assert.is(same, 1);
    assert.equal(changes, [{ from: 'a', to: 'b', cells: 3 }]);
    assert.equal(excess, { largest: 2, density: 0.1, importance: 10, mean: 0.75, meanWhereDifferent: 1 });
    assert.equal(phaseShares(second), [
      { phase: 'b', cells: 3 },
      { phase: 'a', cells: 1 },
    ]);
  });
});

suite('pairCurves', (test) => {
  test('law: at a step to either side of every curve the global minimum has the phase that the curve says', () => {
    const { curves, meetings } = pairCurves(parameterGrid([1e-2, 1], [0.02, 50], [9, 9]));
    assert.ok(
      curves.some(({ order }) => order === 'first') && curves.some(({ order }) => order === 'continuous'),
    );
    assert.ok(Math.abs((meetings[0]?.importance ?? 0) - 0.4236718019542746) < 1e-12);
    for (const { between, points } of curves) {
      for (const { density, importance } of points.slice(1, -1)) {
        const phaseAt = (factor: number): string => pairMinima(density * factor, importance)[0].phase;
        assert.equal([phaseAt(1 + 1e-7), phaseAt(1 - 1e-7)], between, `${density} ${importance}`);
      }
    }
  });

  test('law: curves that come to a meeting point share it', () => {
    const { curves, meetings } = pairCurves(parameterGrid([1e-2, 1], [0.1, 10], [5, 5]));
    for (const meeting of meetings) {
      const ends = curves.flatMap(({ points }) => [points[0], points.at(-1)]);
      const near = ends.filter(
        (end) =>
          end !== undefined &&
          Math.abs(end.importance - meeting.importance) < 1e-9 &&
          Math.abs(end.density - meeting.density) < 1e-9,
      );
      assert.is(near.length, 3);
    }
  });
});
