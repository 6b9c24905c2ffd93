/** @file The derivation as a LaTeX article that compiles with amsmath and amssymb alone. */

import type { DerivationDocument } from './derivation-document.ts';
import type { Block, Prose } from './notation.ts';

/** A complete LaTeX document. */
export function renderLatex({ title, sections, integralsConfirmed }: DerivationDocument): string {
  const body = sections.flatMap(({ heading, blocks }) => [
    `\\section*{${renderProse(heading)}}`,
    ...blocks.map(renderBlock),
    '',
  ]);
  return [
    '\\documentclass{article}',
    '\\usepackage{amsmath,amssymb}',
    '\\usepackage[margin=2cm]{geometry}',
    '\\allowdisplaybreaks',
    '\\setlength{\\parindent}{0pt}',
    `\\title{${escapeLatex(title)}}`,
    '\\date{}',
    '\\begin{document}',
    '\\maketitle',
    ...body,
    `${integralsConfirmed} integrals were computed again by nerdamer, with the same results.`,
    '\\end{document}',
    '',
  ].join('\n');
}

function renderBlock(block: Block): string {
  return block.kind === 'prose' ? `${renderProse(block.words)}\n` : `\\[ ${block.latex} \\]`;
}

/** Prose with its formulas in LaTeX. */
function renderProse(prose: Prose): string {
  return prose.map((run) => (typeof run === 'string' ? escapeLatex(run) : `$${run.latex}$`)).join('');
}

/** Plain words as LaTeX: special characters escaped. */
function escapeLatex(text: string): string {
  return text
    .replaceAll('\\', '\\textbackslash{}')
    .replaceAll(/[{}$&#%_]/g, '\\$&')
    .replaceAll('^', '\\^{}')
    .replaceAll('“', '``')
    .replaceAll('”', "''");
}
