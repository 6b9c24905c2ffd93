import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { gram, type ToyModel, task, toyModel } from '../../../src/model/toy-model.ts';
import { ONE, type Rational, rational, ZERO } from '../../../src/support/rational.ts';
import { expectedLoss } from '../../../src/symbolic/expected-loss/expected-loss.ts';
import { formatFactored } from '../../../src/symbolic/output-formula/factored-text.ts';
import { type FormulaAt, formulaAt } from '../../../src/symbolic/output-formula/formula-at.ts';
import { gramSymbols } from '../../../src/symbolic/output-formula/formula-symbols.ts';
import { chamberAt } from '../../../src/symbolic/output-formula/output-chamber.ts';
import { formatPolynomial } from '../../../src/symbolic/polynomial/format.ts';
import { parsePolynomial } from '../../../src/symbolic/polynomial/parse.ts';
import { anyToyModel, showModel, smallRational } from '../../support/arbitraries.ts';
import { runs, suite } from '../../support/suite.ts';

function weightsOf(...values: readonly string[]): Rational[] {
  return values.map((value) => parsePolynomial(value).evaluate(new Map()));
}

/** Every formula of a model, multiplied by the importance, against the model's exact loss. */
function assertFormulasAreLoss(model: ToyModel, formulas: readonly FormulaAt[]): void {
  const { perFeature } = expectedLoss(model);
  for (const [i, { error, importance, point }] of formulas.entries()) {
    const value = error.evaluate(point).mul(importance);
    assert.ok(value.equals(perFeature[i] ?? ZERO), `output ${i + 1} of ${showModel(model)}`);
  }
}

function formulasOf(model: ToyModel, options?: Parameters<typeof formulaAt>[2]): FormulaAt[] {
  return model.densities.map((_, output) => formulaAt(model, output, options));
}

/** Whether a comparison as printed, such as `b1 + g11 > 0`, holds at a point. */
function holds(comparison: string, point: ReadonlyMap<string, Rational>): boolean {
  const [form = '', relation = ''] = comparison.split(/ ([<>=]) 0$/);
  const sign = parsePolynomial(form).evaluate(point).compare(0);
  if (relation === '=') return sign === 0;
  return relation === '>' ? sign > 0 : sign < 0;
}

suite('formulaAt', (test) => {
  test('agreement: at the model itself the formulas are its exact loss, on walls and with zero entries too', () => {
    fc.assert(
      fc.property(anyToyModel({ maxFeatures: 3, entry: smallRational() }), (model) =>
        assertFormulasAreLoss(model, formulasOf(model)),
      ),
      runs(15),
    );
  });

  test('agreement: in weights, where there is one hidden dimension, and with densities as numbers', () => {
    fc.assert(
      fc.property(anyToyModel({ maxFeatures: 3, maxHidden: 1, entry: smallRational() }), (model) => {
        assertFormulasAreLoss(model, formulasOf(model, { symbols: 'weights' }));
        assertFormulasAreLoss(model, formulasOf(model, { densities: 'numbers' }));
      }),
      runs(15),
    );
  });

  test('agreement: five features, a pentagon with noise and biases, at the model and elsewhere in the chamber', () => {
    const model = toyModel(
      task(weightsOf('1/10', '1/2', '1/3', '1', '3/7'), weightsOf('1', '1/2', '2', '1/4', '1')),
      [weightsOf('1', '3/10', '-4/5', '-4/5', '1/3'), weightsOf('0', '19/20', '3/5', '-3/5', '-1')],
      weightsOf('-1/7', '-1/5', '0', '1/100', '-1/3'),
    );
    const formula = formulaAt(model, 1);
    assert.ok(
      formula.error
        .evaluate(formula.point)
        .div(2)
        .equals(expectedLoss(model).perFeature[1] ?? ZERO),
    );
    const nudged = toyModel(
      model,
      model.weights.map((row) => row.map((w, j) => w.add(rational(BigInt(j + 1), 10_000n)))),
      model.bias,
    );
    const [own, other] = [model, nudged].map((each) => {
      const row = gram(each)[1] ?? [];
      return chamberAt({ row, bias: each.bias[1] ?? ZERO }).signs;
    });
    assert.equal(own, other);
    const value = formula.error.evaluate(formulaAt(nudged, 1).point);
    assert.ok(value.mul(rational(1n, 2n)).equals(expectedLoss(nudged).perFeature[1] ?? ZERO));
  });

  test('law: off the walls the printed inequalities hold at the model, and they describe its chamber and no other', () => {
    fc.assert(
      fc.property(
        anyToyModel({ minFeatures: 2, maxFeatures: 3, entry: smallRational(4) }),
        anyToyModel({ minFeatures: 2, maxFeatures: 3, entry: smallRational(4) }),
        (model, other) => {
          fc.pre(model.featureCount === other.featureCount);
          const [here, there] = [formulaAt(model, 0), formulaAt(other, 0)];
          fc.pre(!here.onWall && !there.onWall);
          const comparisons = [...here.inequalities, ...here.equations];
          assert.ok(comparisons.every((comparison) => holds(comparison, here.point)));
          fc.pre(here.equations.length === 0 && there.equations.length === 0);
          const same = here.chamber.signs.join() === there.chamber.signs.join();
          assert.is(
            comparisons.every((comparison) => holds(comparison, there.point)),
            same,
          );
        },
      ),
      runs(40),
    );
  });

  test('known value: an antipodal pair', () => {
    const pair = toyModel(
      task([ONE.div(2), ONE.div(2)], [ONE, ONE]),
      [[ONE, ONE.neg()]],
      [ONE.div(-4), ZERO],
    );
    const { inequalities, equations, onWall, error } = formulaAt(pair, 0, { symbols: 'weights' });
    assert.equal(
      [inequalities, equations, onWall],
      [['b1 < 0', 'w1^2 + b1 > 0', 'w1^2 + w1*w2 + b1 < 0'], [], false],
    );
    assert.equal(error.variables, ['b1', 'p', 'w1', 'w2']);
  });

  test('known value: a feature that is orthogonal to the output is left out of its formula', () => {
    const model = toyModel(task([ONE, ONE], [ONE, ONE]), [
      [ONE, ZERO],
      [ZERO, ONE],
    ]);
    const { inequalities, equations, onWall, error } = formulaAt(model, 0);
    assert.equal([inequalities, equations, onWall], [['b1 < 0', 'b1 + g11 > 0'], ['g12 = 0'], true]);
    assert.equal(error.variables, ['b1', 'g11', 'p']);
  });

  test('known value: an output that nothing reaches is its bias: p/3 - p b₊ + b₊²', () => {
    const model = toyModel(task([ONE, ONE], [ONE, ONE]), [[ZERO, ONE]], [ONE, ZERO]);
    const formula = formulaAt(model, 0);
    assert.is(formatPolynomial(formula.error), 'b1^2 - b1*p + 1/3*p');
    assert.ok(parsePolynomial(formatFactored(formula)).equals(formula.error));
    assert.equal([formula.inequalities, formula.equations], [['b1 > 0'], ['g11 = 0', 'g12 = 0']]);
  });

  test('known value: entries of G have one name, the smaller index first', () => {
    const pair = toyModel(task([ONE, ONE], [ONE, ONE]), [[ONE, ONE]], [ONE, ONE]);
    assert.equal(formulaAt(pair, 1).error.variables, ['b2', 'g12', 'g22', 'p']);
    assert.throws(() => gramSymbols(0).gram(9), /at most 9 features/);
  });

  test('law: different densities get a symbol each, equal ones share p', () => {
    const pair = (first: Rational, last: Rational): ToyModel =>
      toyModel(task([first, last], [ONE, ONE]), [[ONE, ONE]], [ONE, ONE]);
    assert.equal(formulaAt(pair(ONE, ONE), 0).error.variables, ['b1', 'g11', 'g12', 'p']);
    assert.equal(formulaAt(pair(ONE, ONE.div(2)), 0).error.variables, ['b1', 'g11', 'g12', 'p1', 'p2']);
  });

  test('law: in weights of several dimensions the entries come with the sums that they are', () => {
    const model = anyToyModel({ maxFeatures: 3, entry: smallRational() }).filter(
      (each) => each.hiddenDimension > 1,
    );
    fc.assert(
      fc.property(model, (each) => {
        const { definitions, point, error } = formulaAt(each, 0, { symbols: 'weights' });
        assert.is(definitions.size, each.featureCount);
        for (const [entry, sum] of definitions) {
          assert.ok(sum.evaluate(point).equals(point.get(entry) ?? ONE.neg()), entry);
        }
        assert.ok(error.variables.every((name) => point.has(name)));
      }),
      runs(20),
    );
  });

  test('refusals name what would work instead', () => {
    const model = (n: number, m: number, ...densities: readonly Rational[]): ToyModel =>
      toyModel(
        task(
          densities.length > 0 ? densities : Array.from({ length: n }, () => ONE),
          Array.from({ length: n }, () => ONE),
        ),
        Array.from({ length: m }, () => Array.from({ length: n }, () => ONE)),
      );
    assert.throws(() => formulaAt(model(6, 1), 0), /at most 5 features .*expectedLoss gives the number/);
    assert.throws(() => formulaAt(model(2, 10), 0, { symbols: 'weights' }), /at most 9 hidden dimensions/);
    assert.throws(() => formulaAt(model(2, 1), 2), /an output from 0 to 1/);
    assert.throws(
      () => formulaAt(model(2, 1, ONE, ZERO), 0, { densities: 'common' }),
      /equal densities for one symbol p \(use each or numbers\)/,
    );
  });
});
