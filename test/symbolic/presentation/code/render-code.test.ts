import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { derivePairLoss } from '../../../../src/symbolic/derivation/pair-loss.ts';
import { parsePolynomial } from '../../../../src/symbolic/polynomial/parse.ts';
import {
  CODE_LANGUAGES,
  type CodeLanguage,
} from '../../../../src/symbolic/presentation/code/code-language.ts';
import {
  type FormulaTable,
  pairFormulaTable,
} from '../../../../src/symbolic/presentation/code/formula-table.ts';
import {
  codeExpression,
  renderCode,
  roundingUnits,
} from '../../../../src/symbolic/presentation/code/render-code.ts';
import { anyLaurentPolynomial } from '../../../support/polynomials.ts';
import { suite } from '../../../support/suite.ts';

const TABLE = pairFormulaTable(derivePairLoss());

/** What each language has of its own, in the notation of this project. */
const READERS: Readonly<Record<CodeLanguage, (text: string) => string>> = {
  javascript: (text) => text,
  python: (text) => text.replaceAll(/Rational\((\d+), (\d+)\)/g, '$1/$2').replaceAll('**', '^'),
  mathematica: (text) => text,
  julia: (text) => text.replaceAll('//', '/'),
  c: (text) => text.replaceAll(/(\d)\.0/g, '$1'),
};

/** A table of one case. */
const small: FormulaTable = {
  about: ['A formula of two numbers.'],
  parameters: ['x', 'y'],
  cases: [
    {
      name: 'right-half',
      region: [[{ form: parsePolynomial('x - y'), relation: '>=' }]],
      value: parsePolynomial('x/2 - 3/y^2'),
    },
  ],
  elsewhere: 'the arguments are not real numbers',
};

suite('codeExpression', (test) => {
  test('known value: x/2 − 3/y² in every language', () => {
    const found = CODE_LANGUAGES.map((language) => codeExpression(parsePolynomial('x/2 - 3/y^2'), language));
    assert.equal(found, [
      '1/2*x - 3/(y*y)',
      'Rational(1, 2)*x - Rational(3, 1)/(y**2)',
      '1/2*x - 3/(y^2)',
      '1//2*x - 3//1/(y^2)',
      '1.0/2.0*x - 3.0/(y*y)',
    ]);
  });

  test('known value: zero, one, and a unit over a variable, which no language divides in integers', () => {
    const found = (text: string): string[] =>
      CODE_LANGUAGES.map((language) => codeExpression(parsePolynomial(text), language));
    assert.equal(found('0'), ['0', '0', '0', '0', '0']);
    assert.equal(found('1'), ['1', '1', '1', '1', '1']);
    assert.equal(found('-x/y'), ['-x/y', '-Rational(1, 1)*x/y', '-x/y', '-1//1*x/y', '-x/y']);
  });

  test('law: read back, it denotes the polynomial', () => {
    fc.assert(
      fc.property(anyLaurentPolynomial(), fc.constantFrom(...CODE_LANGUAGES), (polynomial, language) => {
        const text = codeExpression(polynomial, language);
        assert.ok(parsePolynomial(READERS[language](text)).equals(polynomial), `${language}: ${text}`);
      }),
    );
  });
});

suite('renderCode', (test) => {
  test('known value: a whole program of one case', () => {
    assert.is(
      renderCode(small, 'julia'),
      `# A formula of two numbers.
# Exact at integers and rationals such as 1//3, which are taken as Rational{BigInt}; floats stay floats.

exact(value::Union{Integer, Rational}) = Rational{BigInt}(value)
exact(value) = value

function loss_right_half(x, y)
    x, y = map(exact, (x, y))
    return (
        1//2*x - 3//1/(y^2)
    )
end

function loss(x, y)
    x, y = map(exact, (x, y))
    if x - y >= 0
        return loss_right_half(x, y)
    end
    throw(ArgumentError("the arguments are not real numbers"))
end
`,
    );
  });

  test('law: a program is plain ASCII, has no line over 120 columns and no space at a line’s end', () => {
    for (const language of CODE_LANGUAGES) {
      for (const line of renderCode(TABLE, language).split('\n')) {
        assert.match(line, /^[\x20-\x7e]{0,120}$/, `${language}: ${line}`);
        assert.not.match(line, / $/, `${language}: ${line}`);
      }
    }
  });

  test('law: a line of Julia never ends where the sum could end', () => {
    const formulas = renderCode(TABLE, 'julia').matchAll(/return \(\n([^)]*)\n {4}\)/g);
    const bodies = [...formulas].map(([, body = '']) => body.split('\n'));
    assert.is(bodies.length, TABLE.cases.length);
    for (const lines of bodies) {
      for (const line of lines.slice(0, -1)) assert.match(line, / [+-]$/);
      for (const line of lines.slice(1)) assert.match(line, /^ {8}\d/);
    }
  });

  test('known value: the rounding of the pair’s formulas is at most 27 units of 2⁻⁵³', () => {
    // 15 terms; the longest, p² r w₂⁵ / w₁ / 12, has exponents of total magnitude 9, and 3 for its constant.
    assert.is(roundingUnits(TABLE), 15 + 9 + 3);
    assert.match(renderCode(TABLE, 'c'), /at most 27 \* 2\^-53/);
  });
});

suite('Julia, which the tests can only run where it is installed', (test) => {
  const program = renderCode(TABLE, 'julia');

  test('law: the formulas of its program, read back, are those of the table', () => {
    const bodies = [...program.matchAll(/return \(\n([^)]*)\n {4}\)/g)].map(([, body = '']) => body);
    assert.is(bodies.length, TABLE.cases.length);
    TABLE.cases.forEach(({ value }, k) => {
      const text = READERS.julia(bodies[k] ?? '').replaceAll(/\s+/g, ' ');
      assert.ok(parsePolynomial(text).equals(value), text);
    });
  });

  test('law: it picks the cases by the conditions of the JavaScript program, in the same order', () => {
    const conditions = (text: string): string[] =>
      [...text.matchAll(/^ +if (.*?)(?: \{)?$/gm)].map(([, condition = '']) => condition);
    const found = conditions(program);
    assert.is(found.length, TABLE.cases.length);
    // JavaScript wants one more pair of brackets.
    assert.equal(
      conditions(renderCode(TABLE, 'javascript')),
      found.map((condition) => `(${condition})`),
    );
  });
});

suite('pairFormulaTable', (test) => {
  test('law: every chamber comes with its mirror image, walls included', () => {
    for (const { region } of TABLE.cases) {
      assert.is(region.length, 2);
      const [here = [], mirrored = []] = region;
      assert.ok(here.length >= 2 && here.length === mirrored.length);
      here.forEach(({ form }, k) => {
        assert.ok(mirrored[k]?.form.equals(form.negate()));
      });
    }
  });
});
