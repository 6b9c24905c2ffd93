/** @file The theoretical half of the report: everything that needs no training. */

import { antipodalBoundary, type Coexistence } from '../../landscape/pair/antipodal-boundary.ts';
import { bestHandPicked } from '../../landscape/pair/hand-picked.ts';
import { type LossSurface, lossSurface } from '../../landscape/pair/loss-surface.ts';
import { pairMinima } from '../../landscape/pair/pair-minima.ts';
import { type PhaseDiagram, phaseDiagram, publishedGrid } from '../../landscape/phase-diagram.ts';
import { exactPlanePoints, type PlanePoint } from '../../landscape/surface/plane-critical-points.ts';
import { task } from '../../model/toy-model.ts';
import { invariant } from '../../support/errors.ts';
import { ONE, parseRational } from '../../support/rational.ts';
import { type ChamberLoss, derivePairLoss } from '../../symbolic/derivation/pair-loss.ts';
import {
  type DerivationDocument,
  derivationDocument,
} from '../../symbolic/presentation/derivation-document.ts';
import { compareFormulas, type FormulaComparison } from '../../verify/derived-formulas.ts';
import { compareMinima, type MinimaComparison } from '../../verify/minima-witness.ts';
import { BASIN_POINT, computeBasins, type NamedBasins } from './basins.ts';
import type { ReportProfile } from './profile.ts';

export interface Theory {
  readonly chambers: readonly ChamberLoss[];
  readonly derivation: DerivationDocument;
  readonly formulaComparisons: readonly FormulaComparison[];
  /** The published theory: fixed configurations, a dropped feature replaced by its mean. */
  readonly handPicked: PhaseDiagram;
  /** The same configurations without any bias, the like-for-like rival of `global`. */
  readonly handPickedWithoutBias: PhaseDiagram;
  /** The minimum over all weights, without bias. */
  readonly global: PhaseDiagram;
  /** Where superposition ends, along the importances of the diagrams. */
  readonly boundary: readonly Coexistence[];
  /** Where superposition ends at equal importances. */
  readonly symmetricPoint: Coexistence;
  readonly surfaces: readonly NamedSurface[];
  /** Where descent leads, at the point of {@link BASIN_POINT}, whose critical points are `basinPoints`. */
  readonly basins: readonly NamedBasins[];
  readonly basinPoints: readonly PlanePoint[];
  readonly minimaComparisons: readonly MinimaComparison[];
}

/** One of the three surfaces in the spirit of McGrath's Figure 1. */
export interface NamedSurface extends LossSurface {
  readonly name: 'antipodal' | 'deformed' | 'confused';
  /** All critical points, W and −W. Exact. */
  readonly points: readonly PlanePoint[];
}

/** Weights run over [−EXTENT, EXTENT]². */
const EXTENT = 1.5;

/** Sparse; the same importance with the density raised; dense and equally important. */
const SURFACES: readonly { name: NamedSurface['name']; density: number; importance: number }[] = [
  { name: 'antipodal', density: 0.05, importance: 0.1 },
  { name: 'deformed', density: 0.2, importance: 0.1 },
  { name: 'confused', density: 0.6, importance: 1 },
];

/** Two losses closer than this, relative to the loss of W = 0, are one. */
export const SAME_MINIMUM: number = 1e-9;

/**
 * Derives, maps and compares. Deterministic; about twenty seconds with the quick profile.
 *
 * @param onStage - hears the name of each stage as it begins.
 */
export async function computeTheory(
  profile: ReportProfile,
  seed: number,
  onStage: (stage: string) => Promise<void>,
): Promise<Theory> {
  await onStage('deriving the loss');
  const chambers = derivePairLoss();
  const derivation = derivationDocument(chambers);
  const formulaComparisons = compareFormulas(chambers, profile.formulaPoints, seed);

  await onStage('mapping the phases');
  const grid = publishedGrid(profile.diagramSize);
  const handPicked = phaseDiagram(grid, (p, r) => bestHandPicked(p, r, 'mean'));
  const handPickedWithoutBias = phaseDiagram(grid, (p, r) => bestHandPicked(p, r, 'none'));
  const global = phaseDiagram(grid, (p, r) => pairMinima(p, r)[0]);
  const boundary = grid.importances.map(boundaryAt);
  const symmetricPoint = boundaryAt(1);

  await onStage('drawing the loss surfaces');
  const surfaces = SURFACES.map(({ name, density, importance }) => ({
    name,
    ...lossSurface(density, importance, EXTENT, profile.surfaceSize),
    points: pointsAt(density, importance),
  }));

  await onStage('following descent to its end');
  const basins = computeBasins(profile, seed);
  const basinPoints = pointsAt(BASIN_POINT.density, BASIN_POINT.importance);

  await onStage('looking for minima by descent');
  const coarse = publishedGrid(profile.trainedSize);
  const minimaComparisons = coarse.densities.flatMap((density) =>
    coarse.importances.map((importance) =>
      compareMinima(density, importance, profile.descentStarts, SAME_MINIMUM),
    ),
  );
  return {
    chambers,
    derivation,
    formulaComparisons,
    handPicked,
    handPickedWithoutBias,
    global,
    boundary,
    symmetricPoint,
    surfaces,
    basins,
    basinPoints,
    minimaComparisons,
  };
}

/** Every critical point at (p, r), the decimals taken as they are written. */
function pointsAt(density: number, importance: number): readonly PlanePoint[] {
  const [p, r] = [parseRational(String(density)), parseRational(String(importance))];
  return exactPlanePoints(task([p, p], [ONE, r]));
}

function boundaryAt(importance: number): Coexistence {
  const search = antipodalBoundary(importance, [1e-4, 1]);
  invariant(search.status === 'found', 'superposition ends somewhere at every importance of the diagram');
  return search;
}
