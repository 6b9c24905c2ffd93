/** @file What slice a command line asks for. */

import { basename } from 'node:path';
import {
  coordinateSlice,
  type ModelSlice,
  pairPlane,
  singlePlane,
  sliceBetween,
} from '../../../landscape/surface/model-slice.ts';
import { hasExactPoints } from '../../../landscape/surface/plane-critical-points.ts';
import type { AnyModel } from '../../../loss/model-loss.ts';
import { parametersOf, parseCoordinate } from '../../../model/parameter-vector.ts';
import type { Task } from '../../../model/toy-model.ts';
import { DomainError, UsageError } from '../../../support/errors.ts';
import { ONE, type Rational, rational, signOf, toNumber, ZERO } from '../../../support/rational.ts';
import { RealAlgebraic } from '../../../symbolic/algebraic/real-algebraic.ts';
import { readModel } from '../../input/read-model.ts';
import { TASK_DEFAULTS } from '../../options/task-defaults.ts';
import { taskFromOptions } from '../../options/task-options.ts';
import { rationalCell, shortRational } from '../../terminal/number-text.ts';
import { taskText } from '../../terminal/task-text.ts';
import type { SurfaceOptions } from './surface-options.ts';

/** A slice, and what is known about it before anything is computed. */
export interface SurfaceRequest {
  readonly kind: 'plane' | 'coordinates' | 'between';
  readonly slice: ModelSlice;
  /** LOW,HIGH of each axis. */
  readonly ranges: readonly (readonly [Rational, Rational])[];
  /** Where the slice holds all parameters of the model: how its critical points are known. */
  readonly whole: 'exact-pair' | 'searched-pair' | 'searched-single' | 'none';
  /** The models that were given, and where they lie. */
  readonly given: readonly { readonly name: string; readonly place: readonly number[] }[];
  readonly title: string;
  readonly subtitle: string;
  /** For people. */
  readonly description: string;
}

const RANGE: readonly [Rational, Rational] = [rational(-3n, 2n), rational(3n, 2n)];
const BETWEEN_RANGE: readonly [Rational, Rational] = [rational(-1n, 4n), rational(5n, 4n)];

/** @throws {@link UsageError} on combinations of options that mean nothing. */
export async function surfaceRequest(
  path: string | undefined,
  options: SurfaceOptions,
): Promise<SurfaceRequest> {
  if (options.between !== undefined) return betweenRequest(path, options.between, options);
  return path === undefined ? planeRequest(options) : coordinateRequest(path, options);
}

function planeRequest(options: SurfaceOptions): SurfaceRequest {
  refuseAxes(options);
  const task = taskFromOptions(options, TASK_DEFAULTS);
  if (task.featureCount === 1 && options.bias === 'free') return singleRequest(task, options);
  const values = pairBias(task, options);
  const isWhole = values.every((value) => signOf(value) === 0);
  const biasText = isWhole ? 'none' : values.map(shortRational).join(', ');
  const exactness = hasExactPoints(task) ? 'exact-pair' : 'searched-pair';
  return {
    kind: 'plane',
    slice: pairPlane(task, values),
    ranges: rangesOf(options, [RANGE, RANGE]),
    whole: isWhole ? exactness : 'none',
    given: [],
    title: 'Loss of two features in one dimension',
    subtitle: `${parameterText(task)}${isWhole ? ', no bias' : `, b = ${biasText}`}`,
    description: taskText(task, 1, biasText),
  };
}

function refuseAxes(options: SurfaceOptions): void {
  const given = (['x', 'y'] as const).find((name) => options[name] !== undefined);
  if (given === undefined) return;
  throw new UsageError(
    `--${given}: expected a model file beside it, as in: surface model.json --${given} ${options[given]}`,
  );
}

/** b of two features: zeros unless given, one number for both or one each. */
function pairBias({ featureCount }: Task, { bias = 'none' }: SurfaceOptions): readonly Rational[] {
  if (featureCount !== 2 || bias === 'free') {
    throw new UsageError(
      'surface: without a model, expected two features with --bias none or numbers, or --features 1 --bias free; ' +
        `found --features ${featureCount} --bias ${typeof bias === 'string' ? bias : bias.map(shortRational).join(',')}. ` +
        'Other models are sliced by a file: surface model.json --x W[0][0] --y b[0]',
    );
  }
  const given = bias === 'none' ? [ZERO] : bias;
  const [first = ZERO, second = first] = given;
  if (given.length > 2) throw new UsageError(`--bias: expected one or two numbers, found ${given.length}`);
  return [first, second];
}

function singleRequest(task: Task, options: SurfaceOptions): SurfaceRequest {
  return {
    kind: 'plane',
    slice: singlePlane(task),
    ranges: rangesOf(options, [RANGE, RANGE]),
    whole: 'searched-single',
    given: [],
    title: 'Loss of one feature with a bias',
    subtitle: parameterText(task),
    description: taskText(task, 1, 'free'),
  };
}

async function coordinateRequest(path: string, options: SurfaceOptions): Promise<SurfaceRequest> {
  refuseTask(options, `${path} says the task`);
  if (options.x === undefined) {
    throw new UsageError(
      `surface ${path}: expected --x, what varies: W[h][i] or b[i], as in --x W[0][1] --y b[0]`,
    );
  }
  const model = await readModel(path);
  const coordinate = (option: 'x' | 'y', text: string) =>
    namingOption(`--${option}`, () => parseCoordinate(text, model));
  const first = coordinate('x', options.x);
  const second = options.y === undefined ? undefined : coordinate('y', options.y);
  const chosen = second === undefined ? ([first] as const) : ([first, second] as const);
  const slice = namingOption('--y', () => coordinateSlice(model, chosen));
  const own = chosen.map(({ places }) => places.map((place) => doubleAt(model, place)));
  const name = path === '-' ? 'standard input' : basename(path);
  return {
    kind: 'coordinates',
    slice,
    ranges: rangesOf(
      options,
      chosen.map(() => RANGE),
    ),
    whole: 'none',
    given: own.every((values) => values.every((value) => value === values[0]))
      ? [{ name, place: own.map(([value = 0]) => value) }]
      : [],
    title: `Loss over ${chosen.map((axis) => axis.name).join(' and ')}`,
    subtitle: `${name}: ${shapeText(model)}, ${parameterText(model)}`,
    description: `${name}: ${shapeText(model)}, ${parameterText(model)}`,
  };
}

async function betweenRequest(
  path: string | undefined,
  paths: readonly string[],
  options: SurfaceOptions,
): Promise<SurfaceRequest> {
  refuseTask(options, 'the models say the task');
  if (path !== undefined || options.x !== undefined || options.y !== undefined) {
    throw new UsageError('--between: expected neither a further model nor --x and --y beside it');
  }
  if (paths.length < 2 || paths.length > 3) {
    throw new UsageError(`--between: expected two or three model files, found ${paths.length}`);
  }
  const models = [];
  for (const file of paths) models.push({ name: basename(file), model: await readModel(file) });
  const [a, b, c] = models;
  if (a === undefined || b === undefined)
    throw new UsageError('--between: expected two or three model files');
  const slice = namingOption('--between', () => sliceBetween(c === undefined ? [a, b] : [a, b, c]));
  const corners =
    c === undefined
      ? [[0], [1]]
      : [
          [0, 0],
          [1, 0],
          [0, 1],
        ];
  const text = `${shapeText(a.model)}, ${parameterText(a.model)}`;
  return {
    kind: 'between',
    slice,
    ranges: rangesOf(
      options,
      slice.axes.map(() => BETWEEN_RANGE),
    ),
    whole: 'none',
    given: models.map(({ name }, k) => ({ name, place: corners[k] ?? [] })),
    title: `Loss between ${models.map(({ name }) => name).join(', ')}`,
    subtitle: text,
    description: `between ${models.map(({ name }) => name).join(', ')}: ${text}`,
  };
}

/** What a model file says may not be said again. */
function refuseTask(options: SurfaceOptions, because: string): void {
  const given = (['features', 'density', 'sparsity', 'importance', 'importanceDecay', 'bias'] as const).find(
    (name) => options[name] !== undefined,
  );
  if (given === undefined) return;
  throw new UsageError(
    `--${given === 'importanceDecay' ? 'importance-decay' : given}: expected no such option: ${because}`,
  );
}

function rangesOf(
  { range, xRange, yRange }: SurfaceOptions,
  defaults: readonly (readonly [Rational, Rational])[],
): SurfaceRequest['ranges'] {
  if (yRange !== undefined && defaults.length === 1) {
    throw new UsageError('--y-range: expected a second axis, by --y or a third model');
  }
  return defaults.map((usual, axis) => (axis === 0 ? xRange : yRange) ?? range ?? usual);
}

/** A refusal of the landscape, with the name of the option. */
function namingOption<T>(option: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new UsageError(`${option}: expected ${error.expected}, found ${error.found}`);
  }
}

function doubleAt(model: AnyModel, place: number): number {
  const value = parametersOf(model)[place] ?? ZERO;
  return value instanceof RealAlgebraic ? value.toNumber() : toNumber(value);
}

/** `density 3/10, importance 1, 1/2`. */
function parameterText({ densities, importances }: Task): string {
  return `density ${listText(densities)}, importance ${listText(importances)}`;
}

/** One value where all are equal; the head of a long list. */
function listText(values: readonly Rational[]): string {
  const [first = ONE] = values;
  const isSame = values.every((value) => value.equals(first));
  const shown = (isSame && values.length > 2 ? [first] : values).slice(0, 4).map(rationalCell);
  if (isSame) return rationalCell(first);
  return `${shown.join(', ')}${values.length > shown.length ? ', …' : ''}`;
}

function shapeText({ featureCount, hiddenDimension, activation }: AnyModel): string {
  return `n = ${featureCount}, m = ${hiddenDimension}, ${activation.name}`;
}
