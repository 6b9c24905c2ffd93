/**
 * @file The derivation as a document: what a careful author would write, assembled from the derived values. Every formula
 * that states a derived value has been read back into the core before it gets here.
 */

import { invariant } from '../../support/errors.ts';
import type { ActiveSet } from '../derivation/active-sets.ts';
import type { Chamber } from '../derivation/chambers.ts';
import type { ActiveSetStep, ChamberLoss, OutputStep } from '../derivation/pair-loss.ts';
import type { Piece } from '../derivation/restricted-domain.ts';
import { input, weight } from '../derivation/symbols.ts';
import { formatPolynomial } from '../polynomial/format.ts';
import { LaurentPolynomial } from '../polynomial/laurent-polynomial.ts';
import type { Block, DerivationSection, Notation, PointCheck, Prose, WrittenDerivation } from './block.ts';
import { domainDrawing, pairRegion } from './drawn-domain.ts';
import { integrateByNerdamer, presentFormula } from './nerdamer.ts';
import { assignment, display, listed, plain, prose, setOf } from './notation.ts';
import {
  collectedEquation,
  comparisonNotation,
  equation,
  rangeNotation,
  symbol,
} from './presented-notation.ts';

/** The formula of one chamber, ready for scripts. */
export interface ChamberFormula {
  readonly chamber: string;
  readonly inequalities: readonly string[];
  /** L in w1, w2, p, r, expanded. */
  readonly loss: string;
  readonly latex: string;
}

export interface DerivationDocument extends WrittenDerivation {
  /** The sections before the chambers: the model and the two steps. */
  readonly general: readonly DerivationSection[];
  /** One section a chamber. */
  readonly chambers: readonly DerivationSection[];
  readonly formulas: readonly ChamberFormula[];
  /** How many integrals nerdamer computed again with the same result. */
  readonly integralsConfirmed: number;
}

/**
 * The document of a derivation.
 *
 * @param checks - by chamber, points at which its formula was compared.
 * @throws AntipodeError `broken-invariant` if nerdamer's integral of any piece differs from the core's.
 */
export function derivationDocument(
  chambers: readonly ChamberLoss[],
  checks: ReadonlyMap<string, readonly PointCheck[]> = new Map(),
): DerivationDocument {
  const confirmed = chambers.flatMap(({ steps }) =>
    steps.flatMap(({ outputs }) => outputs.map(confirmIntegrals)),
  );
  const integralsConfirmed = confirmed.reduce((sum, count) => sum + count, 0);
  const general = [setting(), density(chambers), domains(chambers)];
  const chamberSections = chambers.map((chamber) =>
    chamberSection(chamber, checks.get(chamber.chamber.name) ?? []),
  );
  return {
    title: 'The exact expected loss of the toy model with n = 2, m = 1, without bias',
    general,
    chambers: chamberSections,
    sections: [...general, ...chamberSections, result(chambers)],
    remarks: [`${integralsConfirmed} integrals were computed again by nerdamer, with the same results.`],
    formulas: chambers.map(({ chamber, loss }) => ({
      chamber: chamber.name,
      inequalities: chamber.inequalities,
      loss: formatPolynomial(loss),
      latex: presentFormula(loss).latex,
    })),
    integralsConfirmed,
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

const P = plain('p');
const Z = plain('z');
const ON = plain('z > 0');

function setting(): DerivationSection {
  const weights: Notation = { text: '(w1, w2)', latex: '(w_1, w_2)' };
  return {
    heading: ['The model'],
    blocks: [
      prose`Two features, one hidden dimension, tied weights ${weights}, no bias. Each feature is active with probability ${P}, its density, and then uniform on [0, 1]; the importances are 1 and ${plain('r')}. The loss is the sum over the features.`,
      display(
        "x'_i = ReLU(w_i*(w1*x1 + w2*x2)),   L = E (x1 - x'_1)^2 + r*E (x2 - x'_2)^2",
        "x'_i = \\operatorname{ReLU}\\bigl(w_i\\,(w_1 x_1 + w_2 x_2)\\bigr), \\qquad L = \\mathbb{E}\\,(x_1 - x'_1)^2 + r\\,\\mathbb{E}\\,(x_2 - x'_2)^2",
      ),
    ],
  };
}

function density(chambers: readonly ChamberLoss[]): DerivationSection {
  const activeSets = chambers[0]?.steps.map(({ activeSet }) => activeSet) ?? [];
  const { text, latex } = listed(activeSets.map(probabilityNotation));
  return {
    heading: ['Step 1: the density with delta functions'],
    blocks: [
      prose`An inactive feature sits at 0 exactly. Multiplying out gives one summand for each active set ${plain('A')}.`,
      display(
        'rho(x1, x2) = [(1 - p)*delta(x1) + p*1(0 <= x1 <= 1)] * [(1 - p)*delta(x2) + p*1(0 <= x2 <= 1)]',
        '\\rho(x_1, x_2) = \\prod_{j=1}^{2} \\bigl[(1-p)\\,\\delta(x_j) + p\\,\\mathbf{1}_{[0,1]}(x_j)\\bigr] = \\sum_{A \\subseteq \\{1,2\\}} P(A) \\prod_{j \\notin A} \\delta(x_j) \\prod_{j \\in A} \\mathbf{1}_{[0,1]}(x_j)',
      ),
      display(text, latex),
    ],
  };
}

/** `P({1}) = p*(1 - p)`. */
function probabilityNotation({ features, probability, probabilityText }: ActiveSet): Notation {
  const set = setOf(features);
  const label = { text: `P(${set.text})`, latex: `P(${set.latex})` };
  return assignment(label, presentFormula(probability, probabilityText));
}

function domains(chambers: readonly ChamberLoss[]): DerivationSection {
  const preactivation = { text: 'z = w_i*(w1*x1 + w2*x2)', latex: 'z = w_i\\,(w_1 x_1 + w_2 x_2)' };
  const mirror = { text: 'W -> -W', latex: 'W \\to -W' };
  return {
    heading: ['Step 2: ReLU as a restriction of the domain'],
    blocks: [
      prose`Output ${plain('i')} sees ${preactivation}. The ReLU of ${Z} integrates like ${Z} itself over the part of the domain where ${ON}.`,
      display(
        'int_D (x_i - ReLU(z))^2 = int_D x_i^2 - 2*int_{D, z>0} x_i*z + int_{D, z>0} z^2',
        '\\int_D \\bigl(x_i - \\operatorname{ReLU}(z)\\bigr)^2 dx = \\int_D x_i^2\\,dx - 2\\int_{D \\cap \\{z>0\\}} x_i z\\,dx + \\int_{D \\cap \\{z>0\\}} z^2\\,dx',
      ),
      prose`The shape of that part depends on the signs of ${symbol('w1')}, ${symbol('w2')} and ${presentFormula(weight(1).add(weight(2)))} only. Up to ${mirror}, which changes nothing, there are ${String(chambers.length)} chambers; each has one formula.`,
    ],
  };
}

function chamberSection(
  { chamber, steps, loss }: ChamberLoss,
  checks: readonly PointCheck[],
): DerivationSection {
  const inequalities = listed(chamber.inequalities.map(comparisonNotation));
  const left = { text: 'L(w1, w2, p, r)', latex: 'L' };
  return {
    heading: prose`Chamber “${chamber.name}”: ${inequalities} (or all reversed)`.words,
    blocks: [
      ...steps
        .filter(({ outputs }) => outputs.some(({ form }) => form.length > 0))
        .flatMap((step) => activeSetBlocks(step, chamber.sample)),
      prose`Summing over the active sets with their probabilities, collected by powers of ${P}:`,
      collectedEquation(left, loss, 'p'),
      ...(checks.length === 0 ? [] : [{ kind: 'checks', name: plain('L'), checks } as const]),
    ],
  };
}

/** The formulas once more, one after the other, for whoever came for them. */
function result(chambers: readonly ChamberLoss[]): DerivationSection {
  return {
    heading: ['Result'],
    blocks: chambers.flatMap(({ chamber, loss }) => [
      prose`${chamber.name}: ${listed(chamber.inequalities.map(comparisonNotation))} (or all reversed)`,
      equation(plain('L'), loss),
    ]),
  };
}

function activeSetBlocks(
  { activeSet, outputs, conditionalLoss }: ActiveSetStep,
  sample: Chamber['sample'],
): Block[] {
  const set = setOf(activeSet.features);
  const probability = presentFormula(activeSet.probability, activeSet.probabilityText);
  return [
    prose`Active set ${set}, with probability ${probability}:`,
    ...outputs.flatMap(outputBlocks),
    ...drawnDomains(outputs, sample),
    equation({ text: `L_${set.text}`, latex: `L_{${set.latex}}` }, conditionalLoss),
  ];
}

/** Where the outputs are on when both features are active, at the chamber's sample point. */
function drawnDomains(outputs: readonly OutputStep[], [first, last]: Chamber['sample']): Block[] {
  const point = new Map([
    ['w1', first],
    ['w2', last],
  ]);
  const drawings = outputs.flatMap(({ output, form }) => {
    const [one, other] = form;
    if (one === undefined || other === undefined) return [];
    const region = pairRegion(LaurentPolynomial.ZERO, [one.coefficient, other.coefficient], point);
    const title = { text: `output ${output}`, latex: `\\text{output } ${output}` };
    return [domainDrawing(title, [1, 2], region, point)];
  });
  return drawings.length === 0 ? [] : [{ kind: 'domains', drawings }];
}

function outputBlocks({ output, preactivation, domain, target, cross, square, error }: OutputStep): Block[] {
  const parts = [
    { left: { text: `int x${output}^2`, latex: `\\int x_${output}^2` }, value: target },
    { left: { text: `int x${output}*z`, latex: `\\int_{z>0} x_${output} z` }, value: cross },
    { left: { text: 'int z^2', latex: '\\int_{z>0} z^2' }, value: square },
  ].filter(({ value }) => !value.isZero);
  const squaredError = {
    text: `int (x${output} - x'_${output})^2`,
    latex: `\\int (x_${output} - x'_${output})^2`,
  };
  return [
    prose`Output ${String(output)}: ${assignment(Z, presentFormula(preactivation))}; ${whereOn(domain)}.`,
    ...parts.map(({ left, value }) => equation(left, value)),
    equation(squaredError, error),
  ];
}

/** On which part of the cube the output is on. */
function whereOn(domain: readonly Piece[]): Prose {
  return domain.length === 0
    ? prose`${plain('z < 0')} throughout, so that the output is 0`.words
    : prose`${ON} on ${listed(domain.flatMap((piece) => piece.map(rangeNotation)))}`.words;
}
