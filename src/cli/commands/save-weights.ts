import { formatWeights, SAVED_FORMATS, type SavedModel } from '../../model/weights-file/saved-models.ts';
import { UsageError } from '../../support/errors.ts';
import type { Output } from '../output/output.ts';
import { requireWritable, writeWholeFile } from '../output/write-whole-file.ts';

/** Trained models, however they were trained. */
export interface SavedOutcome {
  readonly models: readonly SavedModel[];
  readonly plan: { readonly featureCount: number };
}

/**
 * Makes sure, before any training, that the weights can be written.
 *
 * @returns what writes them, whole.
 * @throws {@link UsageError} on an ending that names no format, and on a place that cannot be written to.
 */
export async function openSaving(
  path: string,
): Promise<(outcome: SavedOutcome, output: Output) => Promise<void>> {
  const format = SAVED_FORMATS.find((ending) => path.toLowerCase().endsWith(`.${ending}`));
  if (format === undefined) {
    const endings = SAVED_FORMATS.map((ending) => `.${ending}`).join(', ');
    throw new UsageError(`--save: expected a file that ends in ${endings}; found ${path}`);
  }
  await requireWritable(path);
  return async ({ models, plan }, output) => {
    await writeWholeFile(path, formatWeights(models, plan.featureCount, format));
    output.note(`wrote the weights of ${models.length} models into ${path}`);
  };
}
