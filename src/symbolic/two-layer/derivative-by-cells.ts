/** @file One-sided derivatives of the expected loss of a two-layer network along any direction, exactly. */

import { overCommonDenominator } from '../../support/common-denominator.ts';
import { DomainError } from '../../support/errors.ts';
import { ONE, type Rational, ZERO } from '../../support/rational.ts';
import {
  isPoint,
  type RationalInterval,
  scaleInterval,
  ZERO_INTERVAL,
} from '../../support/rational-interval.ts';
import { type CompleteCellOptions, cellCounter, checkedMaxActive, requireFewBoxes } from './cell-limits.ts';
import { gatherTerms, outputTerms } from './cell-terms.ts';
import { enclosuresOf } from './exact-sum.ts';
import type { UnitOnKink } from './gradient-by-cells.ts';
import type { Network } from './network.ts';
import { wholeNetwork } from './output-groups.ts';
import type { Direction } from './rational-unit.ts';
import { type Jump, jumpOf, requireComplete } from './smoothness.ts';
import { boxCounts, powerFor, sumOverBoxes } from './sum-over-boxes.ts';
import { dot } from './sum-over-cells.ts';

/** A derivative, or why there is none to be had this way. */
export type CellDerivative = { readonly status: 'found'; readonly derivative: RationalInterval } | Jump;

const OPERATION = 'derivativeByCells';

/**
 * lim_{t→0⁺} (L(θ + t v) − L(θ)) / t for θ = (W₁, W₂, b) and a direction v.
 *
 * A unit that lies on a breakpoint in a whole cell leaves it to the side where its derivative along v points: the cell is cut
 * where that derivative is 0. So the limit exists for every continuous activation and every direction.
 *
 * @param direction - for a tied network see {@link parameterDirection}.
 * @throws {@link DomainError} as `gradientByCells`.
 * @complexity as `lossByCells`.
 * @see docs/maths/cells.md, Theorem 5
 */
export function derivativeByCells(
  network: Network,
  direction: Direction,
  options: CompleteCellOptions = {},
): CellDerivative {
  const jump = jumpOf(network);
  if (jump !== undefined) return jump;
  const { bits } = options;
  const maxActive = requireComplete(OPERATION, network);
  checkedMaxActive(OPERATION, options, maxActive);
  const counter = cellCounter(OPERATION, options);
  const group = wholeNetwork(network);
  requireFewBoxes(OPERATION, boxCounts(network, group.features), maxActive, options);
  const power = powerFor(network, group.features);
  const importances = overCommonDenominator(network.importances);
  const outputs = group.outputs.filter((i) => importances.integers[i] !== 0n);
  const total = sumOverBoxes(
    { operation: OPERATION, network, group, maxActive, power, bits, counter, direction },
    ({ onBox, measure }) =>
      (cell) => {
        const terms = outputTerms(cell, { box: onBox, measure, outputs }).map((term) => {
          const rate = cell.channels[network.featureCount + term.output] ?? [];
          return { ...term, squared: dot(term.pull, rate) * (importances.integers[term.output] ?? 0n) };
        });
        const { unit, squared } = gatherTerms(terms, network.featureCount, -1, power);
        return { entries: [squared.reduce((sum, entry) => sum + entry, 0n)], unit, slack: 0n };
      },
  );
  const [derivative = ZERO_INTERVAL] =
    total === undefined ? [] : enclosuresOf(total, power, bits, importances.denominator);
  return { status: 'found', derivative };
}

/** One weight or bias. A tied network has `weights` (W, [hidden, features]), the others `input` and `output`. */
export type Parameter =
  | { readonly of: 'input'; readonly hidden: number; readonly feature: number }
  | { readonly of: 'output'; readonly hidden: number; readonly feature: number }
  | { readonly of: 'bias'; readonly feature: number };

/**
 * The direction in which one parameter grows; for a tied network W_hj is an entry of W₁ and one of W₂.
 *
 * @throws {@link DomainError} if a tied network is asked for an output weight: it is the input weight.
 */
export function parameterDirection(network: Network, parameter: Parameter): Direction {
  const { inputWeights, outputWeights, bias, tied } = network;
  if (tied && parameter.of === 'output') {
    throw new DomainError(
      'parameterDirection',
      'an input weight or a bias of a tied network',
      'an output weight',
    );
  }
  const isIn = parameter.of === 'input';
  const isOut = parameter.of === 'output' || (tied && isIn);
  const at = (h: number, j: number): boolean =>
    parameter.of !== 'bias' && parameter.hidden === h && parameter.feature === j;
  const entry = (isHere: boolean): Rational => (isHere ? ONE : ZERO);
  return {
    inputWeights: inputWeights.map((row, h) => row.map((_, j) => entry(isIn && at(h, j)))),
    outputWeights: outputWeights.map((row, i) => row.map((_, h) => entry(isOut && at(h, i)))),
    bias: bias.map((_, i) => entry(parameter.of === 'bias' && parameter.feature === i)),
  };
}

/** The two derivatives of the loss along one parameter. */
export interface ParameterSides {
  readonly parameter: Parameter;
  /** lim_{t→0⁻} (L(θ + t) − L(θ)) / t. */
  readonly below: RationalInterval;
  /** lim_{t→0⁺}. */
  readonly above: RationalInterval;
}

/**
 * Both one-sided derivatives by every parameter that can move a unit off its kink, where they differ.
 *
 * @param kinks - from `gradientByCells`.
 * @returns exact: all parameters along which the loss has no derivative. With rounding, those for which it may have none.
 * @throws {@link DomainError} as `gradientByCells`, and if an activation jumps.
 * @complexity two integrals over all cells for each such parameter.
 */
export function kinkSides(
  network: Network,
  kinks: readonly UnitOnKink[],
  options: CompleteCellOptions = {},
): ParameterSides[] {
  return sidesOfMovers(network, kinks, options).filter((sides) => !agree(sides));
}

/** Whether the two sides are one number, which then is the derivative. */
export function agree({ below, above }: ParameterSides): boolean {
  return isPoint(below) && isPoint(above) && below.lower.equals(above.lower);
}

/** Both one-sided derivatives by every parameter that can move a unit off its kink. Throws as {@link kinkSides}. */
export function sidesOfMovers(
  network: Network,
  kinks: readonly UnitOnKink[],
  options: CompleteCellOptions = {},
): ParameterSides[] {
  return parametersThatMove(network, kinks).map((parameter) => {
    const direction = parameterDirection(network, parameter);
    const side = (sign: Rational): RationalInterval => {
      const found = derivativeByCells(network, scaledDirection(direction, sign), options);
      if (found.status === 'found') return scaleInterval(found.derivative, sign);
      throw new DomainError('kinkSides', 'continuous activations', found.activation);
    };
    return { parameter, below: side(ONE.neg()), above: side(ONE) };
  });
}

function parametersThatMove(
  { inputWeights, outputWeights, tied }: Network,
  kinks: readonly UnitOnKink[],
): Parameter[] {
  const found = new Map<string, Parameter>();
  const add = (parameter: Parameter): void => {
    found.set(JSON.stringify(parameter), parameter);
  };
  const addRow = (hidden: number): void => {
    inputWeights[hidden]?.forEach((_, feature) => {
      add({ of: 'input', hidden, feature });
    });
  };
  for (const { layer, unit } of kinks) {
    if (layer === 'hidden') {
      addRow(unit);
      continue;
    }
    outputWeights[unit]?.forEach((weight, hidden) => {
      add({ of: tied ? 'input' : 'output', hidden, feature: unit });
      if (!weight.equals(ZERO)) addRow(hidden);
    });
    add({ of: 'bias', feature: unit });
  }
  return [...found.values()];
}

function scaledDirection({ inputWeights, outputWeights, bias }: Direction, factor: Rational): Direction {
  const scaled = (row: readonly Rational[]): Rational[] => row.map((entry) => entry.mul(factor));
  return {
    inputWeights: inputWeights.map(scaled),
    outputWeights: outputWeights.map(scaled),
    bias: scaled(bias),
  };
}
