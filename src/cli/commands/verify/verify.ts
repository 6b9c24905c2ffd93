/** @file `antipode verify`: one model by every witness, a certificate box by box, a claim against the truth, trained models against the theory. */

import type { Command } from 'commander';
import { UsageError } from '../../../support/errors.ts';
import { overall, type Verdict } from '../../../verify/verdict.ts';
import { verifyAnyModel } from '../../../verify/verify-any-model.ts';
import { MAX_VERIFIED_FEATURES } from '../../../verify/verify-model.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { readModelOrCertificate } from '../../input/read-model.ts';
import { addCommonOptions } from '../../options/common-options.ts';
import { refuseWeightsOptions } from '../../options/weights-options.ts';
import type { JsonDocument } from '../../output/json-document.ts';
import { type Output, openOutput } from '../../output/output.ts';
import { taskText } from '../../terminal/task-text.ts';
import { verifyByTraining } from './verify-by-training.ts';
import { verifyCertificate, verifyPhaseCertificate } from './verify-certificate.ts';
import {
  addVerifyOptions,
  claimOf,
  refuseTrainingOptions,
  samplingOptions,
  type Verification,
  type VerifyOptions,
} from './verify-options.ts';
import { verifyText } from './verify-text.ts';
import { verifyWeights } from './verify-weights.ts';

const EXIT_OF: Readonly<Record<Verdict, ExitCode>> = {
  agrees: EXIT.done,
  disagrees: EXIT.disagrees,
  inconclusive: EXIT.inconclusive,
};

export function registerVerify(program: Command): void {
  const command = program
    .command('verify')
    .description('analytic against trained and sampled; a claimed loss against the truth')
    .argument(
      '[model]',
      'a model file or a certificate, or - for standard input; without it, models are trained',
    )
    .addHelpText(
      'after',
      `
Exits 0 if everything agrees, 3 if something disagrees, 4 if something could not be decided.

Example:
  antipode verify model.json --claim 1/12
  antipode verify certificate.json              # every box of the proof, in exact arithmetic
  antipode verify --density 0.3 --importance 1,1/2
  antipode verify --weights model.safetensors --density 0.05`,
    );
  addCommonOptions(command);
  addVerifyOptions(command).action(runVerify);
}

async function runVerify(path: string | undefined, options: VerifyOptions, command: Command): Promise<void> {
  const output = await openOutput(options);
  const verification = await verified(path, options, command, output);
  const verdict = overall(verification.checks);
  await output.deliver(verifyDocument(verification, verdict, options), () =>
    verifyText(verification, verdict, output.style),
  );
  process.exitCode = EXIT_OF[verdict];
}

function verified(
  path: string | undefined,
  options: VerifyOptions,
  command: Command,
  output: Output,
): Promise<Verification> {
  if (options.weights !== undefined) {
    if (path !== undefined) throw new UsageError('MODEL has its own weights: give either it or --weights');
    return verifyWeights(options.weights, options, command, output);
  }
  refuseWeightsOptions(command, false);
  return path === undefined ? verifyByTraining(options, output) : verifyFile(path, options, command, output);
}

async function verifyFile(
  path: string,
  options: VerifyOptions,
  command: Command,
  output: Output,
): Promise<Verification> {
  refuseTrainingOptions(command, 'MODEL');
  const claim = claimOf(options);
  const sampling = { ...samplingOptions(options), stream: 0 };
  const file = await readModelOrCertificate(path);
  if (file.kind === 'certificate') return verifyCertificate(path, file.certificate, claim, output);
  if (file.kind === 'phase-certificate') {
    if (claim !== undefined) throw new UsageError('--claim is of a loss; this certificate is of a phase');
    return verifyPhaseCertificate(path, file.certificate, output);
  }
  const { model } = file;
  if (model.featureCount > MAX_VERIFIED_FEATURES) {
    throw new UsageError(
      `${path}: exact losses exist for at most ${MAX_VERIFIED_FEATURES} features, found ${model.featureCount}`,
    );
  }
  output.note(`seed ${options.seed}`);
  const bias = model.bias.some((b) => !('n' in b) || b.n !== 0n) ? 'given' : 'none';
  return {
    subject: `${path}: ${taskText(model, model.hiddenDimension, bias)}`,
    checks: verifyAnyModel(model, sampling, claim),
  };
}

function verifyDocument(
  { subject, checks }: Verification,
  verdict: Verdict,
  { seed }: VerifyOptions,
): JsonDocument {
  return {
    schema: 'antipode/verify@1',
    verdict,
    subject,
    seed,
    normalisation: 'sum',
    checks: checks.map(({ expected, observed, ...check }) => ({
      ...check,
      expected: { ...expected },
      observed: { ...observed },
    })),
  };
}
