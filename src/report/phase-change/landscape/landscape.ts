/** @file The landscape's half of a report: diagrams, boundaries, bifurcations and certificates. */

import { checkedPlaces } from '../../../landscape/diagram/check-cells.ts';
import type { FollowedLine, LineTask } from '../../../landscape/diagram/followed-line.ts';
import {
  type DiagramRequest,
  type DiagramWorkers,
  HERE,
  type PhaseDiagrams,
  phaseDiagrams,
} from '../../../landscape/diagram/phase-diagrams.ts';
import { parameterGrid, publishedGrid } from '../../../landscape/phase-diagram.ts';
import { parseRational, toNumber } from '../../../support/rational.ts';
import type { ReportProfile } from '../profile.ts';
import type { PathPicture } from './branch-path.ts';
import type { CertifiedBox } from './certified-box.ts';
import type { CertifiedPoint, PointSetting } from './certified-point.ts';
import type { ExactLine } from './exact-line.ts';
import { doLandscapePart, type LandscapePart } from './landscape-part.ts';

/** The boundaries at one importance: exact and followed without bias, followed with biases. */
export interface ComparedLine {
  readonly exact: ExactLine;
  readonly plain: FollowedLine;
  readonly free: FollowedLine;
}

export interface Landscape {
  /** (2,1) without bias: hand-picked, family, global. */
  readonly plain: PhaseDiagrams;
  /** (2,1) with free biases. */
  readonly free: PhaseDiagrams;
  readonly lines: readonly ComparedLine[];
  readonly paths: readonly PathPicture[];
  readonly certificates: readonly CertifiedPoint[];
  readonly boxes: readonly CertifiedBox[];
  /** (3,2), and its boundaries along density at r = 1. */
  readonly three: readonly PhaseDiagrams[];
  readonly threeLines: readonly { readonly bias: 'free' | 'none'; readonly line: FollowedLine }[];
  /** (5,2) at r = 1. */
  readonly five: readonly PhaseDiagrams[];
}

/** Who does the work; here and now if left out. */
export interface LandscapeWorkers extends Omit<DiagramWorkers, 'train'> {
  doParts(parts: readonly LandscapePart[]): Promise<readonly unknown[]>;
}

const ALONE: LandscapeWorkers = { ...HERE, doParts: async (parts) => parts.map(doLandscapePart) };

/** Densities between which lines and paths are followed. */
const LINE: readonly [number, number] = [1e-3, 1];
const THREE_LINE: readonly [number, number] = [0.02, 0.98];
const PATH: readonly [number, number] = [0.2, 0.98];

/** Deterministic, whoever does the work. */
export async function computeLandscape(
  profile: ReportProfile,
  seed: number,
  workers: LandscapeWorkers = ALONE,
): Promise<Landscape> {
  const plan = profile.landscape;
  const all: DiagramWorkers = { ...HERE, ...workers };
  const diagramsOf = (request: Omit<DiagramRequest, 'seed' | 'checks'>): Promise<PhaseDiagrams> =>
    phaseDiagrams({ ...request, seed, checks: plan.checks }, all);
  const pairGrid = publishedGrid(plan.pairSide);
  const pairKinds = ['hand-picked', 'family', 'global'] as const;
  const pairOf = (bias: 'none' | 'free'): Promise<PhaseDiagrams> =>
    diagramsOf({
      family: { featureCount: 2, hiddenDimension: 1, biasMode: bias },
      grid: pairGrid,
      kinds: pairKinds,
      lines: plan.pairLines,
    });
  const parts = partsOf(profile, seed);
  // The longest first, so that the threads end together.
  const [three, threeFound, free, outcomes, five, plain, plainLines, freeLines] = await Promise.all([
    Promise.all(
      plan.three.map(({ bias, size, lines }) =>
        diagramsOf({
          family: { featureCount: 3, hiddenDimension: 2, biasMode: bias },
          grid: parameterGrid([1e-2, 1], [0.1, 10], size),
          kinds: ['global'],
          lines,
        }),
      ),
    ),
    workers.followLines(plan.threeCrossings.map((bias) => lineOf(3, 2, bias, 1, THREE_LINE, seed))),
    pairOf('free'),
    workers.doParts(parts),
    Promise.all(
      plan.five.map(({ bias, size, lines }) =>
        diagramsOf({
          family: { featureCount: 5, hiddenDimension: 2, biasMode: bias },
          grid: parameterGrid([1e-2, 1], [1, 1], [size, 1]),
          kinds: ['global'],
          lines,
        }),
      ),
    ),
    pairOf('none'),
    workers.followLines(pairLines(plan.importances, 'none', seed)),
    workers.followLines(pairLines(plan.importances, 'free', seed)),
  ]);
  const ofKind = <Outcome>(kind: LandscapePart['kind']): Outcome[] =>
    outcomes.filter((_, k) => parts[k]?.kind === kind) as Outcome[];
  return {
    plain,
    free,
    lines: ofKind<ExactLine>('exact-line').flatMap((exact, k): ComparedLine[] => {
      const [one, other] = [plainLines[k], freeLines[k]];
      return one === undefined || other === undefined ? [] : [{ exact, plain: one, free: other }];
    }),
    paths: ofKind<PathPicture>('path'),
    certificates: ofKind<CertifiedPoint>('certificate'),
    boxes: ofKind<CertifiedBox>('box'),
    three,
    threeLines: plan.threeCrossings.flatMap((bias, k) => {
      const line = threeFound[k];
      return line === undefined ? [] : [{ bias, line }];
    }),
    five,
  };
}

/** About how many tasks there are: what is found decides about some. */
export function landscapeTasks(profile: ReportProfile, seed: number): number {
  const { five, three, pairLines: lines, importances, threeCrossings } = profile.landscape;
  const followed = lines + 2 * importances.length + threeCrossings.length;
  return partsOf(profile, seed).length + followed + TASKS_OF_DIAGRAM * (2 + five.length + three.length);
}

/** With one band for most sheets. */
const TASKS_OF_DIAGRAM = 8;

function pairLines(importances: readonly string[], bias: 'free' | 'none', seed: number): LineTask[] {
  return importances.map((importance) => lineOf(2, 1, bias, toNumber(parseRational(importance)), LINE, seed));
}

function lineOf(
  featureCount: number,
  hiddenDimension: number,
  biasMode: 'free' | 'none',
  importance: number,
  densities: readonly [number, number],
  seed: number,
): LineTask {
  return { family: { featureCount, hiddenDimension, biasMode }, importance, densities, seed };
}

function partsOf(profile: ReportProfile, seed: number): LandscapePart[] {
  const { paths, importances, certifiedPhases } = profile.landscape;
  return [
    ...pointsOf(profile, seed).map((setting): LandscapePart => ({ kind: 'certificate', setting })),
    ...paths.flatMap((importance) =>
      (['none', 'free'] as const).map((bias): LandscapePart => {
        return { kind: 'path', setting: { bias, importance, densities: PATH, seed } };
      }),
    ),
    ...importances.map((importance): LandscapePart => ({ kind: 'exact-line', importance })),
    ...certifiedPhases.map((setting): LandscapePart => ({ kind: 'box', setting })),
  ];
}

/** Without bias at trained points, and beside the exact tie at r = 1; with biases at chosen ones; three features in two dimensions. */
function pointsOf({ landscape, trainedSize }: ReportProfile, seed: number): PointSetting[] {
  const { certifiedCells, certifiedWithBias, mostBoxes } = landscape;
  const pair = { featureCount: 2, hiddenDimension: 1, mostBoxes } as const;
  const places = checkedPlaces(publishedGrid(trainedSize), certifiedCells, seed);
  const cells = new Map(places.map((place) => [`${place.density} ${place.importance}`, place]));
  return [
    ...[...cells.values()].map(({ density, importance }, k): PointSetting => {
      return {
        ...pair,
        name: `minimum-trained-${k + 1}`,
        bias: 'none',
        density: String(density),
        importance: String(importance),
      };
    }),
    { ...pair, name: 'minimum-near-tie', bias: 'none', density: '2911/5000', importance: '1' },
    ...certifiedWithBias.map(([density, importance], k): PointSetting => {
      return { ...pair, name: `minimum-with-biases-${k + 1}`, bias: 'free', density, importance };
    }),
  ];
}
