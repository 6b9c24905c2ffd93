import type { Command } from 'commander';
import { UsageError } from '../../../support/errors.ts';
import type { Check } from '../../../verify/verdict.ts';
import { verifyAnyModel } from '../../../verify/verify-any-model.ts';
import { MAX_VERIFIED_FEATURES } from '../../../verify/verify-model.ts';
import { readWeights } from '../../input/read-models.ts';
import { interruptSignal } from '../../interruption.ts';
import type { Output } from '../../output/output.ts';
import { taskText } from '../../terminal/task-text.ts';
import { inTurn } from '../in-turn.ts';
import {
  claimOf,
  refuseTrainingOptions,
  samplingOptions,
  type Verification,
  type VerifyOptions,
} from './verify-options.ts';

/**
 * Every witness for each model of --weights; model k is sampled from stream k. A claim is of one model.
 *
 * @throws {@link UsageError} on too many features, and on a claim of several models.
 */
export async function verifyWeights(
  path: string,
  options: VerifyOptions,
  command: Command,
  output: Output,
): Promise<Verification> {
  const signal = interruptSignal();
  refuseTrainingOptions(command, '--weights');
  const claim = claimOf(options);
  const sampling = samplingOptions(options);
  const source = await readWeights(path, options, command, output);
  const { instances } = source;
  const isOne = instances.length === 1;
  if (claim !== undefined && !isOne)
    throw new UsageError('--claim is of one model: say which, with --instance');
  const first = source.model(instances[0] ?? 0);
  if (first.featureCount > MAX_VERIFIED_FEATURES) {
    throw new UsageError(
      `${path}: exact losses exist for at most ${MAX_VERIFIED_FEATURES} features, found ${first.featureCount}`,
    );
  }
  output.note(`seed ${options.seed}`);
  const checks = await inTurn('verifying', source, output, signal, (model, stream): Check[] => {
    const found = verifyAnyModel(model, { ...sampling, stream }, claim);
    return found.map((check) =>
      isOne ? check : { ...check, name: `model ${instances[stream]}: ${check.name}` },
    );
  });
  const count = isOne ? '' : `${instances.length} models of `;
  if (options.instanceDensity !== undefined && !isOne) {
    return { subject: `${count}${path}, each with its own density`, checks: checks.flat() };
  }
  const bias = source.stored?.bias === undefined ? 'none' : 'given';
  return {
    subject: `${count}${path}: ${taskText(first, first.hiddenDimension, bias)}`,
    checks: checks.flat(),
  };
}
