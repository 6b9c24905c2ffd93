import { boxCount, type Certificate } from '../../../model/certificate.ts';
import type { PhaseCertificate } from '../../../model/phase-certificate.ts';
import { enclosedQuantity } from '../../../model/quantity.ts';
import { roundedDown, roundedUp } from '../../../support/directed-rounding.ts';
import { formatRational } from '../../../support/rational.ts';
import { checkCertificate, testCount } from '../../../verify/certificate/check-certificate.ts';
import {
  checkPhaseCertificate,
  phaseTestCount,
} from '../../../verify/certificate/check-phase-certificate.ts';
import { type Claim, checkClaim } from '../../../verify/check-claim.ts';
import type { Output } from '../../output/output.ts';
import { taskText } from '../../terminal/task-text.ts';
import type { Verification } from './verify-options.ts';

/** Repeats every step of a certified minimum; a claim is of the global minimum, which lies between the two bounds. */
export function verifyCertificate(
  path: string,
  certificate: Certificate,
  claim: Claim | undefined,
  output: Output,
): Verification {
  const { task, hiddenDimension, biasMode, lower, upper } = certificate;
  const progress = output.progress('checking boxes', testCount(certificate), 'tests');
  try {
    const checks = checkCertificate(certificate, { progress: (done) => progress.update(done) });
    const minimum = enclosedQuantity(roundedDown(lower), roundedUp(upper));
    const claims = claim === undefined ? [] : [checkClaim('claimed loss = global minimum', minimum, claim)];
    const subject = `certificate ${path}: ${taskText(task, hiddenDimension, biasMode)}, ${boxCount(certificate)} boxes`;
    return { subject, checks: [...checks, ...claims] };
  } finally {
    progress.finish();
  }
}

/** Repeats every step of a certified phase. */
export function verifyPhaseCertificate(
  path: string,
  certificate: PhaseCertificate,
  output: Output,
): Verification {
  const { density, importance, phase } = certificate;
  const progress = output.progress('checking boxes', phaseTestCount(certificate), 'tests');
  try {
    const checks = checkPhaseCertificate(certificate, { progress: (done) => progress.update(done) });
    const [p, r] = [density, importance].map((ends) => ends.map(formatRational).join(' to '));
    return {
      subject: `certificate ${path}: n = 2, m = 1, density ${p}, importance 1, ${r}: ${phase}`,
      checks,
    };
  } finally {
    progress.finish();
  }
}
