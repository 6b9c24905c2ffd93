/** @file A whole report's results in a second: every stage of the real one, at sizes that say little. */

import { train } from '../../../src/numeric/training/train.ts';
import { wasmEngine } from '../../../src/numeric/training/wasm/wasm-engine.ts';
import { computeAgreement } from '../../../src/report/phase-change/agreement.ts';
import { computeLandscape, type Landscape } from '../../../src/report/phase-change/landscape/landscape.ts';
import { SMOKE_LANDSCAPE } from '../../../src/report/phase-change/landscape/landscape-plan.ts';
import { PROFILES, type ReportProfile } from '../../../src/report/phase-change/profile.ts';
import { type PhaseChangeResults, phaseChangeResults } from '../../../src/report/phase-change/results.ts';
import { computeTheory } from '../../../src/report/phase-change/theory.ts';
import { trainingSettings } from '../../../src/report/phase-change/trained-grid.ts';

export const TINY: ReportProfile = {
  ...PROFILES.smoke,
  diagramSize: 9,
  surfaceSize: 9,
  trainedSize: 3,
  restarts: 2,
  formulaPoints: 2,
  descentStarts: 4,
  samplingPrecision: 0.2,
  maxSamples: 200_000,
  landscape: {
    ...SMOKE_LANDSCAPE,
    pairSide: 3,
    paths: [1],
    three: [{ bias: 'none', size: [2, 2], lines: 0 }],
    five: [{ bias: 'none', size: 2, lines: 0 }],
  },
};

/** It does not depend on what is trained, and is the same for every seed asked for here. */
let known: Promise<Landscape> | undefined;

export async function tinyResults(seed: number): Promise<PhaseChangeResults> {
  const theory = await computeTheory(TINY, seed, async () => {});
  known ??= computeLandscape(TINY, 3);
  const landscape = await known;
  const { models, engine } = await train(trainingSettings(TINY, seed), wasmEngine);
  const cells = await computeAgreement(TINY, seed, models, async () => {});
  return phaseChangeResults({ profile: TINY, seed, engine, theory, landscape, cells });
}
