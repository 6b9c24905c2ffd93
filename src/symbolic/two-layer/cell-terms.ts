/** @file What one cell contributes to the loss and to its derivatives, in integers over a common denominator. */

import { leastCommonMultiple } from '../../support/integers.ts';
import type { Covector, Polytope } from '../polytope/polytope.ts';
import type { BoxNetwork } from './box-network.ts';
import type { ExactSum } from './exact-sum.ts';
import { type Measure, type MomentMatrix, momentMatrix } from './moment-matrix.ts';
import { dot, type HiddenCell, slabs } from './sum-over-cells.ts';

/**
 * One output on a part of a cell where the error e = t − y is affine. Integrals are integers over
 * (scale · slopeScale)² · measure.denominator · unit^power, `pull` over one scale less.
 */
export interface OutputTerm {
  /** Its place in the part's outputs. */
  readonly output: number;
  readonly unit: bigint;
  /** ∫ ρ e². */
  readonly squared: bigint;
  /** d/dz of it, as the integral against x̂: −2 ∫ ρ e φ₂′(z) x̂, times `scale`. Shape [dimension + 1]. */
  readonly pull: Covector;
}

/** What the terms of a cell are made from. */
export interface CellSetting {
  readonly box: BoxNetwork;
  readonly measure: Measure;
  /** Which outputs to look at, as places. */
  readonly outputs: readonly number[];
  /** Called for an output that lies on a breakpoint of φ₂ on a whole cell, and whose error there is not 0. */
  readonly onKink?: ((output: number, breakpoint: number) => void) | undefined;
}

/**
 * The terms of a cell, one for every output and every piece of φ₂ that it takes there. Channels beyond the outputs are
 * derivatives, which decide the side where an output lies on a breakpoint.
 */
export function outputTerms(cell: HiddenCell, setting: CellSetting): OutputTerm[] {
  const { box, measure, outputs } = setting;
  const moments = rememberedMoments(measure);
  return outputs.flatMap((i) => {
    const z = cell.channels[i] ?? [];
    const rate = cell.channels[box.targets.length + i];
    const flat: number[] = [];
    const planes = box.output.breakpoints.map((point, r) => {
      const plane = z.map((entry, k) => (k === z.length - 1 ? entry - point : entry));
      if (plane.some((entry) => entry !== 0n)) return plane;
      flat.push(r);
      return rate ?? plane;
    });
    return slabs(cell.polytope, planes).map(({ polytope, piece }) => {
      const error = errorOf(box, i, z, piece);
      if (flat.length > 0 && error.some((entry) => entry !== 0n)) {
        for (const r of flat) setting.onKink?.(i, r);
      }
      const { matrix, unit } = moments(polytope);
      const weighted = matrix.map((row) => dot(row, error));
      const factor = -2n * (box.output.slopes[piece] ?? 0n);
      return {
        output: i,
        unit,
        squared: dot(weighted, error),
        pull: weighted.map((entry) => factor * entry),
      };
    });
  });
}

/** e = t − φ₂(z) on a piece of φ₂, over scale · slopeScale. */
function errorOf(box: BoxNetwork, output: number, z: Covector, piece: number): bigint[] {
  const { slopes, slopeScale, intercepts } = box.output;
  const target = box.targets[output] ?? [];
  const [slope, intercept] = [slopes[piece] ?? 0n, intercepts[piece] ?? 0n];
  return z.map((entry, k) => {
    const own = slopeScale * (target[k] ?? 0n) - slope * entry;
    return k === z.length - 1 ? own - slopeScale * intercept : own;
  });
}

function rememberedMoments(measure: Measure): (polytope: Polytope) => MomentMatrix {
  const known = new Map<Polytope, MomentMatrix>();
  return (polytope) => {
    const moments = known.get(polytope) ?? momentMatrix(polytope, measure);
    known.set(polytope, moments);
    return moments;
  };
}

/**
 * Terms added up over one unit: sums[output] = (∫ ρ e², pull).
 *
 * @param outputCount - the number of outputs of the part.
 */
export function gatherTerms(
  terms: readonly OutputTerm[],
  outputCount: number,
  dimension: number,
  power: number,
): { readonly unit: bigint; readonly squared: bigint[]; readonly pulls: bigint[][] } {
  const unit = terms.reduce((common, term) => leastCommonMultiple(common, term.unit), 1n);
  const squared = Array.from({ length: outputCount }, () => 0n);
  const pulls = Array.from({ length: outputCount }, () => Array.from({ length: dimension + 1 }, () => 0n));
  for (const term of terms) {
    const factor = (unit / term.unit) ** BigInt(power);
    const { output, pull } = term;
    squared[output] = (squared[output] ?? 0n) + factor * term.squared;
    pulls[output] = (pulls[output] ?? []).map((entry, k) => entry + factor * (pull[k] ?? 0n));
  }
  return { unit, squared, pulls };
}

/** The squared errors only, weighted. */
export function squaredErrors(
  terms: readonly OutputTerm[],
  importances: readonly bigint[],
  power: number,
): ExactSum {
  const { unit, squared } = gatherTerms(terms, importances.length, -1, power);
  return { entries: squared.map((entry, i) => entry * (importances[i] ?? 0n)), unit, slack: 0n };
}
