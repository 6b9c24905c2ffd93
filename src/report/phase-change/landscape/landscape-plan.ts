/** @file How much of the landscape a report looks at, by profile. */

import type { BiasMode } from '../../../landscape/critical/landscape.ts';
import type { BoxSetting } from './certified-box.ts';

export interface LandscapePlan {
  /** Points along each axis of the diagrams of (2,1) with and without biases. */
  readonly pairSide: number;
  /** Lines along which their boundaries with biases are followed. */
  readonly pairLines: number;
  /** r at which boundaries are given exactly without bias and followed with biases: rationals. */
  readonly importances: readonly string[];
  /** r at which minima and saddles are followed along density. */
  readonly paths: readonly number[];
  /** Trained points at which the minimum is certified. */
  readonly certifiedCells: number;
  /** Points (p, r) at which the minimum with biases is certified. */
  readonly certifiedWithBias: readonly (readonly [density: string, importance: string])[];
  /** Boxes of parameters over which the phase without bias is certified. */
  readonly certifiedPhases: readonly BoxSetting[];
  /** Boxes that one certificate may take. */
  readonly mostBoxes: number;
  /** Diagrams of (3,2): points along density and importance. */
  readonly three: readonly {
    readonly bias: BiasMode;
    readonly size: readonly [number, number];
    readonly lines: number;
  }[];
  /** Where triangle and digon ⊥ singleton cross at r = 1. */
  readonly threeCrossings: readonly BiasMode[];
  /** Densities of (5,2). */
  readonly five: readonly { readonly bias: BiasMode; readonly size: number; readonly lines: number }[];
  /** Points of each searched diagram that heavy searches check. */
  readonly checks: number;
}

const ANTIPODAL: BoxSetting = {
  name: 'phase-antipodal',
  density: ['1/10', '3/25'],
  importance: ['2/5', '1/2'],
};
const CONFUSED: BoxSetting = { name: 'phase-confused', density: ['4/5', '17/20'], importance: ['9/10', '1'] };

export const SMOKE_LANDSCAPE: LandscapePlan = {
  pairSide: 4,
  pairLines: 0,
  importances: ['1'],
  paths: [],
  certifiedCells: 1,
  certifiedWithBias: [],
  certifiedPhases: [ANTIPODAL],
  mostBoxes: 20_000,
  three: [],
  threeCrossings: [],
  five: [],
  checks: 1,
};

export const QUICK_LANDSCAPE: LandscapePlan = {
  pairSide: 25,
  pairLines: 12,
  importances: ['1', '1/2', '1/10'],
  paths: [1, 0.8],
  certifiedCells: 12,
  certifiedWithBias: [
    ['1/10', '1/2'],
    ['1/100', '1'],
  ],
  certifiedPhases: [ANTIPODAL, CONFUSED],
  mostBoxes: 40_000,
  three: [{ bias: 'none', size: [8, 10], lines: 0 }],
  threeCrossings: ['free'],
  five: [{ bias: 'none', size: 16, lines: 0 }],
  checks: 1,
};

export const FULL_LANDSCAPE: LandscapePlan = {
  pairSide: 101,
  pairLines: 48,
  importances: ['1', '9/10', '4/5', '7/10', '3/5', '1/2', '1/4', '1/10', '1/100'],
  paths: [1, 0.8, 0.5],
  certifiedCells: 100,
  certifiedWithBias: [
    ['1/100', '1'],
    ['1/10', '1/2'],
    ['1/2', '1'],
    ['3/10', '2'],
    ['7/10', '1'],
    ['9/10', '1/2'],
  ],
  certifiedPhases: [ANTIPODAL, CONFUSED],
  mostBoxes: 2_000_000,
  three: [
    { bias: 'none', size: [24, 26], lines: 16 },
    { bias: 'free', size: [24, 26], lines: 16 },
  ],
  threeCrossings: ['free', 'none'],
  five: [
    { bias: 'none', size: 60, lines: 1 },
    { bias: 'free', size: 40, lines: 0 },
  ],
  checks: 24,
};
