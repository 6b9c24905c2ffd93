/** @file The derivation as plain text: formulas indented, one per line, so that a script can take them up. */

import type { DerivationDocument } from './derivation-document.ts';
import { inText } from './notation.ts';

/** The whole document as text, ending with one `L = …` line per chamber. */
export function renderText({ title, sections, formulas, integralsConfirmed }: DerivationDocument): string {
  const lines = [title, '='.repeat(title.length), ''];
  for (const { heading, blocks } of sections) {
    lines.push(...underlined(inText(heading)));
    for (const block of blocks)
      lines.push(...(block.kind === 'prose' ? ['', inText(block.words)] : [`    ${block.text}`]));
    lines.push('');
  }
  lines.push(...underlined('Result'), '');
  for (const { chamber, inequalities, loss } of formulas) {
    lines.push(`${chamber}: ${inequalities.join(', ')} (or all reversed)`, `    L = ${loss}`);
  }
  lines.push('', `${integralsConfirmed} integrals were computed again by nerdamer, with the same results.`);
  return `${lines.join('\n')}\n`;
}

function underlined(heading: string): string[] {
  return [heading, '-'.repeat(heading.length)];
}
