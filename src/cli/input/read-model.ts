import { createReadStream } from 'node:fs';
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
import { FileError } from '../../support/errors.ts';

/** More than the 16 MiB a model file may have: reading stops there, since a stream may be endless. */
const MAX_BYTES = 2 ** 24 + 1;

/**
 * Reads a model file of any kind; `-` is standard input.
 *
 * @throws {@link FileError} if the file cannot be read or does not describe a model.
 */
export async function readModel(path: string): Promise<AnyModel> {
  const { bytes, name } = await readBytes(path);
  return modelOfFile(decodeModelText(bytes, name), name);
}

/**
 * Reads a file of a tied model with rational weights; `-` is standard input.
 *
 * @throws {@link FileError} if the file cannot be read or does not describe such a model.
 */
export async function readToyModel(path: string): Promise<ToyModel> {
  const { bytes, name } = await readBytes(path);
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
  const { bytes, name } = await readBytes(path);
  const text = bytes.toString('utf8');
  const head = text.slice(0, HEAD);
  if (isCertificateText(head)) return { kind: 'certificate', certificate: parseCertificateFile(text, name) };
  if (isPhaseCertificateText(head)) {
    return { kind: 'phase-certificate', certificate: parsePhaseCertificateFile(text, name) };
  }
  return { kind: 'model', model: modelOfFile(decodeModelText(bytes, name), name) };
}

async function readBytes(path: string): Promise<{ readonly bytes: Buffer; readonly name: string }> {
  const name = path === '-' ? 'standard input' : path;
  const stream: AsyncIterable<Buffer> = path === '-' ? process.stdin : createReadStream(path);
  const bytes = await readBounded(stream).catch((error: unknown) => {
    throw new FileError(name, '', 'a readable model file', reasonOf(error));
  });
  return { bytes, name };
}

/** The bytes of a stream, stopping once there are more than a model file may have, or a certificate if its head says that it is one. */
async function readBounded(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  let limit = MAX_BYTES;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= limit && limit === MAX_BYTES && isCertificate(chunks))
      limit = MAX_CERTIFICATE_CHARACTERS + 1;
    if (length >= limit) break;
  }
  return Buffer.concat(chunks);
}

function isCertificate(chunks: readonly Buffer[]): boolean {
  const head = Buffer.concat(chunks).subarray(0, HEAD).toString('utf8');
  return isCertificateText(head) || isPhaseCertificateText(head);
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'no such file'],
  ['ENOTDIR', 'no such file'],
  ['EISDIR', 'a folder'],
  ['EACCES', 'one without permission to read'],
]);

function reasonOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return REASONS.get(code) ?? message;
}
