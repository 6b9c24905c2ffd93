/**
 * @file uvu with its sharp edges removed.
 *
 * Plain uvu exits 0 when a file forgets `test.run()`, when a suite is empty, and when no file matches.
 * Here a suite always runs, and an empty one fails. Test files may not import uvu directly (biome.json).
 */

import fc from 'fast-check';
import { type Test, suite as uvuSuite } from 'uvu';

/** `TEST_MULTIPLIER=20 npm test` searches twenty times harder. */
const multiplier = Number(process.env['TEST_MULTIPLIER'] ?? '1');

/** Fixed by default, so a red build can be replayed; `TEST_SEED=random` explores and prints its seed. */
const seed = process.env['TEST_SEED'] ?? '20260101';

/** How many random cases a law gets: `base` at the default depth. */
export function runs(base: number): { numRuns: number } {
  return { numRuns: Math.max(1, Math.ceil(base * multiplier)) };
}

fc.configureGlobal({
  ...runs(60),
  ...(seed === 'random' ? {} : { seed: Number(seed) }),
});

/** What a suite's body uses to declare its tests. The name says what must hold. */
export type Declare = (name: string, body: () => void | Promise<void>) => void;

export function suite(name: string, declareAll: (test: Declare) => void): void {
  const tests: Test = uvuSuite(name);
  let count = 0;
  declareAll((testName, body) => {
    count += 1;
    tests(testName, body);
  });
  if (count === 0) throw new Error(`suite "${name}" declares no test`);
  tests.run();
}
