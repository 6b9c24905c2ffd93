import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { SmoothName } from '../../../src/model/activation.ts';
import type { Jet } from '../../../src/numeric/smooth/jet.ts';
import { ENGINE_ERROR, millsRatio } from '../../../src/numeric/smooth/normal-distribution.ts';
import { smoothActivation } from '../../../src/numeric/smooth/smooth-activation.ts';
import {
  ONE,
  parseRational,
  type Rational,
  rationalFromNumber,
  toNumber,
} from '../../../src/support/rational.ts';
import { runs, suite } from '../../support/suite.ts';
import { preciseExp, preciseJet, preciseLog1p } from './precise-functions.ts';
import { REFERENCE_JETS } from './reference-jets.ts';

const NAMES: readonly SmoothName[] = ['gelu', 'sigmoid', 'tanh', 'softplus'];
const ENTRIES = ['value', 'slope', 'curvature'] as const;
const name = fc.constantFrom(...NAMES);
/** Arguments where series change over to asymptotes, and around 0. */
const argument = fc.oneof(
  fc.double({ min: -15, max: 15, noNaN: true }),
  fc.double({ min: -1, max: 1, noNaN: true }),
  fc.constantFrom(0, 0.25, -0.25, 6, -6, -5.999999999, -0.7517915, Math.SQRT2, -12, 12),
);

const distance = (a: Rational, b: number): number => toNumber(a.sub(rationalFromNumber(b)).abs());

const SIDES = NAMES.flatMap((activation) => {
  const fn = smoothActivation(activation);
  const { left, right } = fn.asymptotes;
  return [
    { activation, fn, side: -1, ...left },
    { activation, fn, side: 1, ...right },
  ];
});

suite('smooth activations', (test) => {
  test('known value: φ, φ′ and φ″ as computed elsewhere, within the stated errors', () => {
    for (const [activation, place, ...expected] of REFERENCE_JETS) {
      const z = Number(place);
      const fn = smoothActivation(activation);
      const jet = fn.jet(z);
      const error = fn.error(z, jet);
      ENTRIES.forEach((entry, k) => {
        const off = distance(parseRational(expected[k] ?? ''), jet[entry]);
        assert.ok(
          off <= error[entry] + 1e-24 * Math.abs(jet[entry]),
          `${activation} ${entry} at ${z}: ${off}`,
        );
      });
    }
  });

  test('law: the stated errors hold at every argument, and are below 2⁻⁴⁶ of the terms', () => {
    fc.assert(
      fc.property(name, argument, (activation, z) => {
        const fn = smoothActivation(activation);
        const jet = fn.jet(z);
        const error = fn.error(z, jet);
        const exact = preciseJet(activation, rationalFromNumber(z));
        for (const entry of ENTRIES) {
          const off = distance(exact[entry], jet[entry]);
          assert.ok(off <= error[entry] + 1e-180, `${activation} ${entry} at ${z}: ${off} > ${error[entry]}`);
          assert.ok(error[entry] <= 2 ** -46 * (1 + Math.abs(z)));
        }
      }),
      runs(300),
    );
  });

  test('law: exp, expm1 and log1p of this engine are as good as is assumed', () => {
    const exponent = fc.double({ min: -120, max: 56, noNaN: true });
    const within = (found: number, exact: Rational): boolean =>
      distance(exact, found) <= ENGINE_ERROR * toNumber(exact.abs());
    fc.assert(
      fc.property(exponent, (x) => {
        const exact = preciseExp(rationalFromNumber(x));
        assert.ok(within(Math.exp(x), exact), `exp(${x})`);
        if (Math.abs(x) > 1e-30) assert.ok(within(Math.expm1(x), exact.sub(ONE)), `expm1(${x})`);
        const decay = Math.exp(-Math.abs(x));
        assert.ok(within(Math.log1p(decay), preciseLog1p(rationalFromNumber(decay))), `log1p(${decay})`);
      }),
      runs(300),
    );
  });

  test('law: the continued fraction brackets Mills’ ratio from 6 on within 10⁻¹⁸', () => {
    // Consecutive convergents lie on either side; their relative distance falls with a (docs/maths/quadrature.md, §4).
    const convergent = (depth: number): Rational => {
      let denominator = parseRational('6');
      for (let k = depth - 1; k >= 1; k--) denominator = parseRational(`${k}`).div(denominator).add(6);
      return ONE.div(denominator);
    };
    const [last, beforeLast] = [convergent(26), convergent(25)];
    assert.ok(toNumber(last.sub(beforeLast).abs().div(last)) < 1e-18);
    assert.ok(distance(last, millsRatio(6)) < 2e-17);
  });

  test('law: bounds on the strip, checked on the boundary of rectangles', () => {
    const rectangle = fc.tuple(
      name,
      fc.double({ min: -20, max: 20, noNaN: true }),
      fc.double({ min: 0, max: 4, noNaN: true }),
    );
    fc.assert(
      fc.property(
        rectangle,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        ([activation, lower, length], s, u) => {
          const fn = smoothActivation(activation);
          const bound = fn.bound(lower, lower + length);
          const found = modulus(activation, lower + s * length, u * fn.reach);
          for (const entry of ENTRIES) {
            assert.ok(
              found[entry] <= bound[entry] * (1 + 1e-9),
              `${activation} ${entry}: ${found[entry]} > ${bound[entry]}`,
            );
          }
        },
      ),
      runs(500),
    );
  });

  test('law: from the threshold on, φ is its asymptote up to the stated tail', () => {
    for (const { activation, fn, side, slope, intercept } of SIDES) {
      for (const away of [fn.threshold, fn.threshold + 0.5, fn.threshold + 3]) {
        const z = rationalFromNumber(side * away);
        const exact = preciseJet(activation, z);
        const tail = fn.tail(away);
        const differences: Jet = {
          value: toNumber(exact.value.sub(z.mul(slope).add(intercept)).abs()),
          slope: toNumber(exact.slope.sub(slope).abs()),
          curvature: toNumber(exact.curvature.abs()),
        };
        const holds = ENTRIES.every((entry) => differences[entry] <= tail[entry] * (1 + 1e-9));
        assert.ok(holds, `${activation} at ${side * away}`);
      }
    }
  });

  test('law: every double has finite values, and far ones those of the asymptote', () => {
    for (const { activation, fn, side, slope, intercept } of SIDES) {
      for (const away of [1e-310, 1e-20, 37, 39, 50, 745, 1e50, 1e154, 1e300]) {
        const jet = fn.jet(side * away);
        const finite = ENTRIES.every((entry) => Number.isFinite(jet[entry]));
        assert.ok(finite, `${activation} at ${side * away}`);
        const off = Math.abs(jet.value - (slope * side * away + intercept));
        assert.ok(away < 50 || off <= 1e-20 + 1e-15 * slope * away, `${activation} at ${side * away}`);
      }
    }
  });
});

type Complex = readonly [re: number, im: number];
const times = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c];
const over = (a: Complex, [c, d]: Complex): Complex => {
  const [re, im] = times(a, [c, -d]);
  return [re / (c * c + d * d), im / (c * c + d * d)];
};
const exp = ([a, b]: Complex): Complex => [Math.exp(a) * Math.cos(b), Math.exp(a) * Math.sin(b)];
const size = ([a, b]: Complex): number => Math.hypot(a, b);

/** |φ|, |φ′|, |φ″| at x + iy, in doubles. */
function modulus(activation: SmoothName, x: number, y: number): Jet {
  const z: Complex = [x, y];
  if (activation === 'gelu') {
    const density = times([1 / Math.sqrt(2 * Math.PI), 0], exp(times([-0.5, 0], times(z, z))));
    // Φ(x + iy) − Φ(x) = i ∫₀^y g(x + is) ds by the midpoint rule.
    const real = smoothActivation('gelu').jet(x).value / x || 0.5;
    let distribution: Complex = [real, 0];
    const steps = 200;
    for (let k = 0; k < steps; k++) {
      const w: Complex = [x, (y * (k + 0.5)) / steps];
      const [re, im] = exp(times([-0.5, 0], times(w, w)));
      distribution = [
        distribution[0] - (im * y) / steps / 2.5066282746310002,
        distribution[1] + (re * y) / steps / 2.5066282746310002,
      ];
    }
    const steep = times(z, density);
    const square = times(z, z);
    return {
      value: size(times(z, distribution)),
      slope: size([distribution[0] + steep[0], distribution[1] + steep[1]]),
      curvature: size(times([2 - square[0], -square[1]], density)),
    };
  }
  const scaled: Complex = activation === 'tanh' ? [2 * x, 2 * y] : z;
  const falling = exp([-Math.abs(scaled[0]), scaled[0] < 0 ? scaled[1] : -scaled[1]]);
  const one = over([1, 0], [1 + falling[0], falling[1]]);
  // σ(z) and σ(−z), whichever is which: moduli of products need not know.
  const [rising, setting] = scaled[0] < 0 ? [times(falling, one), one] : [one, times(falling, one)];
  const slope = size(times(rising, setting));
  const tangent: Complex = [rising[0] - setting[0], rising[1] - setting[1]];
  if (activation === 'sigmoid') return { value: size(rising), slope, curvature: slope * size(tangent) };
  if (activation === 'tanh')
    return { value: size(tangent), slope: 4 * slope, curvature: 8 * slope * size(tangent) };
  const growth = exp(z);
  const value = Math.hypot(
    Math.log(Math.hypot(1 + growth[0], growth[1])),
    Math.atan2(growth[1], 1 + growth[0]),
  );
  return { value, slope: size(rising), curvature: slope };
}
