/** @file The document of `antipode minima --json`. */

import type { BasinShare } from '../../../landscape/critical/basins.ts';
import { formatRational } from '../../../support/rational.ts';
import type { JsonDocument, JsonRecord, JsonValue } from '../../output/json-document.ts';
import { matrixRows } from '../../output/matrix-rows.ts';
import type { FoundPoint, MinimaFindings } from './minima-findings.ts';

export function minimaDocument(findings: MinimaFindings): JsonDocument {
  const { task, options, points, search, bounds, barriers, unit, basins } = findings;
  const [best] = points;
  return {
    schema: 'antipode/minima@1',
    parameters: {
      features: task.featureCount,
      hidden: options.hidden,
      density: task.densities.map(formatRational),
      importance: task.importances.map(formatRational),
      bias: options.bias,
      activation: 'relu',
    },
    seed: options.seed,
    normalisation: 'sum',
    search: { ...search, indexSum: { ...findings.indexSum } },
    global: placeJson(best, task.featureCount),
    certificate: { ...bounds },
    criticalPoints: points.map((point, k) => pointJson(findings, point, k)),
    ...(options.saddles === true
      ? {
          barriers: barriers.map(({ between, saddles, height }) => ({
            between: [...between],
            saddles: [...saddles],
            loss: height * unit,
          })),
        }
      : {}),
    ...(basins.length > 0
      ? {
          basins: Object.fromEntries(
            basins.map(({ method, initialisation, starts, elsewhere }) => [
              NAMES[method],
              { initialisation, starts, elsewhere: shareJson(elsewhere) },
            ]),
          ),
        }
      : {}),
  };
}

const NAMES = { 'gradient-flow': 'gradientFlow', adam: 'adam' } as const;

/** Where a point is and what it costs. */
function placeJson({ quantity, weights, bias, phase }: FoundPoint, featureCount: number): JsonRecord {
  return {
    loss: { ...quantity },
    weights: matrixRows(weights, featureCount),
    bias: Array.from(bias),
    phase,
  };
}

function pointJson({ task, passes, basins }: MinimaFindings, point: FoundPoint, k: number): JsonValue {
  const { kind, index, orbit, flatDimension, undecidedDimension, deadOutputs, onWall, kinks } = point;
  const pass = passes.find(({ saddle }) => saddle === k);
  const shares = basins.map(({ method, shares: all }) => [NAMES[method], all[k]] as const);
  return {
    kind,
    index,
    ...placeJson(point, task.featureCount),
    orbit,
    flatDimension,
    undecidedDimension,
    deadOutputs: [...deadOutputs],
    onWall,
    kinks: kinks.map((kink) => ({ ...kink })),
    gradientNorm: point.gradientNorm,
    ...(pass === undefined ? {} : { joins: [...pass.joins] }),
    ...(shares.length === 0
      ? {}
      : {
          basin: Object.fromEntries(
            shares.flatMap(([name, share]) => (share === undefined ? [] : [[name, shareJson(share)]])),
          ),
        }),
  };
}

function shareJson({ count, fraction, interval }: BasinShare): JsonRecord {
  return { count, fraction, interval: [...interval] };
}
