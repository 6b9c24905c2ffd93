/**
 * @file Files that are there completely or not at all: written beside the target under another name, flushed to the disk,
 * then renamed over it, and the folder flushed, so that neither Ctrl-C nor a power cut leaves half a file.
 */

import {
  access,
  constants,
  mkdir,
  open,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../../support/errors.ts';

let filesWritten = 0;

/**
 * Writes a file whole, which may be given in parts. Links are followed; what is no plain file (a pipe, /dev/stdout) is written to directly.
 *
 * @throws {@link UsageError} if the place cannot be written to.
 */
export async function writeWholeFile(
  path: string,
  content: string | Uint8Array | readonly Uint8Array[],
): Promise<void> {
  const place = await placeOf(path);
  if (place.kind === 'special') {
    await writeFile(place.path, content);
    return;
  }
  filesWritten += 1;
  const folder = dirname(place.path);
  const temporary = join(folder, `.${basename(place.path)}.${process.pid}-${filesWritten}.tmp`);
  try {
    await writeFile(temporary, content, { flag: 'wx', mode: place.mode, flush: true });
    await rename(temporary, place.path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw asUsageError(path, error);
  }
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}

/**
 * Finds out, before hours of work, whether {@link writeWholeFile} can write there.
 *
 * @throws {@link UsageError} if it cannot.
 */
export async function requireWritable(path: string): Promise<void> {
  await placeOf(path);
}

/**
 * Makes a folder, and those above it that are missing. (Node's own recursion does not end where the system says ENOENT of a
 * folder that is there, as in /proc.)
 *
 * @returns the folders that were made, outermost first.
 * @throws {@link UsageError} if it cannot be.
 */
export async function makeFolder(path: string): Promise<readonly string[]> {
  try {
    const above = await mkdir(path).then(
      () => [],
      async (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT' || dirname(path) === path) throw error;
        const made = await makeFolder(dirname(path));
        await mkdir(path);
        return made;
      },
    );
    return [...above, path];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw asUsageError(path, error);
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory() !== true) throw new UsageError(`cannot write into ${path}: it is not a folder`);
    return [];
  }
}

/** Takes back what {@link makeFolder} made, as far as it is still empty. */
export async function removeEmptyFolders(made: readonly string[]): Promise<void> {
  for (const folder of made.toReversed()) await rmdir(folder).catch(() => {});
}

type Place =
  | { readonly kind: 'plain'; readonly path: string; readonly mode: number }
  | { readonly kind: 'special'; readonly path: string };

async function placeOf(path: string): Promise<Place> {
  try {
    const target = await realpath(path).catch(() => resolve(path));
    const found = await stat(target).catch(() => undefined);
    if (found?.isDirectory() === true) throw new UsageError(`cannot write ${path}: it is a folder`);
    if (found !== undefined && !found.isFile()) return { kind: 'special', path: target };
    await access(dirname(target), constants.W_OK | constants.X_OK);
    return { kind: 'plain', path: target, mode: found === undefined ? 0o666 : found.mode & 0o777 };
  } catch (error) {
    throw asUsageError(path, error);
  }
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'its folder does not exist'],
  ['ENOTDIR', 'its folder is a file'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'no space is left'],
  ['ENAMETOOLONG', 'the name is too long'],
]);

/** What the caller can mend by naming another place, said so; everything else as it was. */
function asUsageError(path: string, error: unknown): unknown {
  const reason = REASONS.get((error as NodeJS.ErrnoException).code ?? '');
  return reason === undefined ? error : new UsageError(`cannot write ${path}: ${reason}`);
}
