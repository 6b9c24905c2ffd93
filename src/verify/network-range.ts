/**
 * @file What is known of a network over one stratum beforehand: bounds on Y by interval arithmetic through the layers, and how far what
 * is computed from a draw may lie from the truth. Proof: docs/maths/statistics.md, §7.
 */

import type { ToyModel } from '../model/toy-model.ts';
import type { TwoLayerModel } from '../model/two-layer-model.ts';
import { DomainError } from '../support/errors.ts';
import { type Rational, signOf, toNumber, ZERO } from '../support/rational.ts';
import { errorSuprema } from './error-suprema.ts';
import type { FloatActivation, Interval } from './float-activation.ts';
import { exactSquaredError, type Network } from './network.ts';
import { type FloatLayer, NetworkSampler, type NetworkStratum } from './network-sampler.ts';
import type { Stratum } from './stratum.ts';
import type { ValueChoice } from './value-choice.ts';
import type { ValueQuantile } from './value-quantile.ts';

/** More than rounding can add to a preactivation or an output, in units of the sum of absolute terms. */
const ROUNDING = 2 ** -40;
/** Sums over samples and over strata are rounded to this share of the bound. */
const SUMMATION = 2 ** -32;
/** A draw of x_j is taken to lie within this share of the law's range of the true one; how rarely it does not is in the slack. */
const CLOSE = 2 ** -22;

/** What is known of one number over a stratum. */
interface Spread extends Interval {
  /** Bound on E |computed at the drawn input − true at the coupled one|, if φ has no jumps. */
  readonly average: number;
  /** Bound on that difference itself whenever all draws are close, and no jump lies between. */
  readonly close: number;
}

/** Interval arithmetic through a network over one stratum. */
export class NetworkRange {
  readonly #model: ToyModel | TwoLayerModel;
  readonly #network: Network;
  readonly #activation: FloatActivation;
  readonly #selection: readonly (ValueChoice | undefined)[];
  readonly #index: number;
  readonly #activeSet: readonly number[];
  readonly #quantiles: readonly ValueQuantile[];

  /**
   * @param selection - what the active features' values are drawn from, `undefined` for inactive ones, shape [features].
   * @param index - names the stratum's random numbers.
   */
  constructor(
    model: ToyModel | TwoLayerModel,
    network: Network,
    activation: FloatActivation,
    selection: readonly (ValueChoice | undefined)[],
    index: number,
  ) {
    this.#model = model;
    this.#network = network;
    this.#activation = activation;
    this.#selection = selection;
    this.#index = index;
    this.#activeSet = selection.flatMap((choice, j) => (choice === undefined ? [] : [j]));
    this.#quantiles = selection.flatMap((choice) => (choice === undefined ? [] : [choice.quantile]));
  }

  stratum(probability: number): Stratum {
    const { importances, target } = { ...this.#model, target: this.#network.target };
    const outputs = importances.map((_, i) => i).filter((i) => signOf(importances[i] ?? ZERO) > 0);
    const inputs = this.#quantiles.map(spreadOf);
    const { hidden: hiddenRows, output: outputRows, bias } = this.#network;
    const restricted = (row: readonly Rational[]): number[] =>
      this.#activeSet.map((j) => toNumber(row[j] ?? ZERO));
    const rows = (hiddenRows ?? []).map(restricted);
    const hidden = rows.map((row) => this.#preactivation(row, 0, inputs));
    const seen = hiddenRows === undefined ? inputs : hidden.map((z) => this.#applied(z));
    const lastRows = outputs.map((i) => {
      const row = outputRows[i] ?? [];
      return hiddenRows === undefined ? restricted(row) : row.map(toNumber);
    });
    const biases = outputs.map((i) => toNumber(bias[i] ?? ZERO));
    const last = lastRows.map((row, k) => this.#preactivation(row, biases[k] ?? 0, seen));
    const targets = outputs.map((i) =>
      this.#activeSet.includes(i) ? this.#activeSet.indexOf(i) : this.#activeSet.length,
    );
    const weights = outputs.map((i) => toNumber(importances[i] ?? ZERO));
    const suprema = errorSuprema(
      {
        hidden: hiddenRows === undefined ? undefined : rows,
        output: lastRows,
        bias: biases,
        targets,
        absolute: target === 'abs',
        activation: this.#activation,
      },
      inputs,
    );
    const { bound, slack } = this.#errors(last, suprema, targets, weights, inputs);
    const jumps = this.#activation.jumps.length > 0;
    const sampled: NetworkStratum = {
      index: this.#index,
      quantiles: this.#quantiles,
      hidden: hiddenRows === undefined ? undefined : layerOf(rows, [], hidden),
      output: layerOf(lastRows, biases, last),
      targets,
      absolute: target === 'abs',
      importances: weights,
      activation: this.#activation,
      bound,
    };
    return {
      activeSet: this.#activeSet,
      probability,
      bound,
      slack: slack + (jumps ? bound * farChance(this.#quantiles) : 0),
      constant: this.#constant(sampled),
      jumps,
      sampler: (key) => new NetworkSampler(sampled, key),
    };
  }

  #preactivation(row: readonly number[], bias: number, seen: readonly Spread[]): Spread {
    let [lower, upper, size, average, close] = [bias, bias, Math.abs(bias), 0, 0];
    row.forEach((weight, q) => {
      const spread = seen[q] as Spread;
      const ends = [weight * spread.lower, weight * spread.upper];
      lower += Math.min(...ends);
      upper += Math.max(...ends);
      size += Math.max(...ends.map(Math.abs));
      average += Math.abs(weight) * spread.average;
      close += Math.abs(weight) * spread.close;
    });
    const rounding = ROUNDING * size;
    return {
      lower: lower - rounding,
      upper: upper + rounding,
      average: average + rounding,
      close: close + rounding,
    };
  }

  #applied(z: Spread): Spread {
    const { lower, upper } = this.#activation.range(z.lower, z.upper);
    const rounding =
      ROUNDING * (1 + Math.abs(lower) + Math.abs(upper) + Math.abs(z.lower) + Math.abs(z.upper));
    const { steepness } = this.#activation;
    return {
      lower: lower - rounding,
      upper: upper + rounding,
      average: steepness * z.average + rounding,
      close: steepness * z.close + rounding,
    };
  }

  /** Y ≤ bound and |E Y computed − E Y| ≤ slack: |ℓ² − ℓ′²| ≤ 2 sup|ℓ| |ℓ − ℓ′|. */
  #errors(
    last: readonly Spread[],
    suprema: readonly number[],
    targets: readonly number[],
    importances: readonly number[],
    inputs: readonly Spread[],
  ): { readonly bound: number; readonly slack: number } {
    const jumps = this.#activation.jumps.length > 0;
    let bound = 0;
    let slack = 0;
    last.forEach((z, i) => {
      const output = this.#applied(z);
      const input = inputs[targets[i] as number] ?? NOWHERE;
      const wanted = this.#network.target === 'abs' ? absolute(input) : input;
      const apart = Math.max(output.upper - wanted.lower, wanted.upper - output.lower);
      // Differences allow for rounding, in the suprema too.
      const difference = output.average + wanted.average + ROUNDING * apart;
      // (They take no account of rounding across a jump.)
      const largest = jumps ? apart : Math.min(apart, (suprema[i] as number) + difference);
      const importance = importances[i] as number;
      bound += importance * largest * largest;
      slack += importance * 2 * largest * difference;
    });
    bound *= 1 + SUMMATION;
    if (!Number.isFinite(bound)) {
      throw new DomainError('networkStrata', 'numbers whose squares are within the doubles', bound);
    }
    return { bound, slack: slack + SUMMATION * bound };
  }

  /** Y if no input of the stratum varies: exactly where the activation allows, which then decides on which side of a jump it is. */
  #constant(sampled: NetworkStratum): number | undefined {
    const { activation, importances } = this.#model;
    const values = this.#selection.map((choice) => (choice === undefined ? ZERO : choice.value));
    const known = values.filter((value) => value !== undefined);
    if (known.length < values.length) return undefined;
    if (activation.kind === 'piecewise-linear') {
      return toNumber(exactSquaredError(this.#network, activation, importances, known));
    }
    return sampled.bound === 0
      ? 0
      : sampled.bound * new NetworkSampler(sampled, new Uint32Array(4)).draw(1, 0).sum;
  }
}

/** An inactive feature. */
const NOWHERE: Spread = { lower: 0, upper: 0, average: 0, close: 0 };

function spreadOf({ lower, upper, inaccuracy, variation }: ValueQuantile): Spread {
  const rounding = ROUNDING * Math.max(Math.abs(lower), Math.abs(upper));
  return {
    lower: lower - rounding,
    upper: upper + rounding,
    average: 2 * inaccuracy * variation + rounding,
    close: CLOSE * (upper - lower) + rounding,
  };
}

/** P(some x_j drawn is not close), by Markov's inequality from E |x_j drawn − x_j| ≤ 2 inaccuracy · variation. */
function farChance(quantiles: readonly ValueQuantile[]): number {
  return quantiles.reduce(
    (sum, { lower, upper, inaccuracy, variation }) =>
      upper > lower ? sum + (2 * inaccuracy * variation) / (CLOSE * (upper - lower)) : sum,
    0,
  );
}

function absolute({ lower, upper, ...differences }: Spread): Spread {
  const least = lower > 0 ? lower : Math.max(0, -upper);
  return { lower: least, upper: Math.max(Math.abs(lower), Math.abs(upper)), ...differences };
}

function layerOf(
  rows: readonly (readonly number[])[],
  biases: readonly number[],
  preactivations: readonly Spread[],
): FloatLayer {
  return {
    weights: Float64Array.from(rows.flat()),
    bias: Float64Array.from(preactivations, (_, unit) => biases[unit] ?? 0),
    uncertainty: Float64Array.from(preactivations, ({ close }) => close),
  };
}
