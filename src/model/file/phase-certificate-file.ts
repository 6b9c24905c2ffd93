/** @file The file of a certified phase, schema `antipode/phase-certificate@1`: written whole, read exactly, refused precisely. */

import { FileError } from '../../support/errors.ts';
import { formatRational, ONE, type Rational, signOf, ZERO } from '../../support/rational.ts';
import type { CertifiedPhase, Ends, PhaseCertificate } from '../phase-certificate.ts';
import { MAX_CERTIFICATE_CHARACTERS, treeIn } from './certificate-file.ts';
import { formatHashed, requireHash, treeLines } from './hashed-document.ts';
import { entries, field, type Place, rationalIn, refusal, requireKeys, textIn } from './json-fields.ts';
import { parseJson } from './json-text.ts';
import { DENSITY, ENTRY, IMPORTANCE } from './model-file-schema.ts';

export const PHASE_CERTIFICATE_SCHEMA = 'antipode/phase-certificate@1';

const KEYS = ['schema', 'density', 'importance', 'phase', 'witness', 'range', 'trees', 'sha256'];
const PHASES: readonly CertifiedPhase[] = ['antipodal', 'confused', 'dropped-last', 'dropped-first'];

/** The file that {@link parsePhaseCertificateFile} reads back as the same certificate. */
export function formatPhaseCertificateFile(certificate: PhaseCertificate): string {
  return formatHashed(bodyOf(certificate));
}

function bodyOf({ density, importance, phase, witness, range, trees }: PhaseCertificate): object {
  return {
    schema: PHASE_CERTIFICATE_SCHEMA,
    density: density.map(formatRational),
    importance: importance.map(formatRational),
    phase,
    witness: witness.map(formatRational),
    range: range.map(formatRational),
    trees: trees.map(treeLines),
  };
}

/** Whether a document says that it is a certificate of this kind, of any version. */
export function isPhaseCertificateText(text: string): boolean {
  return /"schema"\s*:\s*"antipode\/phase-certificate@/.test(text);
}

/**
 * The certificate in a file. What it claims is not believed, only read.
 *
 * @throws {@link FileError} on anything the schema does not allow, and if the hash does not fit.
 */
export function parsePhaseCertificateFile(text: string, fileName: string): PhaseCertificate {
  if (text.length > MAX_CERTIFICATE_CHARACTERS) {
    throw new FileError(fileName, '', `at most ${MAX_CERTIFICATE_CHARACTERS} characters`, `${text.length}`);
  }
  const document: Place = { fileName, path: '', value: parseJson(text, fileName) };
  requireKeys(document, KEYS, []);
  const schema = field(document, 'schema');
  if (schema.value !== PHASE_CERTIFICATE_SCHEMA) throw refusal(schema, `"${PHASE_CERTIFICATE_SCHEMA}"`);
  const [first, last] = entries(field(document, 'trees'), 2, 'trees').map(treeIn);
  const certificate: PhaseCertificate = {
    density: positiveRange(field(document, 'density'), DENSITY),
    importance: positiveRange(field(document, 'importance'), IMPORTANCE),
    phase: phaseIn(field(document, 'phase')),
    witness: endsIn(field(document, 'witness'), ENTRY),
    range: endsIn(field(document, 'range'), ENTRY),
    trees: [first ?? '', last ?? ''],
  };
  requireHash(document, bodyOf(certificate));
  return certificate;
}

function endsIn(place: Place, range: typeof ENTRY): Ends {
  const [first = ZERO, second = ONE] = entries(place, 2, 'numbers').map(
    (end): Rational => rationalIn(end, range),
  );
  return [first, second];
}

function positiveRange(place: Place, range: typeof ENTRY): Ends {
  const ends = endsIn(place, range);
  if (signOf(ends[0]) <= 0 || ends[0].compare(ends[1]) > 0) throw refusal(place, 'a range above 0');
  return ends;
}

function phaseIn(place: Place): CertifiedPhase {
  const name = textIn(place, 'the name of a phase');
  const phase = PHASES.find((known) => known === name);
  if (phase === undefined) throw refusal(place, `one of ${PHASES.join(', ')}`);
  return phase;
}
