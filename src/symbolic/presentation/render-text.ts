/** @file A derivation as plain text: formulas indented, one per line, so that a script can take them up. */

import { formatRational } from '../../support/rational.ts';
import type { Block, WrittenDerivation } from './block.ts';
import { cornersText } from './drawn-domain.ts';
import { inText } from './notation.ts';
import { valuesNotation } from './plain-notation.ts';

/** The whole document as text. */
export function renderText({ title, sections, remarks }: WrittenDerivation): string {
  const lines = [...underlined(title, '='), ''];
  for (const { heading, blocks } of sections) {
    lines.push(...underlined(inText(heading), '-'), ...blocks.flatMap(blockLines), '');
  }
  return `${[...lines, ...remarks].join('\n')}\n`;
}

function blockLines(block: Block): string[] {
  switch (block.kind) {
    case 'prose':
      return ['', inText(block.words)];
    case 'group':
      return ['', inText(block.heading), ...[...block.steps, ...block.blocks].flatMap(groupedLines)];
    default:
      return groupedLines(block);
  }
}

/** In a group everything is indented below its heading. */
function groupedLines(block: Block): string[] {
  switch (block.kind) {
    case 'prose':
      return [`    ${inText(block.words)}`];
    case 'formula':
      return [`    ${block.text}`];
    case 'domains':
      return block.drawings.map(({ title, place, corners }) => {
        const where = corners.length === 0 ? 'is empty' : `has the corners ${cornersText(corners)}`;
        return `    the domain of ${title.text} ${where} at ${place.text}`;
      });
    case 'checks':
      return block.checks.map(
        ({ point, formula, closedForm }) =>
          `    check: ${block.name.text} = ${formatRational(formula)} and by the closed form ${formatRational(closedForm)} at ${valuesNotation(point).text}`,
      );
    case 'group':
      return blockLines(block);
    default:
      return block satisfies never;
  }
}

function underlined(heading: string, rule: string): string[] {
  return [heading, rule.repeat(heading.length)];
}
