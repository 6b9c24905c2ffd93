/** @file How much work a report does. Everything else about it is the same. */

import type { DescentMethod } from '../../landscape/critical/destination.ts';
import {
  FULL_LANDSCAPE,
  type LandscapePlan,
  QUICK_LANDSCAPE,
  SMOKE_LANDSCAPE,
} from './landscape/landscape-plan.ts';

/** The sizes of a report. */
export interface ReportProfile {
  readonly name: 'smoke' | 'quick' | 'full';
  /** Points along each axis of the theoretical diagrams. */
  readonly diagramSize: number;
  /** Points along each axis of the trained diagram. */
  readonly trainedSize: number;
  /** Models trained at each of those points, from different initial weights. */
  readonly restarts: number;
  /** Optimiser steps of each. */
  readonly steps: number;
  /** Points along each side of a loss surface. */
  readonly surfaceSize: number;
  /** Basins: points along each side, and random starts. Adam takes fifteen times as long a path as gradient flow. */
  readonly basins: Readonly<Record<DescentMethod, { readonly size: number; readonly starts: number }>>;
  /** Random rational points at which each chamber's formula is compared with the closed form. */
  readonly formulaPoints: number;
  /** Descents, at each point of the trained diagram, that look for a minimum the list lacks. */
  readonly descentStarts: number;
  /** Half-width of the sampled intervals, relative to the exact loss. */
  readonly samplingPrecision: number;
  /** Samples spent on one interval at most. */
  readonly maxSamples: number;
  readonly landscape: LandscapePlan;
}

const SHARED = { diagramSize: 200, surfaceSize: 161 } as const;

/**
 * The profiles: `smoke` takes seconds and trains too little to conclude much, `quick` takes a minute and a half on two
 * cores at most, `full` most of an hour.
 */
export const PROFILES: Readonly<Record<ReportProfile['name'], ReportProfile>> = {
  smoke: {
    name: 'smoke',
    diagramSize: 40,
    surfaceSize: 41,
    basins: { 'gradient-flow': { size: 11, starts: 20 }, adam: { size: 5, starts: 4 } },
    trainedSize: 4,
    restarts: 1,
    steps: 200,
    formulaPoints: 4,
    descentStarts: 4,
    samplingPrecision: 0.05,
    maxSamples: 1_000_000,
    landscape: SMOKE_LANDSCAPE,
  },
  quick: {
    ...SHARED,
    name: 'quick',
    basins: { 'gradient-flow': { size: 81, starts: 400 }, adam: { size: 31, starts: 100 } },
    trainedSize: 20,
    restarts: 3,
    steps: 1500,
    formulaPoints: 40,
    descentStarts: 6,
    samplingPrecision: 0.03,
    maxSamples: 4_000_000,
    landscape: QUICK_LANDSCAPE,
  },
  full: {
    ...SHARED,
    name: 'full',
    basins: { 'gradient-flow': { size: 201, starts: 2000 }, adam: { size: 121, starts: 2000 } },
    trainedSize: 40,
    restarts: 10,
    steps: 5000,
    formulaPoints: 400,
    descentStarts: 24,
    samplingPrecision: 0.01,
    maxSamples: 40_000_000,
    landscape: FULL_LANDSCAPE,
  },
};
