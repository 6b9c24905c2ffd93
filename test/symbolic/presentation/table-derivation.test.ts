import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { type Rational, rational, signOf, ZERO } from '../../../src/support/rational.ts';
import { enumerateChambers } from '../../../src/symbolic/output-formula/enumerate-chambers.ts';
import { rowSymbols } from '../../../src/symbolic/output-formula/formula-symbols.ts';
import { type RowPoint, vertexValues } from '../../../src/symbolic/output-formula/output-chamber.ts';
import { outputFormula } from '../../../src/symbolic/output-formula/output-formula.ts';
import { LaurentPolynomial } from '../../../src/symbolic/polynomial/laurent-polynomial.ts';
import { parsePolynomial } from '../../../src/symbolic/polynomial/parse.ts';
import type { DomainDrawing } from '../../../src/symbolic/presentation/block.ts';
import { domainDrawing, pairRegion } from '../../../src/symbolic/presentation/drawn-domain.ts';
import { activeSetIntegrals } from '../../../src/symbolic/presentation/integral-terms.ts';
import { byActiveCountText, factoredText } from '../../../src/symbolic/presentation/output-formula-lines.ts';
import { outputTable } from '../../../src/symbolic/presentation/output-table.ts';
import { renderLatex } from '../../../src/symbolic/presentation/render-latex.ts';
import { renderText } from '../../../src/symbolic/presentation/render-text.ts';
import { tableDerivation } from '../../../src/symbolic/presentation/table-derivation.ts';
import { pointOf } from '../../support/output-chambers.ts';
import { runs, suite } from '../../support/suite.ts';

const variable = (name: string): LaurentPolynomial => LaurentPolynomial.variable(name);

const placed = ({ row, bias }: RowPoint) =>
  new Map([['b', bias] as const, ...row.map((entry, j) => [`g${j + 1}`, entry] as const)]);

/** The area of a polygon. */
function areaOf(corners: DomainDrawing['corners']): Rational {
  const doubled = corners.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = corners[(index + 1) % corners.length] ?? [x, y];
    return sum.add(x.mul(nextY)).sub(nextX.mul(y));
  }, ZERO);
  return doubled.div(2);
}

suite('pairRegion', (test) => {
  test('law: the area of the drawn polygon is the closed form of the measure of {z > 0}', () => {
    // ∫ 1(z > 0) = Σ_v (−1)^{2−|v|} (h_v)₊² / (2 g₁ g₂).
    for (const chamber of enumerateChambers(2)) {
      fc.assert(
        fc.property(pointOf(chamber), (point) => {
          const at = placed(point);
          const region = pairRegion(variable('b'), [variable('g1'), variable('g2')], at);
          const { corners, line } = domainDrawing({ text: '', latex: '' }, [1, 2], region, at);
          const [g1, g2] = point.row;
          assert.ok(g1 !== undefined && g2 !== undefined);
          const sum = vertexValues(point).reduce((total, value, vertex) => {
            const square = signOf(value) > 0 ? value.mul(value) : ZERO;
            return vertex === 1 || vertex === 2 ? total.sub(square) : total.add(square);
          }, ZERO);
          assert.ok(areaOf(corners).equals(sum.div(g1.mul(g2).mul(2))));
          for (const [x, y] of line) assert.is(point.bias.add(g1.mul(x)).add(g2.mul(y)).n, 0n);
        }),
        runs(5),
      );
    }
  });

  test('known value: a line through a corner of the square gives that corner once', () => {
    const at = placed({ row: [rational(1n), rational(-2n)], bias: ZERO });
    const region = pairRegion(ZERO_FORM, [variable('g1'), variable('g2')], at);
    const { corners } = domainDrawing({ text: '', latex: '' }, [1, 2], region, at);
    assert.is(corners.map((corner) => corner.map(String).join(' ')).join(', '), '0 0, 1 0, 1 0.5');
  });
});

const ZERO_FORM = LaurentPolynomial.ZERO;

suite('activeSetIntegrals', (test) => {
  test('law: 1/3 − 2 ∫ x z + ∫ z² is the error given the active set, in every chamber, own feature reaching or not', () => {
    const formulas = enumerateChambers(2).flatMap((chamber) =>
      [0, 1, 2].map((self) => outputFormula(chamber, self, rowSymbols('each'))),
    );
    for (const formula of formulas) {
      for (const { active, error } of formula.byActiveSet) {
        const own = active.includes(formula.self);
        const { cross, square, error: written } = activeSetIntegrals(formula, active);
        const target = LaurentPolynomial.constant(own ? rational(1n, 3n) : ZERO);
        const sum = target.subtract(cross.value).subtract(cross.value).add(square.value);
        assert.ok(sum.equals(error) && written.value.equals(error));
        assert.ok(own || cross.value.isZero);
      }
    }
  });
});

suite('tableDerivation', (test) => {
  const table = outputTable(2, 'common');
  const written = tableDerivation(table, {
    text: factoredText,
    checks: () => [],
    densities: 'common',
    remarks: ['A remark with 100 % of its characters & all.'],
  });

  test('law: all formats have a heading for each section and chamber', () => {
    const [text, latex] = [renderText(written), renderLatex(written)];
    assert.is([...text.matchAll(/^chamber \d+ of 14/gm)].length, 14);
    assert.is([...latex.matchAll(/\\subsection\*\{chamber \d+ of 14/g)].length, 14);
    assert.is([...latex.matchAll(/\\section\*/g)].length, written.sections.length);
  });

  test('law: LaTeX environments, braces and brackets are balanced, special characters escaped', () => {
    const latex = renderLatex(written);
    const count = (pattern: RegExp): number => [...latex.matchAll(pattern)].length;
    assert.is(count(/\\begin\{/g), count(/\\end\{/g));
    assert.is(count(/\\left\(/g), count(/\\right\)/g));
    assert.is(count(/(?<!\\)\{/g), count(/(?<!\\)\}/g));
    assert.is(count(/(?<!\\)\$/g) % 2, 0);
    assert.match(latex, /100 \\% of its characters \\& all/);
  });

  test('law: collected by the number of active features, a formula denotes the same', () => {
    for (const { formula } of table.entries) {
      assert.ok(parsePolynomial(byActiveCountText(formula)).equals(formula.error));
    }
    const each = outputFormula(table.entries[0]?.formula.chamber ?? assertNever(), 0, rowSymbols('each'));
    assert.throws(() => byActiveCountText(each), /one symbol p/);
  });
});

function assertNever(): never {
  throw new Error('the table has entries');
}
