/** @file The document `antipode/branches@1` and the table of `antipode minima --along`. */

import type { Branch, BranchEnd } from '../../../landscape/continuation/branch.ts';
import { taskAlong } from '../../../landscape/continuation/model-path.ts';
import { eventsOf } from '../../../landscape/continuation/path-events.ts';
import { eventTolerance, type PathSurvey } from '../../../landscape/continuation/survey-path.ts';
import type { Task } from '../../../model/toy-model.ts';
import { formatRational } from '../../../support/rational.ts';
import type { JsonDocument, JsonRecord } from '../../output/json-document.ts';
import { matrixRows } from '../../output/matrix-rows.ts';
import type { Motion } from './minima-along.ts';

export interface AlongAnswer {
  readonly survey: PathSurvey;
  readonly motions: readonly Motion[];
  readonly task: Task;
  readonly seed: number;
}

export function branchesDocument({ survey, motions, task, seed }: AlongAnswer): JsonDocument {
  const { path } = survey.ground;
  return {
    schema: 'antipode/branches@1',
    parameters: {
      features: task.featureCount,
      hidden: path.hiddenDimension,
      density: task.densities.map(formatRational),
      importance: task.importances.map(formatRational),
      bias: path.biasMode,
      activation: 'relu',
    },
    along: motions.map(({ parameter, from, to }) => ({
      parameter,
      from: formatRational(from),
      to: formatRational(to),
    })),
    branches: survey.branches.map((branch) => branchJson(survey, branch)),
    events: eventsOf(survey).map(({ place, branches, ...event }) => ({
      ...event,
      tolerance: eventTolerance(event.event),
      ...positionJson(survey, place),
      branches: [...branches],
    })),
    lowest: survey.lowest.map(({ from, to, branch }) => ({
      from: positionJson(survey, from),
      to: positionJson(survey, to),
      branch,
    })),
    search: { status: 'search', seed, flatOrbitsLeftOut: survey.flatOrbits },
    normalisation: 'sum',
  };
}

function branchJson(survey: PathSurvey, { curve, points, ends }: Branch): JsonRecord {
  const { path, groundAt } = survey.ground;
  return {
    kinked: [...curve.kinked],
    ends: ends.map((end) => endJson(survey, end)),
    points: points.map(({ point, place, loss, kind, index, phase }) => {
      const { weights, bias } = groundAt(place).unpack(point);
      return {
        ...positionJson(survey, place),
        loss,
        kind,
        index,
        phase,
        weights: matrixRows(weights, path.from.featureCount),
        bias: Array.from(bias),
      };
    }),
  };
}

function endJson(survey: PathSurvey, end: BranchEnd): JsonRecord {
  return {
    kind: end.kind,
    ...('spot' in end ? positionJson(survey, end.spot.place) : {}),
    ...('partner' in end ? { partner: end.partner } : {}),
    ...('reason' in end ? { reason: end.reason } : {}),
    ...('feature' in end ? { feature: end.feature } : {}),
  };
}

/** Where on the path: the common density, and the importance of the last feature. */
export function positionJson(
  survey: PathSurvey,
  place: number,
): { readonly density: number; readonly importance: number } {
  const { densities, importances } = taskAlong(survey.ground.path, place);
  return { density: densities[0] ?? 0, importance: importances[importances.length - 1] ?? 0 };
}

/** Every point of every branch as comma-separated values. */
export function branchesTable({ survey }: AlongAnswer): string {
  const { featureCount } = survey.ground.path.from;
  const { hiddenDimension, biasMode } = survey.ground.path;
  const entries = Array.from(
    { length: hiddenDimension * featureCount },
    (_, k) => `w_${Math.floor(k / featureCount) + 1}_${(k % featureCount) + 1}`,
  );
  const biases = biasMode === 'free' ? Array.from({ length: featureCount }, (_, i) => `b_${i + 1}`) : [];
  const head = ['branch', 'density', 'importance', 'loss', 'kind', 'index', 'phase', ...entries, ...biases];
  const rows = survey.branches.flatMap(({ points }, number) =>
    points.map(({ place, loss, kind, index, phase, point }) => {
      const { density, importance } = positionJson(survey, place);
      return [number + 1, density, importance, loss, kind, index, quoted(phase), ...point].join(',');
    }),
  );
  return `${[head.join(','), ...rows].join('\n')}\n`;
}

function quoted(text: string): string {
  return text.includes(',') ? `"${text}"` : text;
}
