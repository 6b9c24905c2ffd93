import { MATHEMATICA } from '../mathematica.ts';
import type { Decision } from './formula-program.ts';
import { joinedByCamel, type ProgramDialect } from './program-dialect.ts';

/**
 * Definitions for the Wolfram Language: exact at rational arguments; the functions of the chambers also take symbols. Every
 * body is one expression in the parameters alone, so that other programs that read the language can read it.
 */
export const MATHEMATICA_PROGRAM: ProgramDialect = {
  notation: MATHEMATICA,
  functionName: joinedByCamel,
  exactness: () => MATHEMATICA.exactness(0),
  definition: ({ name, parameters, remark, sums, body }) => {
    const patterns = parameters.map((parameter) => `${parameter}_`).join(', ');
    const expression =
      body.kind === 'expression'
        ? ['(', ...body.lines.map((line) => `  ${line}`), ')'].join('\n')
        : whichText(body.decision, '');
    return `(* ${remark} *)\n${name}[${patterns}] := ${inlined(expression, sums)}\n`;
  },
  file: (about, definitions) =>
    [`(*\n${about.map((line) => `  ${line}`.trimEnd()).join('\n')}\n*)\n`, ...definitions].join('\n'),
};

/** The named sums put where their names stand, in brackets. Later sums may use earlier ones. */
function inlined(text: string, sums: readonly { readonly name: string; readonly text: string }[]): string {
  return sums.reduceRight(
    (whole, sum) =>
      whole.replaceAll(
        new RegExp(`\\b${sum.name}\\b`, 'g'),
        /[ *]/.test(sum.text) ? `(${sum.text})` : sum.text,
      ),
    text,
  );
}

/** Nested `Which`, the last case of each under `True`. */
function whichText(decision: Decision, indent: string): string {
  if (decision.kind === 'outside') return 'Indeterminate';
  if (decision.kind === 'call')
    return `${joinedByCamel(decision.call.words)}[${decision.call.args.join(', ')}]`;
  const inner = `${indent}  `;
  const cases: string[] = [];
  let rest: Decision = decision;
  while (rest.kind === 'test') {
    cases.push(`${inner}${rest.comparisons.join(' && ')}, ${whichText(rest.holds, inner)},`);
    rest = rest.otherwise;
  }
  return ['Which[', ...cases, `${inner}True, ${whichText(rest, inner)}`, `${indent}]`].join('\n');
}
