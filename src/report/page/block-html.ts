import { DomainError, ShapeError } from '../../support/errors.ts';
import type { Block, Figure, FigurePanel, Table } from './document.ts';
import { escapeHtml, escapeJson } from './escape.ts';
import { type FigureNumbers, proseHtml } from './prose-html.ts';
import { mathMl } from './tex.ts';

/**
 * Blocks as HTML, one after the other.
 *
 * @param headingRank - of a subsection's heading: 3 in a section, one more at each level below, at most 6.
 * @throws {@link DomainError} as {@link proseHtml} does, and for a figure without panels or description;
 *   {@link ShapeError} for a table row with too many or too few cells.
 */
export function blocksHtml(blocks: readonly Block[], numbers: FigureNumbers, headingRank = 3): string {
  return blocks.map((block) => blockHtml(block, numbers, headingRank)).join('\n');
}

function blockHtml(block: Block, numbers: FigureNumbers, rank: number): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${proseHtml(block.text, numbers)}</p>`;
    case 'math':
      return `<div class="display-math">${mathMl(block.tex, 'display')}</div>`;
    case 'code':
      return `<pre tabindex="0"><code>${escapeHtml(block.text)}</code></pre>`;
    case 'list': {
      const tag = block.ordered === true ? 'ol' : 'ul';
      return `<${tag}>${block.items.map((item) => `<li>${proseHtml(item, numbers)}</li>`).join('')}</${tag}>`;
    }
    case 'figure':
      return figureHtml(block, numbers);
    case 'table':
      return tableHtml(block, numbers);
    case 'callout':
      return `<aside class="callout ${block.tone}"><p class="callout-title">${escapeHtml(block.title)}</p>
${blocksHtml(block.content, numbers, rank)}</aside>`;
    case 'details':
      return `<details><summary>${proseHtml(block.summary, numbers)}</summary>
${blocksHtml(block.content, numbers, rank)}</details>`;
    case 'subsection':
      return `<h${rank}>${proseHtml(block.title, numbers)}</h${rank}>
${blocksHtml(block.content, numbers, Math.min(6, rank + 1))}`;
    default:
      throw block satisfies never;
  }
}

function figureHtml({ id, panels, caption, width = 'text' }: Figure, numbers: FigureNumbers): string {
  if (panels.length === 0) throw new DomainError('renderPage', 'a figure with at least one panel', id);
  return `<figure id="${escapeHtml(id)}" class="${width}">
<div class="panels">${panels.map((panel, k) => panelHtml(`${id}-${k + 1}`, panel)).join('\n')}</div>
<figcaption><b>Figure ${numbers.get(id)}.</b> ${proseHtml(caption, numbers)}</figcaption>
</figure>`;
}

/** The still picture, and beside it the specification that the live one is made from. */
function panelHtml(id: string, { drawing, description }: FigurePanel): string {
  if (description.trim() === '')
    throw new DomainError('renderPage', 'a description of each panel', `none for ${id}`);
  const specification = `${id}-specification`;
  return `<div class="panel" role="img" aria-label="${escapeHtml(description)}" data-live="${escapeHtml(specification)}">
<div class="still">${inlineSvg(drawing.svg, id)}</div>
<script type="application/json" id="${escapeHtml(specification)}">${escapeJson(drawing.vega)}</script>
</div>`;
}

/**
 * The drawing for use inside a page: identifiers made unique to the figure, and hidden from screen readers, which read the
 * description instead.
 */
function inlineSvg(svg: string, figure: string): string {
  return svg
    .replace(/<[^>]*>/g, (tag) =>
      tag.replace(/ id="def/g, ` id="${figure}-def`).replace(/url\(#def/g, `url(#${figure}-def`),
    )
    .replace('<svg ', '<svg aria-hidden="true" focusable="false" ');
}

function tableHtml({ caption, columns, rows, width = 'text' }: Table, numbers: FigureNumbers): string {
  const classOf = (column: number): string => (columns[column]?.align === 'number' ? ' class="number"' : '');
  const headings = columns.map(
    ({ heading }, k) => `<th scope="col"${classOf(k)}>${proseHtml(heading, numbers)}</th>`,
  );
  const lines = rows.map((cells, row) => {
    if (cells.length !== columns.length) {
      throw new ShapeError('renderPage: table row', [row, columns.length], [row, cells.length]);
    }
    const line = cells.map((cell, k) => {
      const text = proseHtml(cell, numbers);
      return k === 0 ? `<th scope="row"${classOf(k)}>${text}</th>` : `<td${classOf(k)}>${text}</td>`;
    });
    return `<tr>${line.join('')}</tr>`;
  });
  return `<div class="scroll ${width}" tabindex="0" role="group" aria-label="table"><table>
<caption>${proseHtml(caption, numbers)}</caption>
<thead><tr>${headings.join('')}</tr></thead>
<tbody>
${lines.join('\n')}
</tbody></table></div>`;
}
