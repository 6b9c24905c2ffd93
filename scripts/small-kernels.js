/**
 * @file Writes the AssemblyScript source of the kernels for tied models of at most eight features: one function for each
 * shape and output, written out so that every intermediate value is a local variable. Four samples lie in the four lanes of
 * a vector, and each lane adds up its own part of the gradient.
 */

/** All shapes (n, m) with m < n ≤ 8 and m ≤ 4, and (1, 1). */
const SHAPES = Array.from({ length: 8 }, (_, k) => k + 1).flatMap((n) =>
  Array.from({ length: Math.min(4, Math.max(1, n - 1)) }, (_, k) => [n, k + 1]),
);

const range = (count) => Array.from({ length: count }, (_, k) => k);
const sum = (terms) => terms.reduce((left, right) => `f32x4.add(${left}, ${right})`);
const product = (left, right) => `f32x4.mul(${left}, ${right})`;
const name = (n, m) => `relu_${n}_${m}`;

/** The function of one shape: its gradient's lanes are added up, and added to `gradient`, in double precision. */
function kernel(n, m) {
  const weight = (h, i) => `v128.load32_splat(parameters, ${4 * (h * n + i)})`;
  const bias = (i) => `v128.load32_splat(parameters, ${4 * (m * n + i)})`;
  const each = (count, line) => range(count).map((k) => `    ${line(k)}`);
  const pairs = range(m).flatMap((h) => range(n).map((i) => [h, i]));
  const lines = [
    `function ${name(n, m)}(x: usize, stride: usize, groups: i32, limit: v128, parameters: usize, slopes: usize, gradient: usize): f64 {`,
    `  let loss = f32x4.splat(0);`,
    ...range(n).map((i) => `  let b${i} = f32x4.splat(0);`),
    ...pairs.map(([h, i]) => `  let w${h}_${i} = f32x4.splat(0);`),
    `  for (let group = groups; group > 0; group--) {`,
    ...each(n, (i) => `const x${i} = v128.load(x${i === 0 ? '' : ` + ${i} * stride`});`),
    `    x += 16;`,
    ...each(m, (h) => `const h${h} = ${sum(range(n).map((i) => product(weight(h, i), `x${i}`)))};`),
    `    const least = group == 1 ? limit : f32x4.splat(0);`,
    ...each(
      n,
      (i) => `const z${i} = ${sum([bias(i), ...range(m).map((h) => product(weight(h, i), `h${h}`))])};`,
    ),
    ...range(n).flatMap((i) => [
      `    const on${i} = f32x4.gt(z${i}, least);`,
      `    const e${i} = f32x4.sub(v128.and(z${i}, on${i}), x${i});`,
      `    const s${i} = ${product(`v128.load32_splat(slopes, ${4 * i})`, `e${i}`)};`,
      `    loss = f32x4.add(loss, ${product(`s${i}`, `e${i}`)});`,
      `    const d${i} = v128.and(s${i}, on${i});`,
      `    b${i} = f32x4.add(b${i}, d${i});`,
    ]),
    ...each(m, (h) => `const g${h} = ${sum(range(n).map((i) => product(weight(h, i), `d${i}`)))};`),
    ...pairs.map(
      ([h, i]) =>
        `    w${h}_${i} = ${sum([`w${h}_${i}`, sum([product(`d${i}`, `h${h}`), product(`g${h}`, `x${i}`)])])};`,
    ),
    `  }`,
    ...pairs.map(([h, i]) => `  addLanes(gradient, ${h * n + i}, w${h}_${i});`),
    ...range(n).map((i) => `  addLanes(gradient, ${m * n + i}, b${i});`),
    `  return laneSum(loss);`,
    `}`,
  ];
  return lines.join('\n');
}

/** The whole file: the functions, and the one that finds the right one. */
export function smallKernels() {
  const cases = SHAPES.map(([n, m]) => {
    const call = `${name(n, m)}(x, stride, groups, limit, parameters, slopes, gradient)`;
    return `    case ${16 * n + m}: return ${call};`;
  });
  return `// Written by scripts/small-kernels.js.
import { addLanes, laneSum } from '../lanes';

${SHAPES.map(([n, m]) => kernel(n, m)).join('\n\n')}

/** Whether there is a kernel of this shape. */
export function hasSmallKernel(n: i32, m: i32): bool {
  return ${SHAPES.map(([n, m]) => `(n == ${n} && m == ${m})`).join(' || ')};
}

/**
 * The kernel of shape (n, m).
 *
 * @param limit - what z has to exceed in the last group of four samples: 0, or ∞ in a lane that holds no sample.
 */
@inline
export function smallKernel(n: i32, m: i32, x: usize, stride: usize, groups: i32, limit: v128, parameters: usize, slopes: usize, gradient: usize): f64 {
  switch (16 * n + m) {
${cases.join('\n')}
    default: unreachable();
  }
  return 0;
}
`;
}
