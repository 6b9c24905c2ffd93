/** @file A certified global minimum of the report: searched for, written as a file, read back and checked without the search. */

import { certifyMinimum } from '../../../landscape/certificate/certify-minimum.ts';
import { type BiasMode, boxCount } from '../../../model/certificate.ts';
import { formatCertificateFile, parseCertificateFile } from '../../../model/file/certificate-file.ts';
import { phaseOfWeights } from '../../../model/phase/phase-of-weights.ts';
import { task } from '../../../model/toy-model.ts';
import { formatRational, ONE, parseRational, toNumber } from '../../../support/rational.ts';
import { checkCertificate } from '../../../verify/certificate/check-certificate.ts';
import { overall, type Verdict } from '../../../verify/verdict.ts';

export interface PointSetting {
  /** Of the file, without extension. */
  readonly name: string;
  readonly featureCount: number;
  readonly hiddenDimension: number;
  readonly bias: BiasMode;
  /** p of all features and r of the last one: rationals. */
  readonly density: string;
  readonly importance: string;
  /** Boxes after which what is proved has to do. */
  readonly mostBoxes: number;
}

export interface CertifiedPoint {
  readonly setting: PointSetting;
  /** Whether (upper − lower)/upper ≤ 10⁻⁶ was reached. */
  readonly status: 'certified' | 'not-certified';
  /** No model has a smaller loss, and there is one with no greater one: rationals. `0` if nothing was proved. */
  readonly lower: string;
  readonly upper: string;
  readonly boxes: number;
  readonly phase: string;
  /** The certificate; none if nothing was proved. */
  readonly file?: string;
  /** Of the checker, which knows the file alone; none if there is none. */
  readonly recheck?: Verdict;
}

/** Boxes between two looks at the count. */
const PACE = 1024;

export function certifyPoint(setting: PointSetting): CertifiedPoint {
  const { name, featureCount, hiddenDimension, bias, density, importance, mostBoxes } = setting;
  const features = Array.from({ length: featureCount }, (_, i) => i);
  const pointTask = task(
    features.map(() => parseRational(density)),
    features.map((i) => (i === featureCount - 1 ? parseRational(importance) : ONE)),
  );
  let waves = 0;
  const proceed = (): boolean => {
    waves += 1;
    return waves * PACE <= mostBoxes;
  };
  const result = certifyMinimum(pointTask, hiddenDimension, bias, { proceed });
  const proved = result.status === 'certified' ? result.certificate : result.proved;
  const model = proved ?? (result.status === 'certified' ? result.certificate : result.best);
  const weights = Float64Array.from(model.weights.flat(), toNumber);
  const shared = {
    setting,
    status: result.status,
    upper: formatRational(model.upper),
    phase: phaseOfWeights(weights, featureCount).name,
  };
  if (proved === undefined) return { ...shared, lower: '0', boxes: result.boxes };
  const file = formatCertificateFile(proved);
  const recheck = overall(checkCertificate(parseCertificateFile(file, name)));
  return { ...shared, lower: formatRational(proved.lower), boxes: boxCount(proved), file, recheck };
}
