/** @file Reads test/golden/published-losses.json: configurations and losses as formulas in p and r. */

import { readFileSync } from 'node:fs';
import { type ToyModel, task, toyModel } from '../../src/model/toy-model.ts';
import { ONE, type Rational } from '../../src/support/rational.ts';
import { parsePolynomial } from '../../src/symbolic/polynomial/parse.ts';

/** A configuration and its published loss, formulas in p and r. */
export interface PublishedLoss {
  readonly name: string;
  readonly source: string;
  readonly weights: readonly (readonly string[])[];
  readonly bias: readonly string[];
  readonly loss: string;
}

/** Two configurations whose losses are equal where r = numerator / denominator. */
export interface PublishedTie {
  readonly name: string;
  readonly source: string;
  readonly between: readonly string[];
  readonly importance: { readonly numerator: string; readonly denominator: string };
}

/** Parameters at which several configurations share one loss. */
export interface PublishedPoint {
  readonly name: string;
  readonly source: string;
  readonly configurations: readonly string[];
  readonly density: string;
  readonly importance: string;
  readonly loss: string;
}

export const PUBLISHED: {
  readonly losses: readonly PublishedLoss[];
  readonly ties: readonly PublishedTie[];
  readonly points: readonly PublishedPoint[];
} = JSON.parse(readFileSync(new URL('../golden/published-losses.json', import.meta.url), 'utf8'));

/** Density p and relative importance r of the last feature. */
export interface Parameters {
  readonly density: Rational;
  readonly importance: Rational;
}

/** The value of a formula in p and r. */
export function evaluateFormula(formula: string, { density, importance }: Parameters): Rational {
  const point = new Map([
    ['p', density],
    ['r', importance],
  ]);
  return parsePolynomial(formula).evaluate(point);
}

/** The model that a published configuration is at given parameters. */
export function modelOf({ weights, bias }: PublishedLoss, at: Parameters): ToyModel {
  const read = (formula: string): Rational => evaluateFormula(formula, at);
  const importances = bias.map((_, i) => (i === bias.length - 1 ? at.importance : ONE));
  const base = task(
    bias.map(() => at.density),
    importances,
  );
  return toyModel(
    base,
    weights.map((row) => row.map(read)),
    bias.map(read),
  );
}

/** The configuration of a name. */
export function published(name: string): PublishedLoss {
  const found = PUBLISHED.losses.find((entry) => entry.name === name);
  if (found === undefined) throw new Error(`published-losses.json has no configuration "${name}"`);
  return found;
}
