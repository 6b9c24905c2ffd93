import type { DescentMethod } from '../../../landscape/critical/destination.ts';
import type { Rational } from '../../../support/rational.ts';
import type { TaskOptions } from '../../options/task-options.ts';
import type { CommonOptions } from '../../output/output.ts';

/** What the command line says about a surface. */
export interface SurfaceOptions extends Omit<CommonOptions, 'out'>, TaskOptions {
  readonly out?: readonly string[];
  readonly format?: SurfaceFormat;
  readonly bias?: 'none' | 'free' | readonly Rational[];
  readonly x?: string;
  readonly y?: string;
  readonly between?: readonly string[];
  readonly range?: readonly [Rational, Rational];
  readonly xRange?: readonly [Rational, Rational];
  readonly yRange?: readonly [Rational, Rational];
  /** Points along x, and along y. */
  readonly size?: readonly [number, number];
  readonly exact?: true;
  readonly walls?: true;
  /** --no-critical-points. */
  readonly criticalPoints: boolean;
  readonly basins?: DescentMethod;
  readonly basinStarts: number;
  readonly timeLimit: number;
}

export const SURFACE_FORMATS = ['csv', 'json', 'png', 'svg'] as const;

export type SurfaceFormat = (typeof SURFACE_FORMATS)[number];
