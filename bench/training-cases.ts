/** @file The trainings that are timed, and what they are to reach against PyTorch. */

import { ABSOLUTE_VALUE, RELU_OUTPUT, type TrainedNetwork } from '../src/numeric/training/trained-network.ts';
import type { TrainingSettings } from '../src/numeric/training/training-plan.ts';

export interface TrainingCase {
  readonly name: string;
  readonly features: number;
  readonly hidden: number;
  /** One for each instance. */
  readonly densities: readonly number[];
  /** Shape [instances][features]. */
  readonly importances: readonly (readonly number[])[];
  readonly model: 'relu' | 'abs';
  /** How many times as fast as tuned PyTorch it is to be. */
  readonly goal: number;
}

export const BATCH = 1024;

/** p from 1 down to `last`, evenly on a logarithmic scale. */
function densities(count: number, last: number): number[] {
  return Array.from({ length: count }, (_, k) => last ** (k / Math.max(1, count - 1)));
}

function decaying(count: number, features: number, factor: number): number[][] {
  return Array.from({ length: count }, () => Array.from({ length: features }, (_, i) => factor ** i));
}

const GRID = densities(40, 0.01).flatMap((p) =>
  Array.from({ length: 40 }, (_, k) => ({ p, importance: 10 ** (-1 + (2 * k) / 39) })),
);

/** The published notebooks' settings and the issue of single large models. */
export const TRAINING_CASES: readonly TrainingCase[] = [
  {
    name: '10 × (5, 2), p 1 … 1/20',
    features: 5,
    hidden: 2,
    densities: densities(10, 1 / 20),
    importances: decaying(10, 5, 0.9),
    model: 'relu',
    goal: 20,
  },
  {
    name: '20 × (100, 20), p 1 … 1/20',
    features: 100,
    hidden: 20,
    densities: densities(20, 1 / 20),
    importances: decaying(20, 100, 100 ** (-1 / 99)),
    model: 'relu',
    goal: 4,
  },
  {
    name: '1600 × (2, 1), p 1 … 1/100',
    features: 2,
    hidden: 1,
    densities: GRID.map(({ p }) => p),
    importances: GRID.map(({ importance }) => [1, importance]),
    model: 'relu',
    goal: 10,
  },
  ...[0.1, 0.01].map(
    (p): TrainingCase => ({
      name: `1 × (400, 30), p ${p}`,
      features: 400,
      hidden: 30,
      densities: [p],
      importances: decaying(1, 400, 1),
      model: 'relu',
      goal: 2,
    }),
  ),
  {
    name: '10 × (400, 30), p 1 … 1/100',
    features: 400,
    hidden: 30,
    densities: densities(10, 0.01),
    importances: decaying(10, 400, 1),
    model: 'relu',
    goal: 2,
  },
  {
    name: 'abs 1 × (100, 40), p 0.1',
    features: 100,
    hidden: 40,
    densities: [0.1],
    importances: decaying(1, 100, 0.8),
    model: 'abs',
    goal: 2,
  },
];

/** Multiply-adds count two; the dense form, whatever is left out. */
export function flopsPerStep({ features, hidden, densities: all }: TrainingCase): number {
  return 10 * features * hidden * BATCH * all.length;
}

export function settingsOf(entry: TrainingCase, steps: number): TrainingSettings {
  const network: TrainedNetwork = entry.model === 'abs' ? ABSOLUTE_VALUE : RELU_OUTPUT;
  return {
    featureCount: entry.features,
    hiddenDimension: entry.hidden,
    network,
    steps,
    batchSize: BATCH,
    instances: entry.densities.map((p, id) => ({
      id,
      seed: 1,
      densities: new Float64Array(entry.features).fill(p),
      importances: Float64Array.from(entry.importances[id] ?? []),
      ...(entry.model === 'abs'
        ? { inputs: new Array(entry.features).fill({ kind: 'uniform', origin: -1, scale: 2 }) }
        : {}),
    })),
  };
}
