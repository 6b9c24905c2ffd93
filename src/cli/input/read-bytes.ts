import { createReadStream } from 'node:fs';
import { FileError } from '../../support/errors.ts';

/**
 * The bytes of a file, or of standard input for `-`, stopping once there are `limit` of them, since a stream may be endless.
 *
 * @param what - the file should be, for the message: `a readable model file`.
 * @param extended - the limit of a file that is longer than `limit`, told by its first bytes.
 * @throws {@link FileError} if it cannot be read.
 */
export async function readBytes(
  path: string,
  limit: number,
  what: string,
  extended: (head: Buffer) => number = () => limit,
): Promise<{ readonly bytes: Buffer; readonly name: string }> {
  const name = path === '-' ? 'standard input' : path;
  const stream: AsyncIterable<Buffer> = path === '-' ? process.stdin : createReadStream(path);
  const bytes = await readAtMost(stream, limit, extended).catch((error: unknown) => {
    throw new FileError(name, '', what, reasonOf(error));
  });
  return { bytes, name };
}

async function readAtMost(
  stream: AsyncIterable<Buffer>,
  limit: number,
  extended: (head: Buffer) => number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  let most = limit;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= limit && most === limit) most = extended(Buffer.concat(chunks));
    if (length >= most) break;
  }
  return Buffer.concat(chunks);
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'no such file'],
  ['ENOTDIR', 'no such file'],
  ['EISDIR', 'a folder'],
  ['EACCES', 'one without permission to read'],
]);

function reasonOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return REASONS.get(code) ?? message;
}
