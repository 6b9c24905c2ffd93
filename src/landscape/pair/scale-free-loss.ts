/**
 * @file The loss of n = 2, m = 1 without bias with the scale of W eliminated: one number left, the direction.
 *
 * ReLU is positively homogeneous, so along W = √λ·d the loss is L = c − 2λC(d) + λ²Q(d), with the best scale λ* = C/Q and
 * the value c − C²/Q. The half circle of directions (W and −W are one model) is covered by four arcs, each a segment
 * s ∈ [0, 1] on which C and Q are polynomials in s with coefficients in ℚ[p, r], read off the derived chamber formulas.
 * Critical directions are the roots of N = 2C′Q − CQ′, since (C²/Q)′ = C·N/Q².
 */

import { invariant } from '../../support/errors.ts';
import { rational, toNumber } from '../../support/rational.ts';
import type { ChamberName } from '../../symbolic/derivation/chambers.ts';
import { type ChamberLoss, derivePairLoss } from '../../symbolic/derivation/pair-loss.ts';
import { exponentOf, LaurentPolynomial } from '../../symbolic/polynomial/laurent-polynomial.ts';

/** A polynomial in s whose coefficients are polynomials in (p, r), compiled for evaluation in doubles. */
export interface CompiledPolynomial {
  /** By power of s: the terms value · p^density · r^importance. */
  readonly coefficients: readonly (readonly { value: number; density: number; importance: number }[])[];
}

/** One arc of directions, in the order of increasing angle from (0, −1) to (0, 1). */
export interface Arc {
  /** The direction at s, not normalised: d = start + s·step. */
  readonly start: readonly [number, number];
  readonly step: readonly [number, number];
  /** +1 where the angle grows with s, −1 where it falls. */
  readonly orientation: 1 | -1;
  readonly linear: CompiledPolynomial;
  readonly quadratic: CompiledPolynomial;
  /** N = 2C′Q − CQ′. */
  readonly slope: CompiledPolynomial;
  /** C and Q before compilation: polynomials in s, p and r. */
  readonly exact: { readonly linear: LaurentPolynomial; readonly quadratic: LaurentPolynomial };
}

const ARCS: readonly {
  chamber: ChamberName;
  start: readonly [number, number];
  step: readonly [number, number];
  orientation: 1 | -1;
}[] = [
  { chamber: 'opposite-last-longer', start: [0, -1], step: [1, 0], orientation: 1 },
  { chamber: 'opposite-first-longer', start: [1, 0], step: [0, -1], orientation: -1 },
  { chamber: 'same-sign', start: [1, 0], step: [0, 1], orientation: 1 },
  { chamber: 'same-sign', start: [0, 1], step: [1, 0], orientation: -1 },
];

/** The four arcs. A pure constant, computed from the derivation at the first call. */
export function scaleFreeArcs(): readonly Arc[] {
  cachedArcs ??= buildArcs(derivePairLoss());
  return cachedArcs;
}

let cachedArcs: readonly Arc[] | undefined;

function buildArcs(chambers: readonly ChamberLoss[]): readonly Arc[] {
  return ARCS.map(({ chamber, start, step, orientation }) => {
    const derived = chambers.find((candidate) => candidate.chamber.name === chamber);
    invariant(derived !== undefined, `the derivation covers the chamber ${chamber}`);
    const onArc = (degree: number): LaurentPolynomial =>
      homogeneousPart(derived.loss, degree)
        .substitute('w1', affine(start[0], step[0]))
        .substitute('w2', affine(start[1], step[1]));
    const linear = onArc(2).scale(rational(-1n, 2n));
    const quadratic = onArc(4);
    const slope = linear
      .derivative('s')
      .multiply(quadratic)
      .scale(rational(2n))
      .subtract(linear.multiply(quadratic.derivative('s')));
    return {
      start,
      step,
      orientation,
      linear: compile(linear),
      quadratic: compile(quadratic),
      slope: compile(slope),
      exact: { linear, quadratic },
    };
  });
}

/** The part of the loss of one total degree in the weights. */
function homogeneousPart(loss: LaurentPolynomial, degree: number): LaurentPolynomial {
  return LaurentPolynomial.ofTerms(
    loss.terms.filter(({ monomial }) => exponentOf(monomial, 'w1') + exponentOf(monomial, 'w2') === degree),
  );
}

/** constant + slope·s; a single term on every arc, so that negative powers of the other weight stay defined. */
function affine(constant: number, slope: number): LaurentPolynomial {
  return LaurentPolynomial.integer(constant).add(
    LaurentPolynomial.integer(slope).multiply(LaurentPolynomial.variable('s')),
  );
}

function compile(polynomial: LaurentPolynomial): CompiledPolynomial {
  const byPower = polynomial.coefficientsIn('s');
  const degree = Math.max(0, ...byPower.keys());
  invariant(Math.min(0, ...byPower.keys()) === 0, 'the loss is polynomial in s on every arc');
  return {
    coefficients: Array.from({ length: degree + 1 }, (_, power) =>
      (byPower.get(power) ?? LaurentPolynomial.ZERO).terms.map(({ monomial, coefficient }) => ({
        value: toNumber(coefficient),
        density: exponentOf(monomial, 'p'),
        importance: exponentOf(monomial, 'r'),
      })),
    ),
  };
}

/** The coefficients by power of s at given (p, r). Rounded: relative error a few ulps of the sum of magnitudes. */
export function coefficientsAt(
  { coefficients }: CompiledPolynomial,
  density: number,
  importance: number,
): Float64Array {
  return Float64Array.from(coefficients, (terms) =>
    terms.reduce(
      (sum, term) =>
        sum + term.value * integerPower(density, term.density) * integerPower(importance, term.importance),
      0,
    ),
  );
}

function integerPower(base: number, exponent: number): number {
  let power = 1;
  for (let i = 0; i < exponent; i++) power *= base;
  return power;
}
