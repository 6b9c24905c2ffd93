/**
 * @file Writes the AssemblyScript source of the three kernels that go through lists of active entries: one function for each
 * number of vectors (of four hidden dimensions) held in local variables at a time, and a dispatcher for each kernel.
 */

/** More would not stay in the processor's sixteen registers. */
const MOST_VECTORS = 8;

const range = (count) => Array.from({ length: count }, (_, k) => k);
const each = (count, line) => range(count).map(line).join('\n');

/** H[s] += x E_i for the entries of one feature. */
const encode = (v) => `
function encode${v}(ranks: usize, values: usize, count: i32, weights: usize, hidden: usize, bytes: usize): void {
${each(v, (k) => `  const w${k} = v128.load(weights, ${16 * k});`)}
  for (let r = 0; r < count; r++) {
    const x = v128.load32_splat(values + (<usize>r << 2));
    const at = hidden + <usize>load<i32>(ranks + (<usize>r << 2)) * bytes;
${each(v, (k) => `    v128.store(at, f32x4.add(v128.load(at, ${16 * k}), f32x4.mul(x, w${k})), ${16 * k});`)}
  }
}`;

/** dE_i += Σ x G[s] over the entries of one feature. */
const encodeBack = (v) => `
function encodeBack${v}(ranks: usize, values: usize, count: i32, back: usize, bytes: usize, sums: usize): void {
${each(v, (k) => `  let a${k} = v128.load(sums, ${16 * k});`)}
  for (let r = 0; r < count; r++) {
    const x = v128.load32_splat(values + (<usize>r << 2));
    const at = back + <usize>load<i32>(ranks + (<usize>r << 2)) * bytes;
${each(v, (k) => `    a${k} = f32x4.add(a${k}, f32x4.mul(x, v128.load(at, ${16 * k})));`)}
  }
${each(v, (k) => `  v128.store(sums, a${k}, ${16 * k});`)}
}`;

/** dD_i += Σ δ H[s] and G[s] += δ D_i over the samples where δ is not 0. */
const decodeBack = (v) => `
function decodeBack${v}(bits: u64, deltas: usize, hidden: usize, back: usize, bytes: usize, weights: usize, sums: usize): void {
${each(v, (k) => `  const w${k} = v128.load(weights, ${16 * k});`)}
${each(v, (k) => `  let a${k} = v128.load(sums, ${16 * k});`)}
  while (bits != 0) {
    const s = <usize>ctz(bits);
    bits &= bits - 1;
    const delta = v128.load32_splat(deltas + (s << 2));
    const h = hidden + s * bytes;
    const g = back + s * bytes;
${each(
  v,
  (k) => `    a${k} = f32x4.add(a${k}, f32x4.mul(delta, v128.load(h, ${16 * k})));
    v128.store(g, f32x4.add(v128.load(g, ${16 * k}), f32x4.mul(delta, w${k})), ${16 * k});`,
)}
  }
${each(v, (k) => `  v128.store(sums, a${k}, ${16 * k});`)}
}`;

const dispatch = (name, parameters) => `
export function ${name}(vectors: i32, ${parameters.map(([key, type]) => `${key}: ${type}`).join(', ')}): void {
  switch (vectors) {
${each(MOST_VECTORS, (k) => `    case ${k + 1}: ${name}${k + 1}(${parameters.map(([key]) => key).join(', ')}); break;`)}
    default: unreachable();
  }
}`;

export function vectorKernels() {
  const list = [
    ['ranks', 'usize'],
    ['values', 'usize'],
    ['count', 'i32'],
  ];
  return `// Written by scripts/vector-kernels.js.

/** How many vectors a kernel takes at most. */
export const MOST_VECTORS: i32 = ${MOST_VECTORS};
${range(MOST_VECTORS)
  .map((k) => encode(k + 1) + encodeBack(k + 1) + decodeBack(k + 1))
  .join('\n')}
${dispatch('encode', [...list, ['weights', 'usize'], ['hidden', 'usize'], ['bytes', 'usize']])}
${dispatch('encodeBack', [...list, ['back', 'usize'], ['bytes', 'usize'], ['sums', 'usize']])}
${dispatch('decodeBack', [
  ['bits', 'u64'],
  ['deltas', 'usize'],
  ['hidden', 'usize'],
  ['back', 'usize'],
  ['bytes', 'usize'],
  ['weights', 'usize'],
  ['sums', 'usize'],
])}
`;
}
