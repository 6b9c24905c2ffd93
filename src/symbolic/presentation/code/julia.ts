import { condition, type Dialect, equalsZero, snakeName, wrapTerms } from './dialect.ts';

/** Julia: exact at rational arguments, in integers of any length. */
export const JULIA: Dialect = {
  constant: (numerator, denominator, divides) =>
    denominator === 1n && !divides ? `${numerator}` : `${numerator}//${denominator}`,
  power: (variable, exponent) => (exponent === 1 ? variable : `${variable}^${exponent}`),
  isZero: equalsZero,
  exactness: () => [
    'Exact at integers and rationals such as 1//3, which are taken as Rational{BigInt}; floats stay floats.',
  ],
  program: ({ about, parameters, cases, elsewhere }) => {
    const list = parameters.join(', ');
    const convert = `    ${list} = map(exact, (${list}))\n`;
    const formulas = cases.map(
      ({ words, terms }) =>
        `function ${snakeName(words)}(${list})\n${convert}    return (\n${wrapJulia(terms)}\n    )\nend\n`,
    );
    const choices = cases.map(
      ({ words, region }) =>
        `    if ${condition(region, '&&', '||')}\n        return ${snakeName(words)}(${list})\n    end\n`,
    );
    return [
      `${about.map((line) => `# ${line}`.trimEnd()).join('\n')}\n`,
      'exact(value::Union{Integer, Rational}) = Rational{BigInt}(value)\nexact(value) = value\n',
      ...formulas,
      `function loss(${list})\n${convert}${choices.join('')}    throw(ArgumentError("${elsewhere}"))\nend\n`,
    ].join('\n');
  },
};

/** Lines end with the sign: a line of Julia that is complete as it stands would end the sum. */
function wrapJulia(terms: readonly string[]): string {
  return wrapTerms(terms, '        ').replaceAll(/\n( +)([+-]) /g, ' $2\n$1');
}
