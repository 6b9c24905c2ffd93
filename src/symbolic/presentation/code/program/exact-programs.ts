/** @file Programs of formulas in the languages that compute exactly: Python with SymPy, and Julia. */

import { JULIA } from '../julia.ts';
import { PYTHON } from '../python.ts';
import { decisionLines, joinedBySnake, type ProgramDialect, type Statements } from './program-dialect.ts';

/** A Python module on SymPy: exact at rational arguments; the functions of the chambers also take symbols. */
export const PYTHON_PROGRAM: ProgramDialect = {
  notation: {
    constant: (numerator, denominator) => PYTHON.constant(numerator, denominator, false),
    power: PYTHON.power,
  },
  functionName: joinedBySnake,
  exactness: () => PYTHON.exactness(0),
  definition: ({ name, parameters, remark, sums, body }) => {
    const list = parameters.join(', ');
    return [
      `def ${name}(${list}):`,
      `    """${remark}"""`,
      `    ${list} = map(sympify, (${list}))`,
      ...(body.kind === 'decision'
        ? [`    if nan in (${list}):`, '        raise ValueError("the arguments are not real numbers")']
        : []),
      ...sums.map((sum) => `    ${sum.name} = ${sum.text}`),
      ...(body.kind === 'decision'
        ? decisionLines(body.decision, PYTHON_STATEMENTS, '    ')
        : ['    return (', ...body.lines.map((line) => `        ${line}`), '    )']),
      '',
    ].join('\n');
  },
  file: (about, definitions) =>
    [`"""${about.join('\n')}\n"""\n\nfrom sympy import Rational, nan, sympify\n`, ...definitions].join(
      '\n\n',
    ),
};

/** Julia: exact at rational arguments, in integers of any length. */
export const JULIA_PROGRAM: ProgramDialect = {
  notation: {
    constant: (numerator, denominator) => JULIA.constant(numerator, denominator, false),
    power: JULIA.power,
  },
  functionName: joinedBySnake,
  exactness: () => JULIA.exactness(0),
  definition: ({ name, parameters, remark, sums, body }) => {
    const list = parameters.join(', ');
    return [
      `"${remark}"`,
      `function ${name}(${list})`,
      `    ${list} = map(exact, (${list}))`,
      ...(body.kind === 'decision'
        ? [
            `    if any(value -> value != value, (${list}))`,
            '        throw(ArgumentError("the arguments are not real numbers"))',
            '    end',
          ]
        : []),
      ...sums.map((sum) => `    ${sum.name} = ${sum.text}`),
      ...(body.kind === 'decision'
        ? decisionLines(body.decision, JULIA_STATEMENTS, '    ')
        : ['    return (', ...signsAtLineEnds(body.lines).map((line) => `        ${line}`), '    )']),
      'end\n',
    ].join('\n');
  },
  file: (about, definitions) =>
    [
      `${about.map((line) => `# ${line}`.trimEnd()).join('\n')}\n`,
      'exact(value::Union{Integer, Rational}) = Rational{BigInt}(value)\nexact(value) = value\n',
      ...definitions,
    ].join('\n'),
};

/** A line of Julia that is complete as it stands would end the sum. */
function signsAtLineEnds(lines: readonly string[]): string[] {
  return lines
    .join('\n')
    .replaceAll(/\n( *)([+-]) /g, ' $2\n$1')
    .split('\n');
}

const PYTHON_STATEMENTS: Statements = {
  functionName: joinedBySnake,
  open: (comparisons) => `if ${comparisons.map(inPython).join(' and ')}:`,
  close: '',
  give: (call) => `return ${call}`,
  outside: 'raise ValueError("outside the chamber of this formula")',
  step: '    ',
};

/** A comparison as SymPy has to be asked. */
function inPython(comparison: string): string {
  const [, zero] = /^(.*) == 0$/.exec(comparison) ?? [];
  return zero === undefined ? comparison : PYTHON.isZero(zero);
}

const JULIA_STATEMENTS: Statements = {
  functionName: joinedBySnake,
  open: (comparisons) => `if ${comparisons.join(' && ')}`,
  close: 'end',
  give: (call) => `return ${call}`,
  outside: 'throw(DomainError("outside the chamber of this formula"))',
  step: '    ',
};
