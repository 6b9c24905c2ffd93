import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { task, toyModel } from '../../../src/model/toy-model.ts';
import { DomainError } from '../../../src/support/errors.ts';
import {
  formatRational,
  ONE,
  parseRational,
  type Rational,
  rational,
  signOf,
  ZERO,
} from '../../../src/support/rational.ts';
import { expectedLoss } from '../../../src/symbolic/expected-loss/expected-loss.ts';
import { anyDensity, anyImportance, anyRational, anyToyModel, showModel } from '../../support/arbitraries.ts';
import { anyModel, assertSameTerms, build, zeros } from '../../support/expected-loss-laws.ts';
import { multiplyMatrices, orthogonalMatrix } from '../../support/orthogonal-matrices.ts';
import { runs, suite } from '../../support/suite.ts';

const model = anyModel();

/** Models together with an element of O(m). */
const rotated = model.chain((original) =>
  orthogonalMatrix(original.hiddenDimension).map((matrix) => ({ original, matrix })),
);

/** Models together with a reordering of their features. */
const reordered = anyModel({ maxFeatures: 5 }).chain((original) =>
  fc
    .shuffledSubarray([...original.densities.keys()], { minLength: original.featureCount })
    .map((order) => ({ original, order })),
);

suite('expectedLoss', (test) => {
  test('known value: an antipodal pair with p = 1/2, r = 1/5 loses (1 + r) p² / 6 = 1/20', () => {
    const [half, fifth] = [rational(1n, 2n), rational(1n, 5n)];
    const pair = toyModel(task([half, half], [ONE, fifth]), [[ONE, ONE.neg()]]);
    const { loss, perFeature } = expectedLoss(pair);
    assert.is(formatRational(loss), '1/20');
    assert.equal(perFeature.map(formatRational), ['1/24', '1/120']);
  });

  test('known value: one dense feature with slope g and bias −t, by hand', () => {
    // With g = 4, t = 1: 1/3 − 2 ∫ x (4x − 1) + ∫ (4x − 1)² over x > 1/4 is 1/3 − 27/16 + 9/4.
    const { loss } = expectedLoss(toyModel(task([ONE], [ONE]), [[rational(2n)]], [ONE.neg()]));
    assert.is(formatRational(loss), '43/48');
  });

  test('known value: n features that never fire lose Σ I_i (b_i)₊²', () => {
    const base = task([ZERO, ZERO, ZERO], [ONE, rational(2n), rational(3n)]);
    const bias = ['1/2', '-1', '1/3'].map(parseRational);
    assert.is(formatRational(expectedLoss(toyModel(base, [[ONE, ONE, ONE]], bias)).loss), '7/12');
  });

  test('law: no term is negative', () => {
    fc.assert(
      fc.property(anyToyModel(), (m) => {
        for (const term of expectedLoss(m).perFeature) assert.ok(signOf(term) >= 0, showModel(m));
      }),
      runs(50),
    );
  });

  test('law: perfect at the identity: m ≥ n orthonormal directions lose nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }).chain(orthogonalMatrix), anyDensity(), (weights, p) => {
        const base = task(
          weights.map(() => p),
          weights.map(() => ONE),
        );
        assert.is(expectedLoss(toyModel(base, weights)).loss.n, 0n);
      }),
    );
  });

  test('law: O(m) invariance: W → Q W changes nothing', () => {
    fc.assert(
      fc.property(rotated, ({ original, matrix }) =>
        assertSameTerms(
          build({ ...original, weights: multiplyMatrices(matrix, original.weights) }),
          expectedLoss(original).perFeature,
        ),
      ),
    );
  });

  test('law: an empty hidden dimension changes nothing', () => {
    fc.assert(
      fc.property(model, (m) =>
        assertSameTerms(
          build({ ...m, weights: [...m.weights, zeros(m.featureCount)] }),
          expectedLoss(m).perFeature,
        ),
      ),
    );
  });

  test('law: sign flip: W → −W changes nothing', () => {
    fc.assert(
      fc.property(model, (m) =>
        assertSameTerms(
          build({ ...m, weights: m.weights.map((row) => row.map((entry) => entry.neg())) }),
          expectedLoss(m).perFeature,
        ),
      ),
    );
  });

  test('law: permutation equivariance: reordered features have the same terms, reordered', () => {
    fc.assert(
      fc.property(reordered, ({ original, order }) => {
        const pick = <T>(values: readonly T[]): T[] => order.flatMap((i) => values.slice(i, i + 1));
        const { densities, importances, weights, bias } = original;
        const moved = build({
          densities: pick(densities),
          importances: pick(importances),
          weights: weights.map(pick),
          bias: pick(bias),
        });
        assertSameTerms(moved, pick(expectedLoss(original).perFeature));
      }),
    );
  });

  test('law: block additivity: orthogonal groups of features do not see each other', () => {
    const small = anyModel({ maxFeatures: 2, maxHidden: 2 });
    fc.assert(
      fc.property(small, small, (a, b) => {
        const both = build({
          densities: [...a.densities, ...b.densities],
          importances: [...a.importances, ...b.importances],
          weights: [
            ...a.weights.map((row) => [...row, ...zeros(b.featureCount)]),
            ...b.weights.map((row) => [...zeros(a.featureCount), ...row]),
          ],
          bias: [...a.bias, ...b.bias],
        });
        assertSameTerms(both, [...expectedLoss(a).perFeature, ...expectedLoss(b).perFeature]);
      }),
    );
  });

  test('law: a feature without direction adds I (p/3 − p b₊ + b₊²) and nothing else', () => {
    fc.assert(
      fc.property(model, anyDensity(), anyImportance(), anyRational(), (m, p, importance, b) => {
        const extended = build({
          densities: [...m.densities, p],
          importances: [...m.importances, importance],
          weights: m.weights.map((row) => [...row, ZERO]),
          bias: [...m.bias, b],
        });
        const height = signOf(b) > 0 ? b : ZERO;
        const own = p.div(3).sub(p.mul(height)).add(height.mul(height)).mul(importance);
        assertSameTerms(extended, [...expectedLoss(m).perFeature, own]);
      }),
    );
  });

  test('law: without bias a feature without direction sits on a concave kink, so at no local minimum', () => {
    const dropping = anyModel({ minFeatures: 2, bias: false }).map((m) => ({
      ...m,
      densities: m.densities.map((p) => (signOf(p) > 0 ? p : ONE)),
      importances: m.importances.map((importance) => importance.add(ONE)),
      weights: m.weights.map((row) => [ZERO, ...row.slice(1)]),
    }));
    const step = rational(1n, 10n ** 30n);
    fc.assert(
      fc.property(dropping, (m) => {
        fc.pre(m.weights.some((row) => row[1]?.n !== 0n));
        const moved = (factor: Rational): Rational =>
          expectedLoss(
            build({
              ...m,
              weights: m.weights.map(([, ...rest]) => [(rest[0] ?? ZERO).mul(factor), ...rest]),
            }),
          ).loss;
        const difference = moved(step)
          .add(moved(step.neg()))
          .sub(expectedLoss(build(m)).loss.mul(2));
        assert.ok(signOf(difference) < 0, showModel(m));
      }),
      runs(50),
    );
  });

  test('refusal: more knots than a law can have', () => {
    const ones = Array.from({ length: 16 }, () => ONE);
    const powersOfTwo = ones.map((_, i) => rational(1n << BigInt(i)));
    assert.throws(
      () => expectedLoss(toyModel(task(ones, ones), [powersOfTwo])),
      (error: unknown) =>
        error instanceof DomainError &&
        /at most 32768 knots: up to 15 features .*truncatedLoss/.test(error.message),
    );
  });

  test('known value: forty equal features are no trouble: their sum has few knots', () => {
    const many = Array.from({ length: 40 }, () => ONE);
    // x′_i = Σ_j x_j: E (Σ_{j≠i} x_j)² = 39/12 + (39/2)².
    const { perFeature } = expectedLoss(toyModel(task(many, many), [many]));
    assert.is(perFeature[0]?.toFraction(), '767/2');
  });
});
