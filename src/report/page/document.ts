/**
 * @file A report as data: what it says, in which order; nothing about how it looks.
 *
 * Text is plain text everywhere, never markup; formulas are TeX.
 */

import type { Drawing } from '../chart/draw-chart.ts';

/** How far a number can be trusted. */
export type Trust = 'exact' | 'algebraic' | 'enclosed' | 'rounded' | 'sampled';

/** How a check came out. */
export type CheckVerdict = 'agrees' | 'disagrees' | 'inconclusive';

/** A run of text. */
export type Inline =
  | string
  | { readonly kind: 'math'; readonly tex: string }
  | { readonly kind: 'strong'; readonly text: Prose }
  | { readonly kind: 'emphasis'; readonly text: Prose }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly href: string; readonly text: Prose }
  | { readonly kind: 'trust'; readonly trust: Trust }
  | { readonly kind: 'verdict'; readonly verdict: CheckVerdict }
  /** `Figure 3`, linked; the id is that of a figure of the same document. */
  | { readonly kind: 'figure-reference'; readonly figure: string };

/** Runs of text, one after the other. */
export type Prose = Inline | readonly Inline[];

/** What a section is made of. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: Prose }
  | { readonly kind: 'math'; readonly tex: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly ordered?: boolean; readonly items: readonly Prose[] }
  | Figure
  | Table
  | {
      readonly kind: 'callout';
      readonly tone: 'note' | 'result' | 'warning';
      readonly title: string;
      readonly content: readonly Block[];
    }
  /** Folded away until asked for: a long derivation. */
  | { readonly kind: 'details'; readonly summary: Prose; readonly content: readonly Block[] }
  | { readonly kind: 'subsection'; readonly title: Prose; readonly content: readonly Block[] };

/** One or more drawings side by side, numbered and captioned together. */
export interface Figure {
  readonly kind: 'figure';
  /** Unique in the document: letters, digits, hyphens. */
  readonly id: string;
  readonly panels: readonly FigurePanel[];
  readonly caption: Prose;
  /** `wide` may exceed the column of text. */
  readonly width?: 'text' | 'wide';
}

/** One drawing and what it shows, in words, for those who do not see it. */
export interface FigurePanel {
  readonly drawing: Drawing;
  readonly description: string;
}

/** Rows of text; the first cell of each row is its heading. */
export interface Table {
  readonly kind: 'table';
  readonly caption: Prose;
  readonly columns: readonly { readonly heading: Prose; readonly align?: 'text' | 'number' }[];
  readonly rows: readonly (readonly Prose[])[];
  readonly width?: 'text' | 'wide';
}

/** A section of first rank, listed in the table of contents. */
export interface Section {
  /** Unique in the document: letters, digits, hyphens. */
  readonly id: string;
  readonly title: Prose;
  readonly content: readonly Block[];
}

/** A whole report. */
export interface ReportDocument {
  /** Plain text: it also names the window. */
  readonly title: string;
  readonly subtitle: Prose;
  /** Short facts below the title, such as version and seed. */
  readonly facts: readonly { readonly name: string; readonly value: Prose }[];
  readonly abstract: readonly Block[];
  readonly sections: readonly Section[];
  readonly footer: Prose;
}

/** Inline formula. */
export function math(tex: string): Inline {
  return { kind: 'math', tex };
}

/**
 * Prose with things in it.
 *
 * @example
 * prose`The loss ${math('L')} is ${trust('exact')}.`
 */
export function prose(texts: readonly string[], ...insertions: readonly Prose[]): Prose {
  return texts.flatMap((text, k) => {
    const insertion = insertions[k];
    const inserted = insertion === undefined ? [] : isInline(insertion) ? [insertion] : insertion;
    return text === '' ? inserted : [text, ...inserted];
  });
}

/** A badge saying how far the number before it can be trusted. */
export function trust(level: Trust): Inline {
  return { kind: 'trust', trust: level };
}

/** A chip saying how a check came out. */
export function verdict(outcome: CheckVerdict): Inline {
  return { kind: 'verdict', verdict: outcome };
}

/** Tells one run from a list of runs. */
export function isInline(text: Prose): text is Inline {
  return typeof text === 'string' || 'kind' in text;
}
