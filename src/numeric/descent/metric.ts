/** @file What quasi-Newton methods learn about the curvature, as an operator on gradients. */

/** An estimate of the inverse Hessian, improved after every step. */
export interface Metric {
  /** H⁻¹ v as far as known; a new array. */
  apply(vector: Float64Array): Float64Array<ArrayBuffer>;
  /** Learns that a step changed the gradient so; `curvature` is their product, positive. */
  learn(step: Float64Array, change: Float64Array, curvature: number): void;
  /** Forgets everything. */
  reset(): void;
}

export function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += (left[i] as number) * (right[i] as number);
  return sum;
}

/**
 * BFGS: the whole matrix, from a multiple of the identity.
 *
 * @complexity O(d²) a call.
 */
export function denseMetric(dimension: number): Metric {
  let matrix = identity(dimension);
  let isScaled = false;
  return {
    apply: (vector) => multiply(matrix, vector),
    learn(step, change, curvature) {
      if (!isScaled) matrix = identity(dimension, curvature / dot(change, change));
      isScaled = true;
      updateInverseHessian(matrix, step, change, curvature);
    },
    reset() {
      matrix = identity(dimension);
    },
  };
}

/** How many of the last steps the limited-memory metric remembers. */
const MEMORY = 10;

/**
 * L-BFGS: the last ten steps and what they changed, by the two-loop recursion.
 *
 * @complexity O(d) a call.
 * @see J. Nocedal, S. J. Wright, "Numerical Optimization", 2nd edition (2006), Algorithm 7.4.
 */
export function limitedMemoryMetric(): Metric {
  let pairs: { step: Float64Array; change: Float64Array; curvature: number }[] = [];
  return {
    apply(vector) {
      const result = vector.slice() as Float64Array<ArrayBuffer>;
      const last = pairs.at(-1);
      if (last === undefined) return result;
      const parts = pairs.map(() => 0);
      for (let k = pairs.length - 1; k >= 0; k--) {
        const { step, change, curvature } = pairs[k] as (typeof pairs)[number];
        const part = dot(step, result) / curvature;
        parts[k] = part;
        addMultiple(result, -part, change);
      }
      const scale = last.curvature / dot(last.change, last.change);
      for (let i = 0; i < result.length; i++) result[i] = scale * (result[i] as number);
      pairs.forEach(({ step, change, curvature }, k) => {
        addMultiple(result, (parts[k] as number) - dot(change, result) / curvature, step);
      });
      return result;
    },
    learn(step, change, curvature) {
      pairs.push({ step, change, curvature });
      if (pairs.length > MEMORY) pairs.shift();
    },
    reset() {
      pairs = [];
    },
  };
}

function addMultiple(target: Float64Array, factor: number, vector: Float64Array): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] as number) + factor * (vector[i] as number);
}

/** H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ with ρ = 1 / (s·y), in place. */
function updateInverseHessian(
  inverseHessian: Float64Array[],
  step: Float64Array,
  change: Float64Array,
  curvature: number,
): void {
  const image = multiply(inverseHessian, change);
  const factor = (1 + dot(change, image) / curvature) / curvature;
  inverseHessian.forEach((row, i) => {
    for (let j = 0; j < row.length; j++) {
      const cross = (image[i] ?? 0) * (step[j] ?? 0) + (step[i] ?? 0) * (image[j] ?? 0);
      row[j] = (row[j] ?? 0) + factor * (step[i] ?? 0) * (step[j] ?? 0) - cross / curvature;
    }
  });
}

function identity(dimension: number, scale = 1): Float64Array[] {
  return Array.from({ length: dimension }, (_, i) => {
    const row = new Float64Array(dimension);
    row[i] = scale;
    return row;
  });
}

function multiply(matrix: readonly Float64Array[], vector: Float64Array): Float64Array<ArrayBuffer> {
  return Float64Array.from(matrix, (row) => dot(row, vector));
}
