/**
 * @file Threefry-4×32: random numbers without state. Four 32-bit words are a fixed function of a key and a counter, so a
 * draw is named by *what it is for* (seed, instance, step, sample), never by how many draws came before it; any order,
 * batching or engine sees the same numbers.
 *
 * Thirteen rounds: twelve are the fewest that pass BigCrush, and the published test vectors cover thirteen.
 *
 * @see J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011, §3.2.
 */

import { DomainError } from './errors.ts';

/** What makes the fifth word of the key schedule from the other four. */
const PARITY = 0x1bd11bda;

/** What the numbers are drawn for: the fourth word of the key, so that no two uses share a stream. */
export type Purpose = 'batch' | 'initialisation' | 'verification';

const PURPOSE_WORDS: Readonly<Record<Purpose, number>> = { batch: 1, initialisation: 2, verification: 3 };

/**
 * The key of one stream: [seed low, seed high, instance, purpose].
 *
 * @param seed - an integer in [0, 2⁵³).
 * @param instance - an integer in [0, 2³²): which of the models trained at once.
 * @throws {@link DomainError} if either is outside its range: two streams must never share a key by wrapping around.
 */
export function streamKey(seed: number, instance: number, purpose: Purpose): Uint32Array {
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new DomainError('streamKey', 'a seed in [0, 2^53)', seed);
  if (instance >>> 0 !== instance) throw new DomainError('streamKey', 'an instance in [0, 2^32)', instance);
  return Uint32Array.of(seed % 2 ** 32, Math.floor(seed / 2 ** 32), instance, PURPOSE_WORDS[purpose]);
}

/**
 * Four independent words, each uniform on [0, 2³²), as a pure function of key and counter.
 *
 * @param key - shape [4], see {@link streamKey}.
 * @param out - shape [≥ offset + 4]; receives the words at `offset`.
 */
export function threefry(
  key: Uint32Array,
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  out: Uint32Array,
  offset = 0,
): void {
  encrypt(word(key, 0), word(key, 1), word(key, 2), word(key, 3), c0, c1, c2, c3, out, offset);
}

/**
 * The words of consecutive blocks: block `firstBlock + j`, that is counter (c0, firstBlock + j, 0, 0), fills words 4j to
 * 4j + 3 of `out`.
 *
 * @param key - shape [4], see {@link streamKey}.
 * @param out - shape [4 · blocks]; filled to the last whole block.
 * @complexity about 15 ns a block, so 4 ns a word.
 */
export function fillWords(key: Uint32Array, c0: number, firstBlock: number, out: Uint32Array): void {
  const k0 = word(key, 0);
  const k1 = word(key, 1);
  const k2 = word(key, 2);
  const k3 = word(key, 3);
  const blocks = out.length >>> 2;
  for (let j = 0; j < blocks; j++) encrypt(k0, k1, k2, k3, c0, firstBlock + j, 0, 0, out, 4 * j);
}

/** Entry i of a key, which holds four. */
function word(key: Uint32Array, i: number): number {
  return key[i] as number;
}

/**
 * The thirteen rounds, written out: a loop over a table of rotations takes three times as long. A round mixes the pairs
 * (x0, x1) and (x2, x3), the next one (x0, x3) and (x2, x1); the rotation distances repeat after eight rounds; after every
 * fourth a rotated key schedule and the count of injections so far are added.
 */
function encrypt(
  k0: number,
  k1: number,
  k2: number,
  k3: number,
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  out: Uint32Array,
  offset: number,
): void {
  const k4 = PARITY ^ k0 ^ k1 ^ k2 ^ k3;
  let x0 = (c0 + k0) | 0;
  let x1 = (c1 + k1) | 0;
  let x2 = (c2 + k2) | 0;
  let x3 = (c3 + k3) | 0;

  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 10) | (x1 >>> 22)) ^ x0;
  x2 = (x2 + x3) | 0;
  x3 = ((x3 << 26) | (x3 >>> 6)) ^ x2;
  x0 = (x0 + x3) | 0;
  x3 = ((x3 << 11) | (x3 >>> 21)) ^ x0;
  x2 = (x2 + x1) | 0;
  x1 = ((x1 << 21) | (x1 >>> 11)) ^ x2;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0;
  x2 = (x2 + x3) | 0;
  x3 = ((x3 << 27) | (x3 >>> 5)) ^ x2;
  x0 = (x0 + x3) | 0;
  x3 = ((x3 << 23) | (x3 >>> 9)) ^ x0;
  x2 = (x2 + x1) | 0;
  x1 = ((x1 << 5) | (x1 >>> 27)) ^ x2;

  x0 = (x0 + k1) | 0;
  x1 = (x1 + k2) | 0;
  x2 = (x2 + k3) | 0;
  x3 = (x3 + k4 + 1) | 0;

  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0;
  x2 = (x2 + x3) | 0;
  x3 = ((x3 << 20) | (x3 >>> 12)) ^ x2;
  x0 = (x0 + x3) | 0;
  x3 = ((x3 << 17) | (x3 >>> 15)) ^ x0;
  x2 = (x2 + x1) | 0;
  x1 = ((x1 << 11) | (x1 >>> 21)) ^ x2;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 25) | (x1 >>> 7)) ^ x0;
  x2 = (x2 + x3) | 0;
  x3 = ((x3 << 10) | (x3 >>> 22)) ^ x2;
  x0 = (x0 + x3) | 0;
  x3 = ((x3 << 18) | (x3 >>> 14)) ^ x0;
  x2 = (x2 + x1) | 0;
  x1 = ((x1 << 20) | (x1 >>> 12)) ^ x2;

  x0 = (x0 + k2) | 0;
  x1 = (x1 + k3) | 0;
  x2 = (x2 + k4) | 0;
  x3 = (x3 + k0 + 2) | 0;

  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 10) | (x1 >>> 22)) ^ x0;
  x2 = (x2 + x3) | 0;
  x3 = ((x3 << 26) | (x3 >>> 6)) ^ x2;
  x0 = (x0 + x3) | 0;
  x3 = ((x3 << 11) | (x3 >>> 21)) ^ x0;
  x2 = (x2 + x1) | 0;
  x1 = ((x1 << 21) | (x1 >>> 11)) ^ x2;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0;
  x2 = (x2 + x3) | 0;
  x3 = ((x3 << 27) | (x3 >>> 5)) ^ x2;
  x0 = (x0 + x3) | 0;
  x3 = ((x3 << 23) | (x3 >>> 9)) ^ x0;
  x2 = (x2 + x1) | 0;
  x1 = ((x1 << 5) | (x1 >>> 27)) ^ x2;

  x0 = (x0 + k3) | 0;
  x1 = (x1 + k4) | 0;
  x2 = (x2 + k0) | 0;
  x3 = (x3 + k1 + 3) | 0;

  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0;
  x2 = (x2 + x3) | 0;
  x3 = ((x3 << 20) | (x3 >>> 12)) ^ x2;

  out[offset] = x0;
  out[offset + 1] = x1;
  out[offset + 2] = x2;
  out[offset + 3] = x3;
}
