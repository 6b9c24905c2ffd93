import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { modelGradient } from '../../src/loss/model-gradient.ts';
import { type AnyModel, modelLoss } from '../../src/loss/model-loss.ts';
import { modelOfFile } from '../../src/loss/model-of-file.ts';
import type { TrustedNumber } from '../../src/loss/trusted-number.ts';
import { formatModelFile } from '../../src/model/file/format-model-file.ts';
import { DomainError } from '../../src/support/errors.ts';
import { formatRational, type Rational, ZERO } from '../../src/support/rational.ts';
import { expectedLoss } from '../../src/symbolic/expected-loss/expected-loss.ts';
import { anyTiedModel, anyTwoLayerModel } from '../support/settings.ts';
import { runs, suite } from '../support/suite.ts';

/** A model file of three features and two hidden dimensions with some keys replaced. */
function fileOf(changes: Readonly<Record<string, unknown>>): AnyModel {
  const plain = {
    schema: 'antipode/model@1',
    features: 3,
    hidden: 2,
    density: '1/10',
    importance: [1, 1, 1],
    weights: [
      ['1', '-1/2', '-1/2'],
      ['0', '3/4', '-3/4'],
    ],
  };
  return modelOfFile(JSON.stringify({ ...plain, ...changes }), 'm.json');
}

const contains = ({ lower, upper }: TrustedNumber, value: Rational): boolean =>
  lower.compare(value) <= 0 && upper.compare(value) >= 0;

suite('modelLoss', (test) => {
  test('known value: which engine serves which model, and what its numbers are worth', () => {
    const triangle = [
      ['1', 'cos(120deg)', 'cos(240deg)'],
      ['0', 'sin(120deg)', 'sin(240deg)'],
    ];
    const expected: readonly (readonly [Readonly<Record<string, unknown>>, string, string])[] = [
      [{}, 'closed-form', 'exact'],
      [{ weights: triangle }, 'number-field', 'exact'],
      [{ weights: triangle, bias: ['sqrt(2)/10', 0, 0] }, 'number-field', 'algebraic'],
      [{ activation: 'gelu' }, 'quadrature', 'enclosed'],
      [{ architecture: 'relu-hidden' }, 'cells', 'exact'],
    ];
    for (const [changes, method, trust] of expected) {
      const found = modelLoss(fileOf(changes));
      assert.is(found.method, method);
      assert.is(found.loss.quantity.trust, trust);
      assert.is(found.perFeature.length, 3);
    }
  });

  test('law: terms add up to the loss, and bounds contain the number that stands for them', () => {
    fc.assert(
      fc.property(fc.oneof(anyTiedModel(3), anyTwoLayerModel(2, 3)), (model) => {
        const { loss, perFeature } = modelLoss(model);
        const total = perFeature.reduce((sum, term) => sum.add(term.lower), loss.lower.mul(0));
        assert.is(formatRational(total), formatRational(loss.lower));
        assert.ok(loss.lower.compare(loss.upper) <= 0 && loss.lower.s >= 0n);
      }),
      runs(60),
    );
  });

  test('law: a loss over the sets of few active features encloses the exact one, more narrowly with more of them', () => {
    fc.assert(
      fc.property(anyTiedModel(3), (model) => {
        const { loss } = expectedLoss(model);
        const widths = [0, 1, 2, 3].map((maxActive) => {
          const found = modelLoss(model, { maxActive }).loss;
          assert.ok(contains(found, loss));
          return found.upper.sub(found.lower);
        });
        widths.slice(1).forEach((width, k) => {
          // Each active set that is served rounds to 2⁻²⁵⁶.
          assert.ok(width.compare(widths[k]?.add(2 ** -200) ?? width) <= 0);
        });
      }),
      runs(40),
    );
  });

  test('law: a file of any model is read back with the same loss', () => {
    fc.assert(
      fc.property(fc.oneof(anyTiedModel(2), anyTwoLayerModel(2, 2)), (model) => {
        const again = modelLoss(modelOfFile(formatModelFile(model), 'm'));
        assert.is(formatRational(again.loss.lower), formatRational(modelLoss(model).loss.lower));
      }),
      runs(30),
    );
  });

  test('refusal: what is too large, with what would work', () => {
    const wide = (n: number, extra: object): AnyModel =>
      fileOf({
        features: n,
        importance: Array(n).fill(1),
        weights: [0, 1].map((h) => Array.from({ length: n }, (_, k) => `${(k + 1) * (h + 2)}/${k + 7}`)),
        ...extra,
      });
    const refuses = (model: AnyModel, message: RegExp): void => {
      assert.throws(
        () => modelLoss(model),
        (error: unknown) => error instanceof DomainError && message.test(error.message),
      );
    };
    refuses(wide(20, {}), /at most 32768 knots.*--max-active 2/);
    refuses(wide(6, { architecture: 'relu-hidden' }), /--max-active 3.*42 active sets/);
    const { loss } = modelLoss(wide(20, { density: '1/1000' }), { maxActive: 1 });
    assert.is(loss.quantity.trust, 'enclosed');
  });
});

suite('modelGradient', (test) => {
  test('known value: where a gradient is exact, enclosed, one-sided or missing', () => {
    const statusOf = (changes: Readonly<Record<string, unknown>>): string => {
      const found = modelGradient(fileOf(changes));
      return found.status === 'jump' ? 'jump' : `${found.status} ${found.gradient.bias[0]?.quantity.trust}`;
    };
    assert.is(statusOf({}), 'differentiable exact');
    assert.is(statusOf({ activation: 'softplus' }), 'differentiable enclosed');
    assert.is(statusOf({ bias: ['sqrt(2)', 0, 0] }), 'differentiable enclosed');
    assert.is(
      statusOf({
        weights: [
          [0, 1, 1],
          [0, 1, -1],
        ],
      }),
      'on-kink exact',
    );
    // Feature 2 turns both hidden units off: its output rests on the kink unless the bias lifts it.
    assert.is(statusOf({ architecture: 'relu-hidden' }), 'on-kink exact');
    assert.is(statusOf({ architecture: 'relu-hidden', bias: ['1/9', '1/9', '1/9'] }), 'differentiable exact');
    assert.is(
      statusOf({
        architecture: 'relu-hidden',
        weights: [
          [0, 0, 0],
          [1, 1, -1],
        ],
      }),
      'on-kink exact',
    );
    assert.is(statusOf({ activation: 'jump-relu:1/2', bias: ['1/2', 0, 0] }), 'jump');
  });

  test('regression: a hidden unit at rest has one derivative where both sides agree, which φ′ from the left is not', () => {
    // y = relu(w x) with w = 0: E(x − relu(w x))² = 1/3 − 2/3·… falls at 1/3 on either side of 0 for signed x.
    const base = {
      features: 1,
      hidden: 1,
      density: 1,
      importance: [1],
      architecture: 'two-layer',
      weights: [[0]],
    };
    const slope = (changes: object): string => {
      const found = modelGradient(fileOf({ ...base, ...changes }));
      assert.ok(found.status !== 'jump');
      return formatRational(found.gradient.weights[0]?.[0]?.lower ?? ZERO);
    };
    assert.is(slope({ inputs: 'signed', outputWeights: [[1]] }), '-1/3');
    assert.is(slope({ activation: 'leaky-relu:1/2', outputWeights: [[-1]] }), '1/3');
  });
});
