import type { GradientEntries } from '../../../loss/model-gradient.ts';
import type { LossMethod } from '../../../loss/model-loss.ts';
import type { TrustedNumber } from '../../../loss/trusted-number.ts';
import { hasStandardInputs } from '../../../model/toy-model.ts';
import { parseRational, ZERO } from '../../../support/rational.ts';
import { matrixRows } from '../../output/matrix-rows.ts';
import { rationalCell, shortNumber, shortRational } from '../../terminal/number-text.ts';
import type { Style } from '../../terminal/style.ts';
import { alignColumns } from '../../terminal/table.ts';
import type { LossFindings } from './loss-findings.ts';

/** More columns than this do not fit a terminal; the document has all. */
const MAX_HIDDEN_SHOWN = 4;

const TRUST: Readonly<Record<LossMethod, string>> = {
  'closed-form': 'Loss and terms are exact, decimals and gradient rounded to double precision.',
  'number-field':
    'Loss and terms are exact algebraic numbers (minimal polynomials: --json), decimals rounded to double precision.',
  quadrature:
    'Loss, terms and gradient are enclosed: exact laws of the preactivations, quadrature with every error bounded.',
  cells:
    'Loss, terms and gradient are exact: integrals over the cells of the hidden units. Decimals are rounded.',
  'active-sets': 'Loss and terms are enclosed: the active sets that are left out are bounded.',
};

/** The loss of a model as a person reads it: the number, where it comes from, and how far to trust each figure. */
export function lossText(findings: LossFindings, { title, dim }: Style): string {
  const { model, loss } = findings;
  const [headLine = '', ...lines] = termTable(findings);
  const [exactly, decimal] = numberText(loss.loss);
  const setting = settingText(findings);
  return [
    `${title('expected loss')}   ${title(exactly)}${decimal}`,
    ...(setting === '' ? [] : [dim(setting)]),
    '',
    dim(headLine),
    ...lines,
    '',
    ...densityText(findings),
    dim(TRUST[loss.method]),
    dim('The loss is the sum over features; published notebooks print the mean, loss / features.'),
    ...(model.hiddenDimension > MAX_HIDDEN_SHOWN
      ? [
          dim(
            `The gradient by ${MAX_HIDDEN_SHOWN} of ${model.hiddenDimension} hidden dimensions is shown; --json has all.`,
          ),
        ]
      : []),
    ...gradientNotes(findings).map(dim),
  ].join('\n');
}

function termTable(findings: LossFindings): string[] {
  const { model, loss } = findings;
  const shownHidden = Math.min(model.hiddenDimension, MAX_HIDDEN_SHOWN);
  const slopes = shownSlopes(findings);
  const rows = loss.perFeature.map((term, i) => [
    String(i + 1),
    rationalCell(model.densities[i] ?? ZERO),
    rationalCell(model.importances[i] ?? ZERO),
    exactCell(term),
    shortNumber(term.quantity.value),
    ...(slopes === undefined
      ? []
      : [...slopes.weights.slice(0, shownHidden).map((row) => row[i] ?? 0), slopes.bias[i] ?? 0].map(
          shortNumber,
        )),
  ]);
  const columns = Array.from({ length: shownHidden }, (_, h) =>
    model.hiddenDimension === 1 ? '∂L/∂w' : `∂L/∂w[${h + 1}]`,
  );
  const head = [
    ...['feature', 'density', 'importance', 'loss term', ''],
    ...(slopes === undefined ? [] : [...columns, '∂L/∂b']),
  ];
  return alignColumns(
    [head, ...rows],
    head.map((_, column) => (column === 3 ? 'left' : 'right')),
  );
}

/** The gradient in doubles, by W (or W₁) and b. */
function shownSlopes({
  model,
  rounded,
  gradient,
}: LossFindings):
  | { readonly weights: readonly (readonly number[])[]; readonly bias: readonly number[] }
  | undefined {
  if ('value' in rounded) {
    const { weights, bias } = rounded.value.gradient;
    return { weights: matrixRows(weights, model.featureCount), bias: [...bias] };
  }
  if (!('value' in gradient) || gradient.value.status === 'jump') return undefined;
  const { weights, bias }: GradientEntries = gradient.value.gradient;
  const value = ({ quantity }: TrustedNumber): number => quantity.value;
  return { weights: weights.map((row) => row.map(value)), bias: bias.map(value) };
}

/** What the model is beyond the paper's own; nothing for that. */
function settingText({ model }: LossFindings): string {
  const { activation, inputs, activity } = model;
  const names = [...new Set(inputs.map(({ name }) => name))];
  const layers =
    'inputWeights' in model
      ? [
          model.tied ? 'ReLU hidden layer, tied' : 'two layers',
          ...(model.target === 'abs' ? ['target |x|'] : []),
        ]
      : [];
  const isPaper = layers.length === 0 && activation.name === 'relu' && hasStandardInputs(model);
  if (isPaper) return '';
  return [...layers, activation.name, `inputs ${names.join('; ')}`, `activity ${activity.name}`].join(', ');
}

/** `for a common density p: L = 3/8 p^2 + 1/8 p^3`. */
function densityText({ inDensity }: LossFindings): string[] {
  if (!('value' in inDensity)) return [];
  const terms = inDensity.value.flatMap((coefficient, power) => {
    const { quantity } = coefficient;
    if (quantity.value === 0) return [];
    const text =
      quantity.trust === 'algebraic'
        ? (quantity.radicals ?? shortNumber(quantity.value))
        : exactCell(coefficient);
    const factor = /[ +]/.test(text) && !text.startsWith('(') ? `(${text})` : text;
    return [power === 0 ? factor : `${factor} p${power === 1 ? '' : `^${power}`}`];
  });
  const sum = terms.join(' + ').replaceAll('+ -', '- ');
  return [`As a polynomial in a common density p: L = ${sum === '' ? '0' : sum}`];
}

/** A number in full, and after it a decimal where that is not the number. */
function numberText({ quantity, lower, upper }: TrustedNumber): readonly [string, string] {
  switch (quantity.trust) {
    case 'exact':
      return [shortRational(lower), decimalOf(quantity.exact, quantity.value)];
    case 'algebraic':
      return quantity.radicals === undefined
        ? [
            String(quantity.value),
            `  (an algebraic number of degree ${quantity.minimalPolynomial.length - 1})`,
          ]
        : [quantity.radicals, `  ≈ ${quantity.value}`];
    case 'enclosed': {
      const radius = upper.sub(lower).div(2).valueOf();
      return [certainDigits(quantity.value, radius), ` ± ${Number(radius.toPrecision(2))}`];
    }
  }
}

/** One digit more than the radius leaves certain. */
function certainDigits(value: number, radius: number): string {
  if (value === 0 || radius === 0) return String(value);
  const digits = Math.floor(Math.log10(Math.abs(value) / radius)) + 2;
  return String(Number(value.toPrecision(Math.min(17, Math.max(1, digits)))));
}

/** The exact value if there is one and it fits a table. */
function exactCell({ quantity, lower }: TrustedNumber): string {
  if (quantity.trust === 'exact') return rationalCell(lower);
  if (quantity.trust === 'algebraic') return quantity.radicals ?? 'algebraic';
  return 'enclosed';
}

/** ` = 0.05` where the decimal is the number, ` ≈ 0.333…` where it is not; nothing after an integer. */
function decimalOf(exact: string, value: number): string {
  if (!exact.includes('/')) return '';
  const decimal = String(value);
  return `  ${parseRational(decimal).equals(parseRational(exact)) ? '=' : '≈'} ${decimal}`;
}

function gradientNotes({ model, gradient }: LossFindings): string[] {
  if (!('value' in gradient)) return [`No gradient: ${gradient.missing}.`];
  const found = gradient.value;
  if (found.status === 'differentiable') return [];
  if (found.status === 'jump') {
    return [
      `No gradient: the activation ${model.activation.name} jumps where a preactivation rests; the loss does too.`,
    ];
  }
  const { kinks } = found;
  if (kinks.of === 'units') {
    const units = kinks.units.map(({ layer, unit }) => `${layer} unit ${unit + 1}`).join(', ');
    return [`At a kink: ${units}. Derivatives differ from the two sides; --json has both.`];
  }
  if (kinks.of === 'outputs') {
    const outputs = kinks.outputs.map((i) => i + 1).join(', ');
    return [
      `At a kink: output ${outputs}. Derivatives differ from the two sides; shown is the one from the left.`,
    ];
  }
  return kinks.features.map(({ feature, bias }) => {
    const isDropped =
      !('inputWeights' in model) &&
      model.weights.every((row) => {
        const entry = row[feature];
        return entry !== undefined && 'n' in entry && entry.n === 0n;
      });
    return isDropped && model.activation.name === 'relu'
      ? `Feature ${feature + 1} is dropped: at this kink only one-sided derivatives exist; shown is the one with its output off. ` +
          `As b rises from 0, ∂L/∂b = ${shortRational(bias.above)}.`
      : `Feature ${feature + 1} is at a kink: derivatives differ from the two sides; --json has both. ` +
          `∂L/∂b = ${shortRational(bias.below)} from below, ${shortRational(bias.above)} from above.`;
  });
}
