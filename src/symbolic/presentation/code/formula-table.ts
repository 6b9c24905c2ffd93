/** @file A piecewise formula as plain data, ready to be written as a program: what it says, where, and on what terms. */

import type { ChamberLoss } from '../../derivation/pair-loss.ts';
import type { Condition } from '../../polynomial/condition.ts';
import type { LaurentPolynomial } from '../../polynomial/laurent-polynomial.ts';
import { parsePolynomial } from '../../polynomial/parse.ts';

/** One formula and where it holds. */
export interface FormulaCase {
  /** Lower-case words joined by hyphens: `same-sign`. */
  readonly name: string;
  /**
   * A union of sets, in each of which all its conditions hold. Cases are tried in order and the first that contains the
   * point counts, so a denominator of `value` may vanish only on what earlier cases cover.
   */
  readonly region: readonly (readonly Condition[])[];
  readonly value: LaurentPolynomial;
}

export interface FormulaTable {
  /** What the function computes, in ASCII lines: model, conventions, domain. */
  readonly about: readonly string[];
  /** The function's arguments, in order. Every variable of a case is one of them. */
  readonly parameters: readonly string[];
  /** Where two of them meet their values agree. */
  readonly cases: readonly FormulaCase[];
  /** What the program says of arguments that no case serves. */
  readonly elsewhere: string;
}

/** The loss of n = 2, m = 1 without bias as a function of (w1, w2, p, r) on the whole plane, mirror images and walls included. */
export function pairFormulaTable(chambers: readonly ChamberLoss[]): FormulaTable {
  return {
    about: [
      'The exact expected loss of the toy model of superposition with n = 2 features, m = 1 hidden dimension, no bias.',
      '',
      "Model: x' = ReLU(W^T W x) with W = (w1, w2). Feature i is active with probability p, its density (sparsity is",
      '1 - p), and then uniform on [0, 1]; otherwise x_i = 0. Features are independent.',
      "Loss: L = E (x_1 - x'_1)^2 + r E (x_2 - x'_2)^2, the sum over the features; published notebooks print the mean, L/2.",
      'Domain: any real w1, w2; 0 <= p <= 1; r >= 0, the importance of the second feature where that of the first is 1.',
      'One formula for each chamber and its mirror image -W; on the walls between chambers the neighbours agree.',
    ],
    parameters: ['w1', 'w2', 'p', 'r'],
    elsewhere: 'the arguments are not real numbers',
    cases: chambers.map(({ chamber, loss }) => {
      const forms = chamber.inequalities.map(nonnegativeForm);
      return {
        name: chamber.name,
        region: [forms, forms.map((form) => form.negate())].map((side) => side.map(nonnegative)),
        value: loss,
      };
    }),
  };
}

function nonnegative(form: LaurentPolynomial): Condition {
  return { form, relation: '>=' };
}

/** The form that is ≥ 0 where the inequality or its limit holds: `w2 < 0` gives −w2. */
function nonnegativeForm(inequality: string): LaurentPolynomial {
  const [side = '', relation] = inequality.split(/ ([<>]) 0$/);
  const form = parsePolynomial(side);
  return relation === '<' ? form.negate() : form;
}
