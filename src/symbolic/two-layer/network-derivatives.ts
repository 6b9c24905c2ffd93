/** @file The derivatives of a network's loss by every parameter: the gradient where it exists, both sides where it does not. */

import type { RationalInterval } from '../../support/rational-interval.ts';
import type { CompleteCellOptions } from './cell-limits.ts';
import { agree, type ParameterSides, sidesOfMovers } from './derivative-by-cells.ts';
import { gradientByCells, type NetworkGradient, type UnitOnKink } from './gradient-by-cells.ts';
import type { Network } from './network.ts';
import type { Jump } from './smoothness.ts';

/** All first derivatives. */
export interface NetworkDerivatives {
  readonly status: 'found';
  /** Along parameters listed in `sides`, with φ′ at breakpoints from the left; along all others, the derivative. */
  readonly gradient: NetworkGradient;
  /** The parameters along which the two sides differ. */
  readonly sides: readonly ParameterSides[];
  /** The units that rest on a breakpoint with positive probability. */
  readonly units: readonly UnitOnKink[];
}

/**
 * The derivatives of the loss by all weights and biases.
 *
 * A unit that rests on a breakpoint has two slopes, and a parameter that moves it may still have one derivative: the two
 * sides can agree without being what φ′ from the left gives. For such parameters the gradient holds the common value.
 *
 * @throws {@link DomainError} as `gradientByCells`.
 * @complexity that of `gradientByCells`, and two integrals over all cells for each parameter that can move a unit off a kink.
 */
export function networkDerivatives(
  network: Network,
  options: CompleteCellOptions = {},
): NetworkDerivatives | Jump {
  const found = gradientByCells(network, options);
  if (found.status === 'jump') return found;
  if (found.status === 'differentiable')
    return { status: 'found', gradient: found.gradient, sides: [], units: [] };
  const sides = sidesOfMovers(network, found.kinks, options);
  return {
    status: 'found',
    gradient: sides.filter(agree).reduce(withDerivative, found.gradient),
    sides: sides.filter((each) => !agree(each)),
    units: found.kinks,
  };
}

/** The gradient with one entry replaced by the derivative that both sides agree on. */
function withDerivative(gradient: NetworkGradient, { parameter, above }: ParameterSides): NetworkGradient {
  const { inputWeights, outputWeights, bias } = gradient;
  switch (parameter.of) {
    case 'input':
      return {
        ...gradient,
        inputWeights: replaced(inputWeights, parameter.hidden, parameter.feature, above),
      };
    case 'output':
      return {
        ...gradient,
        outputWeights: replaced(outputWeights, parameter.feature, parameter.hidden, above),
      };
    case 'bias':
      return { ...gradient, bias: bias.map((slope, i) => (i === parameter.feature ? above : slope)) };
    default:
      return parameter satisfies never;
  }
}

type Matrix = readonly (readonly RationalInterval[])[];

function replaced(matrix: Matrix, row: number, column: number, value: RationalInterval): Matrix {
  return matrix.map((line, h) => (h === row ? line.map((old, j) => (j === column ? value : old)) : line));
}
