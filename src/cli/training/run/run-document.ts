import { createHash } from 'node:crypto';
import type { JsonDocument } from '../../output/json-document.ts';
import { packageVersion } from '../../package-version.ts';
import type { OptionTexts } from './option-texts.ts';

export const RUN_SCHEMA = 'antipode/run@1';

/** What is known of a training that has ended. */
export interface RunOfTraining {
  /** All that decides about the result. */
  readonly options: OptionTexts;
  readonly engine: string;
  /** Why this engine. */
  readonly engineReason: string;
  readonly seed: number;
  readonly instances: number;
  readonly step: number;
  readonly started: Date;
  readonly seconds: number;
  readonly stepsPerSecond: number;
  /** Of the whole program, in bytes. */
  readonly peakMemory: number;
  /** The step at which a checkpoint was taken up, if one was. */
  readonly resumedAt?: number | undefined;
  /** W or W₁, W₂ and b of all models, as doubles, one after the other. */
  readonly parameters: Iterable<Float64Array>;
}

/** The `antipode/run@1` document of a training: `antipode train --config` repeats it. */
export function runDocument(run: RunOfTraining): JsonDocument {
  const { engine, engineReason, seed, instances, step, seconds, stepsPerSecond, resumedAt } = run;
  const hash = createHash('sha256');
  for (const values of run.parameters) {
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return {
    schema: RUN_SCHEMA,
    command: 'train',
    options: Object.fromEntries(run.options),
    engine,
    engineReason,
    seed,
    instances,
    steps: step,
    ...(resumedAt === undefined ? {} : { resumedAt }),
    version: packageVersion(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    started: run.started.toISOString(),
    seconds,
    stepsPerSecond,
    peakMemory: run.peakMemory,
    parametersSha256: hash.digest('hex'),
  };
}
