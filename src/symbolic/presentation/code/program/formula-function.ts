/** @file One formula of an output's error as a function of a program. */

import { ONE, type Rational, ZERO } from '../../../../support/rational.ts';
import { membersOf } from '../../../bit-sets.ts';
import { type OutputFormula, relevantFeatures } from '../../../output-formula/output-formula.ts';
import { activeSetTerms } from '../../../output-formula/vertex-terms.ts';
import type { DensityFactor, NamedSum, ProductTerm, ProgramFunction, Summand } from './formula-program.ts';

/** What the letters of a formula are called in a program. Features count from 0. */
export interface ProgramNames {
  readonly bias: string;
  readonly gram: (feature: number) => string;
  /** A name, or the number itself. */
  readonly density: (feature: number) => string | Rational;
}

/** How a function is called and introduced. */
export interface FunctionHead {
  readonly words: readonly string[];
  readonly parameters: readonly string[];
  readonly remark: string;
  /** Names that the formula may need besides the parameters. */
  readonly sums?: readonly NamedSum[];
}

/** E throughout one chamber, as the sum over active sets of powers of vertex values. Exact. */
export function formulaFunction(
  formula: OutputFormula,
  names: ProgramNames,
  { words, parameters, remark, sums = [] }: FunctionHead,
): ProgramFunction {
  const summands = formula.byActiveSet.flatMap(({ active }) => {
    const terms = productTerms(formula, active, names);
    return terms.length === 0 ? [] : [{ probability: probabilityFactors(formula, active, names), terms }];
  });
  const named = summands.flatMap(({ terms }) =>
    terms.flatMap(({ power, divisors, onePlusInverse }) => [
      ...(power === undefined ? [] : [power.base]),
      ...divisors,
      ...(onePlusInverse === undefined ? [] : [onePlusInverse]),
    ]),
  );
  const values = usedSums(vertexSums(formula.chamber, names), named);
  const entries = usedSums(sums, [...named, ...values.map(({ text }) => text)]);
  return { kind: 'formula', words, parameters, remark, sums: [...entries, ...values], summands };
}

/** The sums whose names occur in one of some texts. */
export function usedSums(sums: readonly NamedSum[], texts: readonly string[]): readonly NamedSum[] {
  const words = new Set(texts.flatMap((text) => text.split(/\W+/)));
  return sums.filter(({ name }) => words.has(name));
}

/** The vertex values h_v of a chamber's features, by name: `h12 = b + g1 + g2`, and the bias itself. */
export function vertexSums({ features }: OutputFormula['chamber'], names: ProgramNames): readonly NamedSum[] {
  return Array.from({ length: 1 << features.length }, (_, vertex) => {
    const members = membersOf(vertex).map((place) => features[place] ?? 0);
    return { name: vertexName(members), text: [names.bias, ...members.map(names.gram)].join(' + ') };
  });
}

/** `h0` for the empty vertex, `h12` for {1, 2}. */
function vertexName(members: readonly number[]): string {
  return members.length === 0 ? 'h0' : `h${members.map((feature) => feature + 1).join('')}`;
}

function productTerms(
  { chamber, self }: OutputFormula,
  active: readonly number[],
  names: ProgramNames,
): readonly ProductTerm[] {
  const { divisors, terms } = activeSetTerms(chamber, self, active);
  const below = divisors.map(names.gram);
  const k = divisors.length;
  const target: ProductTerm[] = active.includes(self) ? [{ coefficient: ONE.div(3), divisors: [] }] : [];
  const vertexTerms = terms.flatMap(({ vertex, higher, overSelf, lower }): ProductTerm[] => {
    const base = vertexName(membersOf(vertex).map((place) => chamber.features[place] ?? 0));
    return [
      {
        coefficient: higher,
        ...(overSelf ? { onePlusInverse: names.gram(self) } : {}),
        power: { base, exponent: k + 2 },
        divisors: below,
      },
      ...(lower.equals(ZERO)
        ? []
        : [{ coefficient: lower, power: { base, exponent: k + 1 }, divisors: below }]),
    ];
  });
  return [...target, ...vertexTerms];
}

/** Equal factors collected, active features first. */
function probabilityFactors(
  { chamber, self }: OutputFormula,
  active: readonly number[],
  { density }: ProgramNames,
): Summand['probability'] {
  const factors: DensityFactor[] = [];
  const relevant = relevantFeatures(chamber, self);
  for (const on of [true, false]) {
    for (const feature of relevant.filter((each) => active.includes(each) === on)) {
      const value = density(feature);
      const same = factors.findIndex((factor) => factor.active === on && sameDensity(factor.density, value));
      const exponent = (factors[same]?.exponent ?? 0) + 1;
      const factor = { density: value, active: on, exponent };
      if (same < 0) factors.push(factor);
      else factors[same] = factor;
    }
  }
  return factors;
}

function sameDensity(left: string | Rational, right: string | Rational): boolean {
  return typeof left === 'string' || typeof right === 'string' ? left === right : left.equals(right);
}
