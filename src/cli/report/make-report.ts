/** @file `antipode report`: the main job, from the derivation to the page. */

import { join, relative } from 'node:path';
import { rasteriseSvg } from '../../report/image/rasterise-svg.ts';
import { renderPage } from '../../report/page/page.ts';
import { computeAgreement } from '../../report/phase-change/agreement.ts';
import { certificateFiles } from '../../report/phase-change/landscape/certificate-files.ts';
import {
  computeLandscape,
  type Landscape,
  landscapeTasks,
} from '../../report/phase-change/landscape/landscape.ts';
import { PROFILES, type ReportProfile } from '../../report/phase-change/profile.ts';
import { reportDocument } from '../../report/phase-change/report-document.ts';
import { drawFigures, FIGURE_COUNT, type FigureFile } from '../../report/phase-change/report-figures.ts';
import {
  type PhaseChangeResults,
  phaseChangeResults,
  resultsDocument,
} from '../../report/phase-change/results.ts';
import { computeTheory } from '../../report/phase-change/theory.ts';
import { trainingSettings } from '../../report/phase-change/trained-grid.ts';
import type { Verdict } from '../../verify/verdict.ts';
import { NO_CHECKPOINT } from '../diagram/checkpoint.ts';
import { surveyPool } from '../diagram/survey-pool.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { interruptSignal } from '../interruption.ts';
import { type JsonDocument, serialiseDocument } from '../output/json-document.ts';
import type { CommonOptions, Output } from '../output/output.ts';
import {
  makeFolder,
  removeEmptyFolders,
  requireWritable,
  writeWholeFile,
} from '../output/write-whole-file.ts';
import { packageVersion } from '../package-version.ts';
import type { EngineChoice } from '../training/engine-for.ts';
import { trainInPool } from '../training/training-pool.ts';
import { FIGURE_FONTS, readPageAssets } from './page-assets.ts';
import { runRecord } from './run-record.ts';
import { type StageClock, stageClock } from './stage-clock.ts';

/** What the command line says about a report. */
export interface ReportOptions extends CommonOptions {
  readonly profile: ReportProfile['name'];
  readonly engine: EngineChoice;
  readonly workers?: number;
}

/**
 * Makes the report and writes it into a folder, each file whole; sets the process's exit code by the overall verdict. If the
 * work ends early the folder is as it was.
 *
 * @throws {@link UsageError} before any work if the folder cannot be written to.
 */
export async function makeReport(folder: string, options: ReportOptions, output: Output): Promise<void> {
  const made: string[] = [];
  try {
    for (const name of ['figures', 'certificates']) made.push(...(await makeFolder(join(folder, name))));
    for (const name of ['index.html', 'results.json', 'run.json']) await requireWritable(join(folder, name));
    await computeAndWrite(folder, options, output);
  } catch (error) {
    await removeEmptyFolders(made);
    throw error;
  }
}

async function computeAndWrite(folder: string, options: ReportOptions, output: Output): Promise<void> {
  const started = new Date();
  const clock = stageClock(output, interruptSignal());
  output.note(`seed ${options.seed}, profile ${options.profile}`);

  const results = await computeResults(options, clock);
  output.note(`engine ${results.engine}`);
  const { figures, files: panels } = await drawAll(results, clock);
  await clock.begin('writing the report', 1, 'files');
  const page = renderPage(reportDocument(results, figures, packageVersion()), await readPageAssets());
  const document = resultsDocument(results) as JsonDocument;
  const files = new Map<string, string | Uint8Array>([
    ...panels.flatMap(figureFiles),
    ...certificateFiles(results.landscape),
    ['results.json', serialiseDocument(document)],
    ['index.html', page],
  ]);
  clock.finish();
  const record = await runRecord({
    version: packageVersion(),
    seed: options.seed,
    arguments: process.argv.slice(2),
    engine: results.engine,
    started,
    seconds: clock.seconds,
    files,
  });
  for (const [name, content] of files) await writeWholeFile(join(folder, name), content);
  await writeWholeFile(join(folder, 'run.json'), serialiseDocument(record));

  await output.deliver(document, () => summary(results, join(folder, 'index.html'), output));
  process.exitCode = EXIT_BY_VERDICT[results.verdict];
}

const EXIT_BY_VERDICT: Readonly<Record<Verdict, ExitCode>> = {
  agrees: EXIT.done,
  disagrees: EXIT.disagrees,
  inconclusive: EXIT.inconclusive,
};

async function computeResults(
  { profile: name, seed, engine, workers }: ReportOptions,
  clock: StageClock,
): Promise<PhaseChangeResults> {
  const profile = PROFILES[name];
  const theory = await computeTheory(profile, seed, (stage) => clock.begin(stage, 1, 'stages'));

  const landscape = await landscapeInPool(profile, seed, workers, clock);

  const settings = trainingSettings(profile, seed);
  await clock.begin(`training ${settings.instances.length} models`, profile.steps, 'steps');
  const outcome = await trainInPool(settings, {
    engine,
    signal: interruptSignal(),
    onProgress: ({ step }) => void clock.update(step).catch(() => {}),
    ...(workers === undefined ? {} : { workers }),
  });

  await clock.begin('comparing trained models with theory', profile.trainedSize ** 2, 'points');
  const cells = await computeAgreement(profile, seed, [...outcome.models], (done) => clock.update(done));
  return phaseChangeResults({ profile, seed, engine: outcome.engine, theory, landscape, cells });
}

async function landscapeInPool(
  profile: ReportProfile,
  seed: number,
  workers: number | undefined,
  clock: StageClock,
): Promise<Landscape> {
  await clock.begin('surveying the landscape', landscapeTasks(profile, seed), 'parts');
  let done = 0;
  const pool = surveyPool({
    checkpoint: NO_CHECKPOINT,
    signal: interruptSignal(),
    onDone: () => {
      done += 1;
      void clock.update(done).catch(() => {});
    },
    ...(workers === undefined ? {} : { workers }),
  });
  try {
    return await computeLandscape(profile, seed, pool);
  } finally {
    await pool.close();
  }
}

async function drawAll(results: PhaseChangeResults, clock: StageClock): ReturnType<typeof drawFigures> {
  await clock.begin('drawing the figures', FIGURE_COUNT, 'figures');
  return drawFigures(results, (done) => clock.update(done));
}

function figureFiles({ name, drawing: { svg } }: FigureFile): [string, string | Uint8Array][] {
  return [
    [`figures/${name}.svg`, svg],
    [`figures/${name}.png`, rasteriseSvg(svg, FIGURE_FONTS)],
  ];
}

/** The path of the page and what agreed, a line a claim. */
function summary({ claims, verdict }: PhaseChangeResults, page: string, { style }: Output): string {
  const marks: Record<Verdict, string> = {
    agrees: style.good('✓'),
    disagrees: style.bad('✗'),
    inconclusive: style.unsure('?'),
  };
  const lines = claims.map((claim) => `  ${marks[claim.verdict]} ${claim.summary}`);
  return [style.title(relative(process.cwd(), page) || page), '', ...lines, '', `overall: ${verdict}`].join(
    '\n',
  );
}
