import { formatWeights, SAVED_FORMATS } from '../../model/weights-file/saved-models.ts';
import type { TrainingOutcome } from '../../numeric/training/train.ts';
import { UsageError } from '../../support/errors.ts';
import { type JsonDocument, serialiseDocument } from '../output/json-document.ts';
import type { Output } from '../output/output.ts';
import { requireWritable, writeWholeFile } from '../output/write-whole-file.ts';

/**
 * Makes sure, before any training, that the weights can be written.
 *
 * @returns what writes them, whole.
 * @throws {@link UsageError} on an ending that names no format, and on a place that cannot be written to.
 */
export async function openSaving(
  path: string,
): Promise<(outcome: TrainingOutcome, output: Output) => Promise<void>> {
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

/**
 * Writes the document of a run where --run says, and beside the weights: `run.json` for `run.safetensors` and `run.npz`, `run.run.json`
 * for weights that are `run.json` themselves.
 */
export async function saveRun(
  { save, run }: { readonly save?: string; readonly run?: string },
  document: () => JsonDocument,
  output: Output,
): Promise<void> {
  const beside = save?.replace(/\.json$/i, '.run.json').replace(/\.(safetensors|npz)$/i, '.json');
  const paths = [...new Set([run, beside].filter((path) => path !== undefined))];
  if (paths.length === 0) return;
  const text = serialiseDocument(document());
  for (const path of paths) {
    await writeWholeFile(path, text);
    output.note(`wrote the run into ${path}`);
  }
}
