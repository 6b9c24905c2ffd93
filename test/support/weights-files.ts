/** @file The corpus of weights files, and reading with Node's inflate. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inflateRawSync } from 'node:zlib';
import { readTensors, type TensorFile } from '../../src/model/weights-file/read-tensors.ts';

const folder = fileURLToPath(new URL('../golden/weights/', import.meta.url));

/** The path of a file of the corpus: `good/npz-stored.npz`. */
export function weightsPath(name: string): string {
  return `${folder}${name}`;
}

export function weightsBytes(name: string): Uint8Array {
  return new Uint8Array(readFileSync(weightsPath(name)));
}

export function tensorsOf(bytes: Uint8Array, fileName = 'file'): Promise<TensorFile> {
  return readTensors(bytes, fileName, (deflated, size) =>
    inflateRawSync(deflated, { maxOutputLength: Math.max(1, size) }),
  );
}
