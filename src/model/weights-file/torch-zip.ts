/**
 * @file .pt files since PyTorch 1.6: a ZIP archive with a pickle `NAME/data.pkl`, and the numbers of each storage in `NAME/data/KEY`.
 *
 * @see torch/serialization.py, `_save`.
 */

import type { BinaryFile } from './binary-file.ts';
import { unpickle } from './pickle/unpickle.ts';
import type { Tensor } from './tensor.ts';
import { namedTensors, torchTensors } from './torch-tensors.ts';
import type { ZipEntry } from './zip-archive.ts';

const PICKLE = '/data.pkl';

/** The archive's pickle, if there is one. */
export function torchPickleOf(entries: readonly ZipEntry[]): ZipEntry | undefined {
  return entries.find(({ name }) => name.endsWith(PICKLE) || name === PICKLE.slice(1));
}

/**
 * The tensors of a state_dict, exactly; nothing in the file is executed.
 *
 * @throws {@link import('../../support/errors.ts').FileError} on programs (TorchScript), on pickles of more than tensors and
 *   dictionaries, and on numbers that are not all there.
 */
export async function parseTorchZip(
  entries: readonly ZipEntry[],
  pickle: ZipEntry,
  file: BinaryFile,
): Promise<Tensor[]> {
  const folder = pickle.name.slice(0, -PICKLE.length + 1);
  const entryOf = new Map(entries.map((entry) => [entry.name, entry]));
  if (
    entryOf.has(`${folder}constants.pkl`) ||
    entries.some(({ name }) => name.startsWith(`${folder}code/`))
  ) {
    const expected = 'a state_dict: torch.save(model.state_dict(), …)';
    throw file.refusal(expected, 'a TorchScript program, which is not run');
  }
  const data = await pickle.read();
  const { value, end } = unpickle(data);
  if (end !== data.length)
    throw data.refusal('the end of the file after the pickle', `${data.length - end} bytes`);
  const named = namedTensors(value, data);
  const bytesOf = new Map<string, BinaryFile>();
  for (const { tensor } of named) {
    const { key } = tensor.storage;
    const entry = entryOf.get(`${folder}data/${key}`);
    if (entry !== undefined && !bytesOf.has(key)) bytesOf.set(key, await entry.read());
  }
  const littleEndian = await isLittleEndian(entryOf.get(`${folder}byteorder`));
  return torchTensors(named, { littleEndian, bytesOf }, file);
}

/** Files from before PyTorch 2.1 do not say, and are little-endian wherever anyone has met one. */
async function isLittleEndian(entry: ZipEntry | undefined): Promise<boolean> {
  if (entry === undefined) return true;
  const file = await entry.read();
  const order = new TextDecoder('latin1').decode(file.bytes.subarray(0, 20));
  if (order !== 'little' && order !== 'big') throw file.refusal('little or big', JSON.stringify(order));
  return order === 'little';
}
