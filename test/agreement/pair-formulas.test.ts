import fc from 'fast-check';
import { all, create, type EvalFunction } from 'mathjs';
import * as assert from 'uvu/assert';
import { type ToyModel, task, toyModel } from '../../src/model/toy-model.ts';
import {
  formatRational,
  fractionParts,
  ONE,
  type Rational,
  rational,
  signOf,
} from '../../src/support/rational.ts';
import { chamberOf } from '../../src/symbolic/derivation/chambers.ts';
import { derivePairLoss } from '../../src/symbolic/derivation/pair-loss.ts';
import { expectedLoss } from '../../src/symbolic/expected-loss/expected-loss.ts';
import { derivationDocument } from '../../src/symbolic/presentation/derivation-document.ts';
import { renderText } from '../../src/symbolic/presentation/render-text.ts';
import { anyDensity, anyImportance, smallRational } from '../support/arbitraries.ts';
import { runs, suite } from '../support/suite.ts';

const CHAMBERS = derivePairLoss();

/** Chambers whose closure contains the weights; several on a wall, none of them dividing by zero there. */
function chambersAround(first: Rational, last: Rational): string[] {
  const nudges = [rational(1n, 10n ** 9n), rational(-1n, 10n ** 9n)];
  const nearby = nudges.flatMap((nudge) => [
    chamberOf(first.add(nudge), last),
    chamberOf(first, last.add(nudge)),
  ]);
  return [...new Set([...nearby, chamberOf(first, last)])];
}

function pair(first: Rational, last: Rational, p: Rational, r: Rational): ToyModel {
  return toyModel(task([p, p], [ONE, r]), [[first, last]]);
}

/** Weights off the origin, walls over-represented: w₂ = 0, w₁ = 0 and w₂ = −w₁. */
const weights = fc
  .tuple(
    smallRational(),
    smallRational(),
    fc.constantFrom('inside', 'inside', 'inside', 'last', 'first', 'antipodal'),
  )
  .map(([first, last, wall]): [Rational, Rational] => {
    if (wall === 'last') return [first, rational(0n)];
    if (wall === 'first') return [rational(0n), last];
    return wall === 'antipodal' ? [first, first.neg()] : [first, last];
  })
  .filter(([first, last]) => signOf(first) !== 0 || signOf(last) !== 0);

suite('derived pair formulas = closed form', (test) => {
  test('agreement: every formula whose chamber touches the weights gives the closed form, exactly', () => {
    fc.assert(
      fc.property(weights, anyDensity(), anyImportance(), ([w1, w2], p, r) => {
        const point = new Map(Object.entries({ w1, w2, p, r }));
        const expected = formatRational(expectedLoss(pair(w1, w2, p, r)).loss);
        for (const name of chambersAround(w1, w2)) {
          const [found] = CHAMBERS.filter(({ chamber }) => chamber.name === name);
          assert.ok(found !== undefined);
          assert.is(formatRational(found.loss.evaluate(point)), expected, name);
        }
      }),
      runs(200),
    );
  });

  test('agreement: mirror images −W are served by the same formula', () => {
    fc.assert(
      fc.property(weights, anyDensity(), anyImportance(), ([w1, w2], p, r) => {
        const [found] = CHAMBERS.filter(({ chamber }) => chamber.name === chamberOf(w1, w2));
        assert.ok(found !== undefined);
        const value = found.loss.evaluate(new Map(Object.entries({ w1, w2, p, r })));
        assert.ok(value.equals(expectedLoss(pair(w1.neg(), w2.neg(), p, r)).loss));
      }),
    );
  });

  test('agreement: the printed "L = …" lines, read by another program, give the closed form', () => {
    assert.ok(all !== undefined);
    const mathjs = create(all, { number: 'Fraction' });
    const printed = renderText(derivationDocument(CHAMBERS)).matchAll(
      /^([a-z-]+): (.*) \(or all reversed\)\n {4}L = (.*)$/gm,
    );
    const formulas = new Map(
      [...printed].map(([, name, , formula = '']): [string, EvalFunction] => [
        name ?? '',
        mathjs.compile(formula),
      ]),
    );
    assert.equal(
      [...formulas.keys()],
      CHAMBERS.map(({ chamber }) => chamber.name),
    );
    const fraction = (value: Rational) => {
      const { numerator, denominator } = fractionParts(value);
      return mathjs.fraction(`${numerator}/${denominator}`);
    };
    fc.assert(
      fc.property(weights, anyDensity(), anyImportance(), ([w1, w2], p, r) => {
        const scope = { w1: fraction(w1), w2: fraction(w2), p: fraction(p), r: fraction(r) };
        const value = formulas.get(chamberOf(w1, w2))?.evaluate(scope);
        assert.is(mathjs.fraction(value).toFraction(), formatRational(expectedLoss(pair(w1, w2, p, r)).loss));
      }),
    );
  });
});
