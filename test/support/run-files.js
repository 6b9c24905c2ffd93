/**
 * @file `node run-files.js FILE…`: test files in one process, one after the other, so that they load their modules once. A file that
 * declares no suite is an error.
 */

import { pathToFileURL } from 'node:url';

globalThis.UVU_DEFER = 1;
const { exec } = await import('uvu');

for (const [index, file] of process.argv.slice(2).entries()) {
  globalThis.UVU_INDEX = index;
  globalThis.UVU_QUEUE.push([file]);
  await import(pathToFileURL(file).href);
  if (globalThis.UVU_QUEUE[index].length < 2) throw new Error(`${file} runs no suite`);
}
await exec();
