/** @file Random two-layer networks of every kind that can be integrated exactly, and their plain evaluation. */

import fc from 'fast-check';
import { type PiecewiseLinearActivation, parseActivation } from '../../src/model/activation.ts';
import { densitiesOf, independentActivity, parseActivity } from '../../src/model/activity.ts';
import { type Task, task } from '../../src/model/toy-model.ts';
import { parseValueLaw, type ValueLaw } from '../../src/model/value-law.ts';
import { formatRational, type Rational, rational, ZERO } from '../../src/support/rational.ts';
import type { Network } from '../../src/symbolic/two-layer/network.ts';
import { smallRational } from './arbitraries.ts';

export function piecewiseLinear(name: string): PiecewiseLinearActivation {
  const activation = parseActivation(name);
  if (activation.kind !== 'piecewise-linear') throw new Error(`${name} is smooth`);
  return activation;
}

export const CONTINUOUS: readonly string[] = [
  'relu',
  'linear',
  'leaky-relu:1/10',
  'abs',
  'hard-tanh',
  'clipped-relu:1/2',
];
const JUMPING = ['jump-relu:1/4', 'jump-relu:0'];

export function anyPiecewiseLinear(names: readonly string[]): fc.Arbitrary<PiecewiseLinearActivation> {
  return fc.constantFrom(...names).map(piecewiseLinear);
}

/** Laws of every kind; atoms at 0 and on breakpoints of activations are frequent. */
export function anyValueLaw(): fc.Arbitrary<ValueLaw> {
  const laws = [
    ...['uniform', 'signed', 'binary', 'uniform:-1/2:2', 'uniform:1/2:1', 'points:-1=1/3,1/4=2/3'],
    ...['points:0=1/2,1=1/2', 'polynomial:0:1:0,2', 'polynomial:-1:1:0,0,3/2', 'polynomial:-1:0:0,-2'],
  ];
  return fc.constantFrom(...laws.map(parseValueLaw), MIXED);
}

/** Half a point, half a density: no text denotes it, but the type does. */
const MIXED: ValueLaw = {
  name: 'half a point, half a density',
  atoms: [{ value: rational(1n, 2n), mass: rational(1n, 2n) }],
  pieces: [{ lower: rational(-1n), upper: rational(1n), coefficients: [rational(1n, 4n)] }],
};

/** Independent, correlated, anticorrelated, exclusive features, and tables. */
export function anyTask(
  featureCount: number,
  law: fc.Arbitrary<ValueLaw> = anyValueLaw(),
): fc.Arbitrary<Task> {
  const group = Array.from({ length: featureCount }, (_, i) => i).join('+');
  const names =
    featureCount < 2 ? [] : ['correlated', 'anticorrelated', 'exclusive'].map((kind) => `${kind}:${group}`);
  const table = fc
    .array(fc.nat({ max: 5 }), { minLength: 2 ** featureCount, maxLength: 2 ** featureCount })
    .map(([first = 0, ...rest]) => {
      const counts = [first + 1, ...rest];
      const total = counts.reduce((sum, count) => sum + count, 0);
      return `table:${counts.map((count) => `${count}/${total}`).join(',')}`;
    });
  const list = <T>(entry: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
    fc.array(entry, { minLength: featureCount, maxLength: featureCount });
  return fc
    .record({
      text: fc.oneof(fc.constant('independent'), ...names.map((name) => fc.constant(name)), table),
      own: list(fc.nat({ max: 4 })),
      shared: fc.nat({ max: 4 }),
      importances: list(fc.nat({ max: 3 })),
      inputs: list(law),
    })
    .map(({ text, own, shared, importances, inputs }) => {
      const parts = 4n * BigInt(text.startsWith('exclusive') ? featureCount : 1);
      const grouped = own.map(() => rational(BigInt(shared), parts));
      const separate = own.map((count) => rational(BigInt(count), 4n));
      const activity = text === 'independent' ? independentActivity(separate) : parseActivity(text, grouped);
      const weights = importances.map((count) => rational(BigInt(count), 2n));
      return task(densitiesOf(activity), weights, { inputs, activity });
    });
}

export interface NetworkLimits {
  readonly features: number;
  readonly hidden: number;
  readonly activations?: readonly string[];
  readonly law?: fc.Arbitrary<ValueLaw>;
  readonly tied?: boolean;
}

/** Networks with zero weights and biases over-represented. */
export function anyNetwork({
  features,
  hidden,
  activations = [...CONTINUOUS, ...JUMPING],
  law = anyValueLaw(),
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
      inputs: anyTask(features, law),
      inputWeights: matrix(hidden, features),
      free: matrix(features, hidden),
      hiddenBias: row(hidden),
      bias: row(features),
      hiddenActivation: anyPiecewiseLinear(activations),
      outputActivation: anyPiecewiseLinear(activations),
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
