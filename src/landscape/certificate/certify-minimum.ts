/**
 * @file The global minimum of the expected loss with a proof: descents give the upper bound, branch and bound the lower one.
 *
 * The bound ℓ that is tried comes closer to the best known loss from round to round, so that an interrupted search has proved
 * something. A box whose centre has a loss below ℓ gives a better model, and the round begins anew.
 *
 * @see docs/maths/certificates.md
 */

import {
  type BiasMode,
  type Certificate,
  type CertifiedChart,
  chartCoordinates,
  lossWhenOff,
} from '../../model/certificate.ts';
import { hasStandardInputs, type Task } from '../../model/toy-model.ts';
import { MOST_MOMENT_FEATURES } from '../../numeric/rectified-moments/rectified-moments.ts';
import { roundedDown, roundedUp } from '../../support/directed-rounding.ts';
import { DomainError } from '../../support/errors.ts';
import {
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
import { type BoundsSetting, boxBounds } from './box-bounds.ts';
import { boxTester } from './box-test.ts';
import { chartDomains, leastLengthFor } from './chart-domain.ts';
import { modelAlong } from './model-along.ts';
import { searchChart } from './search-chart.ts';
import { taskSide } from './task-side.ts';

/** How hard to try. */
export interface CertificationOptions {
  /** (upper − lower) / upper to be reached; 10⁻⁶ if left out. */
  readonly gap?: Rational;
  /** Descents for the upper bound; 40 if left out. */
  readonly starts?: number;
  /** Asked every few hundred boxes; `false` interrupts. The clock and Ctrl-C are the caller's. */
  readonly proceed?: () => boolean;
  /** What an interrupted search returned, to go on from there. */
  readonly resume?: SearchState;
}

/** Where a search stands. */
export interface SearchProgress {
  /** (upper − ℓ) / upper for the bound ℓ at hand. */
  readonly gap: number;
  /** Boxes looked at, in all rounds. */
  readonly boxes: number;
}

/** An interrupted search. Plain data. */
export interface SearchState {
  readonly best: KnownModel;
  /** ℓ of the round at hand, and what it has covered: whole charts, and the beginning of a tree. */
  readonly lower: Rational;
  readonly charts: readonly CertifiedChart[];
  readonly tree: string;
  /** What an earlier round has proved. */
  readonly proved: Certificate | undefined;
}

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
      readonly resume: SearchState;
    };

const GAP = parseRational('1e-6');
const STARTS = 40;

/** The gaps tried before the one that is asked for, in descending order. */
const ROUNDS: readonly Rational[] = ['1/2', '1/20'].map(parseRational);

/**
 * The global minimum of L over all W of shape [hidden, features], and over all b if they are free: ReLU, features independent and
 * uniform, all densities and importances positive.
 *
 * @param progress - told every few hundred boxes.
 * @returns `certified` with (upper − lower)/upper ≤ gap, or what could be proved. Enclosed; {@link Certificate} is checked without
 *   this search by `checkCertificate`.
 * @throws {@link DomainError} if the task is another one, or has more than six features.
 * @complexity exponential in the number of directions, hidden · (features − 1) plus the number of biases.
 */
export function certifyMinimum(
  task: Task,
  hiddenDimension: number,
  biasMode: BiasMode,
  options: CertificationOptions = {},
  progress: (state: SearchProgress) => void = () => {},
): CertificationResult {
  requireTask(task, hiddenDimension);
  const { gap = GAP, starts = STARTS, proceed = () => true, resume } = options;
  if (signOf(gap) <= 0 || gap.compare(ONE) >= 0)
    throw new DomainError('certifyMinimum', 'a gap in (0, 1)', gap);
  const search: Search = { task, hiddenDimension, biasMode, gap, boxes: 0, proceed, progress };
  let state = resume ?? beginning(bestKnown(task, hiddenDimension, biasMode, starts));
  for (;;) {
    const { best, proved } = state;
    if (proved !== undefined && gapOf(best.upper, proved.lower).compare(gap) <= 0) {
      return { status: 'certified', certificate: proved, boxes: search.boxes };
    }
    const lower = boundToTry(search, state);
    const begun = state.lower.equals(lower) ? state : { ...beginning(best), lower, proved };
    const outcome = searchRound(search, begun);
    const next = stateAfter(search, begun, outcome);
    if (next === undefined) {
      return unproved(search, outcome.status === 'interrupted' ? 'interrupted' : 'stuck', outcome.state);
    }
    state = next;
  }
}

/** What the next round starts from; undefined if there is none. */
function stateAfter(search: Search, { best }: SearchState, outcome: RoundOutcome): SearchState | undefined {
  if (outcome.status === 'proved') return { ...beginning(best), proved: outcome.certificate };
  if (outcome.status === 'better') return improved(search, outcome.state, outcome.point);
  return undefined;
}

/** ℓ of the next round: a little inside its gap, for the rounding. */
function boundToTry({ gap }: Search, { best, proved }: SearchState): Rational {
  const reached = proved === undefined ? ONE : gapOf(best.upper, proved.lower);
  const round = ROUNDS.find((each) => each.compare(gap) > 0 && each.compare(reached) < 0) ?? gap;
  const inside = round.mul(rational(1023n, 1024n));
  return rationalFromNumber(roundedDown(best.upper.mul(ONE.sub(inside))));
}

/** A search for the better model that descent finds from a point. What was proved stays proved. */
function improved(
  search: Search,
  { best, proved }: SearchState,
  point: Float64Array,
): SearchState | undefined {
  const better = bestKnown(search.task, search.hiddenDimension, search.biasMode, 0, [point]);
  if (better.upper.compare(best.upper) >= 0) return undefined;
  return { ...beginning(better), proved: proved && { ...proved, ...better } };
}

function requireTask(task: Task, hiddenDimension: number): void {
  const positive = [...task.densities, ...task.importances].every((value) => signOf(value) > 0);
  if (!hasStandardInputs(task) || !positive) {
    const expected = 'independent features, uniform on [0, 1], of positive densities and importances';
    throw new DomainError('certifyMinimum', expected, 'another task');
  }
  if (task.featureCount > MOST_MOMENT_FEATURES || task.featureCount < 2) {
    throw new DomainError('certifyMinimum', `2 to ${MOST_MOMENT_FEATURES} features`, task.featureCount);
  }
  if (!Number.isInteger(hiddenDimension) || hiddenDimension < 1 || hiddenDimension >= task.featureCount) {
    throw new DomainError(
      'certifyMinimum',
      'fewer hidden dimensions than features, at least one',
      hiddenDimension,
    );
  }
}

/** What a search is about, and what it has cost. */
interface Search {
  readonly task: Task;
  readonly hiddenDimension: number;
  readonly biasMode: BiasMode;
  readonly gap: Rational;
  readonly proceed: () => boolean;
  readonly progress: (state: SearchProgress) => void;
  boxes: number;
}

/** How a round ended, and where it stood. */
type RoundOutcome =
  | { readonly status: 'proved'; readonly certificate: Certificate; readonly state: SearchState }
  | { readonly status: 'better'; readonly point: Float64Array; readonly state: SearchState }
  | { readonly status: 'interrupted'; readonly state: SearchState }
  | { readonly status: 'stuck'; readonly state: SearchState };

function searchRound(search: Search, state: SearchState): RoundOutcome {
  const { task, hiddenDimension, biasMode } = search;
  const { lower, best } = state;
  const leastLength = biasMode === 'free' ? leastLengthFor(task, lower) : ZERO;
  if (biasMode === 'free' && signOf(leastLength) === 0) return { status: 'stuck', state };
  const gain = lossWhenOff(task).sub(lower);
  const side = taskSide(task);
  const setting: BoundsSetting = { ...task, hiddenDimension, biasMode, low: side, high: side };
  const gap = toNumber(gapOf(best.upper, lower));
  const charts = [...state.charts];
  let { tree } = state;
  for (const { longest, ranges } of chartDomains(task, hiddenDimension, biasMode, leastLength)) {
    if (charts.some((chart) => chart.longest === longest)) continue;
    const test = boxTester(boxBounds(setting, longest), boxBounds(setting, longest), {
      low: roundedDown(gain),
      high: roundedUp(gain),
    });
    const domain = ranges.map(([low, high]) => [toNumber(low), toNumber(high)] as const);
    const outcome = searchChart(test, domain, tree, (boxes) => {
      search.boxes += boxes;
      search.progress({ gap, boxes: search.boxes });
      return search.proceed();
    });
    if (outcome.status === 'interrupted') {
      return { status: 'interrupted', state: { ...state, charts, tree: outcome.tree } };
    }
    if (outcome.status === 'stuck') return { status: 'stuck', state: { ...state, charts, tree: '' } };
    if (outcome.status === 'better') {
      const coordinates = chartCoordinates(task.featureCount, hiddenDimension, longest, biasMode);
      return { status: 'better', state, point: modelAlong(setting, longest, coordinates, outcome.point) };
    }
    charts.push({ longest, ranges, tree: outcome.tree });
    tree = '';
  }
  return {
    status: 'proved',
    state,
    certificate: { ...best, task, hiddenDimension, biasMode, lower, leastLength, charts },
  };
}

function unproved(search: Search, reason: 'interrupted' | 'stuck', state: SearchState): CertificationResult {
  const { best, proved } = state;
  const lower = proved?.lower ?? ZERO;
  return { status: 'not-certified', reason, best, lower, proved, boxes: search.boxes, resume: state };
}

function beginning(best: KnownModel): SearchState {
  return { best, lower: ZERO, charts: [], tree: '', proved: undefined };
}

function gapOf(upper: Rational, lower: Rational): Rational {
  return signOf(upper) === 0 ? ZERO : upper.sub(lower).div(upper);
}
