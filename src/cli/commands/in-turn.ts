import { setImmediate } from 'node:timers/promises';
import type { AnyModel } from '../../loss/model-loss.ts';
import type { ModelSource } from '../input/read-models.ts';
import type { Output } from '../output/output.ts';

/**
 * What there is to find about each model of a source, one after another, with a progress line.
 *
 * @param find - also given the model's place in `instances`.
 * @throws the signal's reason between two models; whatever `find` throws.
 */
export async function inTurn<T>(
  label: string,
  { instances, model }: ModelSource,
  output: Output,
  signal: AbortSignal,
  find: (model: AnyModel, k: number) => T,
): Promise<T[]> {
  const progress = output.progress(label, instances.length, 'models');
  const found: T[] = [];
  try {
    for (const instance of instances) {
      found.push(find(model(instance), found.length));
      progress.update(found.length);
      await setImmediate();
      signal.throwIfAborted();
    }
  } finally {
    progress.finish();
  }
  return found;
}
