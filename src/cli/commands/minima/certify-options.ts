/** @file `antipode minima --certify`: the global minimum by branch and bound, and its proof as a file. */

import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CertificationResult } from '../../../landscape/certificate/certification.ts';
import { boxCount, type Certificate } from '../../../model/certificate.ts';
import { formatCertificateFile, MAX_CERTIFICATE_CHARACTERS } from '../../../model/file/certificate-file.ts';
import type { Ends } from '../../../model/phase-certificate.ts';
import type { Task } from '../../../model/toy-model.ts';
import { roundedDown, roundedUp } from '../../../support/directed-rounding.ts';
import { UsageError } from '../../../support/errors.ts';
import { ONE, parseRational, type Rational, signOf, toNumber, ZERO } from '../../../support/rational.ts';
import { certifyInPool } from '../../certification/certify-in-pool.ts';
import { interruptSignal } from '../../interruption.ts';
import { exactNumber, exactRange, integerFrom } from '../../options/numeral.ts';
import type { Output } from '../../output/output.ts';
import { requireWritable, writeWholeFile } from '../../output/write-whole-file.ts';
import type { GlobalBounds, MinimaOptions } from './minima-findings.ts';

export interface CertifyOptions {
  readonly certify?: true;
  readonly gap?: Rational;
  readonly timeLimit?: number;
  readonly certificate?: string;
  readonly workers?: number;
  readonly densityRange?: Ends;
  readonly importanceRange?: Ends;
}

const DEFAULT_GAP = parseRational('1e-6');
export const DEFAULT_SECONDS = 600;

export function addCertifyOptions(command: Command): Command {
  return command
    .option('--certify', 'prove how low the loss can be, by branch and bound')
    .option('--gap <g>', 'with --certify: (upper - lower)/upper to reach (default: 1e-6)', gapToReach)
    .option(
      '--time-limit <s>',
      `with --certify: seconds after which what is proved so far has to do (default: ${DEFAULT_SECONDS})`,
      integerFrom(1, 1_000_000),
    )
    .option('--certificate <file>', 'with --certify: write the proof, for antipode verify')
    .option(
      '--workers <n>',
      'with --certify: threads; the proof is the same for any number (default: all cores)',
      integerFrom(1, 1024),
    )
    .addOption(
      new Option(
        '--density-range <p..q>',
        'with --certify: the phase of the global minimum at all densities of a range, for n = 2, m = 1 without bias',
      )
        .argParser(exactRange)
        .conflicts(['density', 'sparsity', 'importance', 'importanceDecay'])
        .conflicts(['gap', 'workers', 'saddles', 'basins', 'along', 'figure', 'table']),
    )
    .option(
      '--importance-range <r..s>',
      'with --density-range: and at all importances of the last feature relative to the first (default: 1..1)',
      exactRange,
    );
}

function gapToReach(text: string): Rational {
  const gap = exactNumber(text);
  if (signOf(gap) <= 0 || gap.compare(ONE) >= 0) {
    throw new InvalidArgumentError('Expected a number above 0 and below 1, such as 1e-6.');
  }
  return gap;
}

/** @throws {@link UsageError} if an option of --certify is given without it. */
export function requireCertify(options: CertifyOptions): void {
  const { certify, gap, timeLimit, certificate, workers, densityRange, importanceRange } = options;
  const given = (name: string, value: unknown): string[] => (value === undefined ? [] : [name]);
  const found = [
    ...given('--gap', gap),
    ...given('--time-limit', timeLimit),
    ...given('--certificate', certificate),
    ...given('--workers', workers),
    ...given('--density-range', densityRange),
    ...given('--importance-range', importanceRange),
  ];
  if (certify !== true && found.length > 0) throw new UsageError(`${found.join(', ')}: belongs to --certify`);
  if (importanceRange !== undefined && densityRange === undefined) {
    throw new UsageError(
      '--importance-range: belongs to --density-range, which may be one density: 0.3..0.3',
    );
  }
}

/** When a search has to end: at the time limit, or at Ctrl-C. */
export function searchEnd({ timeLimit = DEFAULT_SECONDS }: CertifyOptions): {
  readonly signal: AbortSignal;
  readonly isOver: () => boolean;
} {
  const signal = interruptSignal();
  const end = performance.now() + 1000 * timeLimit;
  return { signal, isOver: () => signal.aborted || performance.now() > end };
}

/**
 * Searches the proof, and writes what was proved, also after Ctrl-C.
 *
 * @throws the signal's reason after Ctrl-C; {@link UsageError} if the file cannot be written.
 */
export async function certifiedBounds(
  task: Task,
  { hidden, bias }: MinimaOptions,
  options: CertifyOptions,
  output: Output,
): Promise<GlobalBounds> {
  const { gap = DEFAULT_GAP, certificate: path, workers } = options;
  if (path !== undefined) await requireWritable(path);
  const { signal, isOver } = searchEnd(options);
  output.note('certifying; Ctrl-C keeps what is proved by then');
  let round = 1;
  let progress = output.progress('certifying', 100, '%');
  const result = await certifyInPool(task, hidden, bias, {
    gap,
    ...(workers === undefined ? {} : { workers }),
    isOver,
    onProgress: (next, covered) => {
      if (next !== round) {
        progress.finish();
        progress = output.progress(`certifying to a gap of ${Number(next.toPrecision(2))}`, 100, '%');
      }
      round = next;
      progress.update(100 * covered);
    },
  }).finally(() => progress.finish());
  if (path !== undefined) await writeProof(path, proofOf(result), output);
  const bounds = boundsOf(result, gap);
  if (signal.aborted) {
    output.note(`proved so far: no loss is below ${bounds.lower}; the least known is ${bounds.upper}`);
    throw signal.reason;
  }
  return bounds;
}

async function writeProof(path: string, proof: Certificate | undefined, output: Output): Promise<void> {
  if (proof === undefined) {
    output.note(`nothing was proved in time: ${path} is not written`);
    return;
  }
  const text = formatCertificateFile(proof);
  await writeWholeFile(path, text);
  output.note(`certificate: ${path}, ${boxCount(proof)} steps, ${text.length} bytes`);
  if (text.length > MAX_CERTIFICATE_CHARACTERS) {
    output.note(`that is more than the ${MAX_CERTIFICATE_CHARACTERS} bytes that antipode verify reads`);
  }
}

function proofOf(result: CertificationResult): Certificate | undefined {
  return result.status === 'certified' ? result.certificate : result.proved;
}

function boundsOf(result: CertificationResult, goal: Rational): GlobalBounds {
  const { boxes, status } = result;
  const [lower, upper] =
    status === 'certified'
      ? [result.certificate.lower, result.certificate.upper]
      : [result.lower, result.best.upper];
  const gap = upper.equals(ZERO) ? ZERO : ONE.sub(lower.div(upper));
  return {
    status,
    lower: roundedDown(lower),
    upper: roundedUp(upper),
    gap: roundedUp(gap),
    goal: toNumber(goal),
    boxes,
    ...(status === 'certified' ? {} : { reason: result.reason === 'stuck' ? 'stuck' : 'time-limit' }),
  };
}
