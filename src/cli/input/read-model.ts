import type { AnyModel } from '../../loss/model-loss.ts';
import { modelOfFile } from '../../loss/model-of-file.ts';
import type { Certificate } from '../../model/certificate.ts';
import {
  isCertificateText,
  MAX_CERTIFICATE_CHARACTERS,
  parseCertificateFile,
} from '../../model/file/certificate-file.ts';
import { decodeModelFile, decodeModelText } from '../../model/file/model-file.ts';
import {
  isPhaseCertificateText,
  parsePhaseCertificateFile,
} from '../../model/file/phase-certificate-file.ts';
import type { PhaseCertificate } from '../../model/phase-certificate.ts';
import type { ToyModel } from '../../model/toy-model.ts';
import { readBytes } from './read-bytes.ts';

/** More than the 16 MiB a model file may have: reading stops there, since a stream may be endless. */
const MAX_BYTES = 2 ** 24 + 1;
const WHAT = 'a readable model file';

/**
 * Reads a model file of any kind; `-` is standard input.
 *
 * @throws {@link FileError} if the file cannot be read or does not describe a model.
 */
export async function readModel(path: string): Promise<AnyModel> {
  const { bytes, name } = await readBytes(path, MAX_BYTES, WHAT);
  return modelOfFile(decodeModelText(bytes, name), name);
}

/**
 * Reads a file of a tied model with rational weights; `-` is standard input.
 *
 * @throws {@link FileError} if the file cannot be read or does not describe such a model.
 */
export async function readToyModel(path: string): Promise<ToyModel> {
  const { bytes, name } = await readBytes(path, MAX_BYTES, WHAT);
  return decodeModelFile(bytes, name);
}

/** Where a document says what it is. */
const HEAD = 4096;

/** What {@link readModelOrCertificate} found. */
export type VerifiableFile =
  | { readonly kind: 'model'; readonly model: AnyModel }
  | { readonly kind: 'certificate'; readonly certificate: Certificate }
  | { readonly kind: 'phase-certificate'; readonly certificate: PhaseCertificate };

/**
 * Reads a file of a model or of a certificate, which its schema tells apart; `-` is standard input.
 *
 * @throws {@link FileError} if the file cannot be read or is neither.
 */
export async function readModelOrCertificate(path: string): Promise<VerifiableFile> {
  const { bytes, name } = await readBytes(path, MAX_BYTES, WHAT, (head) =>
    isCertificate(head) ? MAX_CERTIFICATE_CHARACTERS + 1 : MAX_BYTES,
  );
  const text = bytes.toString('utf8');
  const head = text.slice(0, HEAD);
  if (isCertificateText(head)) return { kind: 'certificate', certificate: parseCertificateFile(text, name) };
  if (isPhaseCertificateText(head)) {
    return { kind: 'phase-certificate', certificate: parsePhaseCertificateFile(text, name) };
  }
  return { kind: 'model', model: modelOfFile(decodeModelText(bytes, name), name) };
}

function isCertificate(bytes: Buffer): boolean {
  const head = bytes.subarray(0, HEAD).toString('utf8');
  return isCertificateText(head) || isPhaseCertificateText(head);
}
