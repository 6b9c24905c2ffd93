/**
 * @file Whether the boxes of a certificate contain every model that could have a loss below its lower bound.
 *
 * @see docs/maths/certificates.md §3 and §4
 */

import {
  areInterchangeable,
  type BiasCertificate,
  type Certificate,
  type CertifiedChart,
  chartCoordinates,
  lossWhenOff,
  type PlainCertificate,
  triangularCoordinates,
  type WeightCoordinate,
} from '../../model/certificate.ts';
import { ONE, type Rational, rational, signOf, ZERO } from '../../support/rational.ts';
import { boundsOf } from './corner-bounds.ts';
import { rootOf } from './walk-tree.ts';

/** What is left out, in words; empty if nothing is. */
export function gapsOfCover(certificate: Certificate): readonly string[] {
  const { task, lower } = certificate;
  const active = [...task.densities, ...task.importances].every((value) => signOf(value) > 0);
  if (!active) return ['the theorem is about positive densities and importances'];
  if (lower.compare(lossWhenOff(task)) >= 0) {
    return ['the model that is off has a loss not above the lower bound'];
  }
  return certificate.biasMode === 'free' ? gapsOfFree(certificate) : gapsOfPlain(certificate);
}

function gapsOfPlain({ task, hiddenDimension, charts }: PlainCertificate): string[] {
  return [
    ...task.densities.flatMap((_, i) =>
      charts.some(({ longest }) => longest === i || areInterchangeable(task, longest, i))
        ? []
        : [`no chart for the models in which feature ${i} is longest`],
    ),
    ...charts.flatMap((chart) => gapsOfChart(chart, task.featureCount, hiddenDimension)),
  ];
}

/** Ranges that do not contain in their interior what their coordinate can be at a best model. */
function gapsOfChart({ longest, ranges }: CertifiedChart, featureCount: number, hidden: number): string[] {
  return chartCoordinates(featureCount, hidden, longest).flatMap(({ reflected }, place) => {
    const [low, high] = ranges[place] ?? [ZERO, ZERO];
    const isWide = low.compare(reflected ? ZERO : ONE.neg()) < 0 && high.compare(ONE) > 0;
    return isWide ? [] : [`range ${place} of the chart of feature ${longest} is too narrow`];
  });
}

function gapsOfFree(certificate: BiasCertificate): string[] {
  const { task, hiddenDimension, cover } = certificate;
  const coordinates = triangularCoordinates(task.featureCount, hiddenDimension);
  const isUnit = signOf(cover.biasUnit) > 0;
  return [
    ...(isUnit ? [] : ['the unit of biases is not positive']),
    ...coordinates.flatMap((coordinate, place) =>
      holdsWeights(certificate, coordinate, place) ? [] : [`range ${place} of the weights is too narrow`],
    ),
    ...task.densities.flatMap((_, i) =>
      holdsBiases(certificate, coordinates, i) ? [] : [`the range of bias ${i} is too narrow`],
    ),
  ];
}

/** Whether a weight out of its range makes its feature so long that its own error is at least `lower`, or that of a constant. */
function holdsWeights(
  { task, lower, cover }: BiasCertificate,
  { feature, reflected }: WeightCoordinate,
  place: number,
): boolean {
  const [low, high] = cover.ranges[place] ?? [ZERO, ZERO];
  const radius = reflected || high.compare(low.neg()) < 0 ? high : low.neg();
  const square = radius.mul(radius);
  if (signOf(low) >= 0 || radius.compare(ONE) <= 0) return false;
  const p = task.densities[feature] ?? ZERO;
  const ratio = square.sub(1).div(square.add(1));
  const error = p.mul(ratio.mul(ratio)).div(3);
  const constant = p.div(3).sub(p.mul(p).div(4));
  return error.compare(constant) >= 0 || error.mul(task.importances[feature] ?? ZERO).compare(lower) >= 0;
}

/** Whether the range of b_i reaches from where z_i ≤ 0 always to where z_i ≥ 1 always, for all weights in their ranges. */
function holdsBiases(
  { task, hiddenDimension, cover }: BiasCertificate,
  coordinates: readonly WeightCoordinate[],
  i: number,
): boolean {
  const { box, denominator } = rootOf(cover.ranges, cover.biasUnit);
  const { featureCount } = task;
  const setting = {
    featureCount,
    hiddenDimension,
    coordinates,
    denominator,
    probabilities: [],
    importances: [],
  };
  const { gram } = boundsOf(setting, box);
  const features = Array.from({ length: featureCount }, (_, j) => j);
  const sum = (entry: (j: number) => bigint): Rational =>
    rational(
      features.map(entry).reduce((total, each) => (each > 0n ? total + each : total), 0n),
      denominator * denominator,
    );
  const [low, high] = cover.ranges[coordinates.length + i] ?? [ZERO, ZERO];
  return (
    low.compare(sum((j) => gram(i, j, 'greatest')).neg()) <= 0 &&
    high.compare(sum((j) => (j === i ? 0n : -gram(i, j, 'least'))).add(1)) >= 0
  );
}
