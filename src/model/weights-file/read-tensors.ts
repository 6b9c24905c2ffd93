/** @file One door for all formats. A file is told by its first bytes, never by its name. */

import { BinaryFile, MAX_FILE_BYTES } from './binary-file.ts';
import type { Inflate } from './inflate.ts';
import { NPY_MAGIC, parseNpy } from './npy.ts';
import { parseNpz } from './npz.ts';
import { looksLikeSafetensors, parseSafetensors } from './safetensors.ts';
import type { Tensor } from './tensor.ts';
import { looksLikePickle, parseTorchLegacy } from './torch-legacy.ts';
import { parseTorchZip, torchPickleOf } from './torch-zip.ts';
import { parseWeightsJson } from './weights-json.ts';
import { zipEntries } from './zip-archive.ts';

export type WeightsFormat = 'npy' | 'npz' | 'safetensors' | 'pt' | 'json';

export interface TensorFile {
  readonly fileName: string;
  readonly format: WeightsFormat;
  readonly tensors: readonly Tensor[];
  /** What the file says of itself, where the format has a place for it. */
  readonly metadata: ReadonlyMap<string, string>;
}

/** Formats that people try, by how they begin, and what to do instead. */
const OTHERS: readonly (readonly [magic: readonly number[], found: string])[] = [
  [[0x89, 0x48, 0x44, 0x46], 'an HDF5 file; save the arrays with numpy.savez'],
  [[0x1f, 0x8b], 'a gzip file; unpack it first'],
  [[0x47, 0x47, 0x55, 0x46], 'a GGUF file; save the tensors as .safetensors'],
];

/**
 * The tensors of a .npy, .npz, .safetensors or .pt file, or of an `antipode/weights@1` document.
 *
 * @param bytes - the whole file, at most 256 MiB; not modified, and not to be while tensors are in use.
 * @param fileName - for the messages.
 * @param inflate - undoes DEFLATE in .npz files.
 * @returns tensors whose numbers are decoded when asked for, exactly.
 * @throws {@link import('../../support/errors.ts').FileError} on anything else, and on whatever a format does not allow. Nothing in a
 *   file is ever executed.
 */
export async function readTensors(
  bytes: Uint8Array,
  fileName: string,
  inflate: Inflate,
): Promise<TensorFile> {
  const file = new BinaryFile(bytes, fileName);
  if (file.length > MAX_FILE_BYTES) throw file.refusal(`at most ${MAX_FILE_BYTES} bytes`, `${file.length}`);
  const contents = await contentsOf(file, inflate);
  if (contents.tensors.length === 0) throw file.refusal('at least one tensor', 'none');
  return { fileName, metadata: new Map(), ...contents };
}

type Contents = Pick<TensorFile, 'format' | 'tensors'> & Partial<Pick<TensorFile, 'metadata'>>;

function contentsOf(file: BinaryFile, inflate: Inflate): Contents | Promise<Contents> {
  if (startsWith(file, NPY_MAGIC)) return { format: 'npy', tensors: [parseNpy(file, '')] };
  if (startsWith(file, [0x50, 0x4b])) return zipContents(file, inflate);
  if (looksLikeSafetensors(file)) return { format: 'safetensors', ...parseSafetensors(file) };
  if (looksLikePickle(file)) return { format: 'pt', tensors: parseTorchLegacy(file) };
  if (/^\uFEFF?\s*\{/.test(new TextDecoder().decode(file.bytes.subarray(0, 64)))) {
    return { format: 'json', ...parseWeightsJson(file) };
  }
  const other = OTHERS.find(([magic]) => startsWith(file, magic))?.[1];
  const found = file.length === 0 ? 'an empty file' : (other ?? 'none of these');
  throw file.refusal('a .npy, .npz, .safetensors or .pt file', found);
}

async function zipContents(file: BinaryFile, inflate: Inflate): Promise<Contents> {
  const entries = zipEntries(file, inflate);
  const pickle = torchPickleOf(entries);
  return pickle === undefined
    ? { format: 'npz', tensors: await parseNpz(entries) }
    : { format: 'pt', tensors: await parseTorchZip(entries, pickle, file) };
}

function startsWith({ bytes }: BinaryFile, magic: readonly number[]): boolean {
  return magic.every((byte, k) => bytes[k] === byte);
}
