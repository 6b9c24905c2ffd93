import type { Command } from 'commander';
import { modelLoss } from '../../../loss/model-loss.ts';
import { DomainError, UsageError } from '../../../support/errors.ts';
import { formatRational } from '../../../support/rational.ts';
import { type ModelSource, readModels } from '../../input/read-models.ts';
import { interruptSignal } from '../../interruption.ts';
import { addCommonOptions } from '../../options/common-options.ts';
import { integerFrom } from '../../options/numeral.ts';
import { addWeightsOptions, type WeightsOptions } from '../../options/weights-options.ts';
import type { JsonDocument } from '../../output/json-document.ts';
import { type CommonOptions, type Output, openOutput } from '../../output/output.ts';
import { geometryJson } from '../geometry/geometry-document.ts';
import { geometryFindings } from '../geometry/geometry-findings.ts';
import { geometryText } from '../geometry/geometry-text.ts';
import { inTurn } from '../in-turn.ts';
import { type InstanceFindings, instancesText } from '../instances-text.ts';
import { weightsJson } from '../weights-document.ts';
import { lossDocument, quantityJson, settingOf } from './loss-document.ts';
import { type LossOptions, lossFindings } from './loss-findings.ts';
import { lossText } from './loss-text.ts';

interface LossCommandOptions extends CommonOptions, LossOptions, WeightsOptions {
  readonly geometry?: true;
}

export function registerLoss(program: Command): void {
  const command = program
    .command('loss')
    .description('the exact expected loss of given weights, its terms, and its gradient')
    .argument('[model]', 'a model file, or - for standard input')
    .option(
      '--max-active <k>',
      'for large models: integrate over active sets of at most k features, and bound the rest',
      integerFrom(0, 8),
    )
    .option('--hessian', 'the exact second derivatives too, in the document of --json')
    .option('--geometry', 'feature dimensionalities, polytopes and superposition too')
    .addHelpText(
      'after',
      `
Example:
  antipode loss examples/antipodal-pair.json
  antipode loss model.json --json | jq -r .loss.exact
  antipode loss examples/pentagon.json            # weights such as "cos(2*pi/5)": exact algebraic numbers
  antipode loss --weights model.pt --density 0.05 --geometry`,
    );
  addCommonOptions(command);
  addWeightsOptions(command).action(runLoss);
}

async function runLoss(
  path: string | undefined,
  options: LossCommandOptions,
  command: Command,
): Promise<void> {
  const output = await openOutput(options);
  const source = await readModels(path, options, command, output);
  output.note(`seed ${options.seed}, unused: nothing here is random`);
  await (source.instances.length === 1
    ? deliverOne(source, options, output)
    : deliverMany(source, options, output));
}

async function deliverOne(source: ModelSource, options: LossCommandOptions, output: Output): Promise<void> {
  const model = source.model(source.instances[0] ?? 0);
  const findings = namingFile(source.path, () => lossFindings(model, options));
  const geometry = options.geometry === true ? geometryFindings(model) : undefined;
  const document: JsonDocument = {
    ...lossDocument(findings),
    weightsFile: weightsJson(source),
    geometry: geometry === undefined ? undefined : geometryJson(geometry),
  };
  await output.deliver(document, () =>
    [
      lossText(findings, output.style),
      ...(geometry === undefined ? [] : ['', ...geometryText(geometry, output.style)]),
    ].join('\n'),
  );
}

/** Of each of many models the loss and the phase, and with --geometry the rest of it; gradients take --instance. */
async function deliverMany(source: ModelSource, options: LossCommandOptions, output: Output): Promise<void> {
  if (options.hessian === true) throw new UsageError('--hessian is of one model: say which, with --instance');
  const hasOwnDensity = options.instanceDensity !== undefined;
  const found = await inTurn('exact losses', source, output, interruptSignal(), (model) =>
    namingFile(source.path, () => ({
      loss: modelLoss(model, options),
      geometry: geometryFindings(model),
      density: hasOwnDensity ? model.densities[0] : undefined,
    })),
  );
  await output.deliver(manyDocument(source, found, options), () =>
    instancesText(source.instances, found, output.style),
  );
}

function manyDocument(
  source: ModelSource,
  found: readonly (InstanceFindings & Required<Pick<InstanceFindings, 'loss' | 'geometry'>>)[],
  { geometry: isAsked, instanceDensity }: LossCommandOptions,
): JsonDocument {
  const model = source.model(source.instances[0] ?? 0);
  return {
    schema: 'antipode/losses@1',
    features: model.featureCount,
    hidden: model.hiddenDimension,
    ...settingOf(model),
    density: instanceDensity === undefined ? model.densities.map(formatRational) : undefined,
    importance: model.importances.map(formatRational),
    weightsFile: weightsJson(source),
    instances: found.map(({ loss, geometry, density }, k) => ({
      instance: source.instances[k] ?? k,
      density: density === undefined ? undefined : formatRational(density),
      method: loss.method,
      loss: quantityJson(loss.loss),
      perFeature: loss.perFeature.map(quantityJson),
      phase: geometry.shape?.phase.name,
      geometry: isAsked === true ? geometryJson(geometry) : undefined,
    })),
    normalisation: 'sum',
  };
}

/** What a model cannot be asked is said with the name of its file. */
function namingFile<T>(path: string, find: () => T): T {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new UsageError(`${path}: expected ${error.expected}, found ${error.found}`);
  }
}
