/**
 * @file How far a long computation is. On a terminal one line of stderr that redraws itself and is wiped at the end;
 * elsewhere a line every ten seconds, so that a log shows life and stays short.
 */

import { minutesAndSeconds, shortNumber } from './number-text.ts';
import { styleOf } from './style.ts';

export interface ProgressLine {
  /** Says how much of the total is done; may be called as often as one likes. */
  update(done: number): void;
  /** Wipes the line. To be called however the work ended; calling it again does nothing. */
  finish(): void;
}

const REDRAW_MS = 80;
const LOG_MS = 10_000;
const BAR_CELLS = 28;

const SILENT: ProgressLine = { update: () => {}, finish: () => {} };

/**
 * @param label - what is being done: `training 64 models`.
 * @param total - how much there is to do, > 0.
 * @param unit - of what: `steps`. The rate is shown in it.
 */
export function progressLine(label: string, total: number, unit: string, quiet: boolean): ProgressLine {
  if (quiet) return SILENT;
  const stream = process.stderr;
  const started = performance.now();
  const drawsBar = stream.isTTY === true && process.env['TERM'] !== 'dumb';
  const interval = drawsBar ? REDRAW_MS : LOG_MS;
  let shown = drawsBar ? Number.NEGATIVE_INFINITY : started;
  let isDrawn = false;
  return {
    update(done) {
      const now = performance.now();
      if (now - shown < interval) return;
      shown = now;
      const line = describe(label, Math.min(1, done / total), done, unit, (now - started) / 1000);
      stream.write(drawsBar ? `\r\u001b[2K${line.bar}` : `${line.plain}\n`);
      isDrawn = drawsBar;
    },
    finish() {
      if (isDrawn) stream.write('\r\u001b[2K');
      isDrawn = false;
    },
  };
}

function describe(
  label: string,
  fraction: number,
  done: number,
  unit: string,
  seconds: number,
): { bar: string; plain: string } {
  const { dim, good } = styleOf(process.stderr);
  const percent = `${Math.floor(100 * fraction)} %`;
  const rate = seconds > 0 ? `${shortNumber(Number((done / seconds).toPrecision(3)))} ${unit}/s` : '';
  const left = fraction > 0 ? `${minutesAndSeconds((seconds * (1 - fraction)) / fraction)} left` : '';
  const facts = [rate, left].filter((text) => text !== '').join('  ');
  const filled = Math.round(fraction * BAR_CELLS);
  const cells = good('━'.repeat(filled)) + dim('━'.repeat(BAR_CELLS - filled));
  const plain = `${label}: ${percent}${facts === '' ? '' : `  ${facts}`}`;
  const full = `${label}  ${cells}  ${percent.padStart(5)}  ${dim(facts)}`;
  const width = label.length + BAR_CELLS + facts.length + 11;
  return { bar: width < (process.stderr.columns || 80) ? full : plain, plain };
}
