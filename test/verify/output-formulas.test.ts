import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { formatRational, rational, signOf, ZERO } from '../../src/support/rational.ts';
import { enumerateChambers } from '../../src/symbolic/output-formula/enumerate-chambers.ts';
import { gramSymbols, rowSymbols } from '../../src/symbolic/output-formula/formula-symbols.ts';
import { chamberAt } from '../../src/symbolic/output-formula/output-chamber.ts';
import { type OutputFormula, outputFormula } from '../../src/symbolic/output-formula/output-formula.ts';
import { formatPolynomial } from '../../src/symbolic/polynomial/format.ts';
import { parsePolynomial } from '../../src/symbolic/polynomial/parse.ts';
import { compareOutputFormula, type OutputComparison } from '../../src/verify/output-formulas.ts';
import { runs, suite } from '../support/suite.ts';

const FORMULAS = enumerateChambers(2).map((chamber) => outputFormula(chamber, 1, rowSymbols('each')));

function compare(
  formula: OutputFormula,
  count: number,
  seed: number,
  stream = 0,
): readonly OutputComparison[] {
  return compareOutputFormula(formula, formatPolynomial(formula.error), count, { seed, stream });
}

function isEqual({ formula, printed, closedForm }: OutputComparison): boolean {
  return formula.equals(closedForm) && printed.equals(closedForm);
}

suite('compareOutputFormula', (test) => {
  test('law: formula, printed formula and closed form are one number at every point, for any seed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FORMULAS), fc.nat(1e9), (formula, seed) =>
        assert.ok(compare(formula, 4, seed).every(isEqual)),
      ),
      runs(12),
    );
  });

  test('law: points lie inside their chamber, entries are not 0, densities are in (0, 1], hardly any comes twice', () => {
    for (const [stream, formula] of FORMULAS.entries()) {
      const points = compare(formula, 20, 1, stream).map(({ point }) => point);
      for (const point of points) {
        const value = (name: string) => point.get(name) ?? ZERO;
        const row = [value('g1'), value('g2')];
        assert.equal(chamberAt({ row, bias: value('b') }).signs, formula.chamber.signs);
        for (const p of [value('p1'), value('p2')]) assert.ok(signOf(p) > 0 && p.compare(1) <= 0);
      }
      const shown = points.map((point) => [...point.values()].map(formatRational).join());
      assert.ok(new Set(shown).size > 15);
    }
  });

  test('regression: one symbol p has one value, also where several features share it', () => {
    for (const chamber of enumerateChambers(2)) {
      assert.ok(compare(outputFormula(chamber, 0, gramSymbols(0)), 4, 5).every(isEqual));
    }
  });

  test('an output that its own feature does not reach is compared too', () => {
    for (const chamber of enumerateChambers(1)) {
      assert.ok(compare(outputFormula(chamber, 1, rowSymbols('each')), 4, 5).every(isEqual));
    }
  });

  test('planted faults are seen: in the formula, in the text, and the formula of a neighbour', () => {
    const tiny = parsePolynomial('p1*g1^2').scale(rational(1n, 10n ** 12n));
    for (const [index, formula] of FORMULAS.entries()) {
      const wrong = { ...formula, error: formula.error.add(tiny) };
      assert.not.ok(compare(wrong, 1, 3).some(isEqual));
      const text = formatPolynomial(wrong.error);
      assert.not.ok(compareOutputFormula(formula, text, 1, { seed: 3, stream: 0 }).some(isEqual));
      const neighbour = FORMULAS[(index + 1) % FORMULAS.length]?.error ?? formula.error;
      assert.not.ok(compare({ ...formula, error: neighbour }, 4, 3).every(isEqual));
    }
  });
});
