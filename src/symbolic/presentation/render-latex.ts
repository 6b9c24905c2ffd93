/** @file A derivation as a LaTeX article. */

import { toNumber } from '../../support/rational.ts';
import type { Block, CheckBlock, DomainDrawing, Prose, WrittenDerivation } from './block.ts';
import { latexArticle } from './latex-article.ts';
import { nameLatex, numberNotation, valuesNotation } from './plain-notation.ts';

/** A complete LaTeX document. */
export function renderLatex({ title, sections, remarks }: WrittenDerivation): string {
  const body = sections.flatMap(({ heading, blocks }) => [
    `\\section*{${renderProse(heading)}}`,
    ...blocks.map(renderBlock),
    '',
  ]);
  return latexArticle(escapeLatex(title), [
    ...body,
    ...remarks.flatMap((remark) => ['', escapeLatex(remark)]),
  ]);
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'prose':
      return `${renderProse(block.words)}\n`;
    case 'formula':
      return block.latex.startsWith('\\begin{align*}') ? block.latex : `\\[ ${block.latex} \\]`;
    case 'domains':
      return `\\begin{center}\n${block.drawings.map(pictureOf).join('\\qquad\n')}\n\\end{center}`;
    case 'checks':
      return checkTable(block);
    case 'group':
      return [
        `\\subsection*{${renderProse(block.heading)}}`,
        ...[...block.steps, ...block.blocks].map(renderBlock),
        '',
      ].join('\n');
    default:
      return block satisfies never;
  }
}

/** The unit square, and thick the boundary of the domain; in LaTeX's own picture mode, where a Bézier curve draws any line. */
function pictureOf({ title, place, features: [first, last], corners }: DomainDrawing): string {
  const points = corners.map(([x, y]) => [toNumber(x), toNumber(y)] as const);
  const place2 = (value: number): string => String(Math.round(value * 1e4) / 1e4);
  const edges = points.map(([x, y], index) => {
    const [nextX, nextY] = points[(index + 1) % points.length] ?? [x, y];
    const middle = `(${place2((x + nextX) / 2)},${place2((y + nextY) / 2)})`;
    return `\\qbezier(${place2(x)},${place2(y)})${middle}(${place2(nextX)},${place2(nextY)})`;
  });
  return [
    '\\begin{minipage}{4.6cm}\\centering\\setlength{\\unitlength}{2.6cm}',
    '\\begin{picture}(1.1,1.2)(-0.05,-0.12)',
    '\\put(0,0){\\line(1,0){1}}\\put(1,0){\\line(0,1){1}}\\put(1,1){\\line(-1,0){1}}\\put(0,1){\\line(0,-1){1}}',
    `\\put(0.45,-0.12){$x_{${first}}$}\\put(-0.17,0.45){$x_{${last}}$}`,
    `{\\linethickness{1.2pt}${edges.join('')}}`,
    `\\end{picture}\\\\ $${title.latex}$\\\\ $${place.latex}$`,
    '\\end{minipage}',
  ].join('\n');
}

function checkTable({ name, checks }: CheckBlock): string {
  const names = [...(checks[0]?.point.keys() ?? [])];
  const rows = checks.map(({ point, formula, closedForm }) =>
    [...point.values(), formula, closedForm].map((value) => `$${numberNotation(value).latex}$`).join(' & '),
  );
  if (names.length > 7) {
    return checks
      .map(
        ({ point, formula, closedForm }) =>
          `Check: $${name.latex} = ${numberNotation(formula).latex}$, and $${numberNotation(closedForm).latex}$ by the closed form, at $${breakable(valuesNotation(point).latex)}$.\n`,
      )
      .join('\n');
  }
  return [
    `\\begin{center}\\renewcommand{\\arraystretch}{1.25}\\begin{tabular}{${'c'.repeat(names.length)}|cc}`,
    `${names.map((each) => `$${nameLatex(each)}$`).join(' & ')} & $${name.latex}$ & closed form \\\\ \\hline`,
    rows.join(' \\\\\n'),
    '\\end{tabular}\\end{center}',
  ].join('\n');
}

/** A list of equations in running text may break after its commas. */
function breakable(latex: string): string {
  return latex.replaceAll(',\\; ', '$, $');
}

/** Prose with its formulas in LaTeX. */
function renderProse(prose: Prose): string {
  return prose
    .map((run) => (typeof run === 'string' ? escapeLatex(run) : `$${breakable(run.latex)}$`))
    .join('');
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
