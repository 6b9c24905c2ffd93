import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseActivation } from '../../../src/model/activation.ts';
import { tableActivity } from '../../../src/model/activity.ts';
import { gram, type ToyModel, task, toyModel } from '../../../src/model/toy-model.ts';
import { DomainError } from '../../../src/support/errors.ts';
import { formatRational, ONE, type Rational, rational, signOf, ZERO } from '../../../src/support/rational.ts';
import { lossOfGram } from '../../../src/symbolic/expected-loss/expected-loss.ts';
import { formulaAt } from '../../../src/symbolic/output-formula/formula-at.ts';
import { symbolicOutput } from '../../../src/symbolic/output-formula/model-formula.ts';
import { formatPolynomial } from '../../../src/symbolic/polynomial/format.ts';
import { anyToyModel, smallRational } from '../../support/arbitraries.ts';
import { anyPiecewiseLinear, anyTiedModel, showSetting } from '../../support/settings.ts';
import { runs, suite } from '../../support/suite.ts';

const unit = (model: ToyModel): ToyModel => ({ ...model, importances: model.importances.map(() => ONE) });
const half = rational(1n, 2n);

/** E_self of the model whose row, bias and density are those of the point; other entries as they are. */
function errorAt(model: ToyModel, self: number, point: ReadonlyMap<string, Rational>): Rational {
  const entry = (j: number): Rational =>
    point.get(`g${Math.min(self, j) + 1}${Math.max(self, j) + 1}`) ?? ZERO;
  const rows = gram(model).map((row, i) => (i === self ? row.map((_, j) => entry(j)) : row));
  const bias = model.bias.map((b, i) => (i === self ? (point.get(`b${self + 1}`) ?? b) : b));
  return lossOfGram({ ...unit(model), gram: rows, bias }).perFeature[self] ?? ZERO;
}

suite('symbolicOutput', (test) => {
  test('known value: |z| of one signed feature', () => {
    const signed = {
      name: 'signed',
      atoms: [],
      pieces: [{ lower: ONE.neg(), upper: ONE, coefficients: [half] }],
    };
    const model = toyModel(
      task([half], [ONE], { inputs: [signed] }),
      [[ONE]],
      [ZERO],
      parseActivation('abs'),
    );
    // E φ² = b² + p g²/3 and E x|z| = p (b/2 − b³/(6 g²)) while |b| ≤ g.
    const formula = '1/3*g11^2*p + 1/3*b1^3*p/g11^2 + b1^2 - b1*p + 1/3*p';
    assert.is(formatPolynomial(symbolicOutput(model, 0).error), formula);
  });

  test('regression: without bias the model is on walls, and the formula is not that of both sides', () => {
    const signed = {
      name: 'signed',
      atoms: [],
      pieces: [{ lower: ONE.neg(), upper: ONE, coefficients: [half] }],
    };
    const model = toyModel(task([half, half], [ONE, ONE], { inputs: [signed, signed] }), [[half, half]]);
    const { conditions, inequalities, onWall } = symbolicOutput(model, 0);
    assert.ok(onWall && inequalities.includes('b1 < 0'));
    const signs = conditions.filter(({ form }) => form.variables.join() === 'b1');
    assert.equal(
      signs.map(({ form, relation }) => `${formatPolynomial(form)} ${relation} 0`),
      ['-b1 >= 0'],
    );
  });

  test('agreement: for ReLU, the formula by vertices', () => {
    fc.assert(
      fc.property(
        anyToyModel({ maxFeatures: 3, maxHidden: 1 }),
        fc.constantFrom('gram', 'weights'),
        (model, symbols) => {
          for (let self = 0; self < model.featureCount; self++) {
            const { error } = symbolicOutput(model, self, { symbols });
            assert.is(formatPolynomial(error), formatPolynomial(formulaAt(model, self, { symbols }).error));
          }
        },
      ),
      runs(40),
    );
  });

  test('law: at the model the formula is the exact error, for every activation, input law and activity', () => {
    fc.assert(
      fc.property(anyTiedModel(3, anyPiecewiseLinear({ jumping: true })), (model) => {
        const { perFeature } = lossOfGram({ ...unit(model), gram: gram(model) });
        perFeature.forEach((expected, self) => {
          const { error, point } = symbolicOutput(model, self, { densities: 'numbers' });
          const message = `${model.activation.name}, ${showSetting(model)}`;
          assert.is(formatRational(error.evaluate(point)), formatRational(expected), message);
        });
      }),
      runs(60),
    );
  });

  test('law: it is the exact error wherever its conditions hold, around walls and jumps too', () => {
    const anyModel = anyTiedModel(3, anyPiecewiseLinear({ jumping: true }));
    const step = fc.array(smallRational(4), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(anyModel, step, fc.integer({ min: 0, max: 12 }), (model, steps, shrink) => {
        const { error, point, conditions } = symbolicOutput(model, 0, { densities: 'numbers' });
        const scale = rational(1n, 1n << BigInt(shrink));
        const moved = new Map(
          [...point].map(([name, value], k) => [
            name,
            name.startsWith('g') && signOf(value) === 0 ? value : value.add((steps[k] ?? ZERO).mul(scale)),
          ]),
        );
        const holds = (at: ReadonlyMap<string, Rational>): boolean =>
          conditions.every(({ form, relation }) => {
            const sign = signOf(form.evaluate(at));
            return relation === '==' ? sign === 0 : relation === '>' ? sign > 0 : sign >= 0;
          });
        assert.ok(holds(point));
        if (!holds(moved)) return;
        assert.is(formatRational(error.evaluate(moved)), formatRational(errorAt(model, 0, moved)));
      }),
      runs(100),
    );
  });

  test('refusal: smooth activations, five features, symbols for features that are not independent', () => {
    const refuses = (act: () => unknown, message: RegExp): void =>
      assert.throws(act, (error: unknown) => error instanceof DomainError && message.test(error.message));
    const two = task([half, half], [ONE, ONE]);
    refuses(
      () => symbolicOutput(toyModel(two, [[ONE, ONE]], undefined, parseActivation('gelu')), 0),
      /piecewise linear/,
    );
    const five = task(Array(5).fill(half), Array(5).fill(ONE));
    refuses(() => symbolicOutput(toyModel(five, [Array(5).fill(ONE)]), 0), /at most 4 features/);
    const together = tableActivity([half, ZERO, ZERO, half]);
    const correlated = task([half, half], [ONE, ONE], { activity: together });
    refuses(
      () => symbolicOutput(toyModel(correlated, [[ONE, ONE]]), 0, { densities: 'common' }),
      /not independent/,
    );
    refuses(
      () =>
        symbolicOutput(
          toyModel(two, [
            [ONE, ONE],
            [ONE, ZERO],
          ]),
          0,
          { symbols: 'weights' },
        ),
      /one hidden dimension/,
    );
  });
});
