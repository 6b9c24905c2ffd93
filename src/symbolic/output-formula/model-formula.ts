/**
 * @file The exact loss of a model with any piecewise linear activation, input laws and activity as a formula in symbols: the engine
 * that computes numbers, run over polynomials whose signs are those at the model.
 */

import type { PiecewiseLinearActivation } from '../../model/activation.ts';
import { isIndependent } from '../../model/activity.ts';
import { gram, type ToyModel } from '../../model/toy-model.ts';
import { DomainError } from '../../support/errors.ts';
import { formatRational, type Rational, ZERO } from '../../support/rational.ts';
import { requirePiecewiseLinear } from '../expected-loss/expected-loss.ts';
import { outputLossIn } from '../expected-loss/output-loss.ts';
import { type OutputSetting, type RingBlock, ringBlocks } from '../expected-loss/output-setting.ts';
import type { Condition } from '../polynomial/condition.ts';
import { formatPolynomial } from '../polynomial/format.ts';
import { LaurentPolynomial } from '../polynomial/laurent-polynomial.ts';
import { type SymbolRing, symbolRing } from '../ring/symbol-ring.ts';
import { type DensityChoice, type FormulaSymbols, gramSymbols, weightSymbols } from './formula-symbols.ts';

/** Beyond this the formulas take minutes. */
export const MAX_SYMBOLIC_FEATURES = 4;

export interface ModelFormulaOptions {
  /** Entries of G, or for one hidden dimension the weights. By default entries of G. */
  readonly symbols?: 'gram' | 'weights' | undefined;
  /** As in `formulaAt`; features that are not independent have numbers. */
  readonly densities?: 'common' | 'each' | 'numbers' | undefined;
}

/** E (x_i − x′_i)² of one output around a model. */
export interface SymbolicOutput {
  /** i, from 0. */
  readonly self: number;
  /** I_i. */
  readonly importance: Rational;
  /** E, expanded. */
  readonly error: LaurentPolynomial;
  /** All that has to hold, and does at the model, for the formula to be E. */
  readonly conditions: readonly Condition[];
  /** The chamber in words, `b1 + g11 > 0`. */
  readonly inequalities: readonly string[];
  /** What is 0 at the model and has to stay so: `g13 = 0`. */
  readonly equations: readonly string[];
  /** Whether the model lies on a wall of this chamber; the formula holds there, too. */
  readonly onWall: boolean;
  /** The values of all symbols at the model. */
  readonly point: ReadonlyMap<string, Rational>;
}

/**
 * The exact formula of output `self` of a model, in the chamber of its weights.
 *
 * Every sign the engine asks for is recorded: where all of them are the same, it would take the same steps. Where an entry
 * of G is 0 the formula is that of the face on which it stays 0. A knot of the law of z on a breakpoint of φ is on a wall, and
 * the formula is that of the chamber where it lies below, as after lowering b a little: the wall belongs to it, since φ takes its
 * value at a jump from the left. Walls on which knots come down from above belong to it, too, if φ is continuous.
 *
 * @throws {@link DomainError} on smooth activations, more than four features, symbols for densities that are not
 *   independent, or one symbol for densities that differ.
 */
export function symbolicOutput(
  model: ToyModel,
  self: number,
  options: ModelFormulaOptions = {},
): SymbolicOutput {
  const activation = requirePiecewiseLinear('symbolicOutput', model.activation);
  const choice = densityChoice(model, options.densities);
  const symbols = options.symbols === 'weights' ? weightsOf(model, self, choice) : gramSymbols(self, choice);
  const row = gram(model)[self] ?? [];
  const point = placeOf(model, self, options.symbols ?? 'gram', choice);
  const ring = symbolRing(point);
  const error = errorOver(ring, { model, self, symbols, row, activation, choice });
  const zeros = row.flatMap((entry, j) => (entry.n === 0n ? [symbols.gram(j)] : []));
  const divisors = new Set(row.map((_, j) => formatPolynomial(symbols.gram(j))));
  const above = hasJump(activation) ? '>' : '>=';
  const signed = [...ring.asked.values()];
  return {
    self,
    importance: model.importances[self] ?? ZERO,
    error,
    conditions: [
      ...zeros.map((form): Condition => ({ form, relation: '==' })),
      ...signed.map(({ form, sign }): Condition => {
        const relation = divisors.has(formatPolynomial(form)) ? '>' : sign > 0 ? above : '>=';
        return { form: sign > 0 ? form : form.negate(), relation };
      }),
    ],
    inequalities: signed.map(({ form, sign }) => `${formatPolynomial(form)} ${sign > 0 ? '>' : '<'} 0`),
    equations: zeros.map((form) => `${formatPolynomial(form)} = 0`),
    onWall: signed.some(({ onWall }) => onWall),
    point,
  };
}

function hasJump({ breakpoints, pieces }: PiecewiseLinearActivation): boolean {
  return breakpoints.some((at, k) => {
    const [left, right] = [pieces[k], pieces[k + 1]];
    if (left === undefined || right === undefined) return false;
    return !left.slope.mul(at).add(left.intercept).equals(right.slope.mul(at).add(right.intercept));
  });
}

interface ErrorRequest {
  readonly model: ToyModel;
  readonly self: number;
  readonly symbols: FormulaSymbols;
  readonly row: readonly Rational[];
  readonly activation: PiecewiseLinearActivation;
  readonly choice: DensityChoice;
}

function errorOver(ring: SymbolRing, request: ErrorRequest): LaurentPolynomial {
  const { model, self, symbols, row, activation } = request;
  const setting: OutputSetting<LaurentPolynomial> = {
    ring,
    output: {
      row: row.map((entry, j) => (entry.n === 0n ? LaurentPolynomial.ZERO : symbols.gram(j))),
      self,
      bias: symbols.bias,
      scale: LaurentPolynomial.ONE,
    },
    inputs: model.inputs,
    blocks: blocksOver(ring, request),
  };
  const { numerator, denominator } = outputLossIn(setting, activation);
  return numerator.divide(denominator);
}

/** Independent features with symbols for densities, or the probabilities of the activity. */
function blocksOver(
  ring: SymbolRing,
  { model, symbols, choice }: ErrorRequest,
): RingBlock<LaurentPolynomial>[] {
  if (Array.isArray(choice)) return ringBlocks(ring, model.activity);
  return model.densities.map((_, j) => {
    const density = symbols.density(j);
    return { features: [j], weights: [ring.one.subtract(density), density], total: ring.one };
  });
}

function densityChoice(model: ToyModel, wish: ModelFormulaOptions['densities']): DensityChoice {
  if (model.featureCount > MAX_SYMBOLIC_FEATURES) {
    const expected = `at most ${MAX_SYMBOLIC_FEATURES} features for a formula; antipode loss gives the number`;
    throw new DomainError('symbolicOutput', expected, model.featureCount);
  }
  if (wish === 'numbers') return model.densities;
  if (!isIndependent(model.activity)) {
    if (wish === undefined) return model.densities;
    throw new DomainError(
      'symbolicOutput',
      'the densities as numbers: the features are not independent',
      wish,
    );
  }
  const [first = ZERO, ...rest] = model.densities;
  const isShared = rest.every((density) => density.equals(first));
  if (wish === 'common' && !isShared) {
    const expected = 'equal densities for one symbol p (use each or numbers)';
    throw new DomainError('symbolicOutput', expected, model.densities.map(formatRational).join(', '));
  }
  return wish ?? (isShared ? 'common' : 'each');
}

function weightsOf(model: ToyModel, self: number, choice: DensityChoice): FormulaSymbols {
  if (model.hiddenDimension === 1) return weightSymbols(self, choice);
  throw new DomainError(
    'symbolicOutput',
    'one hidden dimension for a formula in weights (in entries of G it serves any)',
    model.hiddenDimension,
  );
}

/** The values of all symbols at the model. */
function placeOf(
  model: ToyModel,
  self: number,
  letters: 'gram' | 'weights',
  choice: DensityChoice,
): ReadonlyMap<string, Rational> {
  const names = gramSymbols(self);
  const place = new Map([[`b${self + 1}`, model.bias[self] ?? ZERO]]);
  (gram(model)[self] ?? []).forEach((entry, j) => {
    if (letters === 'gram') place.set(formatPolynomial(names.gram(j)), entry);
    else place.set(`w${j + 1}`, model.weights[0]?.[j] ?? ZERO);
    if (choice === 'each') place.set(`p${j + 1}`, model.densities[j] ?? ZERO);
  });
  if (choice === 'common') place.set('p', model.densities[0] ?? ZERO);
  return place;
}
