/**
 * @file Whether the charts of a certificate cover every model that could have a loss below its lower bound.
 *
 * @see docs/maths/certificates.md §3
 */

import {
  areInterchangeable,
  type Certificate,
  chartCoordinates,
  lossWhenOff,
} from '../../model/certificate.ts';
import { ONE, type Rational, rational, signOf, ZERO } from '../../support/rational.ts';

/** What is left out, in words; empty if nothing is. */
export function gapsOfCover(certificate: Certificate): readonly string[] {
  const { task, lower, charts, biasMode } = certificate;
  const active = [...task.densities, ...task.importances].every((value) => signOf(value) > 0);
  const gaps = [
    ...(active ? [] : ['the theorem is about positive densities and importances']),
    ...(lower.compare(lossWhenOff(task)) < 0
      ? []
      : ['the model that is off has a loss not above the lower bound']),
    ...task.densities.flatMap((_, i) =>
      charts.some(({ longest }) => longest === i || areInterchangeable(task, longest, i))
        ? []
        : [`no chart for the models in which feature ${i} is longest`],
    ),
    ...charts.flatMap((_, k) => gapsOfRanges(certificate, k)),
  ];
  return biasMode === 'free' && !holdsLeastLength(certificate)
    ? [...gaps, 'models with short weights are not excluded: leastLength is too large']
    : gaps;
}

/** Ranges that do not contain in their interior what their coordinate can be at a best model. */
function gapsOfRanges(
  { task, hiddenDimension, biasMode, charts, leastLength }: Certificate,
  k: number,
): string[] {
  const chart = charts[k];
  if (chart === undefined) return [];
  const { featureCount } = task;
  return chartCoordinates(featureCount, hiddenDimension, chart.longest, biasMode).flatMap(
    (coordinate, place) => {
      const [low = ZERO, high = ZERO] = chart.ranges[place] ?? [];
      const [least, most] =
        coordinate.kind === 'bias'
          ? [rational(BigInt(-featureCount)), largestBias(leastLength, featureCount)]
          : [coordinate.reflected ? ZERO : ONE.neg(), ONE];
      if (most !== undefined && low.compare(least) < 0 && high.compare(most) > 0) return [];
      return [`range ${place} of the chart of feature ${chart.longest} is too narrow`];
    },
  );
}

/** 1/leastLength + n − 1: beyond, an output exceeds every x_i, and a smaller bias is better. */
function largestBias(leastLength: Rational, featureCount: number): Rational | undefined {
  if (signOf(leastLength) <= 0) return undefined;
  return leastLength.inverse().add(featureCount - 1);
}

/**
 * Whether all ‖W_i‖² ≤ s = leastLength imply L ≥ lower: √L ≥ √V − s √M with V = Σ I_i (p_i/3 − p_i²/4) and
 * M = Σ I_i · E (Σ_j x_j)², so that 4 V lower ≤ (V + lower − s² M)² is enough where V ≥ lower and s² M ≤ V.
 */
function holdsLeastLength({ task, lower, leastLength }: Certificate): boolean {
  const { densities, importances } = task;
  const constant = densities.reduce((sum, p, i) => {
    const variance = p.div(3).sub(p.mul(p).div(4));
    return sum.add(variance.mul(importances[i] ?? ZERO));
  }, ZERO);
  const total = densities.reduce((sum, p) => sum.add(p), ZERO);
  const squares = densities.reduce((sum, p) => sum.add(p.div(3)).sub(p.mul(p).div(4)), ZERO);
  const second = squares.add(total.mul(total).div(4));
  const weight = importances.reduce((sum, importance) => sum.add(importance), ZERO);
  const moved = leastLength.mul(leastLength).mul(second).mul(weight);
  const rest = constant.add(lower).sub(moved);
  return (
    signOf(lower) >= 0 &&
    lower.compare(constant) <= 0 &&
    moved.compare(constant) <= 0 &&
    signOf(rest) >= 0 &&
    constant.mul(lower).mul(4).compare(rest.mul(rest)) <= 0
  );
}
