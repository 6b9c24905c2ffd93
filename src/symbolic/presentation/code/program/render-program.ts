/** @file A program of formulas in one language. */

import { fractionParts } from '../../../../support/rational.ts';
import type { CodeLanguage } from '../code-language.ts';
import { wrapTerms } from '../dialect.ts';
import { C_PROGRAM, JAVASCRIPT_PROGRAM } from './curly-programs.ts';
import { JULIA_PROGRAM, PYTHON_PROGRAM } from './exact-programs.ts';
import type {
  DensityFactor,
  FormulaProgram,
  ProductTerm,
  ProgramFunction,
  Summand,
} from './formula-program.ts';
import { MATHEMATICA_PROGRAM } from './mathematica-program.ts';
import type { Body, ProgramDialect } from './program-dialect.ts';

const DIALECTS: Readonly<Record<CodeLanguage, ProgramDialect>> = {
  javascript: JAVASCRIPT_PROGRAM,
  python: PYTHON_PROGRAM,
  mathematica: MATHEMATICA_PROGRAM,
  julia: JULIA_PROGRAM,
  c: C_PROGRAM,
};

/**
 * The program in a language. Exact in Python (SymPy), Julia and Mathematica at rational arguments; rounded in JavaScript and
 * C, as the head says.
 */
export function renderProgram(program: FormulaProgram, language: CodeLanguage): string {
  const dialect = DIALECTS[language];
  const about = [...program.about, ...dialect.exactness(program.roundingUnits, program.magnitude)];
  return dialect.file(
    about,
    program.functions.map((definition) =>
      dialect.definition({
        name: dialect.functionName(definition.words),
        parameters: definition.parameters,
        remark: definition.remark,
        sums: definition.sums,
        body: bodyOf(definition, dialect),
      }),
    ),
  );
}

function bodyOf(definition: ProgramFunction, dialect: ProgramDialect): Body {
  switch (definition.kind) {
    case 'choice':
      return { kind: 'decision', decision: definition.decision };
    case 'formula':
      return { kind: 'expression', lines: formulaLines(definition.summands, dialect) };
    case 'sum':
      return {
        kind: 'expression',
        lines: definition.summands.map(({ factor, call }, index) => {
          const args = call.args.join(', ');
          const [open, close] = dialect === MATHEMATICA_PROGRAM ? ['[', ']'] : ['(', ')'];
          const text = `${dialect.functionName(call.words)}${open}${args}${close}`;
          return `${index === 0 ? '' : '+ '}${factor === '' ? '' : `${factor}*`}${text}`;
        }),
      };
    default:
      return definition satisfies never;
  }
}

/** A group shorter than this stands on one line. */
const NARROW = 80;

/** Σ_A P(A)·(F_A), a group of lines for each active set. */
function formulaLines(summands: readonly Summand[], dialect: ProgramDialect): string[] {
  if (summands.length === 0) return ['0'];
  return summands.flatMap(({ probability, terms }, index) => {
    const factors = probability.map((factor) => densityText(factor, dialect));
    const plus = index === 0 ? '' : '+ ';
    const inner = wrapTerms(
      terms.map((term, place) => termText(term, place === 0, dialect)),
      '  ',
    ).split('\n');
    const opening = `${plus}${[...factors, '('].join('*')}`;
    const [only = ''] = inner;
    return inner.length === 1 && opening.length + only.length <= NARROW
      ? [`${opening}${only.trim()})`]
      : [opening, ...inner, ')'];
  });
}

/** `p*p`, `(1 - p)^2`. */
function densityText({ density, active, exponent }: DensityFactor, { notation }: ProgramDialect): string {
  if (typeof density !== 'string') {
    const value = active ? density : density.neg().add(1);
    const { numerator, denominator } = fractionParts(value.pow(exponent) ?? value);
    return notation.constant(numerator, denominator, false);
  }
  return notation.power(active ? density : `(1 - ${density})`, exponent);
}

/** A term with its sign before it, except a plus before the first. */
function termText(
  { coefficient, onePlusInverse, power, divisors }: ProductTerm,
  isFirst: boolean,
  { notation }: ProgramDialect,
): string {
  const { numerator, denominator } = fractionParts(coefficient);
  const constant = notation.constant(numerator < 0n ? -numerator : numerator, denominator, false);
  const factors = [
    ...(constant === '1' && power !== undefined ? [] : [constant]),
    ...(onePlusInverse === undefined ? [] : [`(1 + 1/${onePlusInverse})`]),
    ...(power === undefined ? [] : [notation.power(power.base, power.exponent)]),
  ];
  const below =
    divisors.length === 0 ? '' : `/${divisors.length === 1 ? divisors[0] : `(${divisors.join('*')})`}`;
  const sign = numerator < 0n ? (isFirst ? '-' : '- ') : isFirst ? '' : '+ ';
  return sign + factors.join('*') + below;
}
