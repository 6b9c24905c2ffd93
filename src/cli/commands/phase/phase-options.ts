/** @file What `antipode phase` is asked for. */

import { type Command, InvalidArgumentError, Option } from 'commander';
import { hasHandPicked } from '../../../landscape/diagram/hand-picked-map.ts';
import type { ModelFamily } from '../../../landscape/diagram/model-family.ts';
import type { DiagramRequest } from '../../../landscape/diagram/phase-diagrams.ts';
import { type AxisRange, parameterGrid } from '../../../landscape/phase-diagram.ts';
import { ACTIVATION_NAMES, parseActivation, RELU } from '../../../model/activation.ts';
import { UsageError } from '../../../support/errors.ts';
import { toNumber } from '../../../support/rational.ts';
import { exactNumbers, integerFrom } from '../../options/numeral.ts';
import type { CommonOptions } from '../../output/output.ts';

type Kind = DiagramRequest['kinds'][number];

export interface PhaseOptions extends CommonOptions {
  readonly features: number;
  readonly hidden: number;
  readonly bias: 'free' | 'none';
  readonly activation: readonly string[];
  readonly kinds?: readonly Kind[];
  readonly grid?: readonly [number, number];
  readonly densityRange: AxisRange;
  readonly importanceRange?: AxisRange;
  readonly axes: 'log' | 'linear';
  readonly check: number;
  readonly lines: number;
  readonly lineTime: number;
  readonly restarts: number;
  readonly steps: number;
  readonly workers?: number;
}

const KINDS: readonly Kind[] = ['hand-picked', 'family', 'trained', 'global'];
const MAX_FEATURES = 6;
const MAX_SIDE = 2000;
/** Every activation of the exact engine, with parameters where they need one. */
const ALL_ACTIVATIONS = [
  'relu',
  'linear',
  'leaky-relu:1/10',
  'abs',
  'hard-tanh',
  'clipped-relu:1',
  'jump-relu:1/5',
  'gelu',
  'sigmoid',
  'tanh',
  'softplus',
] as const;

export function addPhaseOptions(command: Command): Command {
  return command
    .option('--features <n>', 'features', integerFrom(2, MAX_FEATURES), 2)
    .option('--hidden <m>', 'hidden dimensions', integerFrom(1, MAX_FEATURES), 1)
    .addOption(
      new Option('--bias <free|none>', 'whether b is free or zero').choices(['free', 'none']).default('none'),
    )
    .addOption(
      new Option(
        '--activation <list>',
        `${ACTIVATION_NAMES}; several, or all, for a gallery (other than relu: two features)`,
      )
        .argParser(activations)
        .default([RELU.name], 'relu'),
    )
    .option('--kinds <list>', `some of ${KINDS.join(', ')} (default: all there are but trained)`, kinds)
    .option(
      '--grid <N|PxR>',
      'points along the axes of density and importance (default: 60, or 24)',
      gridSize,
    )
    .addOption(
      new Option('--density-range <low,high>', 'densities, 0 < low < high <= 1')
        .argParser(range)
        .default([1e-3, 1], '0.001,1'),
    )
    .option(
      '--importance-range <low,high>',
      'importances of the last feature relative to the others; 1,1 for all alike (default: 0.01,100; from four features on 1,1)',
      range,
    )
    .addOption(new Option('--axes <log|linear>', 'equal steps of').choices(['log', 'linear']).default('log'))
    .option(
      '--check <n>',
      'points at which heavy searches check the global diagram',
      integerFrom(0, 10_000),
      12,
    )
    .option(
      '--lines <n>',
      'lines of importance from which boundaries of a searched global diagram are followed, at most; 0 for none',
      integerFrom(0, 10_000),
      30,
    )
    .option(
      '--line-time <s>',
      'seconds for boundaries; what is known then is kept',
      integerFrom(1, 1_000_000),
      120,
    )
    .option(
      '--restarts <n>',
      'with trained: models at each point, the best of which counts',
      integerFrom(1, 1000),
      2,
    )
    .option('--steps <n>', 'with trained: optimiser steps of each', integerFrom(1, 1_000_000), 1000)
    .option('--workers <n>', 'threads; the result is the same for any number', integerFrom(1, 1024));
}

/** One request for each activation. */
export function requestsOf(options: PhaseOptions): DiagramRequest[] {
  const { features, hidden, bias, axes, densityRange, seed, check, lines, restarts, steps } = options;
  const importanceRange = options.importanceRange ?? (features > 3 ? [1, 1] : [0.01, 100]);
  const side = features === 2 ? 60 : 24;
  const [rows, columns] = options.grid ?? [side, side];
  const isOneAxis = importanceRange[0] === importanceRange[1];
  const grid = parameterGrid(densityRange, importanceRange, [rows, isOneAxis ? 1 : columns], axes);
  return options.activation.map((activation) => {
    const family: ModelFamily = {
      featureCount: features,
      hiddenDimension: hidden,
      biasMode: bias,
      activation,
    };
    if (features > 2 && activation !== RELU.name) {
      throw new UsageError(
        `--activation: ${activation} is served for --features 2; found --features ${features}, which relu alone serves`,
      );
    }
    const training = { restarts, steps };
    return { family, grid, kinds: kindsOf(options, family), checks: check, lines, training, seed };
  });
}

function kindsOf({ kinds: asked }: PhaseOptions, family: ModelFamily): readonly Kind[] {
  if (asked === undefined) {
    return KINDS.filter((kind) => kind !== 'trained' && (kind !== 'hand-picked' || hasHandPicked(family)));
  }
  if (asked.includes('trained') && family.activation !== RELU.name) {
    throw new UsageError(
      `--kinds: models are trained with relu here; found --activation ${family.activation}`,
    );
  }
  if (asked.includes('hand-picked') && !hasHandPicked(family)) {
    throw new UsageError(
      '--kinds: hand-picked configurations are published for relu with --features 2 --hidden 1 and --features 3 --hidden 2; ' +
        `found --features ${family.featureCount} --hidden ${family.hiddenDimension} --activation ${family.activation}`,
    );
  }
  return asked;
}

function activations(text: string): string[] {
  const names = text === 'all' ? ALL_ACTIVATIONS : text.split(',');
  try {
    return [...new Set(names.map((name) => parseActivation(name).name))];
  } catch (error) {
    throw new InvalidArgumentError(
      error instanceof Error ? error.message.replace(/^\w+: /, '') : String(error),
    );
  }
}

function kinds(text: string): Kind[] {
  return [...new Set(text.split(','))].map((name) => {
    const kind = KINDS.find((known) => known === name.trim());
    if (kind === undefined) throw new InvalidArgumentError(`Expected some of ${KINDS.join(', ')}.`);
    return kind;
  });
}

/** `60`, or `40x60`: densities first. */
function gridSize(text: string): readonly [number, number] {
  const match = /^(\d+)(?:[x×](\d+))?$/.exec(text);
  const sizes = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])] as const;
  if (!sizes.every((size) => size >= 2 && size <= MAX_SIDE)) {
    throw new InvalidArgumentError(`Expected a number from 2 to ${MAX_SIDE}, or two as in 40x60.`);
  }
  return sizes;
}

function range(text: string): AxisRange {
  const [low, high, ...more] = exactNumbers(text).map(toNumber);
  if (low === undefined || high === undefined || more.length > 0 || !(low > 0 && low <= high)) {
    throw new InvalidArgumentError('Expected two numbers, 0 < low <= high.');
  }
  return [low, high];
}
