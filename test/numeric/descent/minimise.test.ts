import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { minimise, type Objective } from '../../../src/numeric/descent/minimise.ts';
import { suite } from '../../support/suite.ts';
import { uniform } from '../../support/uniform.ts';

const LIMITS = { gradientTolerance: 1e-10, maxSteps: 500 };

function at(point: Float64Array, i: number): number {
  return point[i] ?? Number.NaN;
}

/** ½ Σ c_i (x_i − m_i)², rotated in the plane of the first two variables by 45°. */
function quadratic(curvatures: readonly number[], centre: readonly number[]): Objective {
  return (point, gradient) => {
    const rotated = centre.map((middle, i) => at(point, i) - middle);
    const [u = 0, v = 0] = rotated;
    if (rotated.length > 1) [rotated[0], rotated[1]] = [(u + v) * Math.SQRT1_2, (v - u) * Math.SQRT1_2];
    let value = 0;
    const slopes = rotated.map((distance, i) => {
      const slope = (curvatures[i] ?? 1) * distance;
      value += 0.5 * slope * distance;
      return slope;
    });
    const [s = 0, t = 0] = slopes;
    if (slopes.length > 1) [slopes[0], slopes[1]] = [(s - t) * Math.SQRT1_2, (s + t) * Math.SQRT1_2];
    gradient.set(slopes);
    return value;
  };
}

const rosenbrock: Objective = (point, gradient) => {
  const [x, y] = [at(point, 0), at(point, 1)];
  gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x);
  gradient[1] = 200 * (y - x * x);
  return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
};

/** x² for x > 0, 10 x² for x < 0, plus the same in the difference of the variables: C¹, curvature jumps at two lines. */
const kinked: Objective = (point, gradient) => {
  const [x, y] = [at(point, 0), at(point, 1)];
  const d = y - x;
  const [cx, cd] = [x > 0 ? 1 : 10, d > 0 ? 1 : 25];
  gradient[0] = 2 * cx * x - 2 * cd * d;
  gradient[1] = 2 * cd * d;
  return cx * x * x + cd * d * d;
};

/** Euclidean distance. */
function distance(point: Float64Array, target: readonly number[]): number {
  return Math.hypot(...target.map((value, i) => at(point, i) - value));
}

suite('minimise', (test) => {
  test('known value: Rosenbrock from the classical start', () => {
    const descent = minimise(rosenbrock, Float64Array.of(-1.2, 1), LIMITS);
    assert.is(descent.status, 'stationary');
    // The least curvature at (1, 1) is 0.3994: the distance is at most |gradient| / 0.3994.
    assert.ok(distance(descent.point, [1, 1]) <= 3e-10, `${descent.point}`);
    assert.ok(descent.steps < 60, `${descent.steps} steps`);
  });

  test('known value: |x|^(3/2), C¹ with an infinite second derivative at its minimum', () => {
    const cusp: Objective = (point, gradient) => {
      const x = at(point, 0);
      gradient[0] = 1.5 * Math.sign(x) * Math.sqrt(Math.abs(x));
      return Math.abs(x) ** 1.5;
    };
    const descent = minimise(cusp, Float64Array.of(3), LIMITS);
    assert.ok(Math.abs(at(descent.point, 0)) <= 1e-8, `${descent.point} ${descent.status}`);
  });

  test('known value: |x|, not even C¹: no double is lower than where it stops', () => {
    const tent: Objective = (point, gradient) => {
      gradient[0] = Math.sign(at(point, 0));
      return Math.abs(at(point, 0));
    };
    const descent = minimise(tent, Float64Array.of(Math.PI), LIMITS);
    assert.ok(descent.value < 1e-12, `${descent.value}`);
  });

  test('known value: x²/(1 + x²) from far out, where the slope is 2e-5 and the curvature negative', () => {
    const well: Objective = (point, gradient) => {
      const x = at(point, 0);
      gradient[0] = (2 * x) / (1 + x * x) ** 2;
      return (x * x) / (1 + x * x);
    };
    const descent = minimise(well, Float64Array.of(50), LIMITS);
    assert.is(descent.status, 'stationary');
    assert.ok(Math.abs(at(descent.point, 0)) <= 1e-10, `${descent.point}`);
    assert.ok(descent.steps < 30, `${descent.steps} steps`);
  });

  test('law: convex quadratics end at their centre', () => {
    const curvature = uniform(0.01, 100);
    const coordinate = uniform(-10, 10);
    const problem = fc.array(fc.record({ curvature, middle: coordinate, start: coordinate }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(problem, (axes) => {
        const centre = axes.map(({ middle }) => middle);
        const objective = quadratic(
          axes.map((axis) => axis.curvature),
          centre,
        );
        const descent = minimise(
          objective,
          Float64Array.from(axes, ({ start }) => start),
          LIMITS,
        );
        assert.is.not(descent.status, 'step-limit');
        // |x − m| ≤ |gradient| / least curvature.
        assert.ok(distance(descent.point, centre) <= 100 * descent.gradientNorm + 1e-13);
        assert.ok(descent.gradientNorm <= 1e-6, `${descent.status} ${descent.gradientNorm}`);
      }),
    );
  });

  test('law: jumps of curvature do not stop it', () => {
    const coordinate = uniform(-10, 10);
    fc.assert(
      fc.property(coordinate, coordinate, (x, y) => {
        const descent = minimise(kinked, Float64Array.of(x, y), LIMITS);
        assert.ok(distance(descent.point, [0, 0]) <= 1e-9, `${descent.point} ${descent.status}`);
      }),
    );
  });

  test('law: the value never rises, however few steps are allowed', () => {
    const coordinate = uniform(-3, 3);
    fc.assert(
      fc.property(coordinate, coordinate, fc.constantFrom(rosenbrock, kinked), (x, y, objective) => {
        const start = Float64Array.of(x, y);
        let previous = objective(start, new Float64Array(2));
        for (let maxSteps = 0; maxSteps < 12; maxSteps++) {
          const descent = minimise(objective, start, { ...LIMITS, maxSteps });
          assert.ok(
            descent.value <= previous,
            `${descent.value} after ${maxSteps} steps, ${previous} before`,
          );
          assert.ok(descent.steps <= maxSteps);
          previous = descent.value;
        }
        assert.equal([...start], [x, y], 'the start is left alone');
      }),
    );
  });

  test('law: what is returned belongs together: value and gradient norm are those of the point', () => {
    const coordinate = uniform(-3, 3);
    fc.assert(
      fc.property(coordinate, coordinate, fc.nat(20), (x, y, maxSteps) => {
        const descent = minimise(rosenbrock, Float64Array.of(x, y), { ...LIMITS, maxSteps });
        const gradient = new Float64Array(2);
        assert.is(rosenbrock(descent.point, gradient), descent.value);
        assert.is(Math.hypot(...gradient), descent.gradientNorm);
      }),
    );
  });

  test('law: a stationary start is where it ends', () => {
    const descent = minimise(rosenbrock, Float64Array.of(1, 1), LIMITS);
    assert.equal([...descent.point], [1, 1]);
    assert.equal([descent.status, descent.steps, descent.gradientNorm], ['stationary', 0, 0]);
  });

  test('law: too few steps are reported as such', () => {
    const descent = minimise(rosenbrock, Float64Array.of(-1.2, 1), { ...LIMITS, maxSteps: 3 });
    assert.equal([descent.status, descent.steps], ['step-limit', 3]);
  });

  test('law: an unreachable tolerance ends as resolved, not in a loop', () => {
    const descent = minimise(rosenbrock, Float64Array.of(-1.2, 1), { gradientTolerance: 0, maxSteps: 1000 });
    assert.is.not(descent.status, 'step-limit');
    assert.ok(distance(descent.point, [1, 1]) <= 1e-7);
  });
});
