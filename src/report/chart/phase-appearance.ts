/**
 * @file How each phase looks and what it is called on a figure: the one home of phase colours.
 *
 * The colours echo the published phase diagram of Elhage et al., "Toy Models of Superposition", 2022: pale for a feature
 * that is not represented, blue for one with a dimension of its own, red for superposition. Every two of the phases that
 * share a diagram stay apart under simulated protanopia, deuteranopia and tritanopia, and in lightness.
 */

import type { PhaseName } from '../../model/phase.ts';
import { mixed, type Rgb, rgbOf } from '../image/colour.ts';

/** What a figure needs to know of a phase. */
export interface PhaseAppearance {
  /** Fill, `#rrggbb`. */
  readonly colour: string;
  /** Colour of words standing on the fill. */
  readonly labelColour: string;
  /** The words on a region; short enough for one line. */
  readonly label: string;
  /** The same for a narrow region. */
  readonly shortLabel: string;
  /** What it means for the weights, in symbols; the second line of a region's label. */
  readonly weights: string;
}

/** Every phase, in the order in which a legend lists them. */
export const PHASE_APPEARANCE: Readonly<Record<PhaseName, PhaseAppearance>> = {
  'dropped-last': {
    colour: '#d8d3c8',
    labelColour: '#1b1e23',
    label: 'extra feature not represented',
    shortLabel: 'not represented',
    weights: 'w₂ ≈ 0',
  },
  'dropped-first': {
    colour: '#7fb2dd',
    labelColour: '#10263a',
    label: 'extra feature gets the dimension',
    shortLabel: 'dedicated',
    weights: 'w₁ ≈ 0',
  },
  antipodal: {
    colour: '#e2805a',
    labelColour: '#33100a',
    label: 'superposition: antipodal',
    shortLabel: 'antipodal',
    weights: 'w₁w₂ < 0',
  },
  confused: {
    colour: '#5b3f8c',
    labelColour: '#ffffff',
    label: 'confused features',
    shortLabel: 'confused',
    weights: 'w₁w₂ > 0',
  },
  orthogonal: {
    colour: '#1c6656',
    labelColour: '#ffffff',
    label: 'orthogonal',
    shortLabel: 'orthogonal',
    weights: 'w₁ ⊥ w₂',
  },
  'dropped-all': {
    colour: '#fbfaf7',
    labelColour: '#1b1e23',
    label: 'nothing represented',
    shortLabel: 'nothing',
    weights: 'W ≈ 0',
  },
};

/** The phases in the order of {@link PHASE_APPEARANCE}. */
export const PHASE_NAMES: readonly PhaseName[] = Object.keys(PHASE_APPEARANCE) as PhaseName[];

/** Phases of more features, in the same spirit: what becomes of the last one decides. */
const MORE_APPEARANCES: Readonly<Record<string, readonly [colour: string, labelColour: string]>> = {
  'orthogonal, last dropped': ['#d8d3c8', '#1b1e23'],
  'orthogonal, 1 other dropped': ['#7fb2dd', '#10263a'],
  'digon ⊥ singleton, last not alone': ['#e2805a', '#33100a'],
  'digon ⊥ singleton, last alone': ['#edc36a', '#33230a'],
  triangle: ['#a5303f', '#ffffff'],
  'orthogonal (confused 2), last not alone': ['#5b3f8c', '#ffffff'],
  'orthogonal (confused 2), last alone': ['#a68fd0', '#1c1230'],
  pentagon: ['#a5303f', '#ffffff'],
  'square, 1 dropped': ['#e2805a', '#33100a'],
  'digon ⊥ singleton, 2 dropped': ['#edc36a', '#33230a'],
  'triangle, 2 dropped': ['#d3657f', '#33101a'],
  'orthogonal, 3 dropped': ['#d8d3c8', '#1b1e23'],
  'square (confused 2)': ['#57a3a8', '#0d2526'],
  'digon ⊥ singleton (confused 2), 1 dropped': ['#88735b', '#ffffff'],
  'digon ⊥ singleton (confused 3)': ['#b9b04c', '#26240a'],
  unclassified: ['#9aa0a6', '#1b1e23'],
  unbounded: ['#3a3f47', '#ffffff'],
  'none-found': ['#ffffff', '#1b1e23'],
};

/** For names not foreseen, taken by a sum of their letters: the same name has the same colour in every figure. */
const SPARE_COLOURS = ['#6aa57a', '#c9a3c6', '#8a8fc9', '#c78f8f', '#3f6f8f'] as const;

/** How a phase of any model looks. */
export function appearanceOf(phase: string): PhaseAppearance {
  const known = PHASE_APPEARANCE[phase as PhaseName] as PhaseAppearance | undefined;
  if (known !== undefined) return known;
  const letters = [...phase].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0);
  const spare = SPARE_COLOURS[letters % SPARE_COLOURS.length] ?? SPARE_COLOURS[0];
  const [colour, labelColour] = MORE_APPEARANCES[phase] ?? [spare, '#1b1e23'];
  // The bundled typeface has no sign for orthogonal.
  const label = phase.replaceAll('⊥', '+');
  return { colour, labelColour, label, shortLabel: label.split(',')[0] ?? label, weights: '' };
}

/** The fill of a phase. */
export function phaseColour(phase: string): Rgb {
  return fillOf(phase).full;
}

/** The fill of a phase, so pale that dots and stripes in full colour stand out against it. */
export function palePhaseColour(phase: string): Rgb {
  return fillOf(phase).pale;
}

interface Fill {
  readonly full: Rgb;
  readonly pale: Rgb;
}

/** Pictures ask for these once a pixel. */
const FILLS = new Map<string, Fill>();

function fillOf(phase: string): Fill {
  const known = FILLS.get(phase);
  if (known !== undefined) return known;
  const full = rgbOf(appearanceOf(phase).colour);
  const fill = { full, pale: mixed([255, 255, 255], full, 0.25) };
  FILLS.set(phase, fill);
  return fill;
}

/** The words for a phase in a tooltip or a table: label and weights. */
export function phaseCaption(phase: string): string {
  const { label, weights } = appearanceOf(phase);
  return weights === '' ? label : `${label} (${weights})`;
}
