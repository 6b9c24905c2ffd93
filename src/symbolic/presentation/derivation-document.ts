/**
 * @file The derivation as a document: what a careful author would write, assembled from the derived values. Prose is plain
 * text; every formula comes in text and in LaTeX, both read back into the core before they get here.
 */

import { invariant } from '../../support/errors.ts';
import type { ActiveSetStep, ChamberLoss, OutputStep } from '../derivation/pair-loss.ts';
import type { Piece } from '../derivation/restricted-domain.ts';
import { input, inputName } from '../derivation/symbols.ts';
import { formatCollected, formatPolynomial, sortTerms } from '../polynomial/format.ts';
import { LaurentPolynomial } from '../polynomial/laurent-polynomial.ts';
import { integrateByNerdamer, presentFormula } from './nerdamer.ts';

/** A piece of the document. A formula's `latex` is one display, possibly of several aligned lines. */
export type Block =
  | { readonly kind: 'prose'; readonly text: string }
  | { readonly kind: 'formula'; readonly text: string; readonly latex: string };

export interface DerivationSection {
  readonly heading: string;
  readonly blocks: readonly Block[];
}

/** The formula of one chamber, ready for scripts. */
export interface ChamberFormula {
  readonly chamber: string;
  readonly inequalities: readonly string[];
  /** L in w1, w2, p, r, expanded. */
  readonly loss: string;
  readonly latex: string;
}

export interface DerivationDocument {
  readonly title: string;
  readonly sections: readonly DerivationSection[];
  readonly formulas: readonly ChamberFormula[];
  /** How many integrals nerdamer computed again with the same result. */
  readonly integralsConfirmed: number;
}

/** Terms on one line of a long aligned formula. */
const TERMS_PER_LINE = 5;

/**
 * The document of a derivation.
 *
 * @throws AntipodeError `broken-invariant` if nerdamer's integral of any piece differs from the core's.
 */
export function derivationDocument(chambers: readonly ChamberLoss[]): DerivationDocument {
  const confirmed = chambers.flatMap(({ steps }) =>
    steps.flatMap(({ outputs }) => outputs.map(confirmIntegrals)),
  );
  return {
    title: 'The exact expected loss of the toy model with n = 2, m = 1, without bias',
    sections: [setting(), density(chambers), domains(chambers), ...chambers.map(chamberSection)],
    formulas: chambers.map(({ chamber, loss }) => ({
      chamber: chamber.name,
      inequalities: chamber.inequalities,
      loss: formatPolynomial(loss),
      latex: presentFormula(loss).latex,
    })),
    integralsConfirmed: confirmed.reduce((sum, count) => sum + count, 0),
  };
}

/** Has nerdamer compute the two integrals of a step again; the number compared. */
function confirmIntegrals({ output, preactivation, domain, cross, square, target }: OutputStep): number {
  const compare = (integrand: LaurentPolynomial, expected: LaurentPolynomial): number => {
    const found = domain.reduce(
      (sum, piece) => sum.add(integrateByNerdamer(integrand, piece)),
      LaurentPolynomial.ZERO,
    );
    invariant(found.equals(expected), `nerdamer agrees on ∫ ${formatPolynomial(integrand)}`);
    return domain.length;
  };
  const own = target.isZero ? LaurentPolynomial.ZERO : input(output);
  return compare(preactivation.multiply(preactivation), square) + compare(own.multiply(preactivation), cross);
}

function setting(): DerivationSection {
  return {
    heading: 'The model',
    blocks: [
      prose(
        'Two features, one hidden dimension, tied weights (w1, w2), no bias. Each feature is active with probability p, ' +
          'its density, and then uniform on [0, 1]; the importances are 1 and r. The loss is the sum over the features.',
      ),
      {
        kind: 'formula',
        text: "x'_i = ReLU(w_i*(w1*x1 + w2*x2)),   L = E (x1 - x'_1)^2 + r*E (x2 - x'_2)^2",
        latex:
          "x'_i = \\operatorname{ReLU}\\bigl(w_i\\,(w_1 x_1 + w_2 x_2)\\bigr), \\qquad L = \\mathbb{E}\\,(x_1 - x'_1)^2 + r\\,\\mathbb{E}\\,(x_2 - x'_2)^2",
      },
    ],
  };
}

function density(chambers: readonly ChamberLoss[]): DerivationSection {
  const activeSets = chambers[0]?.steps.map(({ activeSet }) => activeSet) ?? [];
  return {
    heading: 'Step 1: the density with delta functions',
    blocks: [
      prose(
        'An inactive feature sits at 0 exactly. Multiplying out gives one summand for each active set A.',
      ),
      {
        kind: 'formula',
        text: 'rho(x1, x2) = [(1 - p)*delta(x1) + p*1(0 <= x1 <= 1)] * [(1 - p)*delta(x2) + p*1(0 <= x2 <= 1)]',
        latex:
          '\\rho(x_1, x_2) = \\prod_{j=1}^{2} \\bigl[(1-p)\\,\\delta(x_j) + p\\,\\mathbf{1}_{[0,1]}(x_j)\\bigr] = \\sum_{A \\subseteq \\{1,2\\}} P(A) \\prod_{j \\notin A} \\delta(x_j) \\prod_{j \\in A} \\mathbf{1}_{[0,1]}(x_j)',
      },
      ...activeSets.map(({ features, probability, probabilityText }): Block => {
        const { text, latex } = presentFormula(probability, probabilityText);
        const names = features.join(', ');
        return { kind: 'formula', text: `P({${names}}) = ${text}`, latex: `P(\\{${names}\\}) = ${latex}` };
      }),
    ],
  };
}

function domains(chambers: readonly ChamberLoss[]): DerivationSection {
  return {
    heading: 'Step 2: ReLU as a restriction of the domain',
    blocks: [
      prose(
        'Output i sees z = w_i*(w1*x1 + w2*x2). The ReLU of z integrates like z itself over the part of the domain where z > 0.',
      ),
      {
        kind: 'formula',
        text: 'int_D (x_i - ReLU(z))^2 = int_D x_i^2 - 2*int_{D, z>0} x_i*z + int_{D, z>0} z^2',
        latex:
          '\\int_D \\bigl(x_i - \\operatorname{ReLU}(z)\\bigr)^2 dx = \\int_D x_i^2\\,dx - 2\\int_{D \\cap \\{z>0\\}} x_i z\\,dx + \\int_{D \\cap \\{z>0\\}} z^2\\,dx',
      },
      prose(
        `The shape of that part depends on the signs of w1, w2 and w1 + w2 only. Up to W -> -W, which changes nothing, there are ${chambers.length} chambers; each has one formula.`,
      ),
    ],
  };
}

function chamberSection({ chamber, steps, loss }: ChamberLoss): DerivationSection {
  const condition = chamber.inequalities.join(', ');
  return {
    heading: `Chamber "${chamber.name}": ${condition} (or all reversed)`,
    blocks: [
      ...steps.filter(({ outputs }) => outputs.some(({ form }) => form.length > 0)).flatMap(activeSetBlocks),
      prose('Summing over the active sets with their probabilities, collected by powers of p:'),
      collectedLoss(loss),
    ],
  };
}

function activeSetBlocks({ activeSet, outputs, conditionalLoss }: ActiveSetStep): Block[] {
  const names = activeSet.features.join(', ');
  const conditional = equation(`L_{${names}}`, `L_{\\{${names}\\}}`, conditionalLoss);
  return [
    prose(`Active set {${names}}, with probability ${activeSet.probabilityText}:`),
    ...outputs.flatMap(outputBlocks),
    conditional,
  ];
}

function outputBlocks({ output, preactivation, domain, target, cross, square, error }: OutputStep): Block[] {
  const where =
    domain.length === 0
      ? 'z < 0 throughout: the output is 0'
      : `z > 0 on ${domain.map(describePiece).join(' and ')}`;
  const parts = [
    { text: `int x${output}^2`, latex: `\\int x_${output}^2`, value: target },
    { text: `int x${output}*z`, latex: `\\int_{z>0} x_${output} z`, value: cross },
    { text: 'int z^2', latex: '\\int_{z>0} z^2', value: square },
  ].filter(({ value }) => !value.isZero);
  return [
    prose(`Output ${output}: z = ${formatPolynomial(preactivation)}; ${where}.`),
    ...parts.map(({ text, latex, value }) => equation(text, latex, value)),
    equation(`int (x${output} - x'_${output})^2`, `\\int (x_${output} - x'_${output})^2`, error),
  ];
}

/** `0 <= x2 <= 1, -w2*x2/w1 <= x1 <= 1`. */
export function describePiece(piece: Piece): string {
  return piece
    .map(
      ({ feature, lower, upper }) =>
        `${formatPolynomial(lower)} <= ${inputName(feature)} <= ${formatPolynomial(upper)}`,
    )
    .join(', ');
}

function equation(leftText: string, leftLatex: string, value: LaurentPolynomial): Block {
  const { text } = presentFormula(value);
  return { kind: 'formula', text: `${leftText} = ${text}`, latex: alignedSum(leftLatex, value) };
}

function collectedLoss(loss: LaurentPolynomial): Block {
  const powers = [...loss.coefficientsIn('p')].sort(([left], [right]) => left - right);
  const lines = powers.flatMap(([exponent, coefficient], index) => {
    const factor = presentFormula(LaurentPolynomial.variable('p').power(exponent)).latex;
    const chunks = latexLines(coefficient);
    return chunks.map((chunk, row) => {
      const opening = row === 0 ? `${index === 0 ? '' : '+ '}${factor} \\Bigl[` : '\\qquad ';
      return `${opening}${chunk}${row === chunks.length - 1 ? ' \\Bigr]' : ''}`;
    });
  });
  return {
    kind: 'formula',
    text: `L(w1, w2, p, r) = ${presentFormula(loss, formatCollected(loss, 'p')).text}`,
    latex: aligned('L', lines),
  };
}

function alignedSum(left: string, value: LaurentPolynomial): string {
  const lines = latexLines(value);
  return lines.length === 1 ? `${left} = ${lines[0]}` : aligned(left, lines);
}

/** A sum cut into lines, each read back on its own; every line but the first starts with its sign. */
function latexLines(value: LaurentPolynomial): string[] {
  const terms = sortTerms(value);
  const lines: string[] = [];
  for (let start = 0; start < Math.max(1, terms.length); start += TERMS_PER_LINE) {
    const chunk = LaurentPolynomial.ofTerms(terms.slice(start, start + TERMS_PER_LINE));
    const { latex } = presentFormula(chunk);
    lines.push(start === 0 || latex.startsWith('-') ? latex : `+ ${latex}`);
  }
  return lines;
}

function aligned(left: string, lines: readonly string[]): string {
  return `\\begin{aligned} ${left} = {} & ${lines.join(' \\\\ & ')} \\end{aligned}`;
}

function prose(text: string): Block {
  return { kind: 'prose', text };
}
