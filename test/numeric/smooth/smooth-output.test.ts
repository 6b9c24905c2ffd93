import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { SmoothName } from '../../../src/model/activation.ts';
import type { FloatDensity } from '../../../src/numeric/smooth/float-density.ts';
import { smoothActivation } from '../../../src/numeric/smooth/smooth-activation.ts';
import {
  smoothOutputCurvature,
  smoothOutputLoss,
  smoothOutputSlope,
} from '../../../src/numeric/smooth/smooth-output.ts';
import { runs, suite } from '../../support/suite.ts';

const name = fc.constantFrom<SmoothName>('gelu', 'sigmoid', 'tanh', 'softplus');
const entry = fc.double({ min: -3, max: 3, noNaN: true });

/** The law of z = b + w x, x = t uniform on [0, 1], weighted with x^power: degree `power` in (z − b)/w, for w > 0. */
function lawOf(b: number, w: number, power: number): FloatDensity {
  const masses = new Float64Array(power + 1);
  masses[power] = 1;
  return { atoms: [], pieces: [{ lower: b, width: w, masses }] };
}

/** ∫₀¹ by the midpoint rule: 10⁻⁷. */
function average(f: (x: number) => number): number {
  const count = 2000;
  let sum = 0;
  for (let k = 0; k < count; k++) sum += f((k + 0.5) / count);
  return sum / count;
}

suite('smooth output', (test) => {
  test('law: loss, slope and curvature of a feature alone are their integrals', () => {
    fc.assert(
      fc.property(name, entry, fc.double({ min: 0.01, max: 3, noNaN: true }), (activation, b, w) => {
        const jet = (x: number) => smoothActivation(activation).jet(b + w * x);
        const near = ({ lower, upper }: { lower: number; upper: number }, value: number): void => {
          assert.ok(upper - lower < 1e-12, `${upper - lower}`);
          assert.ok(Math.abs(lower - value) < 2e-5, `${activation} ${b} ${w}: ${lower} for ${value}`);
        };
        near(
          smoothOutputLoss(activation, {
            law: lawOf(b, w, 0),
            weightedByTarget: lawOf(b, w, 1),
            targetSquare: 1 / 3,
          }),
          average((x) => (x - jet(x).value) ** 2),
        );
        near(
          smoothOutputSlope(activation, { law: lawOf(b, w, 1), weightedByTarget: lawOf(b, w, 2) }),
          average((x) => 2 * (jet(x).value - x) * jet(x).slope * x),
        );
        near(
          smoothOutputCurvature(activation, { law: lawOf(b, w, 2), weightedByTarget: lawOf(b, w, 3) }),
          average((x) => 2 * x * x * (jet(x).slope ** 2 + (jet(x).value - x) * jet(x).curvature)),
        );
      }),
      runs(40),
    );
  });

  test('known value: a target that is met costs nothing, and the enclosure says so from above', () => {
    // t = z for softplus far out: the law of z on [100, 101] weighted with z has masses 100 and 101.
    const law: FloatDensity = { atoms: [], pieces: [{ lower: 100, width: 1, masses: Float64Array.of(1) }] };
    const weightedByTarget: FloatDensity = {
      atoms: [],
      pieces: [{ lower: 100, width: 1, masses: Float64Array.of(100, 101) }],
    };
    const { lower, upper } = smoothOutputLoss('softplus', { law, weightedByTarget, targetSquare: 30301 / 3 });
    assert.is(lower, 0);
    assert.ok(upper > 0 && upper < 1e-8);
  });
});
