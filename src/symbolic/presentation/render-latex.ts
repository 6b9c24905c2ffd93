/** @file The derivation as a LaTeX article. */

import type { DerivationDocument } from './derivation-document.ts';
import { latexArticle } from './latex-article.ts';
import type { Block, Prose } from './notation.ts';

/**
 * A complete LaTeX document.
 *
 * @param remarks - plain words for the end, a paragraph each.
 */
export function renderLatex(
  { title, sections, integralsConfirmed }: DerivationDocument,
  remarks: readonly string[] = [],
): string {
  const body = sections.flatMap(({ heading, blocks }) => [
    `\\section*{${renderProse(heading)}}`,
    ...blocks.map(renderBlock),
    '',
  ]);
  return latexArticle(escapeLatex(title), [
    ...body,
    `${integralsConfirmed} integrals were computed again by nerdamer, with the same results.`,
    ...remarks.flatMap((remark) => ['', escapeLatex(remark)]),
  ]);
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
