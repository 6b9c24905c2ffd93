import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import {
  type CriticalPoint,
  criticalPointOf,
  criticalPoints,
} from '../../../src/landscape/critical/critical-points.ts';
import { findOrbits } from '../../../src/landscape/critical/find-orbits.ts';
import { indexSum } from '../../../src/landscape/critical/index-sum.ts';
import { type BiasMode, landscape } from '../../../src/landscape/critical/landscape.ts';
import { shaken } from '../../../src/landscape/critical/starts.ts';
import { pairMinima } from '../../../src/landscape/pair/pair-minima.ts';
import type { FloatTask } from '../../../src/model/toy-model.ts';
import { runs, suite } from '../../support/suite.ts';

function taskOf(density: number, importances: readonly number[]): FloatTask {
  return {
    featureCount: importances.length,
    densities: new Float64Array(importances.length).fill(density),
    importances: Float64Array.from(importances),
  };
}

function ones(n: number): number[] {
  return Array.from({ length: n }, () => 1);
}

function found(
  density: number,
  importances: readonly number[],
  m: number,
  bias: BiasMode,
  saddles = false,
): readonly CriticalPoint[] {
  return criticalPoints(taskOf(density, importances), m, { bias, saddles, patience: 4 }).points;
}

/** Minima with all features kept or dropped by the search itself: the parts are not searched. */
function foundTogether(density: number, n: number, m: number, bias: BiasMode): readonly CriticalPoint[] {
  const ground = landscape(taskOf(density, ones(n)), m, bias);
  const { orbits } = findOrbits(ground, { seed: 1, maxStarts: 4, patience: 4, saddles: false });
  return orbits
    .filter(({ classification }) => classification.kind === 'minimum')
    .map((orbit) => criticalPointOf(ground, orbit));
}

function isNear(actual: number, expected: number, relative = 1e-12): boolean {
  return Math.abs(actual - expected) <= relative * Math.abs(expected);
}

function kinds(points: readonly CriticalPoint[]): string[] {
  return points.map(({ kind, index, orbit, phase }) => `${kind} ${index} × ${orbit} ${phase}`);
}

interface OneHotOptima {
  readonly optima: readonly { k: number; length: number; bias: number; potential: number }[];
}

suite('criticalPoints', (test) => {
  test('known value: two equal features in one dimension, without bias', () => {
    const points = found(0.3, [1, 1], 1, 'none', true);
    assert.equal(kinds(points), [
      'minimum 0 × 2 antipodal',
      'minimum 0 × 2 confused',
      'saddle 1 × 4 dropped-last',
      'maximum 2 × 1 dropped-all',
    ]);
    // The confused pair, which outputs the mean of both, loses Var(x₁ − x₂)/2 = p/3 − p²/4; a dropped feature p/3.
    const [, confused, dropped, nothing] = points;
    assert.ok(isNear(confused?.loss ?? 0, 0.3 / 3 - 0.3 ** 2 / 4));
    assert.ok(isNear(dropped?.loss ?? 0, 0.3 / 3));
    assert.ok(isNear(nothing?.loss ?? 0, 0.2));
    assert.equal(
      dropped?.kinks.map(({ feature }) => feature),
      [1],
    );
    assert.ok(Math.abs(dropped?.kinks[0]?.greatest ?? 1) < 1e-5);
    // W₂ = v > 0 gains 2 E x₂ (v x₁)₊ = v p²/2 at first order, v < 0 nothing.
    assert.ok(Math.abs((dropped?.kinks[0]?.least ?? 0) + 0.3 ** 2 / 2) < 1e-5);
  });

  test('known value: with biases the best confused pair keeps one feature, and a dead output is one flat set', () => {
    const points = found(0.3, [1, 1], 1, 'free', true);
    const flat = points.filter(({ flatDimension }) => flatDimension > 0);
    assert.equal(
      flat.map(({ kind, deadOutputs, flatDimension }) => [kind, deadOutputs.length, flatDimension]),
      [
        ['minimum', 1, 1],
        ['saddle', 1, 2],
        ['degenerate', 2, 4],
      ],
    );
    // One feature kept perfectly, the other at 0: p/3. At its mean as bias: p/3 − p²/4.
    assert.ok(flat[0] !== undefined && isNear(flat[0].loss, 0.1));
    const atMean = points.find(
      ({ phase, bias }) => phase === 'dropped-last' && Math.abs((bias[1] ?? 0) - 0.15) < 1e-9,
    );
    assert.ok(atMean !== undefined && isNear(atMean.loss, 0.1 - 0.3 ** 2 / 4) && atMean.kind === 'saddle');
  });

  test('law: without bias the minima of a pair are those that polynomials give, at any density and importance', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        fc.double({ min: 0.2, max: 1, noNaN: true }),
        (density, importance) => {
          const points = found(density, [1, importance], 1, 'none');
          const expected = pairMinima(density, importance);
          assert.is(points.length, expected.length);
          expected.forEach(({ loss, phase }, k) => {
            assert.ok(isNear(points[k]?.loss ?? 0, loss, 1e-11), `${points[k]?.loss} ${loss}`);
            assert.is(points[k]?.phase, phase);
          });
        },
      ),
      runs(6),
    );
  });

  for (const [density, importances] of [
    [0.2, ones(3)],
    [0.3, [1, 0.8, 0.6]],
    [0.7, [1, 0.9, 0.8]],
    [0.3, ones(4)],
  ] as const) {
    test(`law: in one dimension without bias indices add up to 1: p = ${density}, I = ${importances}`, () => {
      const { points } = criticalPoints(taskOf(density, importances), 1, {
        bias: 'none',
        saddles: true,
        patience: 15,
      });
      assert.equal(indexSum(points, 1, 'none'), { status: 'balanced', sum: 1 });
      const [, ...incomplete] = points;
      assert.is(indexSum(incomplete, 1, 'none').status, 'unbalanced');
    });
  }

  test('known value: three equal features in two dimensions: digon ⊥ singleton, the triangle, and the pass between', () => {
    const points = found(0.1, ones(3), 2, 'free', true);
    assert.equal(kinds(points.slice(0, 3)), [
      'minimum 0 × 6 digon ⊥ singleton',
      'minimum 0 × 2 triangle',
      'saddle 1 × 6 triangle',
    ]);
  });

  test('known value: without bias the singleton is not orthogonal to the digon', () => {
    const [best] = found(0.3, ones(3), 2, 'none');
    assert.is(best?.phase, 'digon ⊥ singleton');
    // Exactly orthogonal, at the best lengths, it would lose 0.0296371 (familyOptimum); tilting the singleton gains 1e-3 of that.
    assert.ok((best?.loss ?? 1) < 0.02962);
  });

  test('known value: four features in two dimensions make a square, in three digon ⊥ singletons', () => {
    assert.is(found(0.1, ones(4), 2, 'none')[0]?.phase, 'square');
    const phases = foundTogether(0.1, 4, 3, 'free').map(({ phase }) => phase);
    assert.equal(phases.slice(0, 3), [
      'digon ⊥ singleton ⊥ singleton',
      'triangle ⊥ singleton',
      'tetrahedron',
    ]);
  });

  test('known value: the pentagon and its rivals at p = 0.05; at p → 0 it is the published one', () => {
    const sparse = criticalPoints(taskOf(0.05, ones(5)), 2, { bias: 'free', patience: 1 }).points;
    assert.is(sparse[0]?.phase, 'pentagon');
    assert.is(sparse[0]?.orbit, 24);
    const rivals = sparse.map(({ phase, deadOutputs }) => `${phase}, ${deadOutputs.length} dead`);
    for (const rival of [
      'square, 1 dropped, 0 dead',
      'square, 1 dropped, 1 dead',
      'triangle, 2 dropped, 2 dead',
    ]) {
      assert.ok(rivals.includes(rival), rival);
    }
    const golden: OneHotOptima = JSON.parse(
      readFileSync(new URL('../../golden/one-hot-optima.json', import.meta.url), 'utf8'),
    );
    const pentagon = golden.optima.find(({ k }) => k === 5);
    const density = 1e-4;
    const [best] = foundTogether(density, 5, 2, 'free');
    assert.ok(pentagon !== undefined && best?.phase === 'pentagon');
    // Ten pairs of features are active together with probability p² each: all quantities move by a few p.
    assert.ok(Math.abs((best.weights[0] ?? 0) - pentagon.length) < 20 * density);
    assert.ok(Math.abs((best.bias[0] ?? 0) - pentagon.bias) < 20 * density);
    assert.ok(Math.abs((3 * best.loss) / density - pentagon.potential) < 20 * density);
  });

  test('law: no point near a minimum is lower, and gradients are zero to rounding', () => {
    for (const [n, m, bias] of [
      [2, 1, 'free'],
      [3, 2, 'none'],
      [3, 2, 'free'],
    ] as const) {
      const task = taskOf(0.2, ones(n));
      const ground = landscape(task, m, bias);
      for (const { kind, weights, bias: biases, gradientNorm } of found(0.2, ones(n), m, bias)) {
        assert.is(kind, 'minimum');
        assert.ok(gradientNorm <= 1e-11, `${gradientNorm}`);
        const point = ground.pack({ weights, bias: biases });
        const height = ground.height(point);
        for (let index = 0; index < 50; index++) {
          assert.ok(ground.height(shaken(point, 1, index, 1e-3)) >= height - 1e-14);
        }
      }
    }
  });

  test('law: a search is a function of its seed, and what it finds is not', () => {
    const [first, again, other] = [5, 5, 6].map(
      (seed) => criticalPoints(taskOf(0.2, [1, 0.7, 0.5]), 2, { bias: 'none', seed, patience: 4 }).points,
    );
    assert.equal(first, again);
    assert.is(other?.length, first?.length);
    other?.forEach(({ loss }, k) => {
      assert.ok(isNear(loss, first?.[k]?.loss ?? 0, 1e-11));
    });
  });

  test('a task in which nothing counts is refused', () => {
    assert.throws(() => found(0, [1, 1], 1, 'none'), /a feature that is ever active and counts/);
    assert.throws(() => found(0.5, [0, 0], 1, 'none'), /a feature that is ever active and counts/);
  });
});
