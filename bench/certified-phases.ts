/**
 * @file The second table of docs/maths/certificates.md §8: phases of the pair certified over boxes of parameters, and checked.
 *
 *     node --import tsx bench/certified-phases.ts
 *
 * Search and check are CPU time of one thread.
 */

import { certifyPhase } from '../src/landscape/certificate/certify-phase.ts';
import type { Ends } from '../src/model/phase-certificate.ts';
import { parseRational } from '../src/support/rational.ts';
import { checkPhaseCertificate } from '../src/verify/certificate/check-phase-certificate.ts';
import { overall } from '../src/verify/verdict.ts';

/** Densities, and importances of the last feature relative to the first. */
const BOXES = [
  ['0.10', '0.12', '0.4', '0.5'],
  ['0.1', '0.3', '0.3', '1'],
  ['0.55', '0.58', '0.99', '1'],
  ['0.7', '0.8', '0.9', '1'],
  ['0.3', '0.3', '0.01', '0.05'],
] as const;

function ends(low: string, high: string): Ends {
  return [parseRational(low), parseRational(high)];
}

/** What `work` returns, and its CPU time. */
function timed<T>(work: () => T): readonly [T, string] {
  const start = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(start);
  return [result, `${Number(((user + system) / 1e6).toPrecision(2))} s`];
}

process.stdout.write('| p | r | phase | boxes | search | check |\n|---|---|---|---|---|---|\n');
for (const [p0, p1, r0, r1] of BOXES) {
  const [result, search] = timed(() => certifyPhase(ends(p0, p1), ends(r0, r1)));
  const cells = [p0 === p1 ? p0 : `${p0} to ${p1}`, `${r0} to ${r1}`];
  if (result.status === 'certified') {
    const { certificate } = result;
    const [checks, check] = timed(() => checkPhaseCertificate(certificate));
    cells.push(certificate.phase, String(certificate.trees.join('').length), search);
    cells.push(`${overall(checks)}, ${check}`);
  } else cells.push(`${result.phase}, ${result.status}: ${result.reason}`, '', search, '');
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}
