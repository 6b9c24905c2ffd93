import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { coefficientsAt, scaleFreeArcs } from '../../../src/landscape/pair/scale-free-loss.ts';
import { evaluatePolynomial } from '../../../src/landscape/polynomial-roots.ts';
import { suite } from '../../support/suite.ts';
import { uniform } from '../../support/uniform.ts';

const density = uniform(1e-3, 1);
const importance = uniform(1e-2, 100);
const ARCS = scaleFreeArcs();

/** Equal to within the rounding of a sum of ten terms of the given size. */
function close(actual: number, expected: number, size: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= 20 * Number.EPSILON * size, `${what}: ${actual} for ${expected}`);
}

function assertCoefficients(
  actual: Float64Array,
  expected: readonly number[],
  size: number,
  what: string,
): void {
  for (let k = 0; k < Math.max(actual.length, expected.length); k++) {
    close(actual[k] ?? 0, expected[k] ?? 0, size, `${what}, s^${k}`);
  }
}

suite('scaleFreeArcs', (test) => {
  test('known value: C and Q along d = (1, −s), as worked out by hand in docs/maths/pair.md', () => {
    const [, arc] = ARCS;
    assert.ok(arc !== undefined);
    fc.assert(
      fc.property(density, importance, (p, r) => {
        const q = p * p;
        const linear = [p / 3, -q / 4, (r * (p - q)) / 3, q / 24 + (r * q) / 8];
        const quadratic = [p / 3, -q / 2, q / 3, -q / 12, (r * (p - q)) / 3, (r * q) / 12];
        assertCoefficients(coefficientsAt(arc.linear, p, r), linear, (1 + r) * p, 'C');
        assertCoefficients(coefficientsAt(arc.quadratic, p, r), quadratic, (1 + r) * p, 'Q');
      }),
    );
  });

  test('known value: C and Q along d = (1, s), where no output is ever cut off', () => {
    const [, , arc] = ARCS;
    assert.ok(arc !== undefined);
    fc.assert(
      fc.property(density, importance, (p, r) => {
        const q = p * p;
        const linear = [p / 3, ((1 + r) * q) / 4, (r * p) / 3];
        const quadratic = [p / 3, q / 2, ((1 + r) * p) / 3, (r * q) / 2, (r * p) / 3];
        assertCoefficients(coefficientsAt(arc.linear, p, r), linear, (1 + r) * p, 'C');
        assertCoefficients(coefficientsAt(arc.quadratic, p, r), quadratic, (1 + r) * p, 'Q');
      }),
    );
  });

  test('known value: beside a dropped feature N is r p³/6 on one side, 2p²/9 (2r(1−p) − p + 9p²/16) s on the other', () => {
    const [, opposite, same] = ARCS;
    assert.ok(opposite !== undefined && same !== undefined);
    fc.assert(
      fc.property(density, importance, (p, r) => {
        const [atAxis = Number.NaN] = coefficientsAt(same.slope, p, r);
        close(atAxis, (r * p ** 3) / 6, (1 + r) * p * p, 'same sign');
        const [constant = Number.NaN, linear = Number.NaN] = coefficientsAt(opposite.slope, p, r);
        close(constant, 0, (1 + r) * p * p, 'opposite signs');
        const curvature = 2 * r * (1 - p) - p + (9 * p * p) / 16;
        close(linear, ((2 * p * p) / 9) * curvature, (1 + r) * p * p, 'opposite signs');
        const leading = coefficientsAt(opposite.slope, p, r).at(7) ?? Number.NaN;
        close(leading, ((1 + 3 * r) * r * p ** 4) / 288, (1 + r) ** 2 * p ** 4, 'leading term');
      }),
    );
  });

  test('known value: at r = 1 N falls through 0 at the antipodal direction: N′(1) = p² (−64 + 120p − 59p²)/72', () => {
    const [, arc] = ARCS;
    assert.ok(arc !== undefined);
    fc.assert(
      fc.property(density, (p) => {
        const slope = coefficientsAt(arc.slope, p, 1);
        close(evaluatePolynomial(slope, 1), 0, 20 * p * p, 'N(1)');
        const derivative = slope.map((value, k) => k * value).slice(1);
        close(
          evaluatePolynomial(derivative, 1),
          (p * p * (-64 + 120 * p - 59 * p * p)) / 72,
          100 * p * p,
          'N′(1)',
        );
      }),
    );
  });

  test('law: N = 2C′Q − CQ′ is Q² / C times the derivative of C² / Q', () => {
    const place = uniform(0.01, 0.99);
    fc.assert(
      fc.property(density, importance, place, fc.constantFrom(...ARCS), (p, r, s, arc) => {
        const [linear, quadratic, slope] = [arc.linear, arc.quadratic, arc.slope].map((polynomial) =>
          coefficientsAt(polynomial, p, r),
        );
        assert.ok(linear !== undefined && quadratic !== undefined && slope !== undefined);
        const at = (values: Float64Array): number => evaluatePolynomial(values, s);
        const slopeOf = (values: Float64Array): number => at(values.map((value, k) => k * value).slice(1));
        const expected = 2 * slopeOf(linear) * at(quadratic) - at(linear) * slopeOf(quadratic);
        close(at(slope), expected, 50 * (1 + r) ** 2 * p * p, 'N');
      }),
    );
  });

  test('law: neighbouring arcs meet: directions, C and Q agree where one ends and the next starts', () => {
    fc.assert(
      fc.property(density, importance, (p, r) => {
        for (const [before, after, s] of [
          [0, 1, 1],
          [1, 2, 0],
          [2, 3, 1],
        ] as const) {
          const [left, right] = [ARCS[before], ARCS[after]];
          assert.ok(left !== undefined && right !== undefined);
          for (const k of [0, 1] as const) {
            assert.is(left.start[k] + s * left.step[k], right.start[k] + s * right.step[k]);
          }
          for (const key of ['linear', 'quadratic'] as const) {
            const values = [left, right].map((arc) => evaluatePolynomial(coefficientsAt(arc[key], p, r), s));
            close(values[0] ?? Number.NaN, values[1] ?? Number.NaN, 5 * (1 + r) * p, key);
          }
        }
      }),
    );
  });
});
