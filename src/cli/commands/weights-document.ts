import type { ModelSource } from '../input/read-models.ts';
import type { JsonRecord } from '../output/json-document.ts';

/** Which file the weights are from, and how it was understood; nothing of a model file. */
export function weightsJson({ stored, path }: ModelSource): JsonRecord | undefined {
  if (stored === undefined) return undefined;
  const { layout, layoutBy, names, unused, instanceCount, bias } = stored;
  return {
    file: path,
    layout,
    layoutBy,
    tensors: { ...names },
    unused: [...unused],
    bias: bias === undefined ? 'none in the file, taken as 0' : 'in the file',
    instances: instanceCount,
  };
}
