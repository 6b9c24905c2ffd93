import { bytesOfDoubles, type SavedTensor } from './saved-tensor.ts';

const ALIGNMENT = 8;

/**
 * The .safetensors file of tensors as F64, in their order; the same bytes for the same numbers.
 *
 * @param metadata - texts under names, for `__metadata__`.
 * @returns the file in parts, one after the other, which may be views of the tensors.
 * @see safetensors.ts, which reads it back.
 */
export function formatSafetensors(
  tensors: readonly SavedTensor[],
  metadata: ReadonlyMap<string, string> = new Map(),
): Uint8Array[] {
  let offset = 0;
  const entries = tensors.map(({ name, shape, values }) => {
    const begin = offset;
    offset += 8 * values.length;
    return [name, { dtype: 'F64', shape, data_offsets: [begin, offset] }] as const;
  });
  const head = metadata.size === 0 ? [] : [['__metadata__', Object.fromEntries(metadata)] as const];
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries([...head, ...entries])));
  const length = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  const header = new Uint8Array(8 + length).fill(0x20, 8 + text.length);
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true);
  header.set(text, 8);
  return [header, ...tensors.map(({ values }) => bytesOfDoubles(values))];
}
