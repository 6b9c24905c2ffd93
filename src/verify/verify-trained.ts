/** @file Trained models against the theory: each by every witness, and all of them against the minima where those are known. */

import { RELU } from '../model/activation.ts';
import { exactQuantity, type Quantity, roundedQuantity } from '../model/quantity.ts';
import { hasStandardInputs, type ToyModel } from '../model/toy-model.ts';
import { signOf, toNumber } from '../support/rational.ts';
import { type PairParameters, pairParameters } from './pair-parameters.ts';
import { checkTrainedPair, REACHED, type TrainedPairCheck } from './trained-pair.ts';
import type { Check, Verdict } from './verdict.ts';
import { type VerificationOptions, verifyModel } from './verify-model.ts';

/**
 * The checks of models trained for one task, which must all have it. Model k is sampled from stream k.
 *
 * For a pair in one dimension without bias, whose minima are all known, every model must have stopped at one of them, and
 * the best of the models at the global one. A model in another local minimum contradicts nothing; one that contradicts
 * the list of minima disagrees.
 */
export function verifyTrained(
  models: readonly ToyModel[],
  options: Omit<VerificationOptions, 'stream'>,
): readonly Check[] {
  const witnesses = models.flatMap((model, k) =>
    verifyModel(model, { ...options, stream: k }).map((check) => ({
      ...check,
      name: `model ${k}: ${check.name}`,
    })),
  );
  return [...witnesses, ...checkAgainstMinima(models)];
}

function checkAgainstMinima(models: readonly ToyModel[]): readonly Check[] {
  const [first] = models;
  const pair = first === undefined ? undefined : pairParameters(first, first.hiddenDimension);
  const hasBias = models.some(({ bias }) => bias.some((b) => signOf(b) !== 0));
  const isPapers = first?.activation.name === RELU.name && hasStandardInputs(first);
  if (pair === undefined || !isPapers || hasBias || signOf(pair.importance) === 0) return [];
  const findings = models.map(({ weights }) =>
    checkTrainedPair({
      density: pair.density,
      importance: pair.importance,
      weights: (weights[0] ?? []).map(toNumber) as [number, number],
    }),
  );
  return [...findings.map((finding, k) => checkBasin(finding, k, pair)), checkBest(findings, pair)];
}

function checkBasin(finding: TrainedPairCheck, k: number, { unit }: PairParameters): Check {
  const target = finding.basin ?? finding.minima[0];
  const verdict = basinVerdict(finding);
  const isPlain = finding.finding === 'global-minimum';
  return {
    name: `model ${k}: stopped at a minimum`,
    verdict,
    expected: scaled(target.loss, unit),
    observed: exactQuantity(finding.exactLoss.mul(unit)),
    tolerance: REACHED * target.loss * toNumber(unit),
    ...(isPlain ? {} : { explanation: finding.explanation }),
  };
}

/** Only a contradiction disagrees: training may end in any minimum, and may take longer than it was given. */
function basinVerdict({ finding, gap }: TrainedPairCheck): Verdict {
  switch (finding) {
    case 'global-minimum':
      return 'agrees';
    case 'local-minimum':
      return gap !== undefined && gap <= REACHED ? 'agrees' : 'inconclusive';
    case 'too-few-steps':
    case 'undecided':
      return 'inconclusive';
    case 'below-minimum':
    case 'unlisted-minimum':
      return 'disagrees';
    default:
      return finding satisfies never;
  }
}

function checkBest(findings: readonly TrainedPairCheck[], { unit }: PairParameters): Check {
  const best = findings.reduce((a, b) => (b.excess < a.excess ? b : a));
  const reached = best.excess <= REACHED;
  const [global] = best.minima;
  return {
    name: `best of ${findings.length} trained models = global minimum (${global.phase})`,
    verdict: reached ? 'agrees' : 'inconclusive',
    expected: scaled(global.loss, unit),
    observed: exactQuantity(best.exactLoss.mul(unit)),
    tolerance: REACHED * global.loss * toNumber(unit),
    ...(reached
      ? {}
      : { explanation: `the best model found ${best.explanation}: train more instances, or longer` }),
  };
}

function scaled(loss: number, unit: PairParameters['unit']): Quantity {
  return roundedQuantity(loss * toNumber(unit));
}
