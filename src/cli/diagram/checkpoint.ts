/**
 * @file What a long computation has finished, kept in a folder: one file a task, named by what the task is, whole or not there.
 * Another task has another name, so that whatever is found is right, whoever wrote it and however they ended.
 */

import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, writeWholeFile } from '../output/write-whole-file.ts';
import { packageVersion } from '../package-version.ts';

export interface Checkpoint {
  /** The outcome of a task, if it is known. */
  read(task: string): Promise<string | undefined>;
  write(task: string, outcome: string): Promise<void>;
  /** To be called when everything is done. */
  remove(): Promise<void>;
}

/** Remembers nothing. */
export const NO_CHECKPOINT: Checkpoint = {
  read: async () => undefined,
  write: async () => {},
  remove: async () => {},
};

/** @param folder - is made when there is something to keep. */
export function checkpointIn(folder: string): Checkpoint {
  const pathOf = (task: string): string =>
    join(folder, `${createHash('sha256').update(`${packageVersion()}\n${task}`).digest('hex')}.json`);
  return {
    async read(task) {
      const text = await readFile(pathOf(task), 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
        throw error;
      });
      return text === undefined ? undefined : checked(text);
    },
    async write(task, outcome) {
      await makeFolder(folder);
      await writeWholeFile(pathOf(task), `${digest(outcome)}\n${outcome}`);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The outcome, unless the file has been tampered with. */
function checked(text: string): string | undefined {
  const outcome = text.slice(text.indexOf('\n') + 1);
  return text.startsWith(`${digest(outcome)}\n`) ? outcome : undefined;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
