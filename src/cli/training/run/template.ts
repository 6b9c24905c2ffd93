import { UsageError } from '../../../support/errors.ts';
import { formatRational, type Rational } from '../../../support/rational.ts';
import { readModel } from '../../input/read-model.ts';
import type { OptionSource } from './option-texts.ts';

/**
 * The options by which models like that of a file are trained: all of it but its weights and biases.
 *
 * @throws {@link import('../../../support/errors.ts').FileError} on a bad file.
 */
export async function templateSource(path: string): Promise<OptionSource> {
  const model = await readModel(path);
  const list = (values: readonly Rational[]): string => values.map(formatRational).join(',');
  const isTwoLayer = 'inputWeights' in model;
  const isTable = model.activity.name.startsWith('table:');
  const texts = new Map<string, string>([
    ['features', String(model.featureCount)],
    ['hidden', String(model.hiddenDimension)],
    ['importance', list(model.importances)],
    ['inputs', oneOrAll(model.inputs.map(({ name }) => name))],
    ['activity', model.activity.name],
    ['activation', model.activation.name],
    ['architecture', isTwoLayer ? (model.tied ? 'relu-hidden' : 'two-layer') : 'tied'],
  ]);
  if (!isTable) texts.set('density', list(model.densities));
  if (isTwoLayer) texts.set('target', model.target);
  if (model.featureCount > 10_000) {
    throw new UsageError(`--like: expected a model of at most 10000 features, found ${model.featureCount}`);
  }
  return { name: `--like ${path}`, isFile: false, texts };
}

function oneOrAll(names: readonly string[]): string {
  const [first = ''] = names;
  return names.every((name) => name === first) ? first : names.join(';');
}
