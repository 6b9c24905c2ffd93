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
  let loss = 0;
  for (let s = 0; s < batchSize; s++) {
    const x = Array.from({ length: n }, (_, i) => batch[i * batchSize + s] as number);
    loss += bound.add(x, gradient);
  }
  return {
    loss: (gamma * loss) / batchSize,
    gradient: gradient.map((sum) => (2 * sum) / batchSize),
  };
}

class SampleBound {
  readonly #n: number;
  readonly #m: number;
  readonly #network: TrainedNetwork;
  readonly #gamma: number;
  readonly #parameters: Float64Array;
  readonly #importances: Float64Array;
  readonly #hidden: Steepness;
  readonly #output: Steepness;

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
  }

  #encoderAt(h: number, i: number): number {
    return h * this.#n + i;
  }

  #decoderAt(i: number, h: number): number {
    return this.#network.tied ? this.#encoderAt(h, i) : this.#n * this.#m + i * this.#m + h;
  }

  /** ω of one value with its bar. */
  #slopeError({ slope, curvature, extra, breakpoints }: Steepness, z: number, bar: number): number {
    if (breakpoints.some((point) => Math.abs(z - point) <= this.#gamma * bar)) return 2 * slope;
    return curvature === 0 ? 0 : this.#gamma * (curvature * bar + slope + extra);
  }

  /** Adds one sample's terms to the sums; returns Σ_i I_i Ē_i². */
  add(x: readonly number[], sums: Float64Array): number {
    const [n, m, gamma] = [this.#n, this.#m, this.#gamma];
    const [psi, phi] = [this.#hidden, this.#output];
    const theta = (at: number) => this.#parameters[at] as number;
    const hidden = Array.from({ length: m }, (_, h) => {
      const a = x.reduce((sum, xi, i) => sum + theta(this.#encoderAt(h, i)) * xi, 0);
      const bar = x.reduce((sum, xi, i) => sum + Math.abs(theta(this.#encoderAt(h, i)) * xi), 0);
      return {
        value: activationAt(this.#network.hidden, a).value,
        bar: (psi.slope + psi.extra) * bar + psi.offset,
        slopeError: this.#slopeError(psi, a, bar),
      };
    });
    let loss = 0;
    const outputs = x.map((xi, i) => {
      const bias = theta(this.#parameters.length - n + i);
      const z = hidden.reduce((sum, { value }, h) => sum + theta(this.#decoderAt(i, h)) * value, bias);
      const bar = hidden.reduce(
        (sum, h, index) => sum + Math.abs(theta(this.#decoderAt(i, index))) * h.bar,
        Math.abs(bias),
      );
      const error = (phi.slope + phi.extra) * bar + phi.offset + Math.abs(xi);
      const importance = this.#importances[i] as number;
      loss += importance * error ** 2;
      return {
        delta: importance * error * phi.slope,
        off: importance * error * (2 * gamma * phi.slope + this.#slopeError(phi, z, bar)),
      };
    });
    const add = (at: number, value: number): void => {
      sums[at] = (sums[at] as number) + value;
    };
    outputs.forEach(({ delta, off }, i) => {
      add(this.#parameters.length - n + i, off + gamma * delta);
      hidden.forEach(({ bar }, h) => {
        add(this.#decoderAt(i, h), (off + 2 * gamma * delta) * bar);
      });
    });
    hidden.forEach(({ slopeError }, h) => {
      const through = (of: (output: { delta: number; off: number }) => number) =>
        outputs.reduce((sum, output, i) => sum + Math.abs(theta(this.#decoderAt(i, h))) * of(output), 0);
      const back = through(({ delta }) => delta);
      const off = through((output) => output.off) + gamma * back;
      const total = psi.slope * off + back * (gamma * psi.slope + slopeError) + gamma * psi.slope * back;
      x.forEach((xi, i) => {
        add(this.#encoderAt(h, i), total * Math.abs(xi));
      });
    });
    return loss;
  }
}
