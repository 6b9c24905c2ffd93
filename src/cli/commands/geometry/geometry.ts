import type { Command } from 'commander';
import { type ModelSource, readModels } from '../../input/read-models.ts';
import { interruptSignal } from '../../interruption.ts';
import { addCommonOptions } from '../../options/common-options.ts';
import { addWeightsOptions, type WeightsOptions } from '../../options/weights-options.ts';
import type { JsonDocument } from '../../output/json-document.ts';
import { type CommonOptions, openOutput } from '../../output/output.ts';
import type { Style } from '../../terminal/style.ts';
import { inTurn } from '../in-turn.ts';
import { instancesText } from '../instances-text.ts';
import { weightsJson } from '../weights-document.ts';
import { geometryJson } from './geometry-document.ts';
import { type GeometryFindings, geometryFindings } from './geometry-findings.ts';
import { geometryText } from './geometry-text.ts';

export function registerGeometry(program: Command): void {
  const command = program
    .command('geometry')
    .description('feature dimensionalities, polytopes, superposition and neurons of given weights')
    .argument('[model]', 'a model file, or - for standard input')
    .addHelpText(
      'after',
      `
Example:
  antipode geometry examples/pentagon.json
  antipode geometry --weights model.pt --layout features-hidden --json`,
    );
  addCommonOptions(command);
  addWeightsOptions(command).action(runGeometry);
}

async function runGeometry(
  path: string | undefined,
  options: CommonOptions & WeightsOptions,
  command: Command,
): Promise<void> {
  const signal = interruptSignal();
  const output = await openOutput(options);
  const source = await readModels(path, options, command, output, 'any');
  const found = await inTurn('geometry', source, output, signal, geometryFindings);
  await output.deliver(geometryDocument(source, found), () => text(source, found, output));
}

function geometryDocument(source: ModelSource, found: readonly GeometryFindings[]): JsonDocument {
  const model = source.model(source.instances[0] ?? 0);
  return {
    schema: 'antipode/geometry@1',
    features: model.featureCount,
    hidden: model.hiddenDimension,
    weightsFile: weightsJson(source),
    instances: found.map((findings, k) => ({
      instance: source.instances[k] ?? k,
      ...geometryJson(findings),
    })),
  };
}

function text(source: ModelSource, found: readonly GeometryFindings[], { style }: { style: Style }): string {
  const [only] = found;
  if (found.length === 1 && only !== undefined) return geometryText(only, style).join('\n');
  const rows = found.map((geometry) => ({ geometry }));
  return instancesText(source.instances, rows, style);
}
