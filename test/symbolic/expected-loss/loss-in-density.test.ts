import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { RELU } from '../../../src/model/activation.ts';
import { parseActivity } from '../../../src/model/activity.ts';
import { gram, task, toyModel } from '../../../src/model/toy-model.ts';
import { UNIFORM } from '../../../src/model/value-law.ts';
import {
  formatRational,
  ONE,
  parseRational,
  type Rational,
  rational,
  signOf,
  ZERO,
} from '../../../src/support/rational.ts';
import { expectedLoss, lossOfGram } from '../../../src/symbolic/expected-loss/expected-loss.ts';
import { lossByActiveCount, lossInDensity } from '../../../src/symbolic/expected-loss/loss-in-density.ts';
import { smallRational } from '../../support/arbitraries.ts';
import { errorGiven } from '../../support/averaging.ts';
import { anyGeneralModel, showGeneralModel } from '../../support/general-models.ts';
import { runs, suite } from '../../support/suite.ts';

const text = (values: readonly Rational[]): string[] => values.map(formatRational);

/** 1 on the diagonal, `off` elsewhere. */
function simplex(count: number, off: Rational): Rational[][] {
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: count }, (__, j) => (i === j ? ONE : off)),
  );
}

function valueAt(coefficients: readonly Rational[], p: Rational): Rational {
  return coefficients.reduceRight((sum, coefficient) => sum.mul(p).add(coefficient), ZERO);
}

/** H_i of the published one-hot potential [Chen et al. 2023]: 3 Σ_j E[(x_i − x′_i)² | A = {j}]. */
function publishedPotential(row: readonly Rational[], self: number, b: Rational): Rational {
  const square = row[self] ?? ONE;
  const others = row.filter((_, j) => j !== self);
  const cube = b.mul(b).mul(b);
  const rest = ONE.sub(square);
  const own = rest.mul(rest).sub(square.sub(ONE).neg().mul(b).mul(3)).add(b.mul(b).mul(3));
  if (signOf(b) > 0) {
    return others.reduce((sum, a) => {
      if (a.compare(b.neg()) < 0) return sum.sub(cube.div(a));
      return sum.add(a.mul(a)).add(a.mul(b).mul(3)).add(b.mul(b).mul(3));
    }, own);
  }
  const seen = others.filter((a) => signOf(a) > 0 && a.neg().compare(b) <= 0);
  const interference = seen.reduce((sum, a) => {
    const top = a.add(b);
    return sum.add(top.mul(top).mul(top).div(a));
  }, ZERO);
  const isOn = square.neg().compare(b) <= 0;
  const ofOwn = isOn ? cube.div(square.mul(square)).add(cube.div(square)).add(own) : ONE;
  return interference.add(ofOwn);
}

const gramRows = fc.integer({ min: 2, max: 4 }).chain((n) =>
  fc.tuple(
    fc.array(fc.array(smallRational(4), { minLength: n, maxLength: n }), { minLength: n, maxLength: n }),
    fc.array(
      smallRational(4).map((value) => value.abs().add(rational(1n, 8n))),
      { minLength: n, maxLength: n },
    ),
    fc.array(smallRational(4), { minLength: n, maxLength: n }),
  ),
);

suite('lossInDensity', (test) => {
  test('known value: an antipodal pair loses (1 + r) p²/6', () => {
    const r = parseRational('1/5');
    const found = lossInDensity({
      gram: [
        [ONE, ONE.neg()],
        [ONE.neg(), ONE],
      ],
      importances: [ONE, r],
    });
    assert.equal(text(found), ['0', '0', '1/5']);
  });

  test('known value: unit triangle and tetrahedron: and each active set averaged out by another method', () => {
    for (const [count, off] of [
      [3, parseRational('-1/2')],
      [4, parseRational('-1/3')],
    ] as const) {
      const rows = simplex(count, off);
      const inputs = rows.map(() => UNIFORM);
      // By symmetry: n times output 0, with k active features C(n, k)-fold; its own feature is one of them or not.
      const given = Array.from({ length: count + 1 }, (_, k) => {
        const sets = Array.from({ length: 2 ** count }, (__, set) =>
          rows.map((___, j) => ((set >> j) & 1) === 1),
        );
        return sets
          .filter((active) => active.filter((isOn) => isOn).length === k)
          .reduce(
            (sum, active) =>
              sum.add(errorGiven({ row: rows[0] ?? [], self: 0, bias: ZERO }, RELU, inputs, active)),
            ZERO,
          )
          .mul(count);
      });
      const polynomial = lossInDensity({ gram: rows });
      const known = count === 3 ? ['0', '0', '3/8', '1/8'] : ['0', '0', '10/27', '10/27', '-2/27'];
      assert.equal(text(polynomial), known);
      for (const p of ['0', '1/7', '1/2', '1'].map(parseRational)) {
        const expected = given.reduce((sum, part, k) => {
          const on = Array.from({ length: k }, () => p);
          const off_ = Array.from({ length: count - k }, () => ONE.sub(p));
          return sum.add([...on, ...off_].reduce((product, factor) => product.mul(factor), part));
        }, ZERO);
        assert.is(formatRational(valueAt(polynomial, p)), formatRational(expected));
      }
    }
  });

  test('law: at every p it is the expected loss', () => {
    fc.assert(
      fc.property(anyGeneralModel(), fc.integer({ min: 0, max: 5 }), (model, fifths) => {
        const p = rational(BigInt(fifths), 5n);
        const base = task(
          model.densities.map(() => p),
          model.importances,
          { inputs: model.inputs },
        );
        const at = { ...model, ...base };
        const polynomial = lossInDensity({ ...model, gram: gram(model) });
        assert.is(polynomial.length, model.featureCount + 1);
        const expected = formatRational(expectedLoss(at).loss);
        assert.is(formatRational(valueAt(polynomial, p)), expected, showGeneralModel(model));
      }),
      runs(40),
    );
  });

  test('known value: with one active feature always, the published one-hot potential, at any weights and biases', () => {
    fc.assert(
      fc.property(gramRows, ([rows, squares, bias]) => {
        const count = rows.length;
        const tied = rows.map((row, i) => row.map((entry, j) => (i === j ? (squares[i] ?? ONE) : entry)));
        const densities = rows.map(() => rational(1n, BigInt(count)));
        const activity = parseActivity(`exclusive:${[...rows.keys()].join('+')}`, densities);
        const base = task(
          densities,
          rows.map(() => ONE),
          { activity },
        );
        const { perFeature } = lossOfGram({ ...base, gram: tied, bias, activation: RELU });
        perFeature.forEach((term, i) => {
          const potential = publishedPotential(tied[i] ?? [], i, bias[i] ?? ZERO);
          assert.is(formatRational(term), formatRational(potential.div(3 * count)));
        });
      }),
      runs(60),
    );
  });

  test('law: for biases ≤ 0 the coefficient of p¹ is that potential, so it is the limit of L/p as p → 0', () => {
    fc.assert(
      fc.property(gramRows, ([rows, squares, bias]) => {
        const tied = rows.map((row, i) => row.map((entry, j) => (i === j ? (squares[i] ?? ONE) : entry)));
        const negative = bias.map((b) => b.abs().neg());
        const [constant, linear] = lossInDensity({ gram: tied, bias: negative });
        const potential = tied.reduce(
          (sum, row, i) => sum.add(publishedPotential(row, i, negative[i] ?? ZERO)),
          ZERO,
        );
        assert.equal(text([constant ?? ONE, linear ?? ONE]), ['0', formatRational(potential.div(3))]);
      }),
      runs(60),
    );
  });
});

suite('lossByActiveCount', (test) => {
  test('law: the parts add up to the loss', () => {
    fc.assert(
      fc.property(anyGeneralModel(), (model) => {
        const parts = lossByActiveCount(model);
        const total = parts.reduce((sum, part) => sum.add(part), ZERO);
        assert.is(formatRational(total), formatRational(expectedLoss(model).loss), showGeneralModel(model));
      }),
      runs(40),
    );
  });

  test('known value: an antipodal pair errs only when both features are active', () => {
    const half = parseRational('1/2');
    const pair = toyModel(task([half, half], [ONE, ONE]), [[ONE, ONE.neg()]]);
    assert.equal(text(lossByActiveCount(pair)), ['0', '0', '1/12']);
  });
});
