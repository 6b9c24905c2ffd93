import type { Command } from 'commander';
import {
  type DiagramRequest,
  type DiagramWorkers,
  type PhaseDiagrams,
  phaseDiagrams,
  taskCount,
} from '../../../landscape/diagram/phase-diagrams.ts';
import { type Checkpoint, checkpointIn, NO_CHECKPOINT } from '../../diagram/checkpoint.ts';
import { surveyPool } from '../../diagram/survey-pool.ts';
import { interruptSignal } from '../../interruption.ts';
import { addCommonOptions } from '../../options/common-options.ts';
import type { JsonDocument } from '../../output/json-document.ts';
import { type Output, openOutput } from '../../output/output.ts';
import { makeFolder } from '../../output/write-whole-file.ts';
import { trainInPool } from '../../training/training-pool.ts';
import { phaseDocument } from './phase-document.ts';
import { addPhaseOptions, type PhaseOptions, requestsOf } from './phase-options.ts';
import { phaseText } from './phase-text.ts';

export function registerPhase(program: Command): void {
  const command = addPhaseOptions(
    program
      .command('phase')
      .description(
        'phase diagrams: hand-picked, family-optimal, trained, global; where and by how much they differ',
      ),
  ).addHelpText(
    'after',
    `
Into the folder of --out go phase.json, phase.csv and every figure as SVG and PNG; of several activations one folder each, and a
gallery. What is finished is kept in FOLDER.checkpoint until the end: after Ctrl-C the same command goes on from there.

Example:
  antipode phase --bias free --grid 200 --out diagrams
  antipode phase --features 3 --hidden 2 --grid 24 --out three
  antipode phase --features 5 --hidden 2 --bias free --kinds global --grid 40 --json | jq .diagrams.global.shares
  antipode phase --bias free --kinds trained,global --grid 20 --out trained
  antipode phase --activation all --bias free --kinds global --grid 40 --out activations`,
  );
  addCommonOptions(command, 'write the document, a table and figures into this folder').action(runPhase);
}

async function runPhase(options: PhaseOptions): Promise<void> {
  const requests = requestsOf(options);
  const { out: folder, ...others } = options;
  const output = await openOutput(others);
  if (folder !== undefined) await makeFolder(folder);
  output.note(`seed ${options.seed}`);
  const checkpoint =
    folder === undefined ? NO_CHECKPOINT : checkpointIn(`${folder.replace(/\/+$/, '')}.checkpoint`);
  const all = await computeAll(requests, options, output, checkpoint);
  if (folder !== undefined) {
    const { writeDiagrams } = await import('./write-diagrams.ts');
    await writeDiagrams(folder, all);
    await checkpoint.remove();
    output.note(`wrote ${folder}`);
  }
  await output.deliver(documentOf(all), () =>
    all.map((diagrams) => phaseText(diagrams, output.style)).join('\n\n'),
  );
}

async function computeAll(
  requests: readonly DiagramRequest[],
  { workers, lineTime }: PhaseOptions,
  output: Output,
  checkpoint: Checkpoint,
): Promise<PhaseDiagrams[]> {
  const total = requests.reduce((sum, request) => sum + taskCount(request), 0);
  const progress = output.progress('phase diagrams', Math.max(1, total), 'parts');
  const most = Math.max(1, ...requests.map((request) => request.lines));
  let lines: ReturnType<Output['progress']> | undefined;
  const done = { parts: 0, lines: 0 };
  const signal = interruptSignal();
  const threads = workers === undefined ? {} : { workers };
  const pool = surveyPool({
    checkpoint,
    signal,
    lineSeconds: lineTime,
    ...threads,
    onDone: (kind) => {
      if (kind === 'tie') return;
      if (kind === 'line') {
        lines ??= output.progress('boundaries', most, 'lines');
        lines.update(++done.lines);
      } else progress.update(++done.parts);
    },
  });
  const train: DiagramWorkers['train'] = async (settings) => {
    output.note(`training ${settings.instances.length} models, ${settings.steps} steps each, engine wasm`);
    return [...(await trainInPool(settings, { engine: 'wasm', signal, ...threads })).models];
  };
  try {
    const all: PhaseDiagrams[] = [];
    for (const request of requests) all.push(await phaseDiagrams(request, { ...pool, train }));
    return all;
  } finally {
    progress.finish();
    lines?.finish();
    await pool.close();
  }
}

/** Of several activations, a list of documents. */
function documentOf(all: readonly PhaseDiagrams[]): JsonDocument {
  const documents = all.map(phaseDocument);
  const [only] = documents;
  return documents.length === 1 && only !== undefined
    ? only
    : { schema: 'antipode/phase-gallery@1', documents };
}
