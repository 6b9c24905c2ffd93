import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseActivation } from '../../../src/model/activation.ts';
import { type ToyModel, task, toyModel } from '../../../src/model/toy-model.ts';
import { DomainError } from '../../../src/support/errors.ts';
import { formatRational, ONE, parseRational, type Rational, ZERO } from '../../../src/support/rational.ts';
import { type ExactGradient, exactGradient } from '../../../src/symbolic/expected-loss/exact-gradient.ts';
import { expectedLoss } from '../../../src/symbolic/expected-loss/expected-loss.ts';
import { outputGradient } from '../../../src/symbolic/expected-loss/output-gradient.ts';
import { outputLoss } from '../../../src/symbolic/expected-loss/output-loss.ts';
import { anyDensity, anyToyModel, showModel, smallRational } from '../../support/arbitraries.ts';
import { anyModel, assertEqual, build, total, zeros } from '../../support/expected-loss-laws.ts';
import { multiplyMatrices, orthogonalMatrix } from '../../support/orthogonal-matrices.ts';
import { runs, suite } from '../../support/suite.ts';

const text = (values: readonly Rational[]): string[] => values.map(formatRational);
const rationals = (...numerals: string[]): Rational[] => numerals.map(parseRational);

const dot = (a: readonly Rational[], b: readonly Rational[]): Rational =>
  total(a.map((value, k) => value.mul(b[k] ?? ZERO)));

/** Entries of at least 10⁻¹², so that every difference quotient below is within 10⁻¹⁵⁰ of the derivative. */
const bounded = anyToyModel({
  maxFeatures: 3,
  entry: fc.oneof(
    { arbitrary: smallRational(8), weight: 12 },
    { arbitrary: fc.constantFrom(...rationals('1e-12', '-1e-12', '0', '1', '-1')), weight: 4 },
  ),
});

/** Those with features of no direction and no bias. */
const withKinks = fc.tuple(bounded, fc.nat({ max: 7 })).map(([model, dropped]) =>
  build({
    ...model,
    densities: model.densities.map((p) => p.add(1).div(2)),
    importances: model.importances.map((r) => r.add(1)),
    weights: model.weights.map((row) => row.map((entry, i) => ((dropped >> i) & 1 ? ZERO : entry))),
    bias: model.bias.map((entry, i) => ((dropped >> i) & 1 ? ZERO : entry)),
  }),
);

const STEP = parseRational('1e-200');
/**
 * The gradient jumps nowhere but at kinks, where both sides are compared separately; elsewhere a quotient differs from the
 * derivative by the step times half the second derivative, at most ‖W‖² / min |G_ij| or so: 10⁻²⁰⁰ · 10³ / 10⁻²⁴.
 */
const CLOSE = parseRational('1e-150');

/** The loss with one parameter of feature i moved: W_hi, or b_i for h = m. */
function lossMoved(model: ToyModel, h: number, i: number, step: Rational): Rational {
  const nudge = (row: readonly Rational[]): Rational[] =>
    row.map((value, k) => (k === i ? value.add(step) : value));
  return expectedLoss({
    ...model,
    weights: model.weights.map((row, k) => (k === h ? nudge(row) : row)),
    bias: h === model.hiddenDimension ? nudge(model.bias) : model.bias,
  }).loss;
}

/** Both one-sided derivatives by the parameters of feature i, as {@link exactGradient} gives them: by W_1i, …, W_mi, b_i. */
function sidesOf({ weights, bias, kinks }: ExactGradient, i: number): { below: Rational; above: Rational }[] {
  const kink = kinks.find(({ feature }) => feature === i);
  if (kink !== undefined) return [...kink.weights, kink.bias];
  return [...weights.map((row) => row[i] ?? ZERO), bias[i] ?? ZERO].map((slope) => ({
    below: slope,
    above: slope,
  }));
}

function assertQuotients(model: ToyModel, feature: number): void {
  const i = feature % model.featureCount;
  const { loss } = expectedLoss(model);
  sidesOf(exactGradient(model), i).forEach(({ below, above }, h) => {
    const forward = lossMoved(model, h, i, STEP).sub(loss).div(STEP);
    const backward = loss.sub(lossMoved(model, h, i, STEP.neg())).div(STEP);
    const place = `row ${h}, feature ${i} of ${showModel(model)}`;
    assert.ok(forward.sub(above).abs().compare(CLOSE) < 0, `above: ${formatRational(above)}, ${place}`);
    assert.ok(backward.sub(below).abs().compare(CLOSE) < 0, `below: ${formatRational(below)}, ${place}`);
  });
}

function assertSameGradient(
  actual: ExactGradient,
  expected: Omit<ExactGradient, 'discontinuities'>,
  witness: ToyModel,
): void {
  actual.weights.forEach((row, h) => {
    row.forEach((slope, i) => {
      assertEqual(slope, expected.weights[h]?.[i] ?? ZERO, witness);
    });
  });
  actual.bias.forEach((slope, i) => {
    assertEqual(slope, expected.bias[i] ?? ZERO, witness);
  });
  assert.equal(
    actual.kinks.map(({ feature }) => feature),
    expected.kinks.map(({ feature }) => feature),
  );
}

suite('exactGradient', (test) => {
  test('known value: one feature that always fires, L = (1 − w²)²/3, by hand', () => {
    const { weights, bias, kinks } = exactGradient(
      toyModel(task([ONE], [ONE]), [[parseRational('1/2')]], [ZERO]),
    );
    assert.equal(text(weights[0] ?? []), ['-1/2']);
    // ∂L/∂b = 2 ∫ (x/4 − x) = −3/4.
    assert.equal([text(bias), kinks], [['-3/4'], []]);
  });

  test('known value: slope 4, bias −1, by hand: only x > 1/4 counts', () => {
    const { weights, bias } = exactGradient(toyModel(task([ONE], [ONE]), [rationals('2')], rationals('-1')));
    // ∂L/∂b = 2 ∫_{1/4}^1 (3x − 1) = 21/16;  ∂L/∂g = 2 ∫_{1/4}^1 (3x² − x) = 33/32, and g = w².
    assert.equal([text(bias), text(weights[0] ?? [])], [['21/16'], ['33/8']]);
  });

  test('known value: dropping the second of two features is no minimum: both sides fall', () => {
    // −I p E(w x)₊ = −r p² w/2 from above; the mirror image gives 0 for w < 0. The first output adds nothing at w = 1.
    const pair = toyModel(task(rationals('1/3', '1/3'), rationals('1', '1/5')), [rationals('1', '0')]);
    const { weights, bias, kinks } = exactGradient(pair);
    assert.equal(text(weights[0] ?? []), ['0', '0']);
    assert.equal(text(bias), ['0', '0']);
    assert.equal(
      kinks.map(({ feature, weights: sides, bias: side }) => [
        feature,
        ...[...sides, side].map(({ below, above }) => text([below, above])),
      ]),
      [[1, ['0', '-1/90'], ['0', '-1/15']]],
    );
  });

  test('law: every entry is the limit of exact difference quotients, from both sides', () => {
    fc.assert(fc.property(bounded, fc.nat(), assertQuotients), runs(40));
  });

  test('law: so are the one-sided derivatives at kinks', () => {
    fc.assert(fc.property(withKinks, fc.nat(), assertQuotients), runs(40));
  });

  test('law: Euler: ½ ⟨W, ∂L/∂W⟩ + ⟨b, ∂L/∂b⟩ = [L(2W, 4b) + 8 L(W, b) − 9 L(0, 0)] / 12', () => {
    fc.assert(
      fc.property(anyModel(), (model) => {
        const lossAt = (factor: number): Rational =>
          expectedLoss({
            ...model,
            weights: model.weights.map((row) => row.map((entry) => entry.mul(factor))),
            bias: model.bias.map((entry) => entry.mul(factor * factor)),
          }).loss;
        const { weights, bias } = exactGradient(model);
        const radial = dot(weights.flat(), model.weights.flat()).div(2).add(dot(bias, model.bias));
        const expected = lossAt(2).add(lossAt(1).mul(8)).sub(lossAt(0).mul(9)).div(12);
        assertEqual(radial, expected, model);
      }),
      runs(60),
    );
  });

  test('law: O(m) equivariance: the gradient at Q W is Q times that at W', () => {
    const rotated = anyModel().chain((model) =>
      orthogonalMatrix(model.hiddenDimension).map((matrix) => ({ model, matrix })),
    );
    fc.assert(
      fc.property(rotated, ({ model, matrix }) => {
        const here = exactGradient(model);
        const there = exactGradient(build({ ...model, weights: multiplyMatrices(matrix, model.weights) }));
        const turned = { ...here, weights: multiplyMatrices(matrix, here.weights) };
        assertSameGradient(there, turned, model);
      }),
      runs(40),
    );
  });

  test('law: reordered features have the same slopes, reordered', () => {
    fc.assert(
      fc.property(anyModel({ maxFeatures: 4 }), (model) => {
        const turn = <T>(values: readonly T[]): T[] => [...values.slice(1), ...values.slice(0, 1)];
        const moved = build({
          densities: turn(model.densities),
          importances: turn(model.importances),
          weights: model.weights.map(turn),
          bias: turn(model.bias),
        });
        const { weights, bias, kinks } = exactGradient(model);
        const n = model.featureCount;
        const expected = {
          weights: weights.map(turn),
          bias: turn(bias),
          kinks: kinks
            .map((kink) => ({ ...kink, feature: (kink.feature + n - 1) % n }))
            .sort((a, b) => a.feature - b.feature),
        };
        assertSameGradient(exactGradient(moved), expected, model);
      }),
      runs(40),
    );
  });

  test('law: a kink needs W_i = 0, b_i = 0, p_i > 0 and I_i > 0, all four', () => {
    const base = { densities: [ONE], importances: [ONE], weights: [[ZERO], [ZERO]], bias: [ZERO] };
    const tiny = parseRational('1e-30');
    assert.is(exactGradient(build(base)).kinks.length, 1);
    for (const change of [
      { densities: [ZERO] },
      { importances: [ZERO] },
      { weights: [[ZERO], [tiny]] },
      { bias: [tiny] },
      { bias: [tiny.neg()] },
    ]) {
      assert.equal(exactGradient(build({ ...base, ...change })).kinks, []);
    }
  });

  test('law: an output that sees nothing is served too: every entry of its row, its own included, moves E_i as said', () => {
    fc.assert(
      fc.property(
        fc.array(anyDensity(), { minLength: 1, maxLength: 3 }),
        smallRational().filter((b) => b.n !== 0n),
        (densities, bias) => {
          const row = zeros(densities.length);
          const { byRow } = outputGradient({ row, self: 0, bias }, densities);
          byRow.forEach((slope, j) => {
            const moved = row.map((entry, k) => (k === j ? entry.add(STEP) : entry));
            const [there, here] = [moved, row].map((a) => outputLoss({ row: a, self: 0, bias }, densities));
            const quotient = (there ?? ZERO).sub(here ?? ZERO).div(STEP);
            assert.ok(quotient.sub(slope).abs().compare(CLOSE) < 0, `${j}: ${formatRational(slope)}`);
          });
        },
      ),
      runs(40),
    );
  });

  test('law: the whole row of slopes of an output that is off is zero', () => {
    fc.assert(
      fc.property(anyModel({ maxFeatures: 4 }), (model) => {
        const n = model.featureCount;
        const { byRow, byBias } = outputGradient(
          { row: zeros(n), self: 0, bias: parseRational('-1/7') },
          model.densities,
        );
        assert.ok([...byRow, byBias].every((slope) => slope.n === 0n));
      }),
    );
  });

  test('refusal: a smooth activation', () => {
    assert.throws(
      () => exactGradient(toyModel(task([ONE], [ONE]), [[ONE]], [ZERO], parseActivation('gelu'))),
      (error: unknown) =>
        error instanceof DomainError &&
        /expected a piecewise linear activation.*found gelu/.test(error.message),
    );
  });
});
