import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { DomainError } from '../../src/support/errors.ts';
import { fillWords, streamKey, threefry } from '../../src/support/threefry.ts';
import { suite } from './suite.ts';

/** The vectors published with the paper (file kat_vectors of the Random123 distribution), threefry4x32, 13 rounds. */
const KNOWN: readonly { counter: number[]; key: number[]; words: number[] }[] = [
  {
    counter: [0, 0, 0, 0],
    key: [0, 0, 0, 0],
    words: [0x531c7e4f, 0x39491ee5, 0x2c855a92, 0x3d6abf9a],
  },
  {
    counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    key: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    words: [0xc4189358, 0x1c9cc83a, 0xd5881c67, 0x6a0a89e0],
  },
  {
    counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    key: [0xa4093822, 0x299f31d0, 0x082efa98, 0xec4e6c89],
    words: [0x4aa71d8f, 0x734738c2, 0x431fc6a8, 0xae6debf1],
  },
];

function draw(key: Uint32Array, counter: readonly number[]): number[] {
  const out = new Uint32Array(4);
  threefry(key, counter[0] ?? 0, counter[1] ?? 0, counter[2] ?? 0, counter[3] ?? 0, out);
  return [...out];
}

suite('threefry', (test) => {
  for (const { counter, key, words } of KNOWN) {
    test(`known value: published vector for counter ${counter.map((word) => word.toString(16)).join(' ')}`, () => {
      assert.equal(draw(Uint32Array.from(key), counter), words);
    });
  }

  test('law: streams with different seed, instance or purpose differ', () => {
    const seed = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(seed, fc.nat(), (s, k) => {
        const base = draw(streamKey(s, k, 'batch'), [0, 0, 0, 0]);
        assert.not.equal(draw(streamKey(s, k, 'verification'), [0, 0, 0, 0]), base);
        assert.not.equal(draw(streamKey(s, k + 1, 'batch'), [0, 0, 0, 0]), base);
        assert.not.equal(draw(streamKey(s === 0 ? 1 : s - 1, k, 'batch'), [0, 0, 0, 0]), base);
      }),
    );
  });

  test('law: words written at an offset are the same words', () => {
    const out = new Uint32Array(8);
    threefry(Uint32Array.of(1, 2, 3, 4), 5, 6, 7, 8, out, 4);
    assert.equal([...out.slice(4)], draw(Uint32Array.of(1, 2, 3, 4), [5, 6, 7, 8]));
    assert.equal([...out.slice(0, 4)], [0, 0, 0, 0]);
  });

  test('law: filling an array is drawing its blocks one by one', () => {
    const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(
        fc.uint32Array({ minLength: 4, maxLength: 4 }),
        word,
        word,
        fc.nat(9),
        (key, c0, c1, length) => {
          const out = new Uint32Array(length);
          fillWords(key, c0, c1, out);
          const expected = Array.from({ length: length >>> 2 }, (_, j) =>
            draw(key, [c0, c1 + j, 0, 0]),
          ).flat();
          assert.equal([...out.slice(0, expected.length)], expected);
          assert.equal([...out.slice(expected.length)], Array(length % 4).fill(0));
        },
      ),
    );
  });

  test('a seed or an instance that would wrap around is refused', () => {
    const refused = (error: unknown) => error instanceof DomainError;
    for (const seed of [-1, 0.5, 2 ** 53, Number.NaN]) {
      assert.throws(() => streamKey(seed, 0, 'batch'), refused);
    }
    for (const instance of [-1, 0.5, 2 ** 32, Number.NaN]) {
      assert.throws(() => streamKey(0, instance, 'batch'), refused);
    }
  });
});
