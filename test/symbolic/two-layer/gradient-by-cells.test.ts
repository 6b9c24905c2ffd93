import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { task, toyModel } from '../../../src/model/toy-model.ts';
import { reluHiddenModel, twoLayerModel } from '../../../src/model/two-layer-model.ts';
import { SIGNED } from '../../../src/model/value-law.ts';
import { DomainError } from '../../../src/support/errors.ts';
import {
  formatRational,
  ONE,
  parseRational,
  type Rational,
  rational,
  ZERO,
} from '../../../src/support/rational.ts';
import type { RationalInterval } from '../../../src/support/rational-interval.ts';
import {
  derivativeByCells,
  kinkSides,
  type Parameter,
  parameterDirection,
} from '../../../src/symbolic/two-layer/derivative-by-cells.ts';
import { gradientByCells, type NetworkGradient } from '../../../src/symbolic/two-layer/gradient-by-cells.ts';
import { lossByCells } from '../../../src/symbolic/two-layer/loss-by-cells.ts';
import { type Network, networkOf } from '../../../src/symbolic/two-layer/network.ts';
import { anyPiecewiseLinear, piecewiseLinearNamed } from '../../support/settings.ts';
import { runs, suite } from '../../support/suite.ts';
import { anyNetwork, showNetwork } from '../../support/two-layer-networks.ts';

const rationals = (...numerals: string[]): Rational[] => numerals.map(parseRational);
const text = (values: readonly RationalInterval[]): string[] =>
  values.map(({ lower, upper }) => {
    assert.ok(lower.equals(upper));
    return formatRational(lower);
  });

const networks = fc
  .record({
    features: fc.integer({ min: 1, max: 2 }),
    hidden: fc.integer({ min: 1, max: 2 }),
    tied: fc.boolean(),
  })
  .chain((limits) => anyNetwork({ ...limits, activations: anyPiecewiseLinear() }));

function gradientOf(network: Network): NetworkGradient {
  const found = gradientByCells(network);
  if (found.status === 'jump') throw new Error(found.activation);
  return found.gradient;
}

function oneSided(network: Network, parameter: Parameter): Rational {
  const found = derivativeByCells(network, parameterDirection(network, parameter));
  if (found.status === 'jump') throw new Error(found.activation);
  return found.derivative.lower;
}

function parametersOf({ inputWeights, tied }: Network): Parameter[] {
  return inputWeights.flatMap((row, hidden) =>
    row.flatMap((_, feature): Parameter[] => [
      { of: 'input', hidden, feature },
      ...(tied ? [] : [{ of: 'output', hidden, feature } as const]),
      ...(hidden === 0 ? [{ of: 'bias', feature } as const] : []),
    ]),
  );
}

function slopeAt({ inputWeights, outputWeights, bias }: NetworkGradient, parameter: Parameter): Rational {
  const { feature } = parameter;
  if (parameter.of === 'bias') return bias[feature]?.lower ?? ZERO;
  const { hidden } = parameter;
  const found = parameter.of === 'input' ? inputWeights[hidden]?.[feature] : outputWeights[feature]?.[hidden];
  return found?.lower ?? ZERO;
}

/** The network with one parameter moved. */
function moved(network: Network, parameter: Parameter, step: Rational): Network {
  const direction = parameterDirection(network, parameter);
  const sum = (row: readonly Rational[], way: readonly Rational[] = []): Rational[] =>
    row.map((entry, k) => entry.add(step.mul(way[k] ?? ZERO)));
  return {
    ...network,
    inputWeights: network.inputWeights.map((row, h) => sum(row, direction.inputWeights[h])),
    outputWeights: network.outputWeights.map((row, i) => sum(row, direction.outputWeights[i])),
    bias: sum(network.bias, direction.bias),
  };
}

const STEP = parseRational('1e-60');
/**
 * A quotient differs from the one-sided derivative by the step times the second derivative, which is at most a power of
 * the entries and of the reciprocals of differences of walls: rationals of a few digits, so far below 10⁴⁰.
 */
const CLOSE = parseRational('1e-20');

suite('gradientByCells', (test) => {
  test('known value: ReLU hidden, one feature that always fires: L = (1 − w²)²/3', () => {
    const model = reluHiddenModel(task([ONE], [ONE]), [rationals('1/2')]);
    const found = gradientByCells(networkOf(model));
    assert.is(found.status, 'differentiable');
    // ∂L/∂w = −4w (1 − w²)/3;  ∂L/∂b = −2 ∫ (1 − w²) x.
    assert.equal(text(gradientOf(networkOf(model)).inputWeights.flat()), ['-1/2']);
    assert.equal(text(gradientOf(networkOf(model)).bias), ['-3/4']);
  });

  test('known value: untied, y = v w x: ∂L/∂w = −2v (1 − vw)/3, ∂L/∂v = −2w (1 − vw)/3', () => {
    const model = twoLayerModel(task([ONE], [ONE]), [rationals('1/2')], [rationals('1/3')]);
    const { inputWeights, outputWeights } = gradientOf(networkOf(model));
    assert.equal([text(inputWeights.flat()), text(outputWeights.flat())], [['-5/27'], ['-5/18']]);
  });

  test('known value: a hidden unit without weights is a kink, whose sides are told apart', () => {
    // y = (v w x)₊ for w > 0 and x > 0: the derivative by w is −2v/3 from above; from below the unit is off.
    const model = twoLayerModel(task([ONE], [ONE]), [[ZERO]], [rationals('1/2')]);
    const network = networkOf(model);
    const found = gradientByCells(network);
    assert.is(found.status, 'on-kink');
    const kinks = found.status === 'on-kink' ? found.kinks : [];
    assert.equal(kinks[0], { layer: 'hidden', unit: 0 });
    const sides = kinkSides(network, kinks).map(({ parameter, below, above }) => [
      parameter.of,
      ...text([below, above]),
    ]);
    // The output lies on its kink, too: raising b helps, −2 E x.
    assert.equal(sides, [
      ['input', '0', '-1/3'],
      ['bias', '0', '-1'],
    ]);
  });

  test('known value: for signed inputs the same unit bends to both sides', () => {
    const inputs = task([ONE], [ONE], { inputs: [SIGNED] });
    const model = twoLayerModel(inputs, [[ZERO]], [rationals('1')], { target: 'abs' });
    const network = { ...networkOf(model), outputActivation: piecewiseLinearNamed('linear') };
    const found = gradientByCells(network);
    const kinks = found.status === 'on-kink' ? found.kinks : [];
    const sides = kinkSides(network, kinks).map(({ below, above }) => text([below, above]));
    // y = (w x)₊: half of −2 E x² = −2/3 on either side.
    assert.equal(sides, [['1/3', '-1/3']]);
  });

  test('known value: hidden units that cancel put the output on its kink, and their input weights can take it off', () => {
    // z = (a − b) x with a = b = 1: above by a and below by b z = t x, and E (x − t x)² falls by 2 E x² = 2/3.
    const model = twoLayerModel(task([ONE], [ONE]), [[ONE], [ONE]], [rationals('1', '-1')]);
    const network = networkOf(model);
    const found = gradientByCells(network);
    const kinks = found.status === 'on-kink' ? found.kinks : [];
    assert.equal(kinks, [{ layer: 'output', unit: 0 }]);
    const sides = kinkSides(network, kinks).filter(({ parameter }) => parameter.of === 'input');
    assert.equal(
      sides.map(({ below, above }) => text([below, above])),
      [
        ['0', '-2/3'],
        ['2/3', '0'],
      ],
    );
  });

  test('known value: a point mass on a breakpoint is a kink', () => {
    const inputs = task([ONE], [ONE], {
      inputs: [{ ...SIGNED, atoms: [{ value: ONE, mass: ONE }], pieces: [] }],
    });
    const network = networkOf(toyModel(inputs, [[ONE]], [rational(-1n)]));
    const found = gradientByCells(network);
    assert.equal(found.status === 'on-kink' && found.kinks, [{ layer: 'output', unit: 0 }]);
    // x = 1, z = w² x + b = 0, e = 1: −2 from above by b and twice as much by w; 0 from below.
    const sides = found.status === 'on-kink' ? kinkSides(network, found.kinks) : [];
    assert.equal(
      sides.map(({ parameter, below, above }) => [parameter.of, ...text([below, above])]),
      [
        ['input', '0', '-4'],
        ['bias', '0', '-2'],
      ],
    );
  });

  test('law: where no unit is on a kink, every derivative is the gradient, from both sides', () => {
    fc.assert(
      fc.property(networks, fc.nat(), (network, choice) => {
        const found = gradientByCells(network);
        const parameters = parametersOf(network);
        const parameter = parameters[choice % parameters.length];
        if (found.status !== 'differentiable' || parameter === undefined) return;
        const slope = slopeAt(found.gradient, parameter);
        assert.ok(oneSided(network, parameter).equals(slope), showNetwork(network));
      }),
      runs(40),
    );
  });

  test('law: every one-sided derivative is the limit of exact difference quotients', () => {
    fc.assert(
      fc.property(networks, fc.nat(), (network, choice) => {
        const parameters = parametersOf(network);
        const parameter = parameters[choice % parameters.length];
        if (parameter === undefined) return;
        const here = lossByCells(network).loss.lower;
        const there = lossByCells(moved(network, parameter, STEP)).loss.lower;
        const error = there.sub(here).div(STEP).sub(oneSided(network, parameter)).abs();
        assert.ok(error.compare(CLOSE) < 0, `${JSON.stringify(parameter)} of\n${showNetwork(network)}`);
      }),
      runs(60),
    );
  });

  test('law: along parameters that kinkSides does not list both sides are the gradient', () => {
    fc.assert(
      fc.property(networks, (network) => {
        const found = gradientByCells(network);
        if (found.status !== 'on-kink') return;
        const listed = new Set(
          kinkSides(network, found.kinks).map(({ parameter }) => JSON.stringify(parameter)),
        );
        for (const parameter of parametersOf(network)) {
          if (listed.has(JSON.stringify(parameter))) continue;
          const slope = slopeAt(found.gradient, parameter);
          assert.ok(
            oneSided(network, parameter).equals(slope),
            `${JSON.stringify(parameter)}\n${showNetwork(network)}`,
          );
        }
      }),
      runs(20),
    );
  });

  test('law: three features: quotients, and Euler for ReLU without hidden bias: ⟨W₁, ∂₁⟩ = ⟨W₂, ∂₂⟩', () => {
    const three = anyNetwork({
      features: 3,
      hidden: 3,
      activations: fc.constant(piecewiseLinearNamed('relu')),
    });
    fc.assert(
      fc.property(three, fc.nat(), (network, choice) => {
        const plain = { ...network, hiddenBias: network.hiddenBias.map(() => ZERO) };
        const { inputWeights, outputWeights } = gradientOf(plain);
        const inner = (
          a: readonly (readonly RationalInterval[])[],
          b: readonly (readonly Rational[])[],
        ): Rational => a.flat().reduce((sum, { lower }, k) => sum.add(lower.mul(b.flat()[k] ?? ZERO)), ZERO);
        assert.ok(inner(inputWeights, plain.inputWeights).equals(inner(outputWeights, plain.outputWeights)));
        const parameters = parametersOf(plain);
        const parameter = parameters[choice % parameters.length];
        if (parameter === undefined) return;
        const there = lossByCells(moved(plain, parameter, STEP)).loss.lower;
        const quotient = there.sub(lossByCells(plain).loss.lower).div(STEP);
        assert.ok(quotient.sub(oneSided(plain, parameter)).abs().compare(CLOSE) < 0, showNetwork(plain));
      }),
      runs(15),
    );
  });

  test('law: rounding encloses every derivative', () => {
    fc.assert(
      fc.property(networks, (network) => {
        const exact = gradientOf(network);
        const found = gradientByCells(network, { bits: 64 });
        if (found.status === 'jump') throw new Error(found.activation);
        const all = ({ inputWeights, outputWeights, bias }: NetworkGradient): RationalInterval[] => [
          ...inputWeights.flat(),
          ...outputWeights.flat(),
          ...bias,
        ];
        const precise = all(exact);
        all(found.gradient).forEach(({ lower, upper }, k) => {
          const value = precise[k]?.lower ?? ZERO;
          assert.ok(lower.compare(value) <= 0 && upper.compare(value) >= 0, showNetwork(network));
        });
      }),
      runs(20),
    );
  });

  test('a jump is named, and gives no gradient', () => {
    const jump = piecewiseLinearNamed('jump-relu:1/2');
    const network = networkOf(toyModel(task([ONE], [ONE]), [[ONE]], [ZERO], jump));
    assert.equal(gradientByCells(network), { status: 'jump', layer: 'output', activation: 'jump-relu:1/2' });
    const direction = parameterDirection(network, { of: 'bias', feature: 0 });
    assert.is(derivativeByCells(network, direction).status, 'jump');
  });

  test('refused: an output weight of a tied network, which is an input weight', () => {
    const network = networkOf(toyModel(task([ONE], [ONE]), [[ONE]]));
    assert.throws(() => parameterDirection(network, { of: 'output', hidden: 0, feature: 0 }), /tied/);
  });

  test('refused: four features that can be active at once', () => {
    const half = rational(1n, 2n);
    const inputs = task([half, half, half, half], [ONE, ONE, ONE, ONE]);
    const network = networkOf(toyModel(inputs, [rationals('1', '1', '1', '1')]));
    assert.throws(
      () => gradientByCells(network),
      (error: unknown) => error instanceof DomainError && /at most 3 features/.test(error.message),
    );
  });
});
