import {
  camelName,
  condition,
  type Dialect,
  equalsZero,
  powerAsProduct,
  roundedInDoubles,
  wrapTerms,
} from './dialect.ts';

/** An ES module that exports `loss` and one function for each case. */
export const JAVASCRIPT: Dialect = {
  constant: (numerator, denominator) => (denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`),
  power: powerAsProduct,
  isZero: equalsZero,
  exactness: roundedInDoubles,
  program: ({ about, parameters, cases, elsewhere }) => {
    const list = parameters.join(', ');
    const formulas = cases.map(
      ({ words, terms }) =>
        `export function ${camelName(words)}(${list}) {\n  return (\n${wrapTerms(terms, '    ')}\n  );\n}\n`,
    );
    const choices = cases.map(
      ({ words, region }) =>
        `  if (${condition(region, '&&', '||')}) {\n    return ${camelName(words)}(${list});\n  }\n`,
    );
    const comment = ['/**', ...about.map((line) => ` * ${line}`.trimEnd()), ' */'].join('\n');
    return [
      `${comment}\nexport function loss(${list}) {\n${choices.join('')}  return NaN; // ${elsewhere}\n}\n`,
      ...formulas,
    ].join('\n');
  },
};
