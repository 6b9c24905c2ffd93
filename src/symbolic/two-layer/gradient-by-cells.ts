/** @file The gradient of the expected loss of a two-layer network, exactly, by integrals over the same cells as the loss. */

import { overCommonDenominator } from '../../support/common-denominator.ts';
import { addIntervals, type RationalInterval, ZERO_INTERVAL } from '../../support/rational-interval.ts';
import { type CompleteCellOptions, cellCounter, checkedMaxActive, requireFewBoxes } from './cell-limits.ts';
import { type CellSetting, gatherTerms, outputTerms } from './cell-terms.ts';
import { type ExactSum, enclosuresOf } from './exact-sum.ts';
import type { Network } from './network.ts';
import { wholeNetwork } from './output-groups.ts';
import { bends } from './rational-unit.ts';
import { type Jump, jumpOf, requireComplete } from './smoothness.ts';
import { boxCounts, type OpenBox, powerFor, sumOverBoxes } from './sum-over-boxes.ts';
import { dot, type HiddenCell } from './sum-over-cells.ts';

/** The derivatives of the loss; exact unless rounding was asked for. */
export interface NetworkGradient {
  /** By W₁, or by W of a tied network (the sum over both its places), shape [hidden, features]. */
  readonly inputWeights: readonly (readonly RationalInterval[])[];
  /** By W₂, shape [features, hidden]; of a tied network, the part of its derivative that comes from W₂. */
  readonly outputWeights: readonly (readonly RationalInterval[])[];
  /** By b, shape [features]. */
  readonly bias: readonly RationalInterval[];
}

/** A unit that lies on a breakpoint of its activation with positive probability, where the slopes differ. */
export interface UnitOnKink {
  readonly layer: 'hidden' | 'output';
  /** h or i, from 0. */
  readonly unit: number;
}

/** The gradient, or why it is in doubt. */
export type CellGradient =
  | { readonly status: 'differentiable'; readonly gradient: NetworkGradient; readonly cells: number }
  | {
      /** Some one-sided derivatives may differ; `gradient` takes φ′ at a breakpoint from the piece on the left. */
      readonly status: 'on-kink';
      readonly gradient: NetworkGradient;
      readonly kinks: readonly UnitOnKink[];
      readonly cells: number;
    }
  | Jump;

const OPERATION = 'gradientByCells';

/**
 * The gradient of L = Σ_i I_i E (t_i − y_i)² by all weights and biases.
 *
 * On a cell all units are affine in x and in each parameter, so differentiation goes under the integral; the walls between
 * cells move too, but for continuous activations that changes nothing at first order. What can go wrong is a unit that lies on a
 * breakpoint on a set of positive probability, as a hidden unit without weights does: such units are named, and
 * `derivativeByCells` gives the one-sided derivatives.
 *
 * @throws {@link DomainError} if more than three features with a continuous law can be active at once, there are too many
 *   cells, or numbers become too long.
 * @complexity as for `lossByCells`, and hidden · features² for each cell.
 * @see docs/maths/cells.md, Theorem 5
 */
export function gradientByCells(network: Network, options: CompleteCellOptions = {}): CellGradient {
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
  const kinks = new Map<string, UnitOnKink>();
  const mark = (kink: UnitOnKink): void => {
    kinks.set(`${kink.layer} ${kink.unit}`, kink);
  };
  const total = sumOverBoxes(
    { operation: OPERATION, network, group, maxActive, power, bits, counter },
    (open) => {
      if (isMovable(open)) for (const unit of open.onBox.onKink) mark({ layer: 'hidden', unit });
      const setting: CellSetting = {
        box: open.onBox,
        measure: open.measure,
        outputs: group.outputs.filter((i) => importances.integers[i] !== 0n),
        onKink: (unit, breakpoint) => {
          if (bends(network.outputActivation.pieces, breakpoint)) mark({ layer: 'output', unit });
        },
      };
      return (cell) => cellGradient(network, open, setting, cell, importances.integers, power);
    },
  );
  const entries = total === undefined ? [] : enclosuresOf(total, power, bits, importances.denominator);
  const gradient = arranged(network, entries);
  const { cells } = counter.progress();
  if (kinks.size === 0) return { status: 'differentiable', gradient, cells };
  const byPlace = (a: UnitOnKink, b: UnitOnKink): number => a.layer.localeCompare(b.layer) || a.unit - b.unit;
  return { status: 'on-kink', gradient, kinks: [...kinks.values()].sort(byPlace), cells };
}

/** Whether some input is not always 0, so that weights of the hidden layer matter. */
function isMovable({ onBox }: OpenBox): boolean {
  return [...onBox.values.values()].some((value) => value.some((entry) => entry !== 0n));
}

/** By W₁, row by row, then W₂, row by row, then b. */
function cellGradient(
  { featureCount, inputWeights }: Network,
  { onBox, measure }: OpenBox,
  setting: CellSetting,
  cell: HiddenCell,
  importances: readonly bigint[],
  power: number,
): ExactSum {
  const terms = outputTerms(cell, setting);
  const gathered = gatherTerms(terms, featureCount, measure.table.dimension, power);
  const pulls = gathered.pulls.map((pull, i) => pull.map((entry) => entry * (importances[i] ?? 0n)));
  const n = featureCount;
  const hidden = inputWeights.length;
  const entries = Array.from({ length: 2 * hidden * n + n }, () => 0n);
  const inputs = [...onBox.values].map(([j, value]) => ({
    feature: j,
    byOutput: pulls.map((pull) => dot(pull, value)),
  }));
  for (let h = 0; h < hidden; h++) {
    const piece = cell.pieces[h] ?? 0;
    const slopes = onBox.pulls[h]?.[piece] ?? [];
    for (const { feature, byOutput } of inputs) entries[h * n + feature] = dot(slopes, byOutput);
    const value = onBox.hidden[h]?.[piece] ?? [];
    pulls.forEach((pull, i) => {
      entries[hidden * n + i * hidden + h] = dot(pull, value);
    });
  }
  pulls.forEach((pull, i) => {
    entries[2 * hidden * n + i] = onBox.scale * (pull.at(-1) ?? 0n);
  });
  return { entries, unit: gathered.unit, slack: 0n };
}

function arranged(
  { featureCount, inputWeights, tied }: Network,
  entries: readonly RationalInterval[],
): NetworkGradient {
  const hidden = inputWeights.length;
  const at = (place: number): RationalInterval => entries[place] ?? ZERO_INTERVAL;
  const byOutput = Array.from({ length: featureCount }, (_, i) =>
    inputWeights.map((__, h) => at(hidden * featureCount + i * hidden + h)),
  );
  const byInput = inputWeights.map((row, h) =>
    row.map((_, j) => {
      const own = at(h * featureCount + j);
      return tied ? addIntervals(own, byOutput[j]?.[h] ?? ZERO_INTERVAL) : own;
    }),
  );
  const byBias = Array.from({ length: featureCount }, (_, i) => at(2 * hidden * featureCount + i));
  return { inputWeights: byInput, outputWeights: byOutput, bias: byBias };
}
