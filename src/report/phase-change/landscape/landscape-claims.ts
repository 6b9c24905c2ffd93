/** @file What the report claims about the landscape, one check each. */

import { refutations } from '../../../landscape/diagram/check-cells.ts';
import type { FollowedLine } from '../../../landscape/diagram/followed-line.ts';
import type { PhaseDiagrams } from '../../../landscape/diagram/phase-diagrams.ts';
import { pairMinima } from '../../../landscape/pair/pair-minima.ts';
import { exactQuantity, roundedQuantity } from '../../../model/quantity.ts';
import { parseRational, type Rational, rational, toNumber } from '../../../support/rational.ts';
import type { Check } from '../../../verify/verdict.ts';
import type { CellAgreement, TrainedRun } from '../agreement.ts';
import { type Claim, counted } from '../claim.ts';
import { scientific } from '../scientific.ts';
import type { CertifiedPoint } from './certified-point.ts';
import type { ExactLine } from './exact-line.ts';
import type { Landscape } from './landscape.ts';

/** Both boundaries claim 1e-10, relatively. */
const SAME_DENSITY = 1e-9;
/** Doubles near an enclosed minimum, relatively. */
const ROUNDING = 1e-9;

export function landscapeClaims(landscape: Landscape, cells: readonly CellAgreement[]): readonly Claim[] {
  return [
    certificateClaim(landscape),
    enclosureClaim(landscape),
    lowerBoundClaim(landscape, cells),
    boundaryClaim(landscape),
    searchClaim(landscape),
  ];
}

function certificateClaim({ certificates, boxes }: Landscape): Claim {
  const files = [...certificates, ...boxes].filter(({ file }) => file !== undefined);
  const holding = files.filter(({ recheck }) => recheck === 'agrees').length;
  const cut = certificates.filter(({ status }) => status !== 'certified').length;
  const note = cut === 0 ? '' : `; ${cut} of them short of the gap of 10⁻⁶`;
  return counted('certificates hold when checked without the search', holding, files.length, {
    summary: `${holding} of ${files.length} certificates hold when checked from their files alone${note}`,
    explanation: 'a certificate does not prove what it says',
  });
}

/** The pair without bias has two theories of its global minimum: roots of polynomials, and branch and bound. */
function enclosureClaim({ certificates }: Landscape): Claim {
  const plain = certificates.filter(isPlainPair);
  const holding = plain.filter(({ setting, lower, upper }) => {
    const [p, r] = [setting.density, setting.importance].map((text) => toNumber(parseRational(text)));
    const { loss } = pairMinima(p ?? 1, r ?? 1)[0];
    const [low, high] = [lower, upper].map((text) => toNumber(parseRational(text)));
    return loss >= (low ?? 0) * (1 - ROUNDING) && loss <= (high ?? 0) * (1 + ROUNDING);
  });
  return counted(
    'the least of the listed minima lies between the certified bounds',
    holding.length,
    plain.length,
    {
      summary: `${holding.length} of ${plain.length} points: the least listed minimum lies between the certified bounds`,
      explanation: 'the list of minima and a certificate exclude each other',
    },
  );
}

function isPlainPair({ setting: { featureCount, bias } }: CertifiedPoint): boolean {
  return featureCount === 2 && bias === 'none';
}

/** Trained models at certified points, each with the lower bound there. */
export function boundedRuns(
  { certificates }: Landscape,
  cells: readonly CellAgreement[],
): { readonly run: TrainedRun; readonly lower: Rational }[] {
  return certificates.filter(isPlainPair).flatMap(({ setting, lower }) => {
    const [p, r] = [parseRational(setting.density), parseRational(setting.importance)];
    return cells
      .filter(
        ({ density, importance }) =>
          parseRational(String(density)).equals(p) && parseRational(String(importance)).equals(r),
      )
      .flatMap(({ runs }) => runs.map((run) => ({ run, lower: parseRational(lower) })));
  });
}

function lowerBoundClaim(landscape: Landscape, cells: readonly CellAgreement[]): Claim {
  const bounded = boundedRuns(landscape, cells);
  const above = bounded.filter(({ run, lower }) => run.exactLoss.compare(lower) >= 0).length;
  return counted('no trained model lies below a certified lower bound', above, bounded.length, {
    summary: `${above} of ${bounded.length} models trained at certified points lie on or above the certified lower bound`,
    explanation: 'the exact loss of a trained model lies below a bound that no model can pass',
  });
}

function boundaryClaim({ lines }: Landscape): Claim {
  const differences = lines.map(({ exact, plain }) => differenceOf(exact, plain));
  const worst = Math.max(0, ...differences);
  const name = 'boundaries followed in doubles are the algebraic ones';
  const undecided = lines.some(({ exact }) => exact.status === 'undecided');
  const verdict: Check['verdict'] =
    worst > SAME_DENSITY ? 'disagrees' : undecided || lines.length === 0 ? 'inconclusive' : 'agrees';
  return {
    name,
    verdict,
    expected: roundedQuantity(0),
    observed: roundedQuantity(Math.min(worst, 1)),
    tolerance: SAME_DENSITY,
    ...(verdict === 'agrees' ? {} : { explanation: 'the two lists of boundaries differ along a line' }),
    summary: `at ${lines.length} importance${lines.length === 1 ? '' : 's'}: boundaries followed in doubles = algebraic ones within ${scientific(worst)} (relative)`,
  };
}

/** Infinite where one has a boundary that the other lacks. */
function differenceOf({ boundaries }: ExactLine, { boundaries: followed }: FollowedLine): number {
  if (boundaries.length !== followed.length) return Number.POSITIVE_INFINITY;
  return Math.max(
    0,
    ...boundaries.map(({ density: { value }, between }, k) => {
      const other = followed[k];
      const isSame = other !== undefined && other.between.join() === between.join();
      return isSame ? Math.abs(other.density - value) / value : Number.POSITIVE_INFINITY;
    }),
  );
}

function searchClaim({ plain, free, three, five }: Landscape): Claim {
  const diagrams: readonly PhaseDiagrams[] = [plain, free, ...three, ...five];
  const refuted = diagrams.reduce((sum, { maps, checks }) => {
    const global = maps.find(({ kind }) => kind === 'global');
    return sum + (global === undefined ? 0 : refutations(global, checks).length);
  }, 0);
  const total = diagrams.reduce((sum, { checks }) => sum + checks.length, 0);
  return {
    ...counted('heavy searches find nothing below the diagrams', total - refuted, total, {
      summary: `${total - refuted} of ${total} points of the diagrams: 150 random starts find nothing lower`,
      explanation: 'a diagram misses a minimum that random starts find',
    }),
    expected: exactQuantity(rational(BigInt(total))),
  };
}
