/** @file What a derivation is written with: blocks that every format renders, so that all formats carry the same steps. */

import type { Rational } from '../../support/rational.ts';

/** A formula in both notations. */
export interface Notation {
  readonly text: string;
  readonly latex: string;
}

/** Words, and formulas among them. */
export type Prose = readonly (string | Notation)[];

/** A piece of a document. A displayed formula's `latex` is one display, possibly of several aligned lines. */
export type Block =
  | ProseBlock
  | ({ readonly kind: 'formula' } & Notation)
  | DomainBlock
  | CheckBlock
  | GroupBlock;

export interface ProseBlock {
  readonly kind: 'prose';
  readonly words: Prose;
}

/** Restricted domains of two active features, drawn side by side. */
export interface DomainBlock {
  readonly kind: 'domains';
  readonly drawings: readonly DomainDrawing[];
}

/** The part of the unit square in which z > 0, at one choice of the symbols. */
export interface DomainDrawing {
  readonly title: Notation;
  /** The symbols' values, such as `b = -1/2, g1 = 1`. */
  readonly place: Notation;
  /** The features along the two axes, from 1. */
  readonly features: readonly [number, number];
  /** Around the domain; fewer than three if it is empty. */
  readonly corners: readonly (readonly [Rational, Rational])[];
  /** Where z = 0 crosses the square's boundary: two points or none. */
  readonly line: readonly (readonly [Rational, Rational])[];
}

/** Values of a formula at rational points, each equal to the closed form's. */
export interface CheckBlock {
  readonly kind: 'checks';
  /** What is evaluated, such as E. */
  readonly name: Notation;
  readonly checks: readonly PointCheck[];
}

export interface PointCheck {
  readonly point: ReadonlyMap<string, Rational>;
  readonly formula: Rational;
  /** By the closed form, which knows nothing of chambers. */
  readonly closedForm: Rational;
}

/** Blocks under a heading of their own. */
export interface GroupBlock {
  readonly kind: 'group';
  readonly heading: Prose;
  readonly blocks: readonly Block[];
  /** Steps that a page folds away until they are asked for; they come before the last of `blocks` elsewhere. */
  readonly steps: readonly Block[];
}

/** A derivation as every format writes it. */
export interface WrittenDerivation {
  readonly title: string;
  readonly sections: readonly DerivationSection[];
  /** Plain words for the end, a paragraph each. */
  readonly remarks: readonly string[];
}

export interface DerivationSection {
  readonly heading: Prose;
  readonly blocks: readonly Block[];
}
