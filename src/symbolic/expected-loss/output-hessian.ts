/** @file The exact second derivatives of the expected squared error of one output by its row of G and its bias. */

import type { PiecewiseLinearActivation } from '../../model/activation.ts';
import { type Rational, ZERO } from '../../support/rational.ts';
import { breakpointsOf, kinkIntegrand, meetsKink } from './breakpoint-mass.ts';
import { expectations } from './expectations.ts';
import { slopeIntegrand } from './output-gradient.ts';
import { fractionToRational } from './output-loss.ts';
import type { OutputSetting } from './output-setting.ts';

/** The derivatives of E_i by (a_1, …, a_n, b), or by a alone. */
export interface OutputHessian {
  /** Shape [n + 1], or [n]. */
  readonly gradient: readonly Rational[];
  /** Shape [n + 1, n + 1], or [n, n]. */
  readonly matrix: readonly (readonly Rational[])[];
  /** Whether E_i is twice differentiable here. */
  readonly exists: boolean;
}

/**
 * ∂²E_i/∂u∂v = E x_u x_v (φ² − 2 x_i φ)″(z), x_u = x_j for u = a_j and 1 for u = b.
 *
 * Second derivatives of φ are point masses at its breakpoints c: the formula asks for the density of z at c, weighted by
 * x_i x_u x_v, and holds if that density is continuous there. An atom or a step at c counts as "does not exist" even where
 * several of them cancel.
 *
 * @param withBias - whether b is a variable.
 * @returns exact.
 */
export function outputHessian(
  setting: OutputSetting<bigint>,
  activation: PiecewiseLinearActivation,
  withBias: boolean,
): OutputHessian {
  const { self, row } = setting.output;
  const variables = [...[...row.keys()].map((j) => [j]), ...(withBias ? [[]] : [])];
  const size = variables.length;
  const pairs = variables.flatMap((u, s) => variables.slice(s).map((v) => [...u, ...v]));
  const breakpoints = breakpointsOf(activation);
  const found = expectations(setting, [
    ...variables.map((u) => slopeIntegrand(activation, self, u)),
    ...pairs.map((factors) => slopeIntegrand(activation, self, factors, 2)),
    ...breakpoints.map((breakpoint) => kinkIntegrand(breakpoint, self)),
  ]);
  const second = found.slice(size, size + pairs.length);
  const kinks = found.slice(size + pairs.length);
  const entry = (s: number, t: number): Rational => {
    const [low, high] = s < t ? [s, t] : [t, s];
    const place = low * size - (low * (low - 1)) / 2 + (high - low);
    const expectation = second[place];
    return expectation === undefined ? ZERO : fractionToRational(expectation.value);
  };
  const hasKink = breakpoints.some((breakpoint, r) => {
    const kink = kinks[r];
    return kink !== undefined && meetsKink(breakpoint, kink);
  });
  return {
    gradient: found.slice(0, size).map(({ value }) => fractionToRational(value)),
    matrix: variables.map((_, s) => variables.map((__, t) => entry(s, t))),
    exists: !hasKink && second.every(({ touched }) => !touched),
  };
}
