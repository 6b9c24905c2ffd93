/**
 * @file What one output y = φ(z) of a model costs when it ought to be t, from the laws of z: plain, and weighted with the target
 * and with the speeds at which z moves when a parameter does. Enclosed throughout.
 *
 * A law of z weighted with X is the measure B ↦ E[X 1(z ∈ B)]: its integral of ψ is E[X ψ(z)].
 */

import type { SmoothName } from '../../model/activation.ts';
import { enclosedMean } from './enclosed-mean.ts';
import { combination, type Enclosure } from './enclosure.ts';
import type { FloatDensity } from './float-density.ts';
import type { JetProduct } from './jet.ts';
import { ROUNDOFF } from './normal-distribution.ts';
import { smoothActivation } from './smooth-activation.ts';

/** The laws of z weighted with X and with t X, for X = 1, ż or ż z̈ as the function says. */
export interface WeightedLaws {
  /** Weighted with X. */
  readonly law: FloatDensity;
  /** Weighted with t X. */
  readonly weightedByTarget: FloatDensity;
}

export interface OutputLaws extends WeightedLaws {
  /** E t², within 2⁻⁵³ relatively. */
  readonly targetSquare: number;
}

/**
 * E (t − φ(z))² = E t² − 2 E[t φ(z)] + E φ(z)².
 *
 * @param laws - X = 1.
 * @returns enclosed, lower ≥ 0.
 * @throws as {@link enclosedMean} does.
 */
export function smoothOutputLoss(name: SmoothName, laws: OutputLaws): Enclosure {
  const { targetSquare } = laws;
  const rounding = 2 * ROUNDOFF * targetSquare;
  const { lower, upper } = combination([
    [1, { lower: targetSquare - rounding, upper: targetSquare + rounding }],
    [-2, mean(name, 'value', laws.weightedByTarget)],
    [1, mean(name, 'square', laws.law)],
  ]);
  return { lower: Math.max(0, lower), upper };
}

/**
 * d/dθ E (t − φ(z))² = 2 E[φφ′(z) ż] − 2 E[t φ′(z) ż], ż = dz/dθ: x_j for the weight of x_j, 1 for the bias.
 *
 * @param laws - X = ż.
 * @throws as {@link enclosedMean} does.
 */
export function smoothOutputSlope(name: SmoothName, { law, weightedByTarget }: WeightedLaws): Enclosure {
  return combination([
    [2, mean(name, 'value × slope', law)],
    [-2, mean(name, 'slope', weightedByTarget)],
  ]);
}

/**
 * d²/dθdη E (t − φ(z))² = 2 E[(φ′² + φφ″)(z) ż_θ ż_η] − 2 E[t φ″(z) ż_θ ż_η], for z linear in θ and η.
 *
 * @param laws - X = ż_θ ż_η.
 * @throws as {@link enclosedMean} does.
 */
export function smoothOutputCurvature(name: SmoothName, { law, weightedByTarget }: WeightedLaws): Enclosure {
  return combination([
    [2, mean(name, 'slope² + value × curvature', law)],
    [-2, mean(name, 'curvature', weightedByTarget)],
  ]);
}

function mean(name: SmoothName, product: JetProduct, law: FloatDensity): Enclosure {
  return enclosedMean({ activation: smoothActivation(name), product }, law);
}
