/** @file Progress and times of the stages of a long command. */

import { setImmediate } from 'node:timers/promises';
import type { Output } from '../output/output.ts';
import type { ProgressLine } from '../terminal/progress-line.ts';

export interface StageClock {
  /** Ends the stage before and begins one; `total` is what {@link StageClock.update} counts up to. */
  begin(stage: string, total: number, unit: string): Promise<void>;
  /** Lets the terminal and Ctrl-C have their turn; throws the signal's reason if it has aborted. */
  update(done: number): Promise<void>;
  /** Ends the last stage. */
  finish(): void;
  /** Seconds by stage, those that have ended. */
  readonly seconds: Readonly<Record<string, number>>;
}

export function stageClock(output: Output, signal: AbortSignal): StageClock {
  const seconds: Record<string, number> = {};
  let current: { stage: string; started: number; line: ProgressLine } | undefined;
  const finish = (): void => {
    if (current === undefined) return;
    current.line.finish();
    seconds[current.stage] = Number(((performance.now() - current.started) / 1000).toFixed(3));
    current = undefined;
  };
  return {
    seconds,
    finish,
    async begin(stage, total, unit) {
      finish();
      current = { stage, started: performance.now(), line: output.progress(stage, total, unit) };
      current.line.update(0);
      await setImmediate();
      signal.throwIfAborted();
    },
    async update(done) {
      current?.line.update(done);
      await setImmediate();
      signal.throwIfAborted();
    },
  };
}
