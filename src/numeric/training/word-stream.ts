/**
 * @file The random words of one block of samples: four xoshiro128++ generators side by side, seeded by Threefry.
 *
 * A block is named by (key, step, block); generator l = 0, …, 3 starts from the four words of Threefry's counter
 * (step, block, l, 0). So every block is a pure function of its name, as with Threefry alone, and a word costs a third.
 * Vector k of a block holds word k of each generator. The generators of a block, and those of different blocks, overlap
 * with a probability below 2⁻¹⁰⁰, having periods of 2¹²⁸ − 1 and drawing fewer than 2²⁶ words each.
 *
 * @see D. Blackman, S. Vigna, "Scrambled linear pseudorandom number generators", ACM Trans. Math. Softw. 47 (2021).
 */

import { threefry } from '../../support/threefry.ts';

const LANES = 4;

export class WordStream {
  /** s0 to s3, each of four generators, shape [4, lanes]. */
  readonly #state = new Uint32Array(4 * LANES);
  readonly #seed = new Uint32Array(4);

  /** Starts the block of that name. */
  begin(key: Uint32Array, step: number, block: number): void {
    for (let lane = 0; lane < LANES; lane++) {
      threefry(key, step, block, lane, 0, this.#seed);
      for (let r = 0; r < 4; r++) this.#state[r * LANES + lane] = this.#seed[r] as number;
    }
  }

  /** The next vector of four words, written to `out` at `offset`. */
  next(out: Uint32Array, offset = 0): void {
    const s = this.#state;
    for (let lane = 0; lane < LANES; lane++) {
      let s0 = s[lane] as number;
      let s1 = s[LANES + lane] as number;
      let s2 = s[2 * LANES + lane] as number;
      let s3 = s[3 * LANES + lane] as number;
      const sum = (s0 + s3) | 0;
      out[offset + lane] = ((sum << 7) | (sum >>> 25)) + s0;
      const shifted = s1 << 9;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= shifted;
      s[lane] = s0;
      s[LANES + lane] = s1;
      s[2 * LANES + lane] = s2;
      s[3 * LANES + lane] = (s3 << 11) | (s3 >>> 21);
    }
  }
}
