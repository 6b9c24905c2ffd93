/**
 * @file The loss of one model over one batch and its gradient, by hand, in double precision: the oracle for every other
 * engine. Rows are features or hidden dimensions, and a row holds all samples, so that every inner loop runs over samples.
 *
 * With a = E x, h = ψ(a), z = D h + b, y = φ(z) and t = x or |x|, for each of B samples:
 *
 *     L = B⁻¹ Σ_s Σ_i I_i (y_i − t_i)²
 *     δ_i = ∂L/∂z_i = 2 B⁻¹ I_i (y_i − t_i) φ′(z_i)          γ_h = ∂L/∂a_h = ψ′(a_h) Σ_i D_ih δ_i
 *     ∂L/∂b_i = Σ_s δ_i        ∂L/∂D_ih = Σ_s δ_i h_h        ∂L/∂E_hi = Σ_s γ_h x_i
 *
 * Tied, D = Eᵀ and ∂L/∂W_hi = ∂L/∂E_hi + ∂L/∂D_ih. A sample without an active feature has h = ψ(0) and, if that is 0, z = b,
 * whatever the sample: such samples are counted, not computed.
 */

import {
  activate,
  activationAt,
  isSilentWhenEmpty,
  RELU_OUTPUT,
  type TrainedNetwork,
} from './trained-network.ts';

/** The non-empty samples of a batch, and room for what is computed from them. Every row has B entries. */
export interface BatchWorkspace {
  readonly featureCount: number;
  readonly hiddenDimension: number;
  readonly network: TrainedNetwork;
  /** B. */
  readonly batchSize: number;
  /** x, shape [features][samples]; only the first `activeCount` samples of a row count. */
  readonly inputs: readonly Float64Array[];
  /** h, shape [hidden][samples]. */
  readonly hidden: readonly Float64Array[];
  /** ψ′(a), shape [hidden][samples]. */
  readonly hiddenSlopes: readonly Float64Array[];
  /** Dᵀ δ and then γ, shape [hidden][samples]. */
  readonly hiddenGradient: readonly Float64Array[];
  /** z, y and then δ of one output, shape [samples]. */
  readonly output: Float64Array;
  /** φ′(z) of one output, shape [samples]. */
  readonly outputSlopes: Float64Array;
  /** Of the B samples, how many are computed. */
  activeCount: number;
}

export function batchWorkspace(
  featureCount: number,
  hiddenDimension: number,
  batchSize: number,
  network: TrainedNetwork = RELU_OUTPUT,
): BatchWorkspace {
  const rows = (count: number) => Array.from({ length: count }, () => new Float64Array(batchSize));
  return {
    featureCount,
    hiddenDimension,
    network,
    batchSize,
    inputs: rows(featureCount),
    hidden: rows(hiddenDimension),
    hiddenSlopes: rows(hiddenDimension),
    hiddenGradient: rows(hiddenDimension),
    output: new Float64Array(batchSize),
    outputSlopes: new Float64Array(batchSize),
    activeCount: 0,
  };
}

/**
 * Puts a batch into the workspace, leaving out the empty samples where they can be: every sample is written to the next place,
 * and an empty one is written over by its successor. No branch depends on the data, which no processor could predict.
 *
 * @param batch - x, shape [features, samples], from the sampler.
 */
export function loadBatch(workspace: BatchWorkspace, batch: Float32Array): void {
  const { featureCount, batchSize, inputs, network } = workspace;
  const isKeptAnyway = Number(!isSilentWhenEmpty(network));
  let kept = 0;
  for (let s = 0; s < batchSize; s++) {
    let isKept = isKeptAnyway;
    for (let i = 0; i < featureCount; i++) {
      const x = batch[i * batchSize + s] as number;
      row(inputs, i)[kept] = x;
      isKept |= Number(x !== 0);
    }
    kept += isKept;
  }
  workspace.activeCount = kept;
}

/**
 * The loss over the loaded batch; its gradient is written to `gradient`.
 *
 * @param parameters - in the order of trained-network.ts.
 * @param importances - I, shape [features].
 * @param gradient - of the same shape as `parameters`; overwritten.
 * @returns L ≥ 0. Rounded.
 * @complexity about 4 n m multiply-adds for each sample that is computed.
 */
export function batchGradient(
  workspace: BatchWorkspace,
  parameters: Float64Array,
  importances: Float64Array,
  gradient: Float64Array,
): number {
  const { featureCount: n, hiddenDimension: m, network, activeCount } = workspace;
  const decoderAt = network.tied ? 0 : n * m;
  const decoderPlace = (i: number, h: number) => (network.tied ? h * n + i : decoderAt + i * m + h);
  encode(workspace, parameters);
  let loss = 0;
  for (let i = 0; i < n; i++) {
    const biasAt = decoderAt + n * m + i;
    const { output, hidden, hiddenGradient } = workspace;
    const bias = parameters[biasAt] as number;
    output.fill(bias);
    for (let h = 0; h < m; h++) {
      addScaled(output, parameters[decoderPlace(i, h)] as number, row(hidden, h), activeCount);
    }
    const { value, bias: biasGradient } = outputGradient(workspace, i, bias, importances[i] as number);
    loss += value;
    gradient[biasAt] = biasGradient;
    for (let h = 0; h < m; h++) {
      const at = decoderPlace(i, h);
      const weight = parameters[at] as number;
      gradient[at] = pullBack(output, row(hidden, h), weight, row(hiddenGradient, h), activeCount);
    }
  }
  encodeBack(workspace, gradient);
  return loss;
}

/** h and ψ′ from x. */
function encode(workspace: BatchWorkspace, parameters: Float64Array): void {
  const { featureCount: n, hiddenDimension: m, network, inputs, activeCount } = workspace;
  for (let h = 0; h < m; h++) {
    const hidden = row(workspace.hidden, h);
    hidden.fill(0);
    row(workspace.hiddenGradient, h).fill(0);
    for (let i = 0; i < n; i++) {
      addScaled(hidden, parameters[h * n + i] as number, row(inputs, i), activeCount);
    }
    activate(network.hidden, hidden, row(workspace.hiddenSlopes, h), activeCount);
  }
}

/** The loss of output i and ∂L/∂b_i; δ in place of z. */
function outputGradient(
  workspace: BatchWorkspace,
  i: number,
  bias: number,
  importance: number,
): { readonly value: number; readonly bias: number } {
  const { network, batchSize, inputs, output, outputSlopes, activeCount } = workspace;
  const isAbsolute = network.target === 'abs';
  const x = row(inputs, i);
  const slope = (2 * importance) / batchSize;
  activate(network.output, output, outputSlopes, activeCount);
  let squares = 0;
  let sum = 0;
  for (let s = 0; s < activeCount; s++) {
    const target = x[s] as number;
    const error = (output[s] as number) - (isAbsolute ? Math.abs(target) : target);
    const delta = slope * error * (outputSlopes[s] as number);
    squares += error * error;
    sum += delta;
    output[s] = delta;
  }
  const emptyCount = batchSize - activeCount;
  const empty = activationAt(network.output, bias);
  return {
    value: (importance * (squares + emptyCount * empty.value * empty.value)) / batchSize,
    bias: sum + slope * emptyCount * empty.value * empty.slope,
  };
}

/** γ from Dᵀ δ, and ∂L/∂E, added to ∂L/∂D if they are one matrix. */
function encodeBack(workspace: BatchWorkspace, gradient: Float64Array): void {
  const { featureCount: n, hiddenDimension: m, network, inputs, activeCount } = workspace;
  for (let h = 0; h < m; h++) {
    const back = row(workspace.hiddenGradient, h);
    const slopes = row(workspace.hiddenSlopes, h);
    for (let s = 0; s < activeCount; s++) back[s] = (back[s] as number) * (slopes[s] as number);
    for (let i = 0; i < n; i++) {
      const at = h * n + i;
      const before = network.tied ? (gradient[at] as number) : 0;
      gradient[at] = before + dot(back, row(inputs, i), activeCount);
    }
  }
}

function row(matrix: readonly Float64Array[], index: number): Float64Array {
  return matrix[index] as Float64Array;
}

/** target ← target + scale · source, over the first `count` entries. */
function addScaled(target: Float64Array, scale: number, source: Float64Array, count: number): void {
  for (let s = 0; s < count; s++) target[s] = (target[s] as number) + scale * (source[s] as number);
}

/** Adds D_ih δ_i to the hidden gradient, row h, and returns Σ_s δ_i h_h: one pass where two would do. */
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
