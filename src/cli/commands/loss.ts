import type { Command } from 'commander';
import { type ToyModel, toFloatModel } from '../../model/toy-model.ts';
import {
  type LossAndGradient,
  lossAndGradientOf,
} from '../../numeric/population-loss/loss-and-gradient-of.ts';
import { UsageError } from '../../support/errors.ts';
import { formatRational, type Rational, toNumber } from '../../support/rational.ts';
import {
  type ExactGradient,
  exactGradient,
  type OneSided,
} from '../../symbolic/expected-loss/exact-gradient.ts';
import { type ExpectedLoss, expectedLoss } from '../../symbolic/expected-loss/expected-loss.ts';
import { readModel } from '../input/read-model.ts';
import { addCommonOptions } from '../options/common-options.ts';
import type { JsonDocument, JsonValue } from '../output/json-document.ts';
import { matrixRows } from '../output/matrix-rows.ts';
import { type CommonOptions, openOutput } from '../output/output.ts';
import { lossText } from './loss-text.ts';

/** Where both routes end: the closed form's and the recurrence's tables have 3ⁿ entries an output. */
const MAX_FEATURES = 10;

export function registerLoss(program: Command): void {
  const command = program
    .command('loss')
    .description('the exact expected loss of given weights, its terms, and its gradient')
    .argument('<model>', 'a model file, or - for standard input')
    .addHelpText(
      'after',
      `
Example:
  antipode loss examples/antipodal-pair.json
  antipode loss model.json --json | jq -r .loss.exact`,
    );
  addCommonOptions(command).action(runLoss);
}

async function runLoss(path: string, options: CommonOptions): Promise<void> {
  const output = await openOutput(options);
  const model = await readModel(path);
  if (model.featureCount > MAX_FEATURES) {
    throw new UsageError(
      `${path}: the exact loss is computed for at most ${MAX_FEATURES} features, found ${model.featureCount} ` +
        '(its cost triples with every feature)',
    );
  }
  output.note(`seed ${options.seed}, unused: nothing here is random`);
  const exact = expectedLoss(model);
  const rounded = lossAndGradientOf(toFloatModel(model));
  const slopes = exactGradient(model);
  await output.deliver(lossDocument(model, exact, rounded, slopes), () =>
    lossText(model, exact, rounded, slopes.kinks, output.style),
  );
}

function lossDocument(
  model: ToyModel,
  { loss, perFeature }: ExpectedLoss,
  { gradient, kinks }: LossAndGradient,
  slopes: ExactGradient,
): JsonDocument {
  const { featureCount, hiddenDimension } = model;
  return {
    schema: 'antipode/loss@1',
    features: featureCount,
    hidden: hiddenDimension,
    loss: exactValue(loss),
    perFeature: perFeature.map(exactValue),
    gradient: {
      weights: matrixRows(gradient.weights, featureCount),
      bias: Array.from(gradient.bias),
      trust: 'rounded',
    },
    gradientExact: exactSlopes(slopes),
    kinks,
    normalisation: 'sum',
  };
}

/** Rationals as text; at a kink, both one-sided derivatives beside the value with the output off. */
function exactSlopes({ weights, bias, kinks }: ExactGradient): JsonValue {
  const sides = ({ below, above }: OneSided): JsonValue => ({
    below: formatRational(below),
    above: formatRational(above),
  });
  return {
    weights: weights.map((row) => row.map(formatRational)),
    bias: bias.map(formatRational),
    kinks: kinks.map((kink) => ({
      feature: kink.feature,
      weights: kink.weights.map(sides),
      bias: sides(kink.bias),
    })),
  };
}

/** An exact value and the double nearest to it. */
function exactValue(value: Rational): JsonValue {
  return { exact: formatRational(value), value: toNumber(value) };
}
