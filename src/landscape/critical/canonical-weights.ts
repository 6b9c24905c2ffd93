import type { FloatTask } from '../../model/toy-model.ts';
import { at } from '../../numeric/population-loss/entry.ts';
import { featureClasses, gramOf, isDead } from './configuration.ts';
import type { WeightsAndBias } from './landscape.ts';
import { dot, orthonormalBasis } from './orthonormal-basis.ts';

/** Entries of configurations closer than this are ordered as equal. */
const TIE = 1e-6;
/** Entries this small are what is left of zeros after a rotation. */
const ZERO_ENTRY = 1e-13;

/**
 * The representative of an orbit that is printed: equal features in the order of falling lengths, then falling biases, then
 * rising interference with those before them; rotated so that W is upper triangular with a positive diagonal, as far as its
 * rank goes; the bias of a dead output one below where the output comes alive. The same loss, to rounding.
 *
 * @complexity O(n³ + m n²).
 */
export function canonicalWeights(task: FloatTask, { weights, bias }: WeightsAndBias): WeightsAndBias {
  const { featureCount } = task;
  const hiddenDimension = weights.length / featureCount;
  const gram = gramOf(weights, featureCount);
  const order = canonicalOrder(task, gram, bias);
  const columns = order.map((i) =>
    Float64Array.from({ length: hiddenDimension }, (_, h) => at(weights, h * featureCount + i)),
  );
  const units = Array.from({ length: hiddenDimension }, (_, h) =>
    Float64Array.from({ length: hiddenDimension }, (__, k) => (h === k ? 1 : 0)),
  );
  // The columns in their order, and after them whatever completes them to m axes.
  const axes = orthonormalBasis([...columns, ...units], TIE);
  const turned = new Float64Array(weights.length);
  axes.forEach((axis, h) => {
    columns.forEach((column, i) => {
      const entry = dot(axis, column);
      turned[h * featureCount + i] = Math.abs(entry) <= ZERO_ENTRY ? 0 : entry;
    });
  });
  return { weights: turned, bias: Float64Array.from(order, (i) => canonicalBias(gram, bias, i)) };
}

function canonicalBias(gram: Float64Array, bias: Float64Array, i: number): number {
  if (!isDead(gram, bias, i)) return Math.abs(at(bias, i)) <= ZERO_ENTRY ? 0 : at(bias, i);
  const row = gram.subarray(i * bias.length, (i + 1) * bias.length);
  return -1 - row.reduce((sum, entry) => sum + Math.max(0, entry), 0);
}

/** Position by position, the first of the equal features left in the order described above. */
function canonicalOrder(task: FloatTask, gram: Float64Array, bias: Float64Array): number[] {
  const { featureCount: n } = task;
  const classes = featureClasses(task);
  const order: number[] = [];
  for (let position = 0; position < n; position++) {
    const free = classes.flatMap((label, i) =>
      label === classes[position] && !order.includes(i) ? [i] : [],
    );
    const keyOf = (i: number): number[] => [
      -at(gram, i * n + i),
      isDead(gram, bias, i) ? 1e9 : -at(bias, i),
      ...order.map((j) => at(gram, i * n + j)),
    ];
    const [best = position] = free.sort((left, right) => compareKeys(keyOf(left), keyOf(right)));
    order.push(best);
  }
  return order;
}

function compareKeys(left: readonly number[], right: readonly number[]): number {
  const index = left.findIndex((entry, k) => Math.abs(entry - (right[k] ?? entry)) > TIE);
  return index < 0 ? 0 : (left[index] ?? 0) - (right[index] ?? 0);
}
