import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { AntipodeError } from '../../../src/support/errors.ts';
import { rational } from '../../../src/support/rational.ts';
import { type ChamberLoss, derivePairLoss } from '../../../src/symbolic/derivation/pair-loss.ts';
import { formatCollected, formatPolynomial } from '../../../src/symbolic/polynomial/format.ts';
import { LaurentPolynomial } from '../../../src/symbolic/polynomial/laurent-polynomial.ts';
import { parseLatexPolynomial, parsePolynomial } from '../../../src/symbolic/polynomial/parse.ts';
import { derivationDocument } from '../../../src/symbolic/presentation/derivation-document.ts';
import { integrateByNerdamer, presentFormula } from '../../../src/symbolic/presentation/nerdamer.ts';
import { inText } from '../../../src/symbolic/presentation/notation.ts';
import { renderLatex } from '../../../src/symbolic/presentation/render-latex.ts';
import { renderText } from '../../../src/symbolic/presentation/render-text.ts';
import { anyLaurentPolynomial } from '../../support/polynomials.ts';
import { runs, suite } from '../../support/suite.ts';

const CHAMBERS = derivePairLoss();
const DOCUMENT = derivationDocument(CHAMBERS);

const isBroken = (error: unknown): boolean =>
  error instanceof AntipodeError && error.code === 'broken-invariant';

suite('presentFormula', (test) => {
  test('known value: text and LaTeX of (1 + r) p² / 6', () => {
    const { text, latex } = presentFormula(parsePolynomial('(1 + r)*p^2/6'));
    assert.is(text, '1/6*p^2*r + 1/6*p^2');
    assert.ok(parseLatexPolynomial(latex).equals(parsePolynomial(text)), latex);
  });

  test('law: expanded or collected, in text and in LaTeX, a formula denotes its value', () => {
    const polynomial = anyLaurentPolynomial({ variables: ['p', 'r', 'w1', 'w2', 'x1'] });
    fc.assert(
      fc.property(polynomial, (value) => {
        for (const text of [formatPolynomial(value), formatCollected(value, 'p')]) {
          const formula = presentFormula(value, text);
          assert.ok(parsePolynomial(formula.text).equals(value), formula.text);
          assert.ok(parseLatexPolynomial(formula.latex).equals(value), formula.latex);
        }
      }),
      runs(50),
    );
  });

  test('refusal: a text that denotes anything else never becomes a formula', () => {
    fc.assert(
      fc.property(anyLaurentPolynomial(), anyLaurentPolynomial(), (value, other) => {
        fc.pre(!other.isZero);
        assert.throws(() => presentFormula(value, formatPolynomial(value.add(other))), isBroken);
      }),
      runs(30),
    );
  });
});

suite('integrateByNerdamer', (test) => {
  test('known value: ∫₀¹ ∫_y¹ (x − y)² dx dy = 1/12', () => {
    const triangle = [
      { feature: 2 as const, lower: LaurentPolynomial.ZERO, upper: LaurentPolynomial.ONE },
      { feature: 1 as const, lower: parsePolynomial('x2'), upper: LaurentPolynomial.ONE },
    ];
    assert.is(formatPolynomial(integrateByNerdamer(parsePolynomial('(x1 - x2)^2'), triangle)), '1/12');
  });
});

/** The derivation with one integral replaced. */
function planted(
  change: (value: LaurentPolynomial) => LaurentPolynomial,
  key: 'cross' | 'square',
): ChamberLoss[] {
  let done = false;
  return CHAMBERS.map((chamberLoss) => ({
    ...chamberLoss,
    steps: chamberLoss.steps.map((step) => ({
      ...step,
      outputs: step.outputs.map((output) => {
        if (done || output.domain.length === 0 || output[key].isZero) return output;
        done = true;
        return { ...output, [key]: change(output[key]) };
      }),
    })),
  }));
}

suite('derivationDocument', (test) => {
  test('known value: nerdamer computes every integral of every chamber again', () => {
    const integrals = CHAMBERS.flatMap(({ steps }) => steps.flatMap(({ outputs }) => outputs)).reduce(
      (sum, { domain }) => sum + 2 * domain.length,
      0,
    );
    assert.is(DOCUMENT.integralsConfirmed, integrals);
    assert.ok(integrals > 20);
  });

  test('law: the formulas for scripts are the derived losses, in text and in LaTeX', () => {
    assert.is(DOCUMENT.formulas.length, CHAMBERS.length);
    DOCUMENT.formulas.forEach(({ chamber, loss, latex }, k) => {
      const derived = CHAMBERS[k];
      assert.ok(derived !== undefined && derived.chamber.name === chamber);
      assert.ok(parsePolynomial(loss).equals(derived.loss));
      assert.ok(parseLatexPolynomial(latex).equals(derived.loss));
    });
  });

  test('law: every formula of the collected losses, aligned over several lines, denotes the loss', () => {
    const losses = DOCUMENT.sections
      .flatMap(({ blocks }) => blocks)
      .flatMap((block) =>
        block.kind === 'formula' && block.text.startsWith('L(w1, w2, p, r) = ') ? [block] : [],
      );
    assert.is(losses.length, CHAMBERS.length);
    losses.forEach(({ text, latex }, k) => {
      const derived = CHAMBERS[k]?.loss ?? LaurentPolynomial.ZERO;
      assert.ok(parsePolynomial(text.replace('L(w1, w2, p, r) = ', '')).equals(derived));
      const oneLine = latex
        .replaceAll(/\\(begin|end)\{aligned\}|L = \{\}|&|\\\\|\\qquad/g, ' ')
        .replaceAll(/(\S) +\\Bigl\[/g, '$1 * (')
        .replaceAll('\\Bigr]', ')');
      assert.ok(parseLatexPolynomial(oneLine).equals(derived), oneLine);
    });
  });

  test('refusal: an integral that nerdamer does not confirm stops the document', () => {
    const half = rational(1n, 2n);
    for (const key of ['cross', 'square'] as const) {
      assert.throws(() => derivationDocument(planted((value) => value.scale(half), key)), isBroken);
      assert.throws(() => derivationDocument(planted((value) => value.negate(), key)), isBroken);
    }
  });
});

suite('renderText', (test) => {
  test('law: one "L = …" line for each chamber, denoting its loss', () => {
    const lines = renderText(DOCUMENT)
      .split('\n')
      .flatMap((line) => /^ {4}L = (.*)$/.exec(line)?.slice(1) ?? []);
    assert.is(lines.length, CHAMBERS.length);
    lines.forEach((line, k) => {
      assert.ok(parsePolynomial(line).equals(CHAMBERS[k]?.loss ?? LaurentPolynomial.ZERO));
    });
  });

  test('law: all headings are there, underlined', () => {
    const text = renderText(DOCUMENT);
    for (const { heading } of DOCUMENT.sections) {
      const words = inText(heading);
      assert.ok(text.includes(`${words}\n${'-'.repeat(words.length)}\n`), words);
    }
  });
});

suite('renderLatex', (test) => {
  const latex = renderLatex(DOCUMENT);

  test('law: environments, braces, displays and sized brackets are balanced', () => {
    assert.equal(unbalanced(latex), []);
    const count = (pattern: RegExp): number => [...latex.matchAll(pattern)].length;
    assert.is(count(/\\Bigl/g), count(/\\Bigr/g));
    assert.is(count(/\\left/g), count(/\\right/g));
    assert.is(count(/^\\\[/gm), count(/\\\]$/gm));
  });

  test('law: outside displays no bare special character is left', () => {
    const prose = latex
      .replaceAll(/\\\[[\s\S]*?\\\]$/gm, '')
      .replaceAll(/\\begin\{(tabular|picture)\}[\s\S]*?\\end\{\1\}/g, '')
      .replaceAll(/\$[^$]*\$/g, '')
      .replaceAll(/\\[{}$&#%_^]/g, '');
    assert.not.match(prose, /[&#%_^<>$]/);
  });
});

/** Environments and braces that do not close in the order in which they open. */
function unbalanced(latex: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [token, kind, name] of latex.matchAll(/\\(begin|end)\{(\w+)\}|(?<!\\)[{}]/g)) {
    if (token === '{' || kind === 'begin') open.push(name ?? '{');
    else if (open.pop() !== (name ?? '{')) wrong.push(token);
  }
  return [...wrong, ...open];
}
