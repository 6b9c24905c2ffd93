/** @file `antipode minima --certify`: the global minimum by branch and bound, and its proof as a file. */

import type { Command } from 'commander';
import { certifyMinimum } from '../../landscape/certificate/certify-minimum.ts';
import type { Certificate } from '../../model/certificate.ts';
import { formatCertificateFile } from '../../model/file/certificate-file.ts';
import { roundedDown, roundedUp } from '../../support/directed-rounding.ts';
import { UsageError } from '../../support/errors.ts';
import { parseRational, type Rational, toNumber } from '../../support/rational.ts';
import { exactNumber, integerFrom } from '../options/numeral.ts';
import type { Output } from '../output/output.ts';
import { writeWholeFile } from '../output/write-whole-file.ts';
import { type Certifier, type GlobalBounds, noCertificate } from './minima-findings.ts';

export interface CertifyOptions {
  readonly certify?: true;
  readonly gap?: Rational;
  readonly timeLimit?: number;
  readonly certificate?: string;
}

const DEFAULT_GAP = parseRational('1e-6');
const DEFAULT_SECONDS = 60;

export function addCertifyOptions(command: Command): Command {
  return command
    .option('--certify', 'prove how low the loss can be, by branch and bound')
    .option('--gap <g>', 'with --certify: (upper - lower)/upper to reach (default: 1e-6)', exactNumber)
    .option(
      '--time-limit <s>',
      `with --certify: seconds after which what is proved so far has to do (default: ${DEFAULT_SECONDS})`,
      integerFrom(1, 1_000_000),
    )
    .option('--certificate <file>', 'with --certify: write the proof, for antipode verify');
}

/** @throws {@link UsageError} if an option of --certify is given without it. */
export function requireCertify({ certify, gap, timeLimit, certificate }: CertifyOptions): void {
  if (certify === true) return;
  const found = [
    ...(gap === undefined ? [] : ['--gap']),
    ...(timeLimit === undefined ? [] : ['--time-limit']),
    ...(certificate === undefined ? [] : ['--certificate']),
  ];
  if (found.length > 0) throw new UsageError(`${found.join(', ')}: belongs to --certify`);
}

/** The certifier the options ask for, and what it leaves to write. */
export function certifierOf(
  options: CertifyOptions,
  output: Output,
): { readonly certifier: Certifier; readonly writeCertificate: () => Promise<void> } {
  if (options.certify !== true) return { certifier: noCertificate, writeCertificate: async () => {} };
  let proof: Certificate | undefined;
  const certifier: Certifier = (task, { hidden, bias }) => {
    const { gap = DEFAULT_GAP, timeLimit = DEFAULT_SECONDS } = options;
    const end = performance.now() + 1000 * timeLimit;
    const goal = Math.log(toNumber(gap));
    const progress = output.progress('certifying', 100, '%');
    const result = certifyMinimum(
      task,
      hidden,
      bias,
      { gap, proceed: () => performance.now() < end },
      (state) => progress.update(Math.max(0, Math.min(100, (100 * Math.log(state.gap)) / goal))),
    );
    progress.finish();
    proof = result.status === 'certified' ? result.certificate : result.proved;
    return boundsOf(result);
  };
  return {
    certifier,
    writeCertificate: async () => {
      const { certificate: path } = options;
      if (path === undefined) return;
      if (proof === undefined) {
        output.note(`nothing was proved in time: ${path} is not written`);
        return;
      }
      await writeWholeFile(path, formatCertificateFile(proof));
      output.note(`certificate: ${path}`);
    },
  };
}

function boundsOf(result: ReturnType<typeof certifyMinimum>): GlobalBounds {
  const { boxes, status } = result;
  const [lower, upper] =
    status === 'certified'
      ? [result.certificate.lower, result.certificate.upper]
      : [result.lower, result.best.upper];
  return { status, lower: roundedDown(lower), upper: roundedUp(upper), boxes };
}
