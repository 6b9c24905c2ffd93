import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseActivation } from '../../../src/model/activation.ts';
import { parseActivity } from '../../../src/model/activity.ts';
import { type ToyModel, task, toyModel } from '../../../src/model/toy-model.ts';
import { BINARY, parseValueLaw } from '../../../src/model/value-law.ts';
import { formatRational, ONE, parseRational, type Rational, ZERO } from '../../../src/support/rational.ts';
import { type ExactGradient, exactGradient } from '../../../src/symbolic/expected-loss/exact-gradient.ts';
import { exactHessian } from '../../../src/symbolic/expected-loss/exact-hessian.ts';
import { expectedLoss } from '../../../src/symbolic/expected-loss/expected-loss.ts';
import {
  anyGeneralModel,
  type PiecewiseLinearModel,
  showGeneralModel,
} from '../../support/general-models.ts';
import { runs, suite } from '../../support/suite.ts';

const STEP = parseRational('1e-200');
/** Derivatives of any order are below 10³⁰ for entries ≥ 1/16 in size: products of few inverses of entries of G. */
const CLOSE = parseRational('1e-150');

const assertClose = (found: Rational, expected: Rational, message: string): void =>
  assert.ok(found.sub(expected).abs().compare(CLOSE) < 0, `${formatRational(expected)}: ${message}`);

/** The model with one parameter moved: W_hi, or b_i for h = m. */
function moved(model: ToyModel, h: number, i: number, step: Rational): ToyModel {
  const nudge = (row: readonly Rational[]): Rational[] =>
    row.map((value, k) => (k === i ? value.add(step) : value));
  return {
    ...model,
    weights: model.weights.map((row, k) => (k === h ? nudge(row) : row)),
    bias: h === model.hiddenDimension ? nudge(model.bias) : model.bias,
  };
}

function sidesOf({ weights, bias, kinks }: ExactGradient, i: number): { below: Rational; above: Rational }[] {
  const kink = kinks.find(({ feature }) => feature === i);
  if (kink !== undefined) return [...kink.weights, kink.bias];
  return [...weights.map((row) => row[i] ?? ZERO), bias[i] ?? ZERO].map((slope) => ({
    below: slope,
    above: slope,
  }));
}

/** Slopes between one and two steps away: they exist even where the loss jumps at the model itself. */
function assertSlopes(model: PiecewiseLinearModel, feature: number): void {
  const i = feature % model.featureCount;
  const lossAt = (h: number, steps: number): Rational =>
    expectedLoss(moved(model, h, i, STEP.mul(steps))).loss;
  sidesOf(exactGradient(model), i).forEach(({ below, above }, h) => {
    const message = `row ${h}, feature ${i} of ${showGeneralModel(model)}`;
    assertClose(lossAt(h, 2).sub(lossAt(h, 1)).div(STEP), above, `above, ${message}`);
    assertClose(lossAt(h, -1).sub(lossAt(h, -2)).div(STEP), below, `below, ${message}`);
  });
}

/** Whether the loss is continuous along every parameter of one feature. */
function assertContinuityAsSaid(model: PiecewiseLinearModel, feature: number): void {
  const i = feature % model.featureCount;
  const { loss } = expectedLoss(model);
  const jumps = Array.from({ length: model.hiddenDimension + 1 }, (_, h) => h).some((h) =>
    [STEP, STEP.neg()].some((step) => {
      const there = expectedLoss(moved(model, h, i, step)).loss;
      return there.sub(loss).abs().compare(CLOSE) > 0;
    }),
  );
  const { discontinuities } = exactGradient(model);
  assert.ok(!jumps || discontinuities.length > 0, showGeneralModel(model));
}

function assertHessian(model: PiecewiseLinearModel, bias: 'free' | 'fixed', choice: number): void {
  const found = exactHessian(model, { bias });
  if (found.status === 'none') return;
  const { featureCount: n, hiddenDimension: m } = model;
  const size = found.matrix.length;
  assert.is(size, bias === 'free' ? m * n + n : m * n);
  const t = choice % size;
  const gradientAt = (step: Rational): readonly Rational[] => {
    const { weights, bias: slopes } = exactGradient(moved(model, Math.floor(t / n), t % n, step));
    return [...weights.flat(), ...slopes];
  };
  const here = gradientAt(ZERO);
  for (const step of [STEP, STEP.neg()]) {
    const there = gradientAt(step);
    found.matrix.forEach((row, s) => {
      const quotient = (there[s] ?? ZERO).sub(here[s] ?? ZERO).div(step);
      assertClose(quotient, row[t] ?? ZERO, `[${s}, ${t}] of ${showGeneralModel(model)}`);
      assert.ok(found.matrix[t]?.[s]?.equals(row[t] ?? ZERO), 'the Hessian is symmetric');
    });
  }
}

const biasSides = (kinks: ExactGradient['kinks']): string[][] =>
  kinks.map(({ bias: { below, above } }) => [formatRational(below), formatRational(above)]);

suite('derivatives for any activation, value law and activity', (test) => {
  test('known value: binary features meet breakpoints: |z| at z = 0, by hand', () => {
    // x = 1 always, z = b + w²: at w = 1, b = −1 the error is (1 − |z|)², which has slope −2 above and 2 below by z.
    const model = toyModel(
      task([ONE], [ONE], { inputs: [BINARY] }),
      [[ONE]],
      [ONE.neg()],
      parseActivation('abs'),
    );
    const { kinks, discontinuities } = exactGradient(model);
    assert.equal(discontinuities, []);
    assert.equal(
      kinks.map(({ weights, bias }) =>
        [...weights, bias].map(({ below, above }) => [formatRational(below), formatRational(above)]),
      ),
      [
        [
          ['4', '-4'],
          ['2', '-2'],
        ],
      ],
    );
  });

  test('known value: a binary feature at the threshold of a jump makes the loss discontinuous', () => {
    const model = toyModel(
      task([ONE], [ONE], { inputs: [BINARY] }),
      [[ONE]],
      [ZERO],
      parseActivation('jump-relu:1'),
    );
    // x = z = 1 at the threshold: off, with error 1; a little above it is on, with error 0.
    assert.is(formatRational(expectedLoss(model).loss), '1');
    const { discontinuities } = exactGradient(model);
    assert.equal(
      discontinuities.map(({ output, breakpoint }) => [output, formatRational(breakpoint)]),
      [[0, '1']],
    );
  });

  test('known value: an end of a uniform law at the threshold of a jump, by hand', () => {
    // z = b + x: for b ≥ 1/2 always on, L = b²; for b < 1/2 off up to x = 1/2 − b, L = (1/2 − b)³/3 + b² (1/2 + b).
    const half = parseRational('1/2');
    const model = toyModel(task([ONE], [ONE]), [[ONE]], [half], parseActivation('jump-relu:1/2'));
    const { kinks, discontinuities } = exactGradient(model);
    assert.equal(discontinuities, []);
    assert.equal(biasSides(kinks), [['5/4', '1']]);
  });

  test('known value: at a breakpoint it matters whether x is φ(z), not whether it is −φ(z)', () => {
    // x = −1, z = 1, hard-tanh: the error (x − φ)² is 4 and beyond; x = 1, z = 1: the error is 0 and smooth.
    const at = (value: string, bias: string): ToyModel => {
      const inputs = [parseValueLaw(`points:${value}=1`)];
      return toyModel(
        task([ONE], [ONE], { inputs }),
        [[ONE]],
        [parseRational(bias)],
        parseActivation('hard-tanh'),
      );
    };
    assert.equal(biasSides(exactGradient(at('-1', '2')).kinks), [['4', '0']]);
    assert.equal(exactGradient(at('1', '0')).kinks, []);
  });

  test('known value: a jump from 0 to 1 at x = 1/2 leaves the loss continuous, with a kink', () => {
    const inputs = [parseValueLaw('points:1/2=1')];
    const model = toyModel(
      task([ONE], [ONE], { inputs }),
      [[ONE]],
      [parseRational('1/2')],
      parseActivation('jump-relu:1'),
    );
    const { kinks, discontinuities } = exactGradient(model);
    assert.equal(discontinuities, []);
    assert.equal(biasSides(kinks), [['0', '1']]);
  });

  test('known value: steps of a density that cancel at a jump still make a kink, by hand', () => {
    // Either x₁ in [1, 2] or x₂ in [0, 1]: z = x₁ − 1/2 begins at the threshold 1/2 where z = x₂ − 1/2 ends. By b₁, from −1/2 + t:
    // t > 0: ½ b² + ½ t/4 + …, slope −1/2 + 1/8; t < 0: ½ b² + ½ |t| (1 − 1/4) + …, slope −1/2 − 3/8.
    const half = parseRational('1/2');
    const densities = [half, half];
    const inputs = ['uniform:1:2', 'uniform'].map(parseValueLaw);
    const activity = parseActivity('exclusive:0+1', densities);
    const base = task(densities, [ONE, ZERO], { inputs, activity });
    const model = toyModel(base, [[ONE, ONE]], [half.neg(), ZERO], parseActivation('jump-relu:1/2'));
    const { kinks, discontinuities } = exactGradient(model);
    assert.equal(discontinuities, []);
    assert.equal(biasSides(kinks)[0], ['-7/8', '-3/8']);
  });

  test('law: slopes are limits of exact difference quotients from both sides', () => {
    fc.assert(fc.property(anyGeneralModel(), fc.nat(), assertSlopes), runs(60));
  });

  test('law: where the loss is discontinuous, it is said', () => {
    fc.assert(fc.property(anyGeneralModel(), fc.nat(), assertContinuityAsSaid), runs(60));
  });

  test('known value: one feature that always fires, L = (1 − w²)²/3, L″ = (12w² − 4)/3', () => {
    const found = exactHessian(toyModel(task([ONE], [ONE]), [[ONE]]), { bias: 'fixed' });
    assert.is(found.status === 'exists' && formatRational(found.matrix[0]?.[0] ?? ZERO), '8/3');
  });

  test('known value: without bias an antipodal pair has second derivatives by W, but none by b: all inputs may be 0', () => {
    const half = parseRational('1/2');
    const pair = toyModel(task([half, half], [ONE, ONE]), [[ONE, ONE.neg()]]);
    assert.is(exactHessian(pair, { bias: 'fixed' }).status, 'exists');
    assert.equal(exactHessian(pair), { status: 'none', outputs: [0, 1] });
  });

  test('law: second derivatives are limits of quotients of gradients, from both sides', () => {
    const bias = fc.constantFrom('free' as const, 'fixed' as const);
    fc.assert(fc.property(anyGeneralModel(), bias, fc.nat(), assertHessian), runs(60));
  });
});
