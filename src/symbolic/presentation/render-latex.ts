/** @file The derivation as a LaTeX article that compiles with amsmath and amssymb alone. */

import type { Block, DerivationDocument } from './derivation-document.ts';

/** A complete LaTeX document. */
export function renderLatex({ title, sections, integralsConfirmed }: DerivationDocument): string {
  const body = sections.flatMap(({ heading, blocks }) => [
    `\\section*{${escapeLatex(heading)}}`,
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
  return block.kind === 'prose' ? `${escapeLatex(block.text)}\n` : `\\[ ${block.latex} \\]`;
}

/** Plain prose as LaTeX: special characters escaped, comparison signs and arrows set as mathematics. */
function escapeLatex(text: string): string {
  return text
    .replaceAll('\\', '\\textbackslash{}')
    .replaceAll(/[{}$&#%_]/g, '\\$&')
    .replaceAll('^', '\\^{}')
    .replaceAll('->', '$\\to$')
    .replaceAll('<=', '$\\le$')
    .replaceAll(/(?<!\\)([<>])/g, '$$$1$$')
    .replaceAll('"', "''");
}
