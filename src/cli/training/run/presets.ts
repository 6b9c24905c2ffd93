import { UsageError } from '../../../support/errors.ts';
import { belongsTo, type TrainedOn } from '../exact-options.ts';
import type { OptionSource } from './option-texts.ts';

interface Preset {
  readonly about: string;
  readonly options: Readonly<Record<string, string>>;
}

/** How the published notebook trains, but for its weight decay. */
const NOTEBOOK = { steps: '10000', batch: '1024', learningRate: '0.001', instances: '1', init: 'notebook' };

/** Trainings of the paper and its published notebook, by name. */
const PRESETS: Readonly<Record<string, Preset>> = {
  intro: {
    about: 'its first figure: n = 5, m = 2, I = 0.9^i, ten densities from 1 to 1/20',
    options: {
      ...NOTEBOOK,
      features: '5',
      hidden: '2',
      importanceDecay: '0.9',
      densitySweep: '1..0.05:10 log',
    },
  },
  geometry: {
    about: 'feature dimensionality: n = 200, m = 20, I = 1, twenty densities from 1 to 1/20',
    options: {
      ...NOTEBOOK,
      features: '200',
      hidden: '20',
      importanceDecay: '1',
      densitySweep: '1..0.05:20 log',
    },
  },
  'phase-2-1': {
    about: 'a phase diagram: n = 2, m = 1, 40 densities by 40 importances of the second feature',
    options: {
      ...NOTEBOOK,
      init: 'xavier-normal',
      features: '2',
      hidden: '1',
      importanceDecay: '1',
      densitySweep: '1..0.01:40 log',
      importanceSweep: '0.1..10:40 log',
    },
  },
  'absolute-value': {
    about: 'computation in superposition: n = 100, m = 40, y = |x|, I = 0.8^i, x in [-1, 1]',
    options: {
      ...NOTEBOOK,
      init: 'xavier-normal',
      features: '100',
      hidden: '40',
      architecture: 'two-layer',
      target: 'abs',
      inputs: 'signed',
      importanceDecay: '0.8',
      densitySweep: '1,0.3,0.1,0.03,0.01,0.001',
    },
  },
};

/** The names and what they stand for, a line each. */
export const PRESETS_TEXT: string = Object.entries(PRESETS)
  .map(([name, { about }]) => `  ${name.padEnd(16)}${about}`)
  .join('\n');

export const PRESET_NAMES: readonly string[] = Object.keys(PRESETS);

/** The options of a preset; on the exact loss its model and its sweeps, without what it says of sampled training. */
export function presetSource(name: string, on: TrainedOn): OptionSource {
  const preset = PRESETS[name];
  if (preset === undefined) throw new UsageError(`--preset: expected one of ${PRESET_NAMES.join(', ')}`);
  const applies = ([key]: [string, string]): boolean =>
    on === 'samples' || !(key in NOTEBOOK || !belongsTo(on, key));
  return {
    name: `--preset ${name}`,
    isFile: false,
    texts: new Map(Object.entries(preset.options).filter(applies)),
  };
}
