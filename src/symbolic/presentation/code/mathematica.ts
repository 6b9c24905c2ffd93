import { camelName, condition, type Dialect, equalsZero, wrapTerms } from './dialect.ts';

/** Definitions for the Wolfram Language: exact at rational arguments; the functions of the cases also take symbols. */
export const MATHEMATICA: Dialect = {
  constant: (numerator, denominator) => (denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`),
  power: (variable, exponent) => (exponent === 1 ? variable : `${variable}^${exponent}`),
  isZero: equalsZero,
  exactness: () => [
    'Exact at integers and rationals such as 1/3. The functions of the chambers also take symbols.',
  ],
  program: ({ about, parameters, cases }) => {
    const patterns = parameters.map((name) => `${name}_`).join(', ');
    const list = parameters.join(', ');
    const formulas = cases.map(
      ({ words, terms }) => `${camelName(words)}[${patterns}] := (\n${wrapTerms(terms, '  ')}\n)\n`,
    );
    const choices = cases.map(
      ({ words, region }) => `  ${condition(region, '&&', '||')},\n    ${camelName(words)}[${list}],\n`,
    );
    return [
      `(*\n${about.map((line) => `  ${line}`.trimEnd()).join('\n')}\n*)\n`,
      ...formulas,
      `loss[${patterns}] := Which[\n${choices.join('')}  True, Indeterminate\n]\n`,
    ].join('\n');
  },
};
