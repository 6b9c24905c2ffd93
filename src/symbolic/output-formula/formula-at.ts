/** @file The formula that holds where a given model is: on demand, where a table of all chambers would be too long. */

import { gram, type ToyModel } from '../../model/toy-model.ts';
import { DomainError } from '../../support/errors.ts';
import { ONE, type Rational, ZERO } from '../../support/rational.ts';
import { formatPolynomial } from '../polynomial/format.ts';
import { LaurentPolynomial } from '../polynomial/laurent-polynomial.ts';
import { chamberInequalities } from './chamber-inequalities.ts';
import { type DensityChoice, gramSymbols, weightSymbols } from './formula-symbols.ts';
import { chamberAt, isOnWall } from './output-chamber.ts';
import { type OutputFormula, outputFormula } from './output-formula.ts';

/** Beyond this a formula has tens of thousands of terms. */
export const MAX_FORMULA_FEATURES = 5;

export interface FormulaOptions {
  /**
   * Entries of G (g12, …), or weights: w1, … for one hidden dimension. For more the formula is in entries of G, since it divides by
   * them and they are sums, and {@link FormulaAt.definitions} has these sums of w11, w12, … By default entries of G.
   */
  readonly symbols?: 'gram' | 'weights';
  /**
   * One symbol p for all densities, a symbol for each, or the model's numbers. By default p where the model's densities are
   * equal, else a symbol for each.
   */
  readonly densities?: 'common' | 'each' | 'numbers';
}

/** The formula of one output of a model, where it holds, and the model's place there. */
export interface FormulaAt extends OutputFormula {
  /** I_i: the output contributes I_i · E to the loss. */
  readonly importance: Rational;
  /** The chamber: as few inequalities as describe it, such as `b1 + g11 > 0`. */
  readonly inequalities: readonly string[];
  /** Entries that are 0 and to which the formula is restricted, such as `g13 = 0`. */
  readonly equations: readonly string[];
  /** Whether the model lies on a wall; the formula holds there too. */
  readonly onWall: boolean;
  /** The entries of G in the formula as sums of products of weights w_hj, where weights were asked for in several dimensions. */
  readonly definitions: ReadonlyMap<string, LaurentPolynomial>;
  /** The values of all symbols at the model. */
  readonly point: ReadonlyMap<string, Rational>;
}

/**
 * The exact formula of output `output` in the chamber of a model's weights.
 *
 * At the model and at all others in the chamber it equals the output's term of {@link expectedLoss}, divided by I_i. Where
 * an entry of the output's row of G is 0, the formula is that of the face on which it stays 0.
 *
 * @param output - i, from 0.
 * @throws {@link DomainError} on more than 5 features, an output that is not there, or one symbol for densities that
 *   differ.
 * @complexity n = 5: a quarter of a second an output.
 */
export function formulaAt(model: ToyModel, output: number, options: FormulaOptions = {}): FormulaAt {
  requireServed(model, output, options);
  const { symbols: letters = 'gram' } = options;
  const choice = densityChoice(model, options.densities);
  const inWeights = letters === 'weights' && model.hiddenDimension === 1;
  const symbols = inWeights ? weightSymbols(output, choice) : gramSymbols(output, choice);
  const point = { row: gram(model)[output] ?? [], bias: model.bias[output] ?? ZERO };
  const chamber = chamberAt(point);
  const inequalities = chamberInequalities(chamber, symbols);
  const equations = point.row.flatMap((entry, feature) =>
    entry.n === 0n ? [`${formatPolynomial(symbols.gram(feature))} = 0`] : [],
  );
  return {
    ...outputFormula(chamber, output, symbols),
    importance: model.importances[output] ?? ZERO,
    inequalities,
    equations,
    onWall: isOnWall(point),
    definitions: letters === 'weights' && !inWeights ? entryDefinitions(model, output) : new Map(),
    point: valuesOf(model, output, letters, choice),
  };
}

/** g12 = w11*w12 + w21*w22 for the entries of one row. */
function entryDefinitions(
  { featureCount, hiddenDimension }: ToyModel,
  output: number,
): ReadonlyMap<string, LaurentPolynomial> {
  const { gram: entryName } = gramSymbols(output);
  const weight = (h: number, j: number): LaurentPolynomial => LaurentPolynomial.variable(weightName(h, j));
  return new Map(
    [...Array(featureCount).keys()].map((feature) => [
      formatPolynomial(entryName(feature)),
      [...Array(hiddenDimension).keys()].reduce(
        (sum, h) => sum.add(weight(h, output).multiply(weight(h, feature))),
        LaurentPolynomial.ZERO,
      ),
    ]),
  );
}

/** w_hj in several hidden dimensions, both counted from 1. */
function weightName(h: number, feature: number): string {
  return `w${h + 1}${feature + 1}`;
}

function requireServed(model: ToyModel, output: number, { symbols, densities }: FormulaOptions): void {
  const { featureCount, hiddenDimension } = model;
  if (featureCount > MAX_FORMULA_FEATURES) {
    throw new DomainError(
      'formulaAt',
      `at most ${MAX_FORMULA_FEATURES} features (formulas grow about fivefold with each; expectedLoss gives the number, ` +
        'in milliseconds up to 8 features and up to 12 in minutes)',
      featureCount,
    );
  }
  if (!Number.isInteger(output) || output < 0 || output >= featureCount) {
    throw new DomainError('formulaAt', `an output from 0 to ${featureCount - 1}`, output);
  }
  if (symbols === 'weights' && hiddenDimension > 9) {
    throw new DomainError(
      'formulaAt',
      'at most 9 hidden dimensions for weights w11, w12, …',
      hiddenDimension,
    );
  }
  if (densities === 'common' && !sharesDensity(model)) {
    throw new DomainError(
      'formulaAt',
      'equal densities for one symbol p (use each or numbers)',
      'different ones',
    );
  }
}

function sharesDensity({ densities: [first = ONE, ...rest] }: ToyModel): boolean {
  return rest.every((density) => density.equals(first));
}

function densityChoice(model: ToyModel, wish: FormulaOptions['densities']): DensityChoice {
  if (wish === 'numbers') return model.densities;
  return wish ?? (sharesDensity(model) ? 'common' : 'each');
}

function valuesOf(
  model: ToyModel,
  output: number,
  letters: 'gram' | 'weights',
  choice: DensityChoice,
): ReadonlyMap<string, Rational> {
  const values = new Map([[`b${output + 1}`, model.bias[output] ?? ZERO]]);
  const row = gram(model)[output] ?? [];
  const { gram: entryName } = gramSymbols(output);
  for (const [feature, entry] of row.entries()) {
    if (letters === 'gram' || model.hiddenDimension > 1)
      values.set(formatPolynomial(entryName(feature)), entry);
    if (letters === 'weights') setWeights(values, model, feature);
    if (choice === 'each') values.set(`p${feature + 1}`, model.densities[feature] ?? ZERO);
  }
  if (choice === 'common') values.set('p', model.densities[0] ?? ZERO);
  return values;
}

function setWeights(values: Map<string, Rational>, { weights }: ToyModel, feature: number): void {
  for (const [h, row] of weights.entries()) {
    values.set(weights.length === 1 ? `w${feature + 1}` : weightName(h, feature), row[feature] ?? ZERO);
  }
}
