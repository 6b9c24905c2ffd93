/** @file SHA-256 of a text: tells a changed file from the one that was written. */

const WORDS = 16;
const ROUNDS = 64;

/** The first 32 bits of the fractional parts of roots of the first primes: square roots start it, cube roots key the rounds. */
const PRIMES = firstPrimes(ROUNDS);
const START = Uint32Array.from(PRIMES.slice(0, 8), (prime) => fractionBits(prime, 2));
const KEYS = Uint32Array.from(PRIMES, (prime) => fractionBits(prime, 3));

/**
 * The hash in hexadecimal, of the text in UTF-8.
 *
 * @see FIPS PUB 180-4, "Secure Hash Standard", 2015, §6.2
 */
export function sha256(text: string): string {
  const message = padded(new TextEncoder().encode(text));
  const state = START.slice();
  const schedule = new Uint32Array(ROUNDS);
  for (let offset = 0; offset < message.byteLength; offset += 4 * WORDS) {
    fillSchedule(schedule, message, offset);
    compress(state, schedule);
  }
  return Array.from(state, (word) => word.toString(16).padStart(8, '0')).join('');
}

/** The bytes, a one bit, zeros, and the length in bits as a 64-bit number: a multiple of 64 bytes. */
function padded(bytes: Uint8Array): DataView {
  const length = Math.ceil((bytes.length + 9) / 64) * 64;
  const message = new Uint8Array(length);
  message.set(bytes);
  message[bytes.length] = 0x80;
  const view = new DataView(message.buffer);
  view.setBigUint64(length - 8, BigInt(bytes.length) * 8n);
  return view;
}

function fillSchedule(schedule: Uint32Array, message: DataView, offset: number): void {
  for (let t = 0; t < WORDS; t++) schedule[t] = message.getUint32(offset + 4 * t);
  for (let t = WORDS; t < ROUNDS; t++) {
    const a = schedule[t - 15] ?? 0;
    const b = schedule[t - 2] ?? 0;
    const sigma0 = rotated(a, 7) ^ rotated(a, 18) ^ (a >>> 3);
    const sigma1 = rotated(b, 17) ^ rotated(b, 19) ^ (b >>> 10);
    schedule[t] = (schedule[t - 16] ?? 0) + sigma0 + (schedule[t - 7] ?? 0) + sigma1;
  }
}

function compress(state: Uint32Array, schedule: Uint32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let t = 0; t < ROUNDS; t++) {
    const sum1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = (h + sum1 + choice + (KEYS[t] ?? 0) + (schedule[t] ?? 0)) | 0;
    const sum0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + sum0 + majority) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, k) => {
    state[k] = (state[k] ?? 0) + word;
  });
}

function rotated(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes;
}

/** ⌊2³² · prime^{1/degree}⌋ mod 2³², by bisection. */
function fractionBits(prime: number, degree: 2 | 3): number {
  const target = BigInt(prime) << BigInt(32 * degree);
  let low = 0n;
  let high = 1n << 40n;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle ** BigInt(degree) <= target) low = middle;
    else high = middle;
  }
  return Number(BigInt.asUintN(32, low));
}
