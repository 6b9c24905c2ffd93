import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { smoothGradient, smoothLoss } from '../../src/loss/smooth-loss.ts';
import { parseActivation, type SmoothName } from '../../src/model/activation.ts';
import { gram, type ToyModel, task, toyModel } from '../../src/model/toy-model.ts';
import { parseValueLaw } from '../../src/model/value-law.ts';
import { DomainError } from '../../src/support/errors.ts';
import { ONE, rational, rationalFromNumber, toNumber, ZERO } from '../../src/support/rational.ts';
import { smallRational } from '../support/arbitraries.ts';
import { runs, suite } from '../support/suite.ts';

const NAMES: readonly SmoothName[] = ['gelu', 'sigmoid', 'tanh', 'softplus'];

/** The activations by their definitions; Φ by its Taylor series, whose terms are small here. */
const FUNCTIONS: Readonly<Record<SmoothName, (z: number) => number>> = {
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  tanh: Math.tanh,
  softplus: (z) => Math.log1p(Math.exp(z)),
  gelu: (z) => {
    let [term, sum] = [z, z];
    for (let k = 1; k < 60; k++) {
      term *= (-z * z) / (2 * k);
      sum += term / (2 * k + 1);
    }
    return z * (0.5 + sum / Math.sqrt(2 * Math.PI));
  },
};

/** ∫ f over [0, 1] by the composite rule of Boole: the integrands here are analytic, and 64 panels give 12 digits. */
function integral(f: (x: number) => number): number {
  const panels = 64;
  let sum = 0;
  for (let k = 0; k < panels; k++) {
    [7, 32, 12, 32, 7].forEach((weight, node) => {
      sum += weight * f((k + node / 4) / panels);
    });
  }
  return sum / (90 * panels);
}

/** E_i of two independent features, uniform on [lower, upper], by integrating over them rather than over z. */
function errorOverInputs(model: ToyModel, name: SmoothName, i: number, lower: number, upper: number): number {
  const phi = FUNCTIONS[name];
  const row = (gram(model)[i] ?? []).map(toNumber);
  const b = toNumber(model.bias[i] ?? ZERO);
  const [p = 0, q = 0] = model.densities.map(toNumber);
  const at = (x: number, y: number): number =>
    ((i === 0 ? x : y) - phi(b + (row[0] ?? 0) * x + (row[1] ?? 0) * y)) ** 2;
  const scaled = (t: number): number => lower + (upper - lower) * t;
  return (
    (1 - p) * (1 - q) * at(0, 0) +
    p * (1 - q) * integral((t) => at(scaled(t), 0)) +
    (1 - p) * q * integral((t) => at(0, scaled(t))) +
    p * q * integral((t) => integral((u) => at(scaled(t), scaled(u))))
  );
}

const anyPair = fc
  .array(smallRational(3), { minLength: 6, maxLength: 6 })
  .map(([w = ONE, v = ONE, b = ZERO, c = ZERO, p = ONE, q = ONE]) => ({
    weights: [w, v].map((x) => x.div(2)),
    bias: [b, c].map((x) => x.div(2)),
    densities: [p, q].map((x) => x.abs().div(3)),
  }));

suite('smoothLoss', (test) => {
  for (const name of NAMES) {
    test(`agreement: ${name}, integrating over the inputs`, () => {
      fc.assert(
        fc.property(
          anyPair,
          fc.constantFrom('uniform', 'signed', 'uniform:1/2:2'),
          ({ weights, bias, densities }, law) => {
            const inputs = [law, law].map(parseValueLaw);
            const model = toyModel(
              task(densities, [ONE, ONE], { inputs }),
              [weights],
              bias,
              parseActivation(name),
            );
            const [lower, upper] = law === 'uniform' ? [0, 1] : law === 'signed' ? [-1, 1] : [0.5, 2];
            const found = smoothLoss(model, name);
            found.perFeature.forEach((term, i) => {
              const expected = errorOverInputs(model, name, i, lower, upper);
              assert.ok(term.upper - term.lower < 1e-12 * (1 + expected));
              // What the rule of Boole leaves: some (h/4)⁶ of a sixth derivative, h = 1/64, of arguments up to 2.25 · 2 x.
              assert.ok(
                Math.abs((term.lower + term.upper) / 2 - expected) < 1e-7 * (1 + expected),
                `${expected}`,
              );
            });
          },
        ),
        runs(12),
      );
    });
  }

  test('law: the gradient is the limit of difference quotients', () => {
    fc.assert(
      fc.property(anyPair, fc.constantFrom(...NAMES), fc.nat({ max: 3 }), (pair, name, which) => {
        const build = (step: number): ToyModel => {
          const h = rationalFromNumber(step);
          const [weights, bias] = [[...pair.weights], [...pair.bias]];
          const list = which < 2 ? weights : bias;
          list[which % 2] = (list[which % 2] ?? ZERO).add(h);
          return toyModel(
            task(pair.densities, [ONE, rational(1n, 2n)]),
            [weights],
            bias,
            parseActivation(name),
          );
        };
        const middle = ({ lower, upper }: { lower: number; upper: number }): number => (lower + upper) / 2;
        const step = 2 ** -12;
        const quotient =
          (middle(smoothLoss(build(step), name).loss) - middle(smoothLoss(build(-step), name).loss)) /
          (2 * step);
        const { weights, bias } = smoothGradient(build(0), name);
        const slope = middle((which < 2 ? weights[0] : bias)?.[which % 2] ?? { lower: 0, upper: 0 });
        // Central differences are off by h²/6 of a third derivative, rounding by 1e-14 / h.
        assert.ok(Math.abs(slope - quotient) < 1e-5 * (1 + Math.abs(slope)), `${slope} ${quotient}`);
      }),
      runs(25),
    );
  });

  test('refusal: thirteen features in general position, at once; equal ones are served', () => {
    const half = rational(1n, 2n);
    const wide = (weights: (j: number) => bigint): ToyModel => {
      const row = Array.from({ length: 13 }, (_, j) => rational(weights(j), 10n));
      const importances = row.map((_, j) => (j === 0 ? ONE : ZERO));
      return toyModel(task(Array(13).fill(half), importances), [row], undefined, parseActivation('tanh'));
    };
    const refused = (error: unknown): boolean =>
      error instanceof DomainError && /4096 knots for tanh.*--max-active 2/.test(error.message);
    assert.throws(
      () =>
        smoothLoss(
          wide((j) => BigInt(2 ** j)),
          'tanh',
        ),
      refused,
    );
    const { lower, upper } = smoothLoss(
      wide(() => 1n),
      'tanh',
    ).loss;
    assert.ok(lower > 0 && upper - lower < 1e-9);
  });
});
