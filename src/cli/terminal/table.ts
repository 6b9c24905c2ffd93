/** @file Columns of text that line up, whatever their colours. */

import { stripVTControlCharacters } from 'node:util';

export type Alignment = 'left' | 'right';

const GAP = '   ';

/**
 * Rows as lines, each column as wide as its widest cell; no trailing spaces.
 *
 * @param rows - cells, which may hold colour codes; short rows end early.
 * @param alignments - of the columns, `left` where left out.
 */
export function alignColumns(
  rows: readonly (readonly string[])[],
  alignments: readonly Alignment[] = [],
): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const padding = ' '.repeat((widths[column] ?? 0) - displayWidth(cell));
        return alignments[column] === 'right' ? padding + cell : cell + padding;
      })
      .join(GAP)
      .trimEnd(),
  );
}

function displayWidth(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}
