/** @file Random two-layer networks of every kind that can be integrated exactly, and their plain evaluation. */

import fc from 'fast-check';
import type { PiecewiseLinearActivation } from '../../src/model/activation.ts';
import type { ValueLaw } from '../../src/model/value-law.ts';
import { formatRational, type Rational, ZERO } from '../../src/support/rational.ts';
import type { Network } from '../../src/symbolic/two-layer/network.ts';
import { smallRational } from './arbitraries.ts';
import { anyPiecewiseLinear, anySetting, anyValueLaw } from './settings.ts';

export interface NetworkLimits {
  readonly features: number;
  readonly hidden: number;
  readonly activations?: fc.Arbitrary<PiecewiseLinearActivation>;
  readonly law?: fc.Arbitrary<ValueLaw>;
  readonly tied?: boolean;
}

/** Networks with zero weights and biases over-represented. */
export function anyNetwork({
  features,
  hidden,
  activations = anyPiecewiseLinear({ jumping: true }),
  law = anyValueLaw(true),
  tied = false,
}: NetworkLimits): fc.Arbitrary<Network> {
  const entry = fc.oneof(
    { arbitrary: smallRational(6), weight: 4 },
    { arbitrary: fc.constant(ZERO), weight: 1 },
  );
  const row = (length: number): fc.Arbitrary<Rational[]> =>
    fc.array(entry, { minLength: length, maxLength: length });
  const matrix = (rows: number, columns: number): fc.Arbitrary<Rational[][]> =>
    fc.array(row(columns), { minLength: rows, maxLength: rows });
  return fc
    .record({
      inputs: anySetting(features, law),
      inputWeights: matrix(hidden, features),
      free: matrix(features, hidden),
      hiddenBias: row(hidden),
      bias: row(features),
      hiddenActivation: activations,
      outputActivation: activations,
      target: fc.constantFrom('identity' as const, 'abs' as const),
    })
    .map(({ inputs, free, ...rest }) => ({
      ...inputs,
      ...rest,
      outputWeights: tied ? free.map((_, i) => rest.inputWeights.map((weights) => weights[i] ?? ZERO)) : free,
      tied,
    }));
}

/** φ(z). */
export function apply({ breakpoints, pieces }: PiecewiseLinearActivation, z: Rational): Rational {
  const piece = pieces[breakpoints.filter((point) => z.compare(point) > 0).length];
  return piece === undefined ? ZERO : piece.slope.mul(z).add(piece.intercept);
}

/** (t_i − y_i)² for every output at one input. */
export function squaredErrorsAt(network: Network, x: readonly Rational[]): Rational[] {
  const affine = (row: readonly Rational[], input: readonly Rational[], bias: Rational): Rational =>
    row.reduce((sum, weight, j) => sum.add(weight.mul(input[j] ?? ZERO)), bias);
  const hidden = network.inputWeights.map((row, h) =>
    apply(network.hiddenActivation, affine(row, x, network.hiddenBias[h] ?? ZERO)),
  );
  return network.outputWeights.map((row, i) => {
    const y = apply(network.outputActivation, affine(row, hidden, network.bias[i] ?? ZERO));
    const own = x[i] ?? ZERO;
    const error = (network.target === 'abs' ? own.abs() : own).sub(y);
    return error.mul(error);
  });
}

/** A network as a person would write it, for messages of failing laws. */
export function showNetwork(network: Network): string {
  const show = (values: readonly Rational[]): string => `[${values.map(formatRational).join(', ')}]`;
  const { inputs, activity, hiddenActivation, outputActivation, target } = network;
  return [
    `p ${show(network.densities)}, I ${show(network.importances)}, ${activity.name}, ${target}`,
    `x ${inputs.map(({ name }) => name).join('; ')}`,
    `W₁ [${network.inputWeights.map(show).join(', ')}], c ${show(network.hiddenBias)}, ${hiddenActivation.name}`,
    `W₂ [${network.outputWeights.map(show).join(', ')}], b ${show(network.bias)}, ${outputActivation.name}`,
  ].join('\n');
}
