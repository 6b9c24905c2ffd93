/** @file Long sums cut into lines that fit a page. */

/** Letters and digits that a line of a page holds, roughly. */
const LINE_WIDTH = 70;

/** Signed LaTeX terms gathered into lines, as many on each as fit; `0` if there are none. */
export function latexLines(terms: readonly string[], mostTerms: number = Number.POSITIVE_INFINITY): string[] {
  const lines: { text: string; terms: number; width: number }[] = [];
  for (const term of terms.length === 0 ? ['0'] : terms) {
    const width = widthOf(term);
    const last = lines.at(-1);
    if (last !== undefined && last.terms < mostTerms && last.width + width <= LINE_WIDTH) {
      lines[lines.length - 1] = {
        text: `${last.text} ${term}`,
        terms: last.terms + 1,
        width: last.width + width,
      };
    } else lines.push({ text: term, terms: 1, width });
  }
  return lines.map(({ text }) => text);
}

/** What is left of LaTeX without its commands, each name of a command counted as one letter. */
function widthOf(latex: string): number {
  return latex.replaceAll(/\\(?:left|right|frac|,)|[{}_^ ]/g, '').replaceAll(/\\[a-z]+/g, 'x').length;
}
