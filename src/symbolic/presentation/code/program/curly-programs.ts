/** @file Programs of formulas in the languages that compute in doubles: JavaScript and C. */

import { C } from '../c.ts';
import { JAVASCRIPT } from '../javascript.ts';
import {
  type Body,
  type Definition,
  decisionLines,
  joinedByCamel,
  joinedBySnake,
  type ProgramDialect,
  roundedByMagnitude,
  type Statements,
} from './program-dialect.ts';

/** An ES module that exports every function. */
export const JAVASCRIPT_PROGRAM: ProgramDialect = {
  notation: JAVASCRIPT,
  functionName: joinedByCamel,
  exactness: roundedByMagnitude,
  definition: ({ name, parameters, remark, sums, body }) =>
    [
      `/** ${remark} */`,
      `export function ${name}(${parameters.join(', ')}) {`,
      ...guard(body, `if (Number.isNaN(${parameters.join(' + ')})) return NaN;`),
      ...sums.map((sum) => `  const ${sum.name} = ${sum.text};`),
      ...statementsOf(body, JAVASCRIPT_STATEMENTS),
      '}\n',
    ].join('\n'),
  file: (about, definitions) =>
    [`${['/**', ...about.map((line) => ` * ${line}`.trimEnd()), ' */'].join('\n')}\n`, ...definitions].join(
      '\n',
    ),
};

/** C99, one translation unit without a main. */
export const C_PROGRAM: ProgramDialect = {
  notation: C,
  functionName: joinedBySnake,
  exactness: roundedByMagnitude,
  definition: ({ name, parameters, remark, sums, body }) =>
    [
      `/* ${remark} */`,
      `double ${name}(${parameters.map((parameter) => `double ${parameter}`).join(', ')}) {`,
      ...guard(body, `if (isnan(${parameters.join(' + ')})) return NAN;`),
      ...unused(parameters, sums, body).map((parameter) => `  (void)${parameter};`),
      ...sums.map((sum) => `  double ${sum.name} = ${sum.text};`),
      ...statementsOf(body, C_STATEMENTS),
      '}\n',
    ].join('\n'),
  file: (about, definitions) =>
    [
      `${['/*', ...about.map((line) => ` * ${line}`.trimEnd()), ' */'].join('\n')}\n\n#include <math.h>\n`,
      ...definitions,
    ].join('\n'),
};

/** The parameters that a formula does not ask for, as in a chamber in which the output is off. */
function unused(parameters: readonly string[], sums: Definition['sums'], body: Body): string[] {
  if (body.kind === 'decision') return [];
  const text = [...sums.map((sum) => sum.text), ...body.lines].join('\n');
  return parameters.filter((parameter) => !new RegExp(`\\b${parameter}\\b`).test(text));
}

/** Comparisons with what is not a number fail, and would choose a formula that does not ask for it. */
function guard({ kind }: Body, statement: string): string[] {
  return kind === 'decision' ? [`  ${statement}`] : [];
}

function statementsOf(body: Body, statements: Statements): string[] {
  if (body.kind === 'decision') return decisionLines(body.decision, statements, '  ');
  return ['  return (', ...body.lines.map((line) => `    ${line}`), '  );'];
}

const JAVASCRIPT_STATEMENTS: Statements = {
  functionName: joinedByCamel,
  open: (comparisons) => `if (${comparisons.join(' && ').replaceAll(' == ', ' === ')}) {`,
  close: '}',
  give: (call) => `return ${call};`,
  outside: 'return NaN; // outside the chamber of this formula',
  step: '  ',
};

const C_STATEMENTS: Statements = {
  functionName: joinedBySnake,
  open: (comparisons) => `if (${comparisons.join(' && ')}) {`,
  close: '}',
  give: (call) => `return ${call};`,
  outside: 'return NAN; /* outside the chamber of this formula */',
  step: '  ',
};
