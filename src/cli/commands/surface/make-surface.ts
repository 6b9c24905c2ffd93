/** @file `antipode surface`: from options to files. */

import { extname } from 'node:path';
import { UsageError } from '../../../support/errors.ts';
import { interruptSignal } from '../../interruption.ts';
import { serialiseDocument } from '../../output/json-document.ts';
import { type Output, openOutput } from '../../output/output.ts';
import { requireWritable, writeWholeFile } from '../../output/write-whole-file.ts';
import { stageClock } from '../../report/stage-clock.ts';
import { surfaceCsv } from './surface-csv.ts';
import { surfaceDocument } from './surface-document.ts';
import { type SurfaceFindings, surfaceFindings } from './surface-findings.ts';
import { SURFACE_FORMATS, type SurfaceFormat, type SurfaceOptions } from './surface-options.ts';
import { surfaceRequest } from './surface-request.ts';
import { surfaceText } from './surface-text.ts';

/** A file to write, in a format. */
interface Target {
  readonly path: string;
  readonly format: SurfaceFormat;
}

/**
 * @throws {@link UsageError} before any work, if the options make no sense together or a file cannot be written.
 */
export async function makeSurface(model: string | undefined, options: SurfaceOptions): Promise<void> {
  const { out: _, ...shared } = options;
  const targets = (options.out ?? []).map(
    (path): Target => ({ path, format: formatOf(path, options.format) }),
  );
  for (const { path } of targets) await requireWritable(path);
  requireReadableStdout(options);
  const output = await openOutput(shared);
  const clock = stageClock(output, interruptSignal());
  const request = await surfaceRequest(model, options);
  output.note(
    options.basins === undefined && request.whole !== 'searched-pair' && request.whole !== 'searched-single'
      ? `seed ${options.seed}, unused: nothing here is random`
      : `seed ${options.seed}`,
  );
  const findings = await surfaceFindings(request, options, clock);
  clock.finish();
  const render = renderer(findings, options);
  for (const { path, format } of targets) {
    await writeWholeFile(path, await render(format));
    output.note(`wrote ${path}`);
  }
  await toStdout(findings, options, render, output);
}

/** The format of a file: what --format says, or its ending. */
function formatOf(path: string, format: SurfaceFormat | undefined): SurfaceFormat {
  const ending = extname(path).slice(1).toLowerCase();
  const byEnding = SURFACE_FORMATS.find((known) => known === ending);
  const chosen = format ?? byEnding;
  if (chosen !== undefined) return chosen;
  throw new UsageError(
    `--out ${path}: expected a name that ends in ${SURFACE_FORMATS.map((known) => `.${known}`).join(', ')}, or --format`,
  );
}

function requireReadableStdout({ format, out, json }: SurfaceOptions): void {
  if (json === true && format !== undefined && format !== 'json' && out === undefined) {
    throw new UsageError(`--format ${format}: expected --out beside --json, which takes stdout`);
  }
  if (format === 'png' && out === undefined && process.stdout.isTTY === true) {
    throw new UsageError('--format png: expected --out FILE, or stdout to be no terminal');
  }
}

/** What makes the content of a file; an SVG is drawn once. */
function renderer(
  findings: SurfaceFindings,
  options: SurfaceOptions,
): (format: SurfaceFormat) => Promise<string | Uint8Array> {
  let svg: Promise<string> | undefined;
  return async (format) => {
    switch (format) {
      case 'csv':
        return surfaceCsv(findings, options);
      case 'json':
        return serialiseDocument(surfaceDocument(findings, options));
      case 'svg':
      case 'png': {
        const { surfacePng, surfaceSvg } = await import('./surface-picture.ts');
        svg ??= surfaceSvg(findings);
        return format === 'svg' ? svg : surfacePng(await svg);
      }
      default:
        return format satisfies never;
    }
  };
}

async function toStdout(
  findings: SurfaceFindings,
  options: SurfaceOptions,
  render: (format: SurfaceFormat) => Promise<string | Uint8Array>,
  { style }: Output,
): Promise<void> {
  const { json, format, out } = options;
  if (json === true) process.stdout.write(await render('json'));
  else if (format !== undefined && out === undefined) process.stdout.write(await render(format));
  else process.stdout.write(`${surfaceText(findings, style)}\n`);
}
