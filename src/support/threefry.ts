/**
 * @file Threefry-4×32: random numbers without state. Four 32-bit words are a fixed function of a key and a counter, so a
 * draw is named by *what it is for* (seed, instance, step, sample), never by how many draws came before it; any order,
 * batching or engine sees the same numbers.
 *
 * Thirteen rounds: twelve are the fewest that pass BigCrush, and the published test vectors cover thirteen.
 *
 * @see J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011, §3.2.
 */

const ROUNDS = 13;
const PARITY = 0x1bd11bda;
/** Rotation distances, one pair for each round modulo eight. */
const ROTATIONS = Uint8Array.of(10, 26, 11, 21, 13, 27, 23, 5, 6, 20, 17, 11, 25, 10, 18, 20);

/** What the numbers are drawn for: the fourth word of the key, so that no two uses share a stream. */
export type Purpose = 'batch' | 'initialisation' | 'verification';

const PURPOSE_WORDS: Readonly<Record<Purpose, number>> = { batch: 1, initialisation: 2, verification: 3 };

/**
 * The key of one stream: [seed low, seed high, instance, purpose].
 *
 * @param seed - an integer in [0, 2⁵³).
 * @param instance - an integer in [0, 2³²): which of the models trained at once.
 */
export function streamKey(seed: number, instance: number, purpose: Purpose): Uint32Array {
  return Uint32Array.of(seed % 2 ** 32, Math.floor(seed / 2 ** 32), instance, PURPOSE_WORDS[purpose]);
}

const schedule = new Uint32Array(5);

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
  let parity = PARITY;
  for (let i = 0; i < 4; i++) {
    const word = key[i] ?? 0;
    schedule[i] = word;
    parity ^= word;
  }
  schedule[4] = parity;

  let x0 = (c0 + (schedule[0] ?? 0)) | 0;
  let x1 = (c1 + (schedule[1] ?? 0)) | 0;
  let x2 = (c2 + (schedule[2] ?? 0)) | 0;
  let x3 = (c3 + (schedule[3] ?? 0)) | 0;
  for (let round = 0; round < ROUNDS; round++) {
    const first = ROTATIONS[(round % 8) * 2] ?? 0;
    const second = ROTATIONS[(round % 8) * 2 + 1] ?? 0;
    if (round % 2 === 0) {
      x0 = (x0 + x1) | 0;
      x1 = ((x1 << first) | (x1 >>> (32 - first))) ^ x0;
      x2 = (x2 + x3) | 0;
      x3 = ((x3 << second) | (x3 >>> (32 - second))) ^ x2;
    } else {
      x0 = (x0 + x3) | 0;
      x3 = ((x3 << first) | (x3 >>> (32 - first))) ^ x0;
      x2 = (x2 + x1) | 0;
      x1 = ((x1 << second) | (x1 >>> (32 - second))) ^ x2;
    }
    if (round % 4 === 3) {
      const injection = (round + 1) / 4;
      x0 = (x0 + (schedule[injection % 5] ?? 0)) | 0;
      x1 = (x1 + (schedule[(injection + 1) % 5] ?? 0)) | 0;
      x2 = (x2 + (schedule[(injection + 2) % 5] ?? 0)) | 0;
      x3 = (x3 + (schedule[(injection + 3) % 5] ?? 0) + injection) | 0;
    }
  }
  out[offset] = x0;
  out[offset + 1] = x1;
  out[offset + 2] = x2;
  out[offset + 3] = x3;
}
