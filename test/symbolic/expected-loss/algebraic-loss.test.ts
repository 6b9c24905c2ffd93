import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { RELU } from '../../../src/model/activation.ts';
import { gram, task, toyModelOver } from '../../../src/model/toy-model.ts';
import { formatRational, ONE, type Rational, rational, ZERO } from '../../../src/support/rational.ts';
import { parseAlgebraic } from '../../../src/symbolic/algebraic/parse-algebraic.ts';
import { radicalForm } from '../../../src/symbolic/algebraic/radical-form.ts';
import { RealAlgebraic } from '../../../src/symbolic/algebraic/real-algebraic.ts';
import { algebraicGradient } from '../../../src/symbolic/expected-loss/algebraic-gradient.ts';
import {
  type AlgebraicModel,
  algebraicLoss,
  algebraicLossInDensity,
} from '../../../src/symbolic/expected-loss/algebraic-loss.ts';
import { exactGradient } from '../../../src/symbolic/expected-loss/exact-gradient.ts';
import { expectedLoss } from '../../../src/symbolic/expected-loss/expected-loss.ts';
import { lossInDensity } from '../../../src/symbolic/expected-loss/loss-in-density.ts';
import { anyToyModel, smallRational } from '../../support/arbitraries.ts';
import { runs, suite } from '../../support/suite.ts';

/** Rows of W as texts. */
function modelOf(rows: readonly (readonly string[])[], density = rational(1n, 10n)): AlgebraicModel {
  const n = rows[0]?.length ?? 0;
  const fill = (value: Rational): Rational[] => Array.from({ length: n }, () => value);
  const weights = rows.map((row) => row.map(parseAlgebraic));
  return toyModelOver<Rational | RealAlgebraic>(task(fill(density), fill(ONE)), weights, fill(ZERO), RELU);
}

function polygon(n: number): AlgebraicModel {
  const angles = Array.from({ length: n }, (_, k) => `2*pi*${k}/${n}`);
  return modelOf([angles.map((angle) => `cos(${angle})`), angles.map((angle) => `sin(${angle})`)]);
}

const inDensity = (model: AlgebraicModel): string[] =>
  algebraicLossInDensity(model).map((coefficient) => radicalForm(coefficient) ?? 'no short form');

suite('algebraicLoss', (test) => {
  test('known value: unit triangle, square, hexagon and tetrahedron, whose G is rational', () => {
    assert.equal(inDensity(polygon(3)), ['0', '0', '3/8', '1/8']);
    // A square is two antipodal pairs, p²/3 each.
    assert.equal(inDensity(polygon(4)), ['0', '0', '2/3', '0', '0']);
    assert.equal(inDensity(polygon(6)).slice(0, 2), ['0', '1']);
    const tetrahedron = modelOf([
      ['1', '-1/3', '-1/3', '-1/3'],
      ['0', 'sqrt(8)/3', '-sqrt(2)/3', '-sqrt(2)/3'],
      ['0', '0', 'sqrt(6)/3', '-sqrt(6)/3'],
    ]);
    const third = rational(-1n, 3n);
    const rows = Array.from({ length: 4 }, (_, i) =>
      Array.from({ length: 4 }, (__, j) => (i === j ? ONE : third)),
    );
    assert.equal(inDensity(tetrahedron), lossInDensity({ gram: rows }).map(formatRational));
  });

  test('known value: the unit pentagon, whose interferences are (√5 − 1)/4 and −(√5 + 1)/4', () => {
    // One feature alone leaks (√5 − 1)/4 into both neighbours: 5 p · 2 · (3 − √5)/8 / 3 = (15 − 5 √5)/12 p.
    assert.equal(inDensity(polygon(5)), [
      '0',
      '(15 - 5*sqrt(5))/12',
      '(35 + 5*sqrt(5))/48',
      '(271 - 145*sqrt(5))/48',
      '(-876 + 445*sqrt(5))/144',
      '(177 - 89*sqrt(5))/144',
    ]);
  });

  test('known value: the uniform square antiprism stays in ℚ(√2)', () => {
    const [high, wide] = ['sqrt(1/(1+2*sqrt(2)))', 'sqrt(1-1/(1+2*sqrt(2)))'];
    const corners = [0, 1, 2, 3, 0.5, 1.5, 2.5, 3.5];
    const antiprism = modelOf([
      corners.map((k) => `${wide}*cos(pi*${k}/2)`),
      corners.map((k) => `${wide}*sin(pi*${k}/2)`),
      corners.map((k) => (Number.isInteger(k) ? high : `-${high}`)),
    ]);
    const { loss, perFeature } = algebraicLoss(antiprism);
    assert.is(loss.degree, 2);
    assert.match(radicalForm(loss) ?? '', /sqrt\(2\)/);
    assert.ok(perFeature.every((term) => perFeature[0]?.equals(term)));
  });

  test('law: for rational weights it is the closed form', () => {
    fc.assert(
      fc.property(anyToyModel({ maxFeatures: 3, entry: smallRational(5) }), (model) => {
        const { loss, perFeature } = algebraicLoss(model);
        const exact = expectedLoss(model);
        assert.ok(loss.equals(RealAlgebraic.of(exact.loss)));
        assert.ok(perFeature.every((term, i) => term.equals(RealAlgebraic.of(exact.perFeature[i] ?? ZERO))));
      }),
      runs(40),
    );
  });

  test('law: turning all directions by 45° or 30° changes neither G nor the loss', () => {
    const models = anyToyModel({ minFeatures: 2, maxFeatures: 3, maxHidden: 1, entry: smallRational(4) });
    fc.assert(
      fc.property(models, smallRational(4), fc.constantFrom('45deg', '30deg'), (model, y, angle) => {
        const [cosine, sine] = [parseAlgebraic(`cos(${angle})`), parseAlgebraic(`sin(${angle})`)];
        const flat = {
          ...model,
          hiddenDimension: 2,
          weights: [model.weights[0] ?? [], model.bias.map(() => y)],
        };
        const turned = {
          ...flat,
          weights: [
            flat.weights[0]?.map((x, i) =>
              combine(cosine, x, sine.sign() > 0 ? -1n : 1n, sine, flat.weights[1]?.[i] ?? ZERO),
            ) ?? [],
            flat.weights[0]?.map((x, i) => combine(sine, x, 1n, cosine, flat.weights[1]?.[i] ?? ZERO)) ?? [],
          ],
        };
        assert.ok(algebraicLoss(turned).loss.equals(RealAlgebraic.of(expectedLoss(flat).loss)));
        assert.is(gram(flat).length, model.featureCount);
      }),
      runs(15),
    );
  });

  test('law: the gradient encloses the exact one, narrowly', () => {
    fc.assert(
      fc.property(anyToyModel({ maxFeatures: 3, entry: smallRational(5) }), (model) => {
        const found = algebraicGradient(model);
        const exact = exactGradient(model);
        found.weights.flat().forEach(({ lower, upper }, k) => {
          const slope = exact.weights.flat()[k] ?? ZERO;
          assert.ok(lower.compare(slope) <= 0 && upper.compare(slope) >= 0);
          assert.ok(upper.sub(lower).compare(rational(1n, 1n << 100n)) < 0);
        });
        assert.is(found.bias.length, model.featureCount);
      }),
      runs(20),
    );
  });
});

/** a x + sign · b y. */
function combine(a: RealAlgebraic, x: Rational, sign: bigint, b: RealAlgebraic, y: Rational): RealAlgebraic {
  const text = (number: RealAlgebraic): string => `(${radicalForm(number) ?? ''})`;
  return parseAlgebraic(`${text(a)}*(${formatRational(x)}) + (${sign})*${text(b)}*(${formatRational(y)})`);
}
