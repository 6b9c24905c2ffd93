import type { ToyModel } from '../../model/toy-model.ts';
import type { LossAndGradient } from '../../numeric/population-loss/loss-and-gradient-of.ts';
import { parseRational, type Rational, toNumber, ZERO } from '../../support/rational.ts';
import type { Kink } from '../../symbolic/expected-loss/exact-gradient.ts';
import type { ExpectedLoss } from '../../symbolic/expected-loss/expected-loss.ts';
import { rationalCell, shortNumber, shortRational } from '../terminal/number-text.ts';
import type { Style } from '../terminal/style.ts';
import { alignColumns } from '../terminal/table.ts';

/** More columns than this do not fit a terminal; the document has all. */
const MAX_HIDDEN_SHOWN = 4;

/** The loss of a model as a person reads it: the number, where it comes from, and how far to trust each figure. */
export function lossText(
  model: ToyModel,
  { loss, perFeature }: ExpectedLoss,
  { gradient }: LossAndGradient,
  kinks: readonly Kink[],
  { title, dim }: Style,
): string {
  const { featureCount, hiddenDimension, densities, importances } = model;
  const shownHidden = Math.min(hiddenDimension, MAX_HIDDEN_SHOWN);
  const entry = (values: Float64Array, index: number): string => shortNumber(values[index] ?? 0);
  const rows = perFeature.map((term, i) => [
    String(i + 1),
    rationalCell(densities[i] ?? ZERO),
    rationalCell(importances[i] ?? ZERO),
    rationalCell(term),
    shortNumber(toNumber(term)),
    ...Array.from({ length: shownHidden }, (_, h) => entry(gradient.weights, h * featureCount + i)),
    entry(gradient.bias, i),
  ]);
  const slopes = Array.from({ length: shownHidden }, (_, h) =>
    hiddenDimension === 1 ? '∂L/∂w' : `∂L/∂w[${h + 1}]`,
  );
  const head = ['feature', 'density', 'importance', 'loss term', '', ...slopes, '∂L/∂b'];
  const [headLine = '', ...lines] = alignColumns(
    [head, ...rows],
    head.map((_, column) => (column === 3 ? 'left' : 'right')),
  );
  return [
    `${title('expected loss')}   ${title(shortRational(loss))}${decimalOf(loss)}`,
    '',
    dim(headLine),
    ...lines,
    '',
    dim('Loss and terms are exact, decimals and gradient rounded to double precision.'),
    dim('The loss is the sum over features; published notebooks print the mean, loss / features.'),
    ...(shownHidden < hiddenDimension
      ? [
          dim(
            `The gradient by ${shownHidden} of ${hiddenDimension} hidden dimensions is shown; --json has all.`,
          ),
        ]
      : []),
    ...kinks.map(({ feature, bias }) =>
      dim(
        `Feature ${feature + 1} is dropped: at this kink only one-sided derivatives exist; shown is the one with its output off. ` +
          `As b rises from 0, ∂L/∂b = ${shortRational(bias.above)}.`,
      ),
    ),
  ].join('\n');
}

/** ` = 0.05` where the decimal is the number, ` ≈ 0.333…` where it is not; nothing after an integer. */
function decimalOf(value: Rational): string {
  if (value.d === 1n) return '';
  const decimal = String(toNumber(value));
  return `  ${parseRational(decimal).equals(value) ? '=' : '≈'} ${decimal}`;
}
