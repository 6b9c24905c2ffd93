/**
 * @file A trained model of n = 2, m = 1 without bias, held against the complete list of exact minima: which basin it fell
 * into, how far above that basin's minimum it stopped, and whether it refutes anything.
 */

import { type PairMinimum, pairMinima } from '../landscape/pair/pair-minima.ts';
import { settle } from '../landscape/pair/settle.ts';
import { type PhaseName, phaseOfPair } from '../model/phase.ts';
import { task, toFloatTask, toyModel } from '../model/toy-model.ts';
import type { Descent } from '../numeric/descent/minimise.ts';
import { ONE, type Rational, rationalFromNumber, toNumber } from '../support/rational.ts';
import { expectedLoss } from '../symbolic/expected-loss/expected-loss.ts';
import type { Verdict } from './verdict.ts';

/** A trained model and what it was trained for. */
export interface TrainedPair {
  /** p in (0, 1], of both features. */
  readonly density: Rational;
  /** r > 0, of the last feature relative to the first. */
  readonly importance: Rational;
  /** (w₁, w₂) as trained; finite. */
  readonly weights: readonly [number, number];
}

/**
 * What became of a trained model.
 *
 * - `global-minimum`: in the basin of the global minimum, and above it by no more than the tolerance;
 * - `too-few-steps`: in that basin, but further above its minimum;
 * - `local-minimum`: in the basin of another minimum of the exact loss;
 * - `undecided`: the descent to the bottom of the basin did not arrive;
 * - `below-minimum`, `unlisted-minimum`: a refutation of the list of minima.
 */
export type Finding =
  | 'global-minimum'
  | 'too-few-steps'
  | 'local-minimum'
  | 'undecided'
  | 'below-minimum'
  | 'unlisted-minimum';

export interface TrainedPairCheck {
  readonly verdict: Verdict;
  readonly finding: Finding;
  readonly explanation: string;
  /** The exact loss of the trained doubles. Exact. */
  readonly exactLoss: Rational;
  /** All minima, the global one first. Rounded. */
  readonly minima: readonly [PairMinimum, ...PairMinimum[]];
  /** The minimum at the bottom of the basin the weights lie in, one of `minima`; none if undecided or refuted. */
  readonly basin: PairMinimum | undefined;
  /** Of the trained weights as they are. */
  readonly phase: PhaseName;
  /** (L − L_global) / L_global; never below −1e-9 unless the list of minima is wrong. Rounded. */
  readonly excess: number;
  /** (L − L_basin) / L_basin; undefined without a basin. Rounded. */
  readonly gap: number | undefined;
}

/** Losses this close, relative to the loss of W = 0, are the same minimum: descent and roots each resolve 1e-14 of it. */
const SAME_LOSS = 1e-9;

/** How far a trained loss may lie above its minimum, relatively, and still count as having reached it. */
export const REACHED: number = 0.01;

/**
 * Holds one trained model against the exact minima.
 *
 * The basin is the one in which the weights settle on the exact loss (by BFGS, not by gradient flow: near a basin's edge
 * the two may differ).
 *
 * @param minima - the list to hold it against, the global one first; that of `pairMinima` if left out.
 */
export function checkTrainedPair(
  { density, importance, weights }: TrainedPair,
  minima: readonly [PairMinimum, ...PairMinimum[]] = pairMinima(toNumber(density), toNumber(importance)),
): TrainedPairCheck {
  const pairTask = task([density, density], [ONE, importance]);
  const { loss: exactLoss } = expectedLoss(toyModel(pairTask, [weights.map(rationalFromNumber)]));
  const [global] = minima;
  const loss = toNumber(exactLoss);
  const resolution = (SAME_LOSS * (1 + toNumber(importance)) * toNumber(density)) / 3;
  const descent = settle(toFloatTask(pairTask), Float64Array.from(weights));
  const basin = minima.find((minimum) => Math.abs(minimum.loss - descent.value) <= resolution);
  const shared = {
    exactLoss,
    minima,
    basin,
    phase: phaseOfPair(Float64Array.from(weights)),
    excess: (loss - global.loss) / global.loss,
    gap: basin === undefined ? undefined : (loss - basin.loss) / basin.loss,
  };
  return { ...shared, ...judge(shared, descent, resolution) };
}

function judge(
  { minima: [global], basin, excess, gap }: Pick<TrainedPairCheck, 'minima' | 'basin' | 'excess' | 'gap'>,
  descent: Descent,
  resolution: number,
): Pick<TrainedPairCheck, 'verdict' | 'finding' | 'explanation'> {
  if (excess * global.loss < -resolution) {
    return {
      verdict: 'disagrees',
      finding: 'below-minimum',
      explanation: `its exact loss lies ${percent(-excess)} below the global minimum: the list of minima is wrong`,
    };
  }
  if (basin === undefined || gap === undefined) {
    return descent.status === 'step-limit'
      ? {
          verdict: 'inconclusive',
          finding: 'undecided',
          explanation: `descent on the exact loss had not settled after ${descent.steps} steps`,
        }
      : {
          verdict: 'disagrees',
          finding: 'unlisted-minimum',
          explanation: `descent on the exact loss settles at ${descent.value}, which is not among the minima listed`,
        };
  }
  if (basin !== global) {
    return {
      verdict: 'disagrees',
      finding: 'local-minimum',
      explanation: `another local minimum (${basin.phase}), ${above(
        (basin.loss - global.loss) / global.loss,
      )} the global one (${global.phase})`,
    };
  }
  return gap <= REACHED
    ? {
        verdict: 'agrees',
        finding: 'global-minimum',
        explanation: `${above(gap)} the global minimum`,
      }
    : {
        verdict: 'disagrees',
        finding: 'too-few-steps',
        explanation: `too few steps: in the basin of the global minimum, still ${above(gap)} it`,
      };
}

/** `3.6 % above`, or `12 times as high as`. */
function above(fraction: number): string {
  return fraction < 1
    ? `${percent(fraction)} above`
    : `${Number((1 + fraction).toPrecision(2))} times as high as`;
}

function percent(fraction: number): string {
  return `${(100 * fraction).toPrecision(2)} %`;
}
