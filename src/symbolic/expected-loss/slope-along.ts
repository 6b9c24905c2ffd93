/**
 * @file One-sided derivatives, by the loss itself over ℤ[ε] with ε positive and infinitesimal.
 *
 * Along a ray of parameters the loss near its start is one rational function of the distance ε. The same engine computes it,
 * with knots compared as they lie for all small enough ε > 0: whatever the reason for which the loss has no derivative,
 * nothing is left to distinguish.
 */

import type { PiecewiseLinearActivation } from '../../model/activation.ts';
import type { Task } from '../../model/toy-model.ts';
import { overCommonDenominator } from '../../support/common-denominator.ts';
import { invariant } from '../../support/errors.ts';
import { type Rational, rational, ZERO } from '../../support/rational.ts';
import { INTEGERS } from '../ring/integer-ring.ts';
import { polynomialRing } from '../ring/polynomial-ring.ts';
import { outputLossIn } from './output-loss.ts';
import { ringBlocks } from './output-setting.ts';

/** a_j(ε) and b(ε) for one output, coefficients from ε⁰ up. */
export interface OutputRay {
  /** Shape [features][…]. */
  readonly row: readonly (readonly Rational[])[];
  readonly self: number;
  readonly bias: readonly Rational[];
}

const RING = polynomialRing(INTEGERS);

/**
 * lim_{ε→0⁺} dE_i/dε along a ray. Exact.
 *
 * Where E_i is discontinuous at the start it is the slope of what lies beyond.
 *
 * @see docs/maths/law-of-preactivation.md, Theorem 4
 */
export function slopeAlong(
  { row, self, bias }: OutputRay,
  { inputs, activity }: Pick<Task, 'inputs' | 'activity'>,
  activation: PiecewiseLinearActivation,
): Rational {
  const entries = [...row, bias];
  const { integers, denominator } = overCommonDenominator(entries.flat());
  let place = 0;
  const polynomials = entries.map((coefficients) => {
    const start = place;
    place += coefficients.length;
    return RING.of(integers.slice(start, place));
  });
  const { numerator: above, denominator: below } = outputLossIn(
    {
      ring: RING,
      output: {
        row: polynomials.slice(0, row.length),
        self,
        bias: polynomials[row.length] ?? RING.zero,
        scale: RING.fromInteger(denominator),
      },
      inputs,
      blocks: ringBlocks(RING, activity),
    },
    activation,
  );
  const lowest = below.findIndex((coefficient) => coefficient !== 0n);
  invariant(
    above.slice(0, lowest).every((coefficient) => coefficient === 0n),
    'an expected loss is bounded',
  );
  const [n0, n1] = [above[lowest] ?? 0n, above[lowest + 1] ?? 0n];
  const [d0, d1] = [below[lowest] ?? 1n, below[lowest + 1] ?? 0n];
  return n1 === 0n && d1 === 0n ? ZERO : rational(n1 * d0 - n0 * d1, d0 * d0);
}
