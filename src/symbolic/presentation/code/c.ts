import {
  condition,
  type Dialect,
  equalsZero,
  powerAsProduct,
  roundedInDoubles,
  snakeName,
  wrapTerms,
} from './dialect.ts';

/** C99, one translation unit without a main. */
export const C: Dialect = {
  // Written as doubles: 1/3 would be the integer 0.
  constant: (numerator, denominator) =>
    denominator === 1n ? wholeNumber(numerator) : `${numerator}.0/${denominator}.0`,
  power: powerAsProduct,
  isZero: equalsZero,
  exactness: roundedInDoubles,
  program: ({ about, parameters, cases, elsewhere }) => {
    const declared = parameters.map((name) => `double ${name}`).join(', ');
    const passed = parameters.join(', ');
    const formulas = cases.map(
      ({ words, terms }) =>
        `double ${snakeName(words)}(${declared}) {\n  return\n${wrapTerms(terms, '    ')};\n}\n`,
    );
    const choices = cases.map(
      ({ words, region }) =>
        `  if (${condition(region, '&&', '||')})\n    return ${snakeName(words)}(${passed});\n`,
    );
    const comment = ['/*', ...about.map((line) => ` * ${line}`.trimEnd()), ' */'].join('\n');
    return [
      `${comment}\n\n#include <math.h>\n`,
      ...formulas,
      `double loss(${declared}) {\n${choices.join('')}  return NAN; /* ${elsewhere} */\n}\n`,
    ].join('\n');
  },
};

/** The 1 that may be left out, and otherwise a double. */
function wholeNumber(value: bigint): string {
  return value === 1n ? '1' : `${value}.0`;
}
