import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { evaluatePolynomial, unitIntervalRoots } from '../../src/landscape/polynomial-roots.ts';
import { DomainError } from '../../src/support/errors.ts';
import { suite } from '../support/suite.ts';
import { uniform } from '../support/uniform.ts';

/** Coefficients of Π (x − root), by ascending power. */
function withRoots(roots: readonly number[], scale = 1): Float64Array {
  let coefficients = [scale];
  for (const root of roots) {
    coefficients = [0, ...coefficients].map((shifted, k) => shifted - root * (coefficients[k] ?? 0));
  }
  return Float64Array.from(coefficients);
}

function assertClose(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  assert.is(actual.length, expected.length, `[${actual.join(', ')}] for [${expected.join(', ')}]`);
  expected.forEach((root, k) => {
    const found = actual[k] ?? Number.NaN;
    assert.ok(Math.abs(found - root) <= tolerance, `${found} for ${root}`);
  });
}

/** T_d(2x − 1) on [0, 1], by the three-term recurrence. */
function shiftedChebyshev(degree: number): Float64Array {
  let [previous, current] = [[1], [-1, 2]];
  for (let d = 1; d < degree; d++) {
    const next = [...current.map(() => 0), 0];
    current.forEach((value, k) => {
      next[k] = (next[k] ?? 0) - 2 * value;
      next[k + 1] = (next[k + 1] ?? 0) + 4 * value;
    });
    [previous, current] = [current, next.map((value, k) => value - (previous[k] ?? 0))];
  }
  return Float64Array.from(current);
}

suite('unitIntervalRoots', (test) => {
  test('known value: the roots of Chebyshev polynomials are cosines', () => {
    for (const degree of [1, 2, 3, 5, 8]) {
      const cosines = Array.from({ length: degree }, (_, k) => {
        const angle = ((2 * (degree - k) - 1) * Math.PI) / (2 * degree);
        return (1 + Math.cos(angle)) / 2;
      });
      // Largest coefficient below 2^(3d−1), slope at a root at least 2d: rounding moves a root by less than d·2^(3d)·ε.
      assertClose(unitIntervalRoots(shiftedChebyshev(degree)), cosines, degree * 2 ** (3 * degree - 52));
    }
  });

  test('known value: ten equally spaced roots, as Wilkinson would have them', () => {
    const roots = Array.from({ length: 10 }, (_, k) => (k + 1) / 11);
    // Slope at the middle roots is 5!·5!/11⁹ ≈ 6e-6 and coefficients reach 30: roots move by up to 10·30·ε/6e-6 ≈ 1e-8.
    assertClose(unitIntervalRoots(withRoots(roots)), roots, 1e-8);
  });

  test('known value: none, where there is none', () => {
    assert.equal(unitIntervalRoots(Float64Array.of(1, 0, 1)), []);
    assert.equal(unitIntervalRoots(Float64Array.of(5)), []);
    assert.equal(unitIntervalRoots(withRoots([-0.5, 1.5, 2])), []);
    assert.equal(unitIntervalRoots(Float64Array.of(0.26, -1, 1)), [], '(x − ½)² + 0.01');
  });

  test('known value: the zero polynomial has no root to name', () => {
    assert.equal(unitIntervalRoots(new Float64Array(0)), []);
    assert.equal(unitIntervalRoots(new Float64Array(4)), []);
  });

  test('known value: the ends of the interval count', () => {
    assert.equal(unitIntervalRoots(Float64Array.of(0, 1)), [0]);
    assert.equal(unitIntervalRoots(Float64Array.of(-1, 1)), [1]);
    assert.equal(unitIntervalRoots(Float64Array.of(0, 1, -1)), [0, 1]);
    assert.equal(unitIntervalRoots(Float64Array.of(0, 0, 0, 1, 0)), [0]);
  });

  test('known value: a double root is one place', () => {
    assertClose(unitIntervalRoots(Float64Array.of(0.25, -1, 1)), [0.5], 2 ** -26);
    assertClose(unitIntervalRoots(Float64Array.of(0.0625, -0.5, 1.5, -2, 1)), [0.5], 2 ** -13);
  });

  test('law: separated random roots are all found, and nothing else', () => {
    const gaps = fc.array(uniform(0.1, 1), { minLength: 2, maxLength: 6 });
    const outside = fc.array(uniform(1.25, 4), { maxLength: 2 });
    const scale = fc.constantFrom(1, -3, 1e-200, 1e200);
    fc.assert(
      fc.property(gaps, outside, scale, (steps, others, factor) => {
        // Inner roots at least 0.1/6 apart and off the ends: slope ≥ 1e-9, coefficients ≤ 2⁶·5²: error ≤ 8·1600·ε/1e-9.
        const total = steps.reduce((sum, step) => sum + step, 0);
        let place = 0;
        const roots = steps.slice(1).map((_, k) => {
          place += (steps[k] ?? 0) / total;
          return place;
        });
        assertClose(unitIntervalRoots(withRoots([...roots, ...others], factor)), roots, 1e-3);
      }),
    );
  });

  test('law: every change of sign on a fine grid has a root beside it', () => {
    const coefficients = fc.array(uniform(-1, 1), {
      minLength: 2,
      maxLength: 9,
    });
    fc.assert(
      fc.property(coefficients, (values) => {
        const polynomial = Float64Array.from(values);
        const roots = unitIntervalRoots(polynomial);
        const grid = 512;
        for (let k = 0; k < grid; k++) {
          const [left, right] = [k / grid, (k + 1) / grid];
          const [low, high] = [evaluatePolynomial(polynomial, left), evaluatePolynomial(polynomial, right)];
          const rounding = 20 * Number.EPSILON;
          if (Math.min(Math.abs(low), Math.abs(high)) <= rounding || low > 0 === high > 0) continue;
          assert.ok(
            roots.some((root) => left <= root && root <= right),
            `[${left}, ${right}]`,
          );
        }
      }),
    );
  });

  test('law: at a reported simple root the polynomial changes sign within rounding', () => {
    const coefficients = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 7 });
    fc.assert(
      fc.property(coefficients, (values) => {
        const polynomial = Float64Array.from(values);
        const size = values.reduce((sum, value) => sum + Math.abs(value), 0);
        for (const root of unitIntervalRoots(polynomial)) {
          // A multiple root is placed to 2⁻⁴⁰, so the value there is at most its slope, below 7 · size, times that.
          const value = Math.abs(evaluatePolynomial(polynomial, root));
          assert.ok(value <= 7 * size * 2 ** -40 + 2 * 7 * size * Number.EPSILON, `${root}: ${value}`);
        }
      }),
    );
  });

  test('refusal: coefficients that are not numbers', () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      assert.throws(
        () => unitIntervalRoots(Float64Array.of(1, bad, 1)),
        (error: unknown) => error instanceof DomainError && /finite coefficients/.test(error.message),
      );
    }
  });
});
