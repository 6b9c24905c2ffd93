/** @file A certified phase of the report, over a box of parameters. */

import { certifyPhase } from '../../../landscape/certificate/certify-phase.ts';
import {
  formatPhaseCertificateFile,
  parsePhaseCertificateFile,
} from '../../../model/file/phase-certificate-file.ts';
import { parseRational } from '../../../support/rational.ts';
import { checkPhaseCertificate } from '../../../verify/certificate/check-phase-certificate.ts';
import { overall, type Verdict } from '../../../verify/verdict.ts';

/** Rationals. */
export interface BoxSetting {
  readonly name: string;
  readonly density: readonly [string, string];
  readonly importance: readonly [string, string];
}

export interface CertifiedBox {
  readonly setting: BoxSetting;
  readonly status: 'certified' | 'not-certified';
  readonly phase: string;
  readonly boxes: number;
  readonly file?: string;
  readonly recheck?: Verdict;
}

export function certifyBox(setting: BoxSetting): CertifiedBox {
  const ends = ([low, high]: readonly [string, string]) => [parseRational(low), parseRational(high)] as const;
  const result = certifyPhase(ends(setting.density), ends(setting.importance));
  if (result.status !== 'certified') return { setting, status: result.status, phase: result.phase, boxes: 0 };
  const { certificate } = result;
  const file = formatPhaseCertificateFile(certificate);
  return {
    setting,
    status: 'certified',
    phase: certificate.phase,
    boxes: certificate.trees.reduce((sum, tree) => sum + tree.length, 0),
    file,
    recheck: overall(checkPhaseCertificate(parsePhaseCertificateFile(file, setting.name))),
  };
}
