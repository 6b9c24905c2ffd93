/** @file The landscape in `results.json`, each number below an object with its trust. */

import type { FollowedLine } from '../../../landscape/diagram/followed-line.ts';
import type { PhaseDiagrams } from '../../../landscape/diagram/phase-diagrams.ts';
import { phaseShares } from '../../../landscape/diagram/phase-map.ts';
import { enclosedQuantity } from '../../../model/quantity.ts';
import { roundedDown, roundedUp } from '../../../support/directed-rounding.ts';
import { parseRational } from '../../../support/rational.ts';
import type { PathPicture } from './branch-path.ts';
import type { CertifiedPoint } from './certified-point.ts';
import type { ExactLine } from './exact-line.ts';
import type { Landscape } from './landscape.ts';

export function landscapeJson(landscape: Landscape): object {
  const { plain, free, lines, paths, certificates, boxes, three, threeLines, five } = landscape;
  return {
    diagrams: [plain, free, ...three, ...five].map(diagramsJson),
    lines: [
      ...lines.flatMap(({ exact, plain: one, free: other }) => [
        exactJson(exact),
        lineJson(2, 1, 'none', one),
        lineJson(2, 1, 'free', other),
      ]),
      ...threeLines.map(({ bias, line }) => lineJson(3, 2, bias, line)),
    ],
    bifurcations: paths.map(pathJson),
    certificates: certificates.map(certificateJson),
    certifiedPhases: boxes.map(({ setting, status, phase, boxes: count, file, recheck }) => ({
      ...setting,
      trust: 'exact',
      status,
      phase,
      boxes: count,
      ...(file === undefined ? {} : { file: fileOf(setting.name), recheck }),
    })),
  };
}

/** Where a certificate is, within the folder. */
export function fileOf(name: string): string {
  return `certificates/${name}.json`;
}

function diagramsJson({ request, maps, boundaries, differences, checks }: PhaseDiagrams): object {
  const { family, grid } = request;
  return {
    trust: 'exact',
    features: family.featureCount,
    hidden: family.hiddenDimension,
    bias: family.biasMode,
    axes: { density: grid.densities, importance: grid.importances },
    diagrams: Object.fromEntries(
      maps.map((map) => [
        map.kind,
        {
          trust: 'rounded',
          method: map.method,
          shares: Object.fromEntries(
            phaseShares(map).map(({ phase, cells }) => [phase, cells / map.cells.flat().length]),
          ),
          phase: map.cells.map((row) => row.map(({ phase }) => phase)),
          loss: map.cells.map((row) => row.map(({ loss }) => loss)),
        },
      ]),
    ),
    boundaries: boundaries.curves,
    meetings: boundaries.meetings,
    boundarySearch: boundaries.search,
    agreement: Object.fromEntries(
      differences.map(({ between, difference: { cells, same, changes, excess } }) => [
        between.join('/'),
        {
          trust: 'rounded',
          samePhase: same / cells,
          changes: changes.map(({ from, to, cells: count }) => ({ from, to, share: count / cells })),
          excess,
        },
      ]),
    ),
    checks: { trust: 'rounded', points: checks },
  };
}

function exactJson({ importance, status, boundaries }: ExactLine): object {
  return { features: 2, hidden: 1, bias: 'none', trust: 'exact', importance, status, boundaries };
}

function lineJson(features: number, hidden: number, bias: string, line: FollowedLine): object {
  return { features, hidden, bias, trust: 'rounded', ...line };
}

function pathJson({ setting, branches, events }: PathPicture): object {
  return { trust: 'rounded', ...setting, branches, events };
}

function certificateJson({
  setting,
  status,
  lower,
  upper,
  boxes,
  phase,
  file,
  recheck,
}: CertifiedPoint): object {
  const { featureCount, hiddenDimension, bias, density, importance, name } = setting;
  return {
    trust: 'exact',
    features: featureCount,
    hidden: hiddenDimension,
    bias,
    density,
    importance,
    status,
    minimum: enclosedQuantity(roundedDown(parseRational(lower)), roundedUp(parseRational(upper))),
    boxes,
    phase,
    ...(file === undefined ? {} : { file: fileOf(name), recheck }),
  };
}
