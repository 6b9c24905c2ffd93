import * as assert from 'uvu/assert';
import { basinGrid } from '../../../src/landscape/critical/basin-grid.ts';
import { basinShare, basinsOf } from '../../../src/landscape/critical/basins.ts';
import { barriersBetween, passesAmong } from '../../../src/landscape/critical/passes.ts';
import { searchOrbits } from '../../../src/landscape/critical/search-orbits.ts';
import type { FloatTask } from '../../../src/model/toy-model.ts';
import { gradientFlow } from '../../../src/numeric/descent/gradient-flow.ts';
import { suite } from '../../support/suite.ts';

function equalTask(featureCount: number, density: number): FloatTask {
  return {
    featureCount,
    densities: new Float64Array(featureCount).fill(density),
    importances: new Float64Array(featureCount).fill(1),
  };
}

const PAIR = searchOrbits(equalTask(2, 0.3), 1, { bias: 'none', saddles: true, patience: 8 });
const OPTIONS = { starts: 60, seed: 1, initialisation: 'xavier-normal' } as const;

suite('basins', (test) => {
  test('known value: the pass between antipodal and confused is the dropped feature, and the barrier p/3', () => {
    const { ground, orbits } = PAIR;
    const passes = passesAmong(ground, orbits);
    assert.equal(passes, [{ saddle: 2, joins: [0, 1] }]);
    const barriers = barriersBetween(orbits, passes);
    assert.equal(
      barriers.map(({ between, saddles }) => ({ between, saddles })),
      [{ between: [0, 1], saddles: [2] }],
    );
    assert.ok(Math.abs((barriers[0]?.height ?? 0) * ground.unit - 0.1) < 1e-15);
  });

  test('known value: triangle and digon ⊥ singleton are joined by one pass, little above the triangle', () => {
    const { ground, orbits } = searchOrbits(equalTask(3, 0.1), 2, {
      bias: 'none',
      saddles: true,
      patience: 8,
    });
    const [barrier] = barriersBetween(orbits, passesAmong(ground, orbits));
    assert.equal(barrier?.between, [0, 1]);
    const above = (barrier?.height ?? 0) - (orbits[1]?.height ?? 0);
    assert.ok(above > 0 && above < 1e-5, `${above}`);
  });

  test('law: barriers go by the lowest way, over several passes if need be', () => {
    const heights = [0, 0, 0, 5, 2, 3];
    const orbits = heights.map((height) => ({ ...PAIR.orbits[0], height })) as typeof PAIR.orbits;
    const passes = [
      { saddle: 3, joins: [0, 2] },
      { saddle: 4, joins: [0, 1] },
      { saddle: 5, joins: [1, 2] },
    ] as const;
    assert.equal(barriersBetween(orbits, passes), [
      { between: [0, 1], saddles: [4], height: 2 },
      { between: [0, 2], saddles: [4, 5], height: 3 },
      { between: [1, 2], saddles: [5], height: 3 },
    ]);
  });

  test('law: in one dimension the signs decide: opposite ones flow to antipodal, equal ones to confused', () => {
    // p = 0.3, equal importance: the border of the basins are the axes, where a feature is dropped.
    const { ground, orbits } = PAIR;
    const axis = Float64Array.of(-1.3, -0.7, -0.2, 0.3, 0.9, 1.4);
    const { labels, members } = basinGrid(ground, orbits, 'gradient-flow', [axis, axis]);
    labels.forEach((row, k) => {
      row.forEach((label, l) => {
        const [x, y] = [axis[l] ?? 0, axis[k] ?? 0];
        const member = members[label];
        assert.is(member?.orbit, x * y < 0 ? 0 : 1);
        assert.equal(member?.place.map(Math.sign), [Math.sign(x), Math.sign(y)]);
      });
    });
  });

  test('law: on a grid that is symmetric about W = 0 the mirrored half is what following its paths gives', () => {
    const { ground, orbits } = searchOrbits(
      { featureCount: 2, densities: Float64Array.of(0.6, 0.6), importances: Float64Array.of(1, 0.7) },
      1,
      { bias: 'none', patience: 4 },
    );
    const axis = Float64Array.of(-1.2, -0.4, 0.4, 1.2);
    const whole = basinGrid(ground, orbits, 'gradient-flow', [axis, axis]);
    const upper = basinGrid(ground, orbits, 'gradient-flow', [axis, axis.slice(2)]);
    assert.equal(whole.labels.slice(2), upper.labels);
  });

  test('law: shares count every start once, and are those of the signs', () => {
    const { ground, orbits } = PAIR;
    for (const method of ['gradient-flow', 'adam'] as const) {
      const { shares, elsewhere } = basinsOf(ground, orbits, { ...OPTIONS, method });
      const counted = shares.reduce((sum, { count }) => sum + count, elsewhere.count);
      assert.is(counted, OPTIONS.starts);
      assert.is(elsewhere.count, 0);
      assert.is((shares[0]?.count ?? 0) + (shares[1]?.count ?? 0), OPTIONS.starts);
      // Signs are independent and fair: 30 ± 4; six of those are exceeded once in 10⁹ seeds, and the seed is fixed.
      assert.ok(Math.abs((shares[0]?.count ?? 0) - 30) < 24);
    }
    const flow = basinsOf(ground, orbits, { ...OPTIONS, method: 'gradient-flow' });
    assert.equal(flow, basinsOf(ground, orbits, { ...OPTIONS, method: 'gradient-flow' }));
  });

  test('known value: Wilson’s interval of 0, 5 and 10 of 10', () => {
    // (k + z²/2 ± z √(k (n − k)/n + z²/4)) / (n + z²) with z² = 3.8415, by hand.
    assert.is(basinShare(0, 10).interval[0], 0);
    assert.ok(Math.abs(basinShare(0, 10).interval[1] - 0.27753) < 1e-5);
    assert.ok(Math.abs(basinShare(5, 10).interval[0] - 0.23659) < 1e-5);
    assert.ok(Math.abs(basinShare(5, 10).interval[1] - 0.76341) < 1e-5);
    assert.ok(Math.abs(basinShare(10, 10).interval[0] - 0.72247) < 1e-5);
  });

  test('known value: the flow of a quadratic is the exponential', () => {
    const rates = [1, 10];
    const terrain = {
      dimension: 2,
      climb: (point: Float64Array, gradient: Float64Array) => {
        rates.forEach((rate, k) => {
          gradient[k] = rate * (point[k] ?? 0);
        });
        return rates.reduce((sum, rate, k) => sum + (rate * (point[k] ?? 0) ** 2) / 2, 0);
      },
    };
    const limits = {
      maxSteps: 10_000,
      gradientTolerance: 0,
      stepError: 1e-4,
      hasArrived: ([x = 0]: Float64Array) => x < 0.5,
    };
    const { status, point } = gradientFlow(terrain, Float64Array.of(1, 1), limits);
    assert.is(status, 'arrived');
    // y = x^10 along the flow; each of the steps so far is off by at most 1e-4.
    assert.ok(Math.abs((point[1] ?? 0) - (point[0] ?? 0) ** 10) < 2e-3);
  });

  test('no starts, and grids over more than two parameters, are refused', () => {
    const { ground, orbits } = PAIR;
    assert.throws(
      () => basinsOf(ground, orbits, { ...OPTIONS, starts: 0, method: 'adam' }),
      /one start or more/,
    );
    const wide = searchOrbits(equalTask(2, 0.3), 1, { bias: 'free', patience: 1 });
    const axes = [Float64Array.of(0), Float64Array.of(0)] as const;
    assert.throws(() => basinGrid(wide.ground, wide.orbits, 'adam', axes), /two parameters/);
  });
});
