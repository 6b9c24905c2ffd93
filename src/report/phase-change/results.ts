/**
 * @file `results.json`: every number of the report, in the schema `antipode/report@1`. A number stands in an object with a
 * `trust`, or below one whose `trust` then holds for all numbers under it.
 */

import type { Coexistence } from '../../landscape/pair/antipodal-boundary.ts';
import type { PairMinimum } from '../../landscape/pair/pair-minima.ts';
import type { PhaseDiagram } from '../../landscape/phase-diagram.ts';
import { exactQuantity } from '../../model/quantity.ts';
import { overall, type Verdict } from '../../verify/verdict.ts';
import { type CellAgreement, FAMILY_ALPHA, type TrainedRun } from './agreement.ts';
import type { NamedBasins } from './basins.ts';
import type { Claim } from './claim.ts';
import { claimsOf } from './claims.ts';
import type { Landscape } from './landscape/landscape.ts';
import { landscapeClaims } from './landscape/landscape-claims.ts';
import { landscapeJson } from './landscape/landscape-json.ts';
import type { ReportProfile } from './profile.ts';
import type { NamedSurface, Theory } from './theory.ts';
import { trainingSettings } from './trained-grid.ts';

/** Everything the report is made from. */
export interface PhaseChangeResults {
  readonly profile: ReportProfile;
  readonly seed: number;
  /** What trained the models, such as `reference`. */
  readonly engine: string;
  readonly theory: Theory;
  readonly landscape: Landscape;
  readonly cells: readonly CellAgreement[];
  readonly claims: readonly Claim[];
  readonly verdict: Verdict;
}

/** Joins the halves of the report and draws the conclusions. */
export function phaseChangeResults(
  parts: Omit<PhaseChangeResults, 'claims' | 'verdict'>,
): PhaseChangeResults {
  const { theory, landscape, cells } = parts;
  const claims = [...claimsOf(theory, cells), ...landscapeClaims(landscape, cells)];
  return { ...parts, claims, verdict: overall(claims) };
}

/** A versioned document, as it is written to `results.json`. */
export interface ResultsDocument {
  readonly schema: 'antipode/report@1';
  readonly [key: string]: unknown;
}

/** The `antipode/report@1` document. */
export function resultsDocument(results: PhaseChangeResults): ResultsDocument {
  const { profile, seed, engine, theory, landscape, cells, claims, verdict } = results;
  return {
    schema: 'antipode/report@1',
    report: 'phase-change-2-1',
    trustRule:
      'Every number belongs to the trust of the nearest enclosing object that names one: exact (a rational, or as written: settings, counts, the doubles of trained weights), enclosed (between lower and upper), algebraic (the root of its minimal polynomial in its interval), rounded (doubles), sampled (inside [lower, upper] with probability at least 1 - alpha).',
    model: { trust: 'exact', features: 2, hidden: 1, bias: 'none', activation: 'relu', normalisation: 'sum' },
    settings: {
      trust: 'exact',
      seed,
      engine,
      profile: { ...profile },
      training: trainingFacts(profile, seed),
    },
    verdictRule:
      'The verdict of the report is that of its checks. The verdict of a trained cell or run says whether that model reached the global minimum; where it did not, its finding and explanation say why, and nothing is refuted unless the finding is below-minimum or unlisted-minimum.',
    verdict,
    // What is exact about a check is its tolerance and its number of samples; its quantities have trusts of their own.
    checks: claims.map((claim) => ({ trust: 'exact', ...claim })),
    derivation: {
      trust: 'exact',
      formulas: theory.derivation.formulas,
      integralsConfirmed: theory.derivation.integralsConfirmed,
      pointsCompared: theory.formulaComparisons.length,
    },
    axes: { trust: 'exact', density: theory.global.densities, importance: theory.global.importances },
    diagrams: {
      trust: 'rounded',
      'hand-picked': mapOf(theory.handPicked),
      'hand-picked-without-bias': mapOf(theory.handPickedWithoutBias),
      global: mapOf(theory.global),
    },
    boundary: {
      trust: 'rounded',
      between: ['antipodal', 'the global minimum beyond'],
      order: 'first',
      equalImportances: coexistenceOf(theory.symmetricPoint),
      points: theory.boundary.map(coexistenceOf),
    },
    landscape: landscapeJson(landscape),
    surfaces: theory.surfaces.map(surfaceOf),
    basins: theory.basins.map(basinsOf),
    minimaFoundByDescent: {
      trust: 'rounded',
      points: theory.minimaComparisons.map(
        ({ density, importance, minima, lowest, difference, unlisted }) => ({
          density,
          importance,
          minima: minima.map(minimumOf),
          lowestByDescent: lowest,
          relativeDifference: difference,
          unlisted,
        }),
      ),
    },
    trained: { trust: 'exact', familyAlpha: FAMILY_ALPHA, cells: cells.map(cellOf) },
  };
}

function trainingFacts(profile: ReportProfile, seed: number): object {
  const { instances, ...settings } = trainingSettings(profile, seed);
  return { ...settings, models: instances.length, optimiser: 'adam', weightDecay: 0 };
}

function mapOf({ phase, loss }: PhaseDiagram): object {
  return { phase, loss };
}

function coexistenceOf({ importance, density, below, above }: Coexistence): object {
  return { importance, density, loss: below.loss, below: minimumOf(below), above: minimumOf(above) };
}

function minimumOf({ weights, loss, phase }: PairMinimum): object {
  return { weights, loss, phase };
}

function surfaceOf({ name, density, importance, axis, loss, minima, points }: NamedSurface): object {
  return {
    name,
    trust: 'rounded',
    density,
    importance,
    axis,
    loss,
    minima: minima.map(minimumOf),
    criticalPoints: points.map(({ kind, place, exact, loss: pointLoss, phase, orbit, onKink }) => ({
      kind,
      weights: exact === undefined ? place : exact.map(({ quantity }) => quantity),
      loss: pointLoss,
      phase,
      onKink,
      orbit: { trust: 'exact', value: orbit },
    })),
  };
}

function basinsOf({ method, density, importance, axis, minima, labels, shares }: NamedBasins): object {
  return {
    method,
    trust: 'rounded',
    density,
    importance,
    axis,
    minima: minima.map(({ place, phase, loss, orbit }, label) => ({
      weights: place,
      phase,
      loss,
      number: { trust: 'exact', label, orbit },
    })),
    labels: { trust: 'rounded', value: labels },
    starts: {
      trust: 'exact',
      count: shares.starts,
      initialisation: shares.initialisation,
      confidence: 0.95,
      shares: shares.shares.map(({ count, fraction, interval: [lower, upper] }, orbit) => ({
        orbit,
        count,
        share: { trust: 'sampled', value: fraction, lower, upper, samples: shares.starts, alpha: 0.05 },
      })),
    },
  };
}

function cellOf({ density, importance, runs, best, sampled }: CellAgreement): object {
  return {
    density,
    importance,
    verdict: best.verdict,
    finding: best.finding,
    explanation: best.explanation,
    bestInstance: best.instance,
    globalMinimum: { trust: 'rounded', ...minimumOf(best.minima[0]) },
    trainedPhase: best.phase,
    exactPhase: best.minima[0].phase,
    sampled,
    runs: runs.map(runOf),
  };
}

function runOf(run: TrainedRun): object {
  const {
    instance,
    status,
    weights,
    exactLoss,
    phase,
    verdict,
    finding,
    excess,
    gap,
    basin,
    recurrenceError,
  } = run;
  return {
    instance,
    status,
    weights: { trust: 'exact', value: weights },
    loss: exactQuantity(exactLoss),
    phase,
    verdict,
    finding,
    relative: { trust: 'rounded', excess, gap, recurrenceError },
    ...(basin === undefined ? {} : { basin: { trust: 'rounded', ...minimumOf(basin) } }),
  };
}
