import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { storedWeights } from '../../../src/model/weights-file/stored-weights.ts';
import { FileError } from '../../../src/support/errors.ts';
import { runs, suite } from '../../support/suite.ts';
import { tensorsOf, weightsBytes } from '../../support/weights-files.ts';

const FILES = [
  'npy-f4-little.npy',
  'npz-deflated.npz',
  'safetensors-float32.safetensors',
  'pt-state-dict.pt',
  'pt-protocol-4.pt',
  'pt-views-legacy.pt',
];

/** A few bytes replaced; a piece copied over another; the end cut off. */
interface Mutation {
  readonly bytes: readonly (readonly [place: number, value: number])[];
  readonly copy: readonly [from: number, to: number, length: number];
  readonly kept: number;
}

const place = fc.nat({ max: 1 << 20 });
const mutation: fc.Arbitrary<Mutation> = fc.record({
  bytes: fc.array(fc.tuple(place, fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(0, 0x7f, 0x80, 0xff))), {
    maxLength: 4,
  }),
  copy: fc.tuple(place, place, fc.nat({ max: 30 })),
  kept: fc.oneof({ arbitrary: fc.constant(1), weight: 4 }, fc.double({ min: 0, max: 1, noNaN: true })),
});

function mutated(original: Uint8Array, { bytes, copy: [from, to, length], kept }: Mutation): Uint8Array {
  const found = original.slice();
  for (const [at, value] of bytes) found[at % found.length] = value;
  const source = from % found.length;
  found.copyWithin(to % found.length, source, source + length);
  return found.slice(0, Math.ceil(found.length * kept));
}

suite('mutated weights files', (test) => {
  for (const name of FILES) {
    const original = weightsBytes(`good/${name}`);
    test(`law: whatever becomes of ${name}, it is a model or refused`, async () => {
      const counts = { models: 0, refusals: 0 };
      await fc.assert(
        fc.asyncProperty(mutation, async (change) => {
          try {
            const file = await tensorsOf(mutated(original, change), name);
            const { weights } = storedWeights(file, { layout: 'features-hidden' });
            assert.ok(weights.length > 0 && weights.every((value) => Math.abs(value) <= 1e50));
            counts.models += 1;
          } catch (error) {
            assert.ok(error instanceof FileError, `${error}`);
            counts.refusals += 1;
          }
        }),
        runs(300),
      );
      assert.ok(counts.refusals > 0);
    });
  }
});
