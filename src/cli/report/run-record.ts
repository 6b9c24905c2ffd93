/** @file `run.json`: what made a report, and the hashes of what it made. The one file of a report that differs between runs. */

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import type { JsonDocument } from '../output/json-document.ts';

/** What only the run itself knows. */
export interface RunFacts {
  readonly version: string;
  readonly seed: number;
  readonly arguments: readonly string[];
  readonly engine: string;
  readonly started: Date;
  /** Seconds by stage. */
  readonly seconds: Readonly<Record<string, number>>;
  readonly files: ReadonlyMap<string, string | Uint8Array>;
}

/** The `antipode/run@1` document. */
export async function runRecord(facts: RunFacts): Promise<JsonDocument> {
  const { version, seed, engine, started, seconds, files } = facts;
  return {
    schema: 'antipode/run@1',
    version,
    revision: await gitRevision(),
    seed,
    arguments: facts.arguments,
    engine,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    started: started.toISOString(),
    seconds: { ...seconds },
    sha256: Object.fromEntries(
      [...files].map(([name, content]) => [name, createHash('sha256').update(content).digest('hex')]),
    ),
  };
}

/** The commit of the checkout the program runs from, with `-dirty` if files differ from it; left out elsewhere. */
async function gitRevision(): Promise<string | undefined> {
  const run = promisify(execFile);
  const cwd = new URL('../../../', import.meta.url);
  try {
    const { stdout: revision } = await run('git', ['rev-parse', 'HEAD'], { cwd });
    const { stdout: changes } = await run('git', ['status', '--porcelain', '--untracked-files=no'], { cwd });
    return `${revision.trim()}${changes.trim() === '' ? '' : '-dirty'}`;
  } catch {
    return undefined;
  }
}
