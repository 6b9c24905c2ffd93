/**
 * @file The search for a proof, as a sequence of waves of boxes. Who searches them, in which thread and for how long, is the caller's
 * business; what comes out depends on the boxes alone.
 *
 * The bound ℓ that is tried comes closer to the best known loss from round to round, so that an interrupted search has proved
 * something. A box whose centre has a loss below ℓ gives a better model, and the round begins anew.
 *
 * @see docs/maths/certificates.md
 */

import type { BiasMode, Certificate } from '../../model/certificate.ts';
import { hasStandardInputs, type Task } from '../../model/toy-model.ts';
import { MOST_MOMENT_FEATURES } from '../../numeric/rectified-moments/rectified-moments.ts';
import { roundedDown } from '../../support/directed-rounding.ts';
import { DomainError } from '../../support/errors.ts';
import {
  formatRational,
  ONE,
  parseRational,
  type Rational,
  rational,
  rationalFromNumber,
  signOf,
  toNumber,
  ZERO,
} from '../../support/rational.ts';
import { bestKnown, type KnownModel } from './best-known.ts';
import { type Round, type RoundSetting, roundOf } from './round-setting.ts';
import type { Box, SubtreeOutcome } from './search-tree.ts';
import { treeAssembly } from './tree-assembly.ts';

/** How hard to try. */
export interface CertificationGoal {
  /** (upper − lower) / upper to be reached; 10⁻⁶ if left out. */
  readonly gap?: Rational;
  /** Descents for the upper bound; 40 if left out. */
  readonly starts?: number;
  /** What an earlier search has proved, to go on from there. */
  readonly resume?: Certificate;
}

/** Boxes to be searched, all by the same setting. */
export interface Wave {
  readonly setting: RoundSetting;
  readonly jobs: readonly { readonly root: number; readonly box: Box }[];
  /** (upper − ℓ) / upper for the bound ℓ at hand. */
  readonly gap: number;
  /** The share of the round that is covered, and the boxes looked at in all rounds, before this wave. */
  readonly covered: number;
  readonly boxes: number;
}

/** What came of the jobs of a wave, in their order, up to the first that was not `searched`. */
export type WaveOutcome = readonly SubtreeOutcome[] | 'interrupted';

export type CertificationResult =
  | { readonly status: 'certified'; readonly certificate: Certificate; readonly boxes: number }
  | {
      readonly status: 'not-certified';
      /** `stuck`: boxes became too thin for doubles before a test could end them. */
      readonly reason: 'interrupted' | 'stuck';
      readonly best: KnownModel;
      /** No model has a smaller loss; 0 if no round was finished. */
      readonly lower: Rational;
      /** The proof of `lower`, if it is not 0. */
      readonly proved: Certificate | undefined;
      readonly boxes: number;
    };

const GAP = parseRational('1e-6');
const STARTS = 40;

/** The gaps tried before the one that is asked for, in descending order. */
const ROUNDS: readonly Rational[] = ['9/10', '7/10', '1/2', '1/5', '1/20'].map(parseRational);

/** No density and no importance relative to the greatest is less, so that products of them are far above underflow. */
export const LEAST_PARAMETER: Rational = parseRational('1e-9');

/**
 * The steps of {@link certifyMinimum}: yields waves and takes what came of them.
 *
 * @throws {@link DomainError} if the task is another one, or has more than six features.
 */
export function* certification(
  task: Task,
  hiddenDimension: number,
  biasMode: BiasMode,
  { gap = GAP, starts = STARTS, resume }: CertificationGoal = {},
): Generator<Wave, CertificationResult, WaveOutcome> {
  requireCertifiable(task, hiddenDimension);
  requireGap(gap);
  const search = { task, hiddenDimension, biasMode, gap, boxes: 0 };
  let best = resume === undefined ? bestKnown(task, hiddenDimension, biasMode, starts) : modelOf(resume);
  let proved: Certificate | undefined = resume;
  for (;;) {
    if (proved !== undefined && gapOf(best.upper, proved.lower).compare(gap) <= 0) {
      return { status: 'certified', certificate: proved, boxes: search.boxes };
    }
    const outcome: RoundOutcome = yield* searchRound(search, best, boundToTry(gap, best, proved));
    if (outcome.status === 'proved') proved = outcome.certificate;
    else if (outcome.status === 'better') {
      const better = bestKnown(task, hiddenDimension, biasMode, 0, [outcome.model]);
      if (better.upper.compare(best.upper) >= 0) return unproved(search, 'stuck', best, proved);
      best = better;
      proved = proved && { ...proved, ...better };
    } else return unproved(search, outcome.status, best, proved);
  }
}

function modelOf({ weights, bias, upper }: Certificate): KnownModel {
  return { weights, bias, upper };
}

interface Search {
  readonly task: Task;
  readonly hiddenDimension: number;
  readonly biasMode: BiasMode;
  readonly gap: Rational;
  boxes: number;
}

function unproved(
  { boxes }: Search,
  reason: 'interrupted' | 'stuck',
  best: KnownModel,
  proved: Certificate | undefined,
): CertificationResult {
  return { status: 'not-certified', reason, best, lower: proved?.lower ?? ZERO, proved, boxes };
}

/** ℓ of the next round: a little inside its gap, for the rounding. */
function boundToTry(gap: Rational, { upper }: KnownModel, proved: Certificate | undefined): Rational {
  const reached = proved === undefined ? ONE : gapOf(upper, proved.lower);
  const round = ROUNDS.find((each) => each.compare(gap) > 0 && each.compare(reached) < 0) ?? gap;
  const inside = round.mul(rational(1023n, 1024n));
  return rationalFromNumber(roundedDown(upper.mul(ONE.sub(inside))));
}

function requireGap(gap: Rational): void {
  if (signOf(gap) <= 0 || gap.compare(ONE) >= 0) {
    throw new DomainError('certifyMinimum', 'a gap in (0, 1)', gap);
  }
}

/** @throws {@link DomainError} if no minimum of this task can be certified. */
export function requireCertifiable(task: Task, hiddenDimension: number): void {
  const { densities, importances, featureCount } = task;
  const greatest = importances.reduce((most, each) => (each.compare(most) > 0 ? each : most), ZERO);
  const tell =
    densities.every((value) => value.compare(LEAST_PARAMETER) >= 0) &&
    importances.every((value) => signOf(value) > 0 && value.compare(LEAST_PARAMETER.mul(greatest)) >= 0);
  if (!hasStandardInputs(task) || !tell) {
    const expected =
      'independent features, uniform on [0, 1], of densities and relative importances not below 1e-9';
    const found = hasStandardInputs(task)
      ? `densities ${densities.map(formatRational)} and importances ${importances.map(formatRational)}`
      : 'another law of the inputs';
    throw new DomainError('certifyMinimum', expected, found);
  }
  if (featureCount > MOST_MOMENT_FEATURES || featureCount < 2) {
    throw new DomainError('certifyMinimum', `2 to ${MOST_MOMENT_FEATURES} features`, featureCount);
  }
  if (!Number.isInteger(hiddenDimension) || hiddenDimension < 1 || hiddenDimension >= featureCount) {
    throw new DomainError(
      'certifyMinimum',
      'fewer hidden dimensions than features, at least one',
      hiddenDimension,
    );
  }
}

type RoundOutcome =
  | { readonly status: 'proved'; readonly certificate: Certificate }
  | { readonly status: 'better'; readonly model: Float64Array }
  | { readonly status: 'interrupted' | 'stuck' };

function* searchRound(
  search: Search,
  best: KnownModel,
  lower: Rational,
): Generator<Wave, RoundOutcome, WaveOutcome> {
  const { task, hiddenDimension, biasMode } = search;
  const round = roundOf(task, hiddenDimension, biasMode, lower);
  const gap = toNumber(gapOf(best.upper, lower));
  const trees = round.roots.map(treeAssembly);
  let covered = 0;
  for (;;) {
    const open = trees.map((tree) => tree.open);
    const jobs = open.flatMap((boxes, root) => boxes.map((box) => ({ root, box })));
    if (jobs.length === 0) break;
    const outcomes = yield { setting: round.setting, jobs, gap, covered, boxes: search.boxes };
    if (outcomes === 'interrupted') return { status: 'interrupted' };
    search.boxes += outcomes.reduce((sum, { boxes }) => sum + boxes, 0);
    const failed = outcomes.findIndex(({ status }) => status !== 'searched');
    if (failed >= 0) return failureOf(round, jobs[failed]?.root ?? 0, outcomes[failed]);
    const searched = outcomes.filter((outcome) => outcome.status === 'searched');
    covered += searched.reduce((sum, each) => sum + each.covered, 0);
    let place = 0;
    trees.forEach((tree, root) => {
      const count = open[root]?.length ?? 0;
      tree.accept(searched.slice(place, place + count));
      place += count;
    });
  }
  return {
    status: 'proved',
    certificate: round.certificateOf(
      best,
      trees.map((tree) => tree.tree()),
    ),
  };
}

function failureOf(round: Round, root: number, outcome: SubtreeOutcome | undefined): RoundOutcome {
  return outcome?.status === 'better'
    ? { status: 'better', model: round.modelAt(root, outcome.point) }
    : { status: 'stuck' };
}

function gapOf(upper: Rational, lower: Rational): Rational {
  return signOf(upper) === 0 ? ZERO : upper.sub(lower).div(upper);
}
