/**
 * @file How far a loss and gradient computed in single precision may lie from the exact ones. Derived, not fitted.
 *
 * Notation: u = 2⁻²⁴; γ_c = c u / (1 − c u), the relative error of c roundings (Higham, "Accuracy and Stability of Numerical
 * Algorithms", 2002, Lemma 3.1). A sum of products of c factors and additions errs by at most γ_c times the same sum with
 * absolute values, written with a bar here. Parameters are rounded once when they go to the device.
 *
 * An activation has slopes of size at most Λ, a derivative whose own slope is at most Λ′ except at its breakpoints, and is
 * computed to within 8u (1 + |z|), with a derivative to within 8u (see the test of the kernels' activations); for piecewise
 * linear ones the formula's two roundings are less than that. With s the largest |intercept|, or 1 for smooth ones,
 * |φ(z)| ≤ Λ |z| + s. So, sample by sample:
 *
 *     Ā_h = Σ_i |E_hi| |x_i|             H̄_h = (Λ + 1) Ā_h + s + 1        |Δh_h| ≤ γ H̄_h
 *     Z̄_i = |b_i| + Σ_h |D_ih| H̄_h      Ē_i = (Λ + 1) Z̄_i + s + 1 + |x_i|      |Δ(y_i − t_i)| ≤ γ Ē_i
 *     ω_i = |Δφ′(z_i)| ≤ γ (Λ′ Z̄_i + Λ + 1),  but 2Λ if a breakpoint lies within γ Z̄_i of z_i: the gate is in doubt
 *     D̄_i = I_i Ē_i Λ                   K_i = I_i Ē_i (2 γ Λ + ω_i)       |Δδ_i| ≤ K_i
 *     Ḡ_h = Σ_i |D_ih| D̄_i              |ΔG_h| ≤ Σ_i |D_ih| K_i + γ Ḡ_h
 *     |Δ(G_h ψ′)| ≤ J_h = Λ |ΔG_h| + Ḡ_h (γ Λ + ω_h)
 *
 * and then
 *
 *     |Δ ∂L/∂b_i|  ≤ (2/B) Σ_s (K_i + γ D̄_i)
 *     |Δ ∂L/∂D_ih| ≤ (2/B) Σ_s (K_i + 2 γ D̄_i) H̄_h
 *     |Δ ∂L/∂E_hi| ≤ (2/B) Σ_s (J_h + γ Λ Ḡ_h) |x_i|
 *     |Δ L|        ≤ (1/B) Σ_s Σ_i γ I_i Ē_i²
 *
 * The +1 in the bars of a piecewise linear activation without intercepts, such as ReLU, is left out: nothing is added there.
 *
 * One count c serves all of them: 2 (n + m) for the way to z and back, twice that for the squares and products of two such
 * quantities, B/P + P for the two stages of the sum, and 30 for the rest (roundings of W, b, I, two activations of 8 each, the
 * final factor).
 */

import {
  activationAt,
  RELU_OUTPUT,
  type TrainedActivation,
  type TrainedNetwork,
} from '../../../src/numeric/training/trained-network.ts';
import type { TrainingPlan } from '../../../src/numeric/training/training-plan.ts';

export interface GradientBound {
  readonly loss: number;
  /** In the order of the parameters. */
  readonly gradient: Float64Array;
}

type Shape = Pick<TrainingPlan, 'featureCount' | 'hiddenDimension' | 'batchSize'> & {
  readonly network?: TrainedNetwork;
};

/** Λ, Λ′ and s, and what the bars have added. */
interface Steepness {
  readonly slope: number;
  readonly curvature: number;
  readonly offset: number;
  readonly extra: number;
  readonly breakpoints: readonly number[];
}

function steepnessOf(activation: TrainedActivation): Steepness {
  // The largest slope and curvature of all four: GELU's 1.13 and 0.8.
  if (activation.kind === 'smooth')
    return { slope: 1.13, curvature: 0.8, offset: 2, extra: 1, breakpoints: [] };
  const offset = Math.max(...activation.pieces.map(({ intercept }) => Math.abs(intercept)));
  return {
    slope: Math.max(...activation.pieces.map(({ slope }) => Math.abs(slope))),
    curvature: 0,
    offset: offset === 0 ? 0 : offset + 1,
    extra: offset === 0 ? 0 : 1,
    breakpoints: activation.breakpoints,
  };
}

/**
 * @param parts - P, the number of partial sums.
 * @param batch - x, shape [features, samples].
 * @param parameters - in the order of trained-network.ts.
 */
export function singlePrecisionBound(
  shape: Shape,
  parts: number,
  batch: Float32Array,
  parameters: Float64Array,
  importances: Float64Array,
): GradientBound {
  const { featureCount: n, hiddenDimension: m, batchSize, network = RELU_OUTPUT } = shape;
  const c = 4 * (n + m) + batchSize / parts + parts + 30;
  const gamma = (c * 2 ** -24) / (1 - c * 2 ** -24);
  const gradient = new Float64Array(parameters.length);
  const bound = new SampleBound(n, m, network, gamma, parameters, importances);
  const x = new Float64Array(n);
  let loss = 0;
  for (let s = 0; s < batchSize; s++) {
    for (let i = 0; i < n; i++) x[i] = batch[i * batchSize + s] as number;
    loss += bound.add(x, gradient);
  }
  return {
    loss: (gamma * loss) / batchSize,
    gradient: gradient.map((sum) => (2 * sum) / batchSize),
  };
}

/** The terms of one sample; plain loops, since tests evaluate it for every sample of every step. */
class SampleBound {
  readonly #n: number;
  readonly #m: number;
  readonly #network: TrainedNetwork;
  readonly #gamma: number;
  readonly #parameters: Float64Array;
  readonly #importances: Float64Array;
  readonly #hidden: Steepness;
  readonly #output: Steepness;
  /** h, H̄ and ω of every hidden dimension. */
  readonly #values: Float64Array;
  readonly #bars: Float64Array;
  readonly #slopeErrors: Float64Array;
  /** D̄ and K of every output. */
  readonly #deltas: Float64Array;
  readonly #off: Float64Array;

  constructor(
    n: number,
    m: number,
    network: TrainedNetwork,
    gamma: number,
    parameters: Float64Array,
    importances: Float64Array,
  ) {
    this.#n = n;
    this.#m = m;
    this.#network = network;
    this.#gamma = gamma;
    this.#parameters = parameters;
    this.#importances = importances;
    this.#hidden = steepnessOf(network.hidden);
    this.#output = steepnessOf(network.output);
    this.#values = new Float64Array(m);
    this.#bars = new Float64Array(m);
    this.#slopeErrors = new Float64Array(m);
    this.#deltas = new Float64Array(n);
    this.#off = new Float64Array(n);
  }

  #decoderAt(i: number, h: number): number {
    return this.#network.tied ? h * this.#n + i : this.#n * this.#m + i * this.#m + h;
  }

  /** ω of one value with its bar. */
  #slopeError({ slope, curvature, extra, breakpoints }: Steepness, z: number, bar: number): number {
    for (const point of breakpoints) {
      if (Math.abs(z - point) <= this.#gamma * bar) return 2 * slope;
    }
    return curvature === 0 ? 0 : this.#gamma * (curvature * bar + slope + extra);
  }

  /** Adds one sample's terms to the sums; returns Σ_i I_i Ē_i². */
  add(x: Float64Array, sums: Float64Array): number {
    this.#encode(x);
    let loss = 0;
    for (let i = 0; i < this.#n; i++) loss += this.#decode(i, x[i] as number, sums);
    for (let h = 0; h < this.#m; h++) this.#encodeBack(h, x, sums);
    return loss;
  }

  #encode(x: Float64Array): void {
    const { slope, extra, offset } = this.#hidden;
    for (let h = 0; h < this.#m; h++) {
      let a = 0;
      let bar = 0;
      for (let i = 0; i < this.#n; i++) {
        const term = (this.#parameters[h * this.#n + i] as number) * (x[i] as number);
        a += term;
        bar += Math.abs(term);
      }
      this.#values[h] = activationAt(this.#network.hidden, a).value;
      this.#bars[h] = (slope + extra) * bar + offset;
      this.#slopeErrors[h] = this.#slopeError(this.#hidden, a, bar);
    }
  }

  #decode(i: number, x: number, sums: Float64Array): number {
    const { slope, extra, offset } = this.#output;
    const biasAt = this.#parameters.length - this.#n + i;
    let z = this.#parameters[biasAt] as number;
    let bar = Math.abs(z);
    for (let h = 0; h < this.#m; h++) {
      const weight = this.#parameters[this.#decoderAt(i, h)] as number;
      z += weight * (this.#values[h] as number);
      bar += Math.abs(weight) * (this.#bars[h] as number);
    }
    const error = (slope + extra) * bar + offset + Math.abs(x);
    const weighted = (this.#importances[i] as number) * error;
    const delta = weighted * slope;
    const off = weighted * (2 * this.#gamma * slope + this.#slopeError(this.#output, z, bar));
    this.#deltas[i] = delta;
    this.#off[i] = off;
    sums[biasAt] = (sums[biasAt] as number) + off + this.#gamma * delta;
    for (let h = 0; h < this.#m; h++) {
      const at = this.#decoderAt(i, h);
      sums[at] = (sums[at] as number) + (off + 2 * this.#gamma * delta) * (this.#bars[h] as number);
    }
    return weighted * error;
  }

  #encodeBack(h: number, x: Float64Array, sums: Float64Array): void {
    const { slope } = this.#hidden;
    let back = 0;
    let off = 0;
    for (let i = 0; i < this.#n; i++) {
      const weight = Math.abs(this.#parameters[this.#decoderAt(i, h)] as number);
      back += weight * (this.#deltas[i] as number);
      off += weight * (this.#off[i] as number);
    }
    off += this.#gamma * back;
    const through = slope * off + back * (2 * this.#gamma * slope + (this.#slopeErrors[h] as number));
    for (let i = 0; i < this.#n; i++) {
      const at = h * this.#n + i;
      sums[at] = (sums[at] as number) + through * Math.abs(x[i] as number);
    }
  }
}
