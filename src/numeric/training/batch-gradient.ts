/**
 * @file The loss of one toy model over one batch and its gradient, by hand, in double precision: the oracle for every other
 * engine. Rows are features or hidden dimensions, and a row holds all samples, so that every inner loop runs over samples.
 *
 * With h = W x, z = Wᵀ h + b, x′ = ReLU(z) for each of B samples:
 *
 *     L = B⁻¹ Σ_s Σ_i I_i (x′_i − x_i)²
 *     δ_i = ∂L/∂z_i = 2 B⁻¹ I_i (x′_i − x_i) if z_i > 0, else 0        (ReLU′(0) = 0)
 *     ∂L/∂b_i = Σ_s δ_i        ∂L/∂W_hi = Σ_s (δ_i h_h + (W δ)_h x_i)
 *
 * A sample without an active feature has h = 0 and z = b, whatever the sample: such samples are counted, not computed.
 */

/** The non-empty samples of a batch, and room for what is computed from them. Every row has B entries. */
export interface BatchWorkspace {
  readonly featureCount: number;
  readonly hiddenDimension: number;
  /** B. */
  readonly batchSize: number;
  /** x, shape [features][samples]; only the first `activeCount` samples of a row count. */
  readonly inputs: readonly Float64Array[];
  /** h, shape [hidden][samples]. */
  readonly hidden: readonly Float64Array[];
  /** W δ, shape [hidden][samples]. */
  readonly hiddenGradient: readonly Float64Array[];
  /** z and then δ of one output, shape [samples]. */
  readonly output: Float64Array;
  /** Of the B samples, how many have an active feature. */
  activeCount: number;
}

export function batchWorkspace(
  featureCount: number,
  hiddenDimension: number,
  batchSize: number,
): BatchWorkspace {
  const rows = (count: number) => Array.from({ length: count }, () => new Float64Array(batchSize));
  return {
    featureCount,
    hiddenDimension,
    batchSize,
    inputs: rows(featureCount),
    hidden: rows(hiddenDimension),
    hiddenGradient: rows(hiddenDimension),
    output: new Float64Array(batchSize),
    activeCount: 0,
  };
}

/**
 * Puts a batch into the workspace, leaving out the empty samples: every sample is written to the next place, and an empty
 * one is written over by its successor. No branch depends on the data, which no processor could predict.
 *
 * @param batch - x, shape [features, samples], from the sampler.
 */
export function loadBatch(workspace: BatchWorkspace, batch: Float32Array): void {
  const { featureCount, batchSize, inputs } = workspace;
  let kept = 0;
  for (let s = 0; s < batchSize; s++) {
    let isActive = 0;
    for (let i = 0; i < featureCount; i++) {
      const x = batch[i * batchSize + s] as number;
      row(inputs, i)[kept] = x;
      isActive |= Number(x !== 0);
    }
    kept += isActive;
  }
  workspace.activeCount = kept;
}

/**
 * The loss over the loaded batch; its gradient is written to `gradient`.
 *
 * @param parameters - W and b, shape [hidden + 1, features], b last.
 * @param importances - I, shape [features].
 * @param gradient - shape [hidden + 1, features]; overwritten.
 * @returns L ≥ 0. Rounded.
 * @complexity about 4 n m multiply-adds for each sample with an active feature.
 */
export function batchGradient(
  workspace: BatchWorkspace,
  parameters: Float64Array,
  importances: Float64Array,
  gradient: Float64Array,
): number {
  const { featureCount, hiddenDimension, batchSize, inputs, hidden, hiddenGradient, output, activeCount } =
    workspace;
  const emptyCount = batchSize - activeCount;

  for (let h = 0; h < hiddenDimension; h++) {
    row(hidden, h).fill(0);
    row(hiddenGradient, h).fill(0);
    for (let i = 0; i < featureCount; i++) {
      const weight = parameters[h * featureCount + i] as number;
      addScaled(row(hidden, h), weight, row(inputs, i), activeCount);
    }
  }

  let loss = 0;
  for (let i = 0; i < featureCount; i++) {
    const biasAt = hiddenDimension * featureCount + i;
    const bias = parameters[biasAt] as number;
    output.fill(bias);
    for (let h = 0; h < hiddenDimension; h++) {
      addScaled(output, parameters[h * featureCount + i] as number, row(hidden, h), activeCount);
    }
    const importance = importances[i] as number;
    const slope = (2 * importance) / batchSize;
    const constant = Math.max(bias, 0);
    const squares = toOutputGradient(output, row(inputs, i), slope, activeCount);
    loss += (importance * (squares + emptyCount * constant * constant)) / batchSize;

    gradient[biasAt] = sumOf(output, activeCount) + slope * emptyCount * constant;
    for (let h = 0; h < hiddenDimension; h++) {
      const at = h * featureCount + i;
      const weight = parameters[at] as number;
      gradient[at] = pullBack(output, row(hidden, h), weight, row(hiddenGradient, h), activeCount);
    }
  }

  for (let h = 0; h < hiddenDimension; h++) {
    for (let i = 0; i < featureCount; i++) {
      const at = h * featureCount + i;
      gradient[at] = (gradient[at] as number) + dot(row(hiddenGradient, h), row(inputs, i), activeCount);
    }
  }
  return loss;
}

function row(matrix: readonly Float64Array[], index: number): Float64Array {
  return matrix[index] as Float64Array;
}

/**
 * Replaces z of one output by δ, given x, and returns Σ_s (x′ − x)². The sign of z is random, so it is kept out of the
 * control flow: ReLU(z) = (z + |z|)/2, without rounding, takes two thirds of the time of a maximum.
 */
function toOutputGradient(output: Float64Array, target: Float64Array, slope: number, count: number): number {
  let squares = 0;
  for (let s = 0; s < count; s++) {
    const z = output[s] as number;
    const error = 0.5 * (z + Math.abs(z)) - (target[s] as number);
    squares += error * error;
    output[s] = slope * error * Number(z > 0);
  }
  return squares;
}

/** target ← target + scale · source, over the first `count` entries. */
function addScaled(target: Float64Array, scale: number, source: Float64Array, count: number): void {
  for (let s = 0; s < count; s++) target[s] = (target[s] as number) + scale * (source[s] as number);
}

/** Adds W_hi δ_i to the hidden gradient, row h, and returns Σ_s δ_i h_h: one pass where two would do. */
function pullBack(
  output: Float64Array,
  hidden: Float64Array,
  weight: number,
  hiddenGradient: Float64Array,
  count: number,
): number {
  let sum = 0;
  for (let s = 0; s < count; s++) {
    const delta = output[s] as number;
    sum += delta * (hidden[s] as number);
    hiddenGradient[s] = (hiddenGradient[s] as number) + weight * delta;
  }
  return sum;
}

function dot(a: Float64Array, b: Float64Array, count: number): number {
  let sum = 0;
  for (let s = 0; s < count; s++) sum += (a[s] as number) * (b[s] as number);
  return sum;
}

function sumOf(values: Float64Array, count: number): number {
  let sum = 0;
  for (let s = 0; s < count; s++) sum += values[s] as number;
  return sum;
}
