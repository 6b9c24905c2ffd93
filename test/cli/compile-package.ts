/** @file `node --import tsx compile-package.ts FOLDER`: the program for all test files of a run. */

import { compilePackage } from './program-under-test.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('expected the folder to compile into');
await compilePackage(folder);
