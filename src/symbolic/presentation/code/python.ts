import { condition, type Dialect, snakeName, wrapTerms } from './dialect.ts';

/** A Python module on SymPy: exact at rational arguments; the functions of the cases also take symbols. */
export const PYTHON: Dialect = {
  constant: (numerator, denominator, divides) =>
    denominator === 1n && !divides ? `${numerator}` : `Rational(${numerator}, ${denominator})`,
  power: (variable, exponent) => (exponent === 1 ? variable : `${variable}**${exponent}`),
  // A Float of SymPy that is 0 is not equal to the integer 0.
  isZero: (expression) => (/^\w+$/.test(expression) ? `${expression}.is_zero` : `(${expression}).is_zero`),
  exactness: () => [
    'Exact at integers, fractions.Fraction, sympy.Rational and numerals in quotes such as "1/3"; floats stay floats.',
    'The functions of the chambers also take symbols.',
  ],
  program: ({ about, parameters, cases, elsewhere }) => {
    const list = parameters.join(', ');
    const formulas = cases.map(
      ({ words, terms }) =>
        `def ${snakeName(words)}(${list}):\n    return (\n${wrapTerms(terms, '        ')}\n    )\n`,
    );
    const choices = cases.map(
      ({ words, region }) =>
        `    if ${condition(region, 'and', 'or')}:\n        return ${snakeName(words)}(${list})\n`,
    );
    return [
      `"""${about.join('\n')}\n"""\n\nfrom sympy import Rational, sympify\n`,
      ...formulas,
      `def loss(${list}):\n    ${list} = map(sympify, (${list}))\n${choices.join('')}    raise ValueError("${elsewhere}")\n`,
    ].join('\n\n');
  },
};
