import { parseNpy } from './npy.ts';
import type { Tensor } from './tensor.ts';
import type { ZipEntry } from './zip-archive.ts';

/**
 * The arrays of a .npz file, which is a ZIP archive of `NAME.npy`; stored or deflated.
 *
 * @throws {@link import('../../support/errors.ts').FileError} on an entry that is no .npy file, and on whatever `parseNpy` refuses.
 */
export async function parseNpz(entries: readonly ZipEntry[]): Promise<Tensor[]> {
  const tensors: Tensor[] = [];
  for (const entry of entries) {
    const file = await entry.read();
    if (!entry.name.endsWith('.npy')) throw file.refusal('arrays alone, named NAME.npy', 'another file');
    tensors.push(parseNpy(file, entry.name.slice(0, -'.npy'.length)));
  }
  return tensors;
}
