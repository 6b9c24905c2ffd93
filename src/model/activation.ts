/**
 * @file Activation functions φ, and the names by which options and files call them.
 *
 * Two kinds, told apart by how exactly a loss can be known: a **piecewise linear** activation is data, rational slopes and
 * intercepts between rational breakpoints, and its expected loss is a rational number; a **smooth** one is a name, and its
 * expected loss is enclosed by quadrature.
 */

import { DomainError } from '../support/errors.ts';
import { formatRational, ONE, parseRational, type Rational, signOf, ZERO } from '../support/rational.ts';

/** φ(z) = slope · z + intercept. */
export interface LinearPiece {
  readonly slope: Rational;
  readonly intercept: Rational;
}

/** φ on (−∞, c₀], (c₀, c₁], …, (c_last, ∞): at a breakpoint the piece on the left holds. Jumps are allowed. */
export interface PiecewiseLinearActivation {
  readonly kind: 'piecewise-linear';
  /** As options and files write it: `leaky-relu:1/10`. */
  readonly name: string;
  /** c, ascending. */
  readonly breakpoints: readonly Rational[];
  /** One more than breakpoints, from left to right. */
  readonly pieces: readonly LinearPiece[];
}

export type SmoothName = 'gelu' | 'sigmoid' | 'tanh' | 'softplus';

const SMOOTH_NAMES: readonly SmoothName[] = ['gelu', 'sigmoid', 'tanh', 'softplus'];

/** gelu(z) = z Φ(z), sigmoid(z) = 1 / (1 + e⁻ᶻ), tanh, softplus(z) = ln (1 + eᶻ). */
export interface SmoothActivation {
  readonly kind: 'smooth';
  readonly name: SmoothName;
}

export type Activation = PiecewiseLinearActivation | SmoothActivation;

/** max(z, 0), the paper's. */
export const RELU: PiecewiseLinearActivation = piecewiseLinear('relu', [ZERO], [piece(ZERO), piece(ONE)]);

/** z. */
export const LINEAR: PiecewiseLinearActivation = piecewiseLinear('linear', [], [piece(ONE)]);

/** What {@link parseActivation} reads, in words. */
export const ACTIVATION_NAMES: string =
  'relu, linear, leaky-relu:SLOPE, abs, hard-tanh, clipped-relu:CEILING, jump-relu:THRESHOLD, ' +
  SMOOTH_NAMES.join(', ');

/**
 * The activation a name denotes. A parameter is an exact rational:
 *
 * | name | φ(z) |
 * |---|---|
 * | `relu` | max(z, 0) |
 * | `linear` | z |
 * | `leaky-relu:s` | z for z > 0, else s z |
 * | `abs` | \|z\| |
 * | `hard-tanh` | z cut off at −1 and 1 |
 * | `clipped-relu:c` | z cut off at 0 and c > 0 |
 * | `jump-relu:t` | z for z > t, else 0; t ≥ 0 |
 * | `gelu`, `sigmoid`, `tanh`, `softplus` | the smooth ones |
 *
 * @throws {@link DomainError} on other names, and if a parameter is missing, superfluous, no rational or out of range.
 */
export function parseActivation(text: string): Activation {
  const [name = '', ...parameters] = text.trim().split(':');
  const smooth = SMOOTH_NAMES.find((known) => known === name);
  const fixed = smooth === undefined ? FIXED.get(name) : ({ kind: 'smooth', name: smooth } as const);
  if (fixed !== undefined && parameters.length === 0) return fixed;
  const family = FAMILIES.get(name);
  const [parameter] = parameters;
  if (family === undefined || parameter === undefined || parameters.length > 1) {
    throw new DomainError('parseActivation', expectedFor(name), JSON.stringify(text.slice(0, 60)));
  }
  return family(parseRational(parameter));
}

const FIXED: ReadonlyMap<string, PiecewiseLinearActivation> = new Map(
  [
    RELU,
    LINEAR,
    piecewiseLinear('abs', [ZERO], [piece(ONE.neg()), piece(ONE)]),
    piecewiseLinear('hard-tanh', [ONE.neg(), ONE], [piece(ZERO, ONE.neg()), piece(ONE), piece(ZERO, ONE)]),
  ].map((activation) => [activation.name, activation]),
);

const FAMILIES: ReadonlyMap<string, (parameter: Rational) => PiecewiseLinearActivation> = new Map([
  [
    'leaky-relu',
    (slope: Rational) =>
      piecewiseLinear(`leaky-relu:${formatRational(slope)}`, [ZERO], [piece(slope), piece(ONE)]),
  ],
  [
    'clipped-relu',
    (ceiling: Rational) => {
      if (signOf(ceiling) <= 0) throw outOfRange('a ceiling > 0, as in clipped-relu:1', ceiling);
      const name = `clipped-relu:${formatRational(ceiling)}`;
      return piecewiseLinear(name, [ZERO, ceiling], [piece(ZERO), piece(ONE), piece(ZERO, ceiling)]);
    },
  ],
  [
    'jump-relu',
    (threshold: Rational) => {
      if (signOf(threshold) < 0) throw outOfRange('a threshold ≥ 0, as in jump-relu:1/2', threshold);
      return piecewiseLinear(
        `jump-relu:${formatRational(threshold)}`,
        [threshold],
        [piece(ZERO), piece(ONE)],
      );
    },
  ],
]);

/**
 * A piecewise linear activation of one's own.
 *
 * @param breakpoints - strictly ascending.
 * @param pieces - one more than breakpoints.
 * @throws {@link DomainError} unless the breakpoints ascend and the counts fit.
 */
export function piecewiseLinear(
  name: string,
  breakpoints: readonly Rational[],
  pieces: readonly LinearPiece[],
): PiecewiseLinearActivation {
  if (pieces.length !== breakpoints.length + 1) {
    throw new DomainError('piecewiseLinear', `${breakpoints.length + 1} pieces`, pieces.length);
  }
  breakpoints.forEach((point, r) => {
    const previous = breakpoints[r - 1];
    if (previous !== undefined && previous.compare(point) >= 0) {
      throw new DomainError('piecewiseLinear', 'ascending breakpoints', formatRational(point));
    }
  });
  return { kind: 'piecewise-linear', name, breakpoints, pieces };
}

function piece(slope: Rational, intercept: Rational = ZERO): LinearPiece {
  return { slope, intercept };
}

function expectedFor(name: string): string {
  if (FIXED.has(name) || SMOOTH_NAMES.some((known) => known === name)) return `${name} without a parameter`;
  if (FAMILIES.has(name)) return `${name} with one rational parameter, as in ${name}:1/10`;
  return `one of ${ACTIVATION_NAMES}`;
}

function outOfRange(expected: string, found: Rational): DomainError {
  return new DomainError('parseActivation', expected, formatRational(found));
}
