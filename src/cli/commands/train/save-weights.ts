import { resolve } from 'node:path';
import { SAVED_FORMATS, type SavedModel, weightsInParts } from '../../../model/weights-file/saved-models.ts';
import { UsageError } from '../../../support/errors.ts';
import type { List } from '../../../support/list.ts';
import { type JsonDocument, serialiseDocument } from '../../output/json-document.ts';
import type { Output } from '../../output/output.ts';
import { requireWritable, writeWholeFile } from '../../output/write-whole-file.ts';

/** Trained models, however they were trained. */
export interface SavedOutcome {
  readonly models: List<SavedModel>;
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
    await writeWholeFile(path, weightsInParts(models, plan.featureCount, format));
    output.note(`wrote the weights of ${models.length} models into ${path}`);
  };
}

interface RunPlaces {
  readonly save?: string;
  readonly run?: string;
}

/** Where the document of a run goes: where --run says, and beside the weights, `run.json` for `run.safetensors`, `run.run.json` for `run.json`. */
function runPlaces({ save, run }: RunPlaces): string[] {
  const beside = save?.replace(/\.json$/i, '.run.json').replace(/\.(safetensors|npz)$/i, '.json');
  return [...new Set([run, beside].filter((path) => path !== undefined))];
}

/**
 * Makes sure that no two outputs go into one file.
 *
 * @param others - files that are written besides.
 * @throws {@link UsageError} if two do.
 */
export function requireDistinctPlaces(places: RunPlaces, others: readonly (string | undefined)[]): void {
  const all = [...others, places.save, ...runPlaces(places)].filter((path) => path !== undefined);
  const twice = all.find((path, at) => all.findIndex((other) => resolve(other) === resolve(path)) !== at);
  if (twice === undefined) return;
  throw new UsageError(
    `${twice} would be written twice; beside the weights of --save goes the run, as .json: name another file`,
  );
}

/** Writes the document of a run to its places. */
export async function saveRun(
  places: RunPlaces,
  document: () => JsonDocument,
  output: Output,
): Promise<void> {
  const paths = runPlaces(places);
  if (paths.length === 0) return;
  const text = serialiseDocument(document());
  for (const path of paths) {
    await writeWholeFile(path, text);
    output.note(`wrote the run into ${path}`);
  }
}
