import { DomainError } from '../../support/errors.ts';
import { type Inline, isInline, type Prose } from './document.ts';
import { escapeHtml } from './escape.ts';
import { mathMl } from './tex.ts';

/** The numbers that figures bear in a document, by id. */
export type FigureNumbers = ReadonlyMap<string, number>;

/**
 * Prose as HTML; every text escaped.
 *
 * @throws {@link DomainError} for TeX that is not understood, a link that is neither https nor within the page, and a
 *   reference to no figure.
 */
export function proseHtml(text: Prose, numbers: FigureNumbers): string {
  const runs = isInline(text) ? [text] : text;
  return runs
    .map((run, k) => {
      const after = punctuationAfter(run, runs[k + 1]);
      const before = punctuationAfter(runs[k - 1], run);
      const html = inlineHtml(typeof run === 'string' ? run.slice(before.length) : run, numbers);
      return after === '' ? html : `<span class="unbroken">${html}${after}</span>`;
    })
    .join('');
}

/** The punctuation right after a formula or a badge, which stays on its line; nothing after anything else. */
function punctuationAfter(run: Inline | undefined, next: Inline | undefined): string {
  const isAtom =
    run !== undefined &&
    typeof run !== 'string' &&
    (run.kind === 'math' || run.kind === 'trust' || run.kind === 'verdict');
  return isAtom && typeof next === 'string' ? (/^[.,;:)]/.exec(next)?.[0] ?? '') : '';
}

function inlineHtml(run: Inline, numbers: FigureNumbers): string {
  if (typeof run === 'string') return escapeHtml(run);
  switch (run.kind) {
    case 'math':
      return mathMl(run.tex, 'inline');
    case 'strong':
      return `<strong>${proseHtml(run.text, numbers)}</strong>`;
    case 'emphasis':
      return `<em>${proseHtml(run.text, numbers)}</em>`;
    case 'code':
      return `<code>${escapeHtml(run.text)}</code>`;
    case 'link':
      return `<a href="${escapeHtml(checkedHref(run.href))}">${proseHtml(run.text, numbers)}</a>`;
    case 'trust':
      return `<span class="badge ${run.trust}">${run.trust}</span>`;
    case 'verdict':
      return `<span class="badge ${run.verdict}">${run.verdict}</span>`;
    case 'figure-reference':
      return figureReference(run.figure, numbers);
    default:
      throw run satisfies never;
  }
}

function figureReference(figure: string, numbers: FigureNumbers): string {
  const number = numbers.get(figure);
  if (number === undefined)
    throw new DomainError('renderPage', 'a reference to a figure of the document', figure);
  return `<a href="#${escapeHtml(figure)}">Figure ${number}</a>`;
}

function checkedHref(href: string): string {
  if (!/^(https:\/\/|#)/.test(href)) throw new DomainError('renderPage', 'a link to https:// or #', href);
  return href;
}
