/** @file The document of `antipode surface --json`, schema `antipode/surface@1`. */

import { parametersOf } from '../../../model/parameter-vector.ts';
import type { Quantity } from '../../../model/quantity.ts';
import { formatRational } from '../../../support/rational.ts';
import type { JsonDocument, JsonRecord, JsonValue } from '../../output/json-document.ts';
import { matrixRows } from '../../output/matrix-rows.ts';
import type { ViewPoint } from './points-in-view.ts';
import type { SurfaceBasins, SurfaceFindings } from './surface-findings.ts';
import type { SurfaceOptions } from './surface-options.ts';

export function surfaceDocument(findings: SurfaceFindings, options: SurfaceOptions): JsonDocument {
  const { request, axes, loss, surface, points, walls, basins } = findings;
  const { base } = request.slice;
  return {
    schema: 'antipode/surface@1',
    parameters: {
      features: base.featureCount,
      hidden: base.hiddenDimension,
      architecture: 'inputWeights' in base ? (base.tied ? 'relu-hidden' : 'two-layer') : 'tied',
      activation: base.activation.name,
      density: base.densities.map(formatRational),
      importance: base.importances.map(formatRational),
    },
    seed: options.seed,
    normalisation: 'sum',
    slice: {
      kind: request.kind,
      given: request.given.map(({ name, place }) => ({ name, at: [...place] })),
      ...(request.kind === 'plane' ? { bias: biasOf(findings) } : {}),
    },
    axes: axes.map(({ values, exact }, axis) => ({
      name: request.slice.axes[axis]?.name ?? '',
      title: request.slice.axes[axis]?.title ?? '',
      values: [...values],
      ...(options.exact === true ? { exact: exact.map(formatRational) } : {}),
    })),
    engine: loss.engine,
    ...trustOf(findings),
    values: surface.values.map((row) => [...row]),
    ...quantitiesOf(findings, options),
    least: extremeJson(findings, 'least'),
    greatest: extremeJson(findings, 'greatest'),
    criticalPointsAre: points.status,
    remarks: [...points.remarks],
    criticalPoints: points.points.map((point) => pointJson(findings, point)),
    ...(walls === undefined
      ? {}
      : {
          walls: walls.map(({ name, points: line }) => ({ name, points: line.map((place) => [...place]) })),
        }),
    ...(basins === undefined ? {} : { basins: basinsJson(basins) }),
  };
}

/** What all values of a surface are worth: that of the least known one. */
export function trustOf({ loss, surface }: SurfaceFindings): {
  readonly trust: Quantity['trust'];
  readonly relativeError?: number;
} {
  if (loss.relativeError !== undefined) return { trust: 'rounded', relativeError: loss.relativeError };
  const all = (surface.quantities ?? []).flat();
  const widest = (['enclosed', 'algebraic', 'exact'] as const).find((trust) =>
    all.some((one) => one.trust === trust),
  );
  return { trust: widest ?? 'exact' };
}

/** With --exact what is known of each loss; bounds also without it, where the losses are enclosed. */
function quantitiesOf({ surface }: SurfaceFindings, { exact }: SurfaceOptions): JsonRecord {
  const { quantities } = surface;
  if (quantities === undefined) return {};
  if (exact === true) return { quantities: quantities.map((row) => row.map((one) => ({ ...one }))) };
  if (!quantities.flat().some(({ trust }) => trust === 'enclosed')) return {};
  return {
    lower: quantities.map((row) => row.map((one) => (one.trust === 'enclosed' ? one.lower : one.value))),
    upper: quantities.map((row) => row.map((one) => (one.trust === 'enclosed' ? one.upper : one.value))),
  };
}

/** b of a plane of weights: numbers, or that it varies. */
function biasOf({ request: { slice } }: SurfaceFindings): JsonValue {
  const { base } = slice;
  return base.featureCount === 1
    ? 'free'
    : parametersOf(base)
        .slice(-base.featureCount)
        .map((value) => value.toString());
}

function extremeJson({ axes, ...findings }: SurfaceFindings, which: 'least' | 'greatest'): JsonRecord {
  const { row, column, value } = findings[which];
  return { loss: value, at: axes.map(({ values }, axis) => values[axis === 0 ? column : row] ?? 0) };
}

const INDEX = { minimum: 0, saddle: 1 } as const;

function pointJson({ request: { slice } }: SurfaceFindings, point: ViewPoint): JsonRecord {
  const { base } = slice;
  const parameters = slice.parametersAt(point.place);
  const size = base.featureCount * base.hiddenDimension;
  const { kind } = point;
  const index = kind === 'maximum' ? slice.axes.length : kind === 'degenerate' ? undefined : INDEX[kind];
  return {
    kind,
    ...(index === undefined ? {} : { index }),
    loss: { ...point.loss },
    at: [...point.place],
    ...(point.exact === undefined ? {} : { exactAt: point.exact.map(({ quantity }) => ({ ...quantity })) }),
    weights: matrixRows(parameters.slice(0, size), base.featureCount),
    bias: Array.from(parameters.slice(parameters.length - base.featureCount)),
    ...(point.phase === undefined ? {} : { phase: point.phase }),
    ...(point.orbit === undefined ? {} : { orbit: point.orbit }),
    ...(point.onKink === undefined ? {} : { onKink: point.onKink }),
    located: point.located,
  };
}

function basinsJson({ method, minima, labels, shares }: SurfaceBasins): JsonRecord {
  const flat = labels.flat();
  const partOf = (label: number): number => flat.filter((one) => one === label).length / flat.length;
  const orbits = [...new Set(minima.map(({ orbit }) => orbit))];
  return {
    method,
    trust: 'rounded',
    minima: minima.map(({ place, orbit, phase, loss }, label) => ({
      label,
      orbit,
      phase,
      loss,
      at: [...place],
      partOfWindow: partOf(label),
    })),
    elsewhere: { label: minima.length, partOfWindow: partOf(minima.length) },
    labels: labels.map((row) => [...row]),
    starts: {
      trust: 'sampled',
      initialisation: shares.initialisation,
      count: shares.starts,
      confidence: 0.95,
      shares: orbits.map((orbit) => ({
        orbit,
        phase: minima.find((minimum) => minimum.orbit === orbit)?.phase ?? '',
        ...shareJson(shares.shares[orbit] ?? shares.elsewhere),
      })),
      elsewhere: shareJson(shares.elsewhere),
    },
  };
}

function shareJson({ count, fraction, interval }: SurfaceBasins['shares']['elsewhere']): JsonRecord {
  return { count, fraction, interval: [...interval] };
}
