/** @file The formula that holds where a given model is: on demand, where a table of all chambers would be too long. */

import { gram, type ToyModel } from '../../model/toy-model.ts';
import { DomainError } from '../../support/errors.ts';
import { ONE, type Rational, ZERO } from '../../support/rational.ts';
import { formatPolynomial } from '../polynomial/format.ts';
import { chamberInequalities } from './chamber-inequalities.ts';
import { type DensityChoice, gramSymbols, weightSymbols } from './formula-symbols.ts';
import { chamberAt, isOnWall } from './output-chamber.ts';
import { type OutputFormula, outputFormula } from './output-formula.ts';

/** Beyond this a formula has tens of thousands of terms. */
export const MAX_FORMULA_FEATURES = 5;

export interface FormulaOptions {
  /** Entries of G (g12, …), or weights (w1, …; one hidden dimension only). By default entries of G. */
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
 * @throws {@link DomainError} on more than 5 features, an output that is not there, weights as symbols for more than one
 *   hidden dimension, or one symbol for densities that differ.
 * @complexity n = 5: a quarter of a second an output.
 */
export function formulaAt(model: ToyModel, output: number, options: FormulaOptions = {}): FormulaAt {
  requireServed(model, output, options);
  const { symbols: letters = 'gram' } = options;
  const choice = densityChoice(model, options.densities);
  const symbols = letters === 'gram' ? gramSymbols(output, choice) : weightSymbols(output, choice);
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
    point: valuesOf(model, output, letters, choice),
  };
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
  if (symbols === 'weights' && hiddenDimension !== 1) {
    throw new DomainError(
      'formulaAt',
      'one hidden dimension for formulas in weights (in more, entries of G are sums, by which the formulas divide; use gram)',
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
    if (letters === 'weights') values.set(`w${feature + 1}`, model.weights[0]?.[feature] ?? ZERO);
    else values.set(formatPolynomial(entryName(feature)), entry);
    if (choice === 'each') values.set(`p${feature + 1}`, model.densities[feature] ?? ZERO);
  }
  if (choice === 'common') values.set('p', model.densities[0] ?? ZERO);
  return values;
}
