/** @file The document of `antipode phase --json`, and the same as a table. */

import { refutations } from '../../../landscape/diagram/check-cells.ts';
import type { DiagramDifference, PhaseDiagrams } from '../../../landscape/diagram/phase-diagrams.ts';
import { type PhaseMap, phaseShares } from '../../../landscape/diagram/phase-map.ts';
import { trainedAgreement } from '../../../landscape/diagram/trained-map.ts';
import type { JsonDocument, JsonRecord } from '../../output/json-document.ts';

/** Cells of which no minimum is known have no loss, and JSON no infinity. */
const NO_LOSS = 'none-found';

export function phaseDocument(diagrams: PhaseDiagrams): JsonDocument {
  const { request, maps, boundaries, differences, checks } = diagrams;
  const { family, grid, seed } = request;
  const { featureCount, hiddenDimension, biasMode, activation = 'relu' } = family;
  return {
    schema: 'antipode/phase@1',
    parameters: { features: featureCount, hidden: hiddenDimension, bias: biasMode, activation },
    seed,
    normalisation: 'sum',
    axes: { density: grid.densities, importance: grid.importances },
    diagrams: Object.fromEntries(maps.map((map) => [map.kind, mapJson(map, diagrams)])),
    boundaries: boundaries.curves.map(({ between, order, points, tolerance, trust }) => ({
      diagram: 'global',
      between,
      order,
      trust,
      tolerance,
      density: points.map(({ density }) => density),
      importance: points.map(({ importance }) => importance),
    })),
    boundarySearch: { ...boundaries.search },
    meetings: boundaries.meetings.map((meeting) => ({ diagram: 'global', ...meeting })),
    agreement: Object.fromEntries(
      differences.map((entry) => [
        entry.between.join('/'),
        { ...differenceJson(entry), ...trainedJson(entry, diagrams) },
      ]),
    ),
    checks: checks.map(({ density, importance, least }) => ({
      density,
      importance,
      ...(least === undefined ? { status: 'no-minimum' } : { least }),
    })),
  };
}

function mapJson(map: PhaseMap, { checks, request }: PhaseDiagrams): JsonRecord {
  const cells = map.cells.flat();
  const refuted = map.kind === 'global' ? refutations(map, checks) : [];
  return {
    method: map.method,
    ...(map.kind === 'trained'
      ? { ...request.training, batchSize: 1024, optimiser: 'adam', learningRate: 0.03, schedule: 'cosine' }
      : {}),
    ...(map.kind === 'global' ? { checked: checks.length, refuted: refuted.length } : {}),
    ties: cells.filter(({ tie }) => tie !== undefined).length,
    shares: Object.fromEntries(
      phaseShares(map).map(({ phase, cells: count }) => [phase, count / cells.length]),
    ),
    phase: map.cells.map((row) => row.map(({ phase }) => phase)),
    loss: map.cells.map((row) => row.map(({ loss }) => (Number.isFinite(loss) ? loss : NO_LOSS))),
  };
}

function differenceJson({ difference }: DiagramDifference): JsonRecord {
  const { cells, same, changes, excess } = difference;
  const { largest, density, importance, mean, meanWhereDifferent } = excess;
  return {
    samePhase: same / cells,
    changes: changes.map(({ from, to, cells: count }) => ({ from, to, share: count / cells })),
    excess: { largest, at: { density, importance }, mean, meanWhereDifferent },
  };
}

/** How many points were trained to the least loss, and how many below it. */
function trainedJson({ between }: DiagramDifference, { maps }: PhaseDiagrams): JsonRecord {
  const [trained, global] = between.map((kind) => maps.find((map) => map.kind === kind));
  if (trained?.kind !== 'trained' || global === undefined) return {};
  const { reached, below } = trainedAgreement(trained, global);
  return { reached, below, points: trained.cells.flat().length };
}

/** One line a point: its phase and loss in every diagram, and the weights and biases of the last one. */
export function phaseTable({ maps, request }: PhaseDiagrams): string {
  const { grid, family } = request;
  const last = maps.at(-1);
  const hasWeights = last !== undefined && last.kind !== 'hand-picked';
  const entries = Array.from(
    { length: family.featureCount * family.hiddenDimension },
    (_, k) => `w${Math.floor(k / family.featureCount) + 1}${(k % family.featureCount) + 1}`,
  );
  const biases = Array.from({ length: family.featureCount }, (_, i) => `b${i + 1}`);
  const head = [
    'density',
    'importance',
    ...maps.flatMap(({ kind }) => [`${kind} phase`, `${kind} loss`]),
    ...(hasWeights ? [...entries, ...biases] : []),
  ];
  const lines = grid.densities.flatMap((density, row) =>
    grid.importances.map((importance, column) => {
      const cells = maps.map((map) => map.cells[row]?.[column]);
      const found = cells.at(-1);
      return [
        density,
        importance,
        ...cells.flatMap((cell) => [`"${cell?.phase ?? ''}"`, finiteText(cell?.loss)]),
        ...(hasWeights ? [...(found?.weights ?? []), ...(found?.bias ?? [])] : []),
      ].join(',');
    }),
  );
  return `${[head.join(','), ...lines].join('\n')}\n`;
}

function finiteText(loss: number | undefined): string {
  return loss === undefined || !Number.isFinite(loss) ? '' : String(loss);
}
