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

/** The fill of a phase. */
export function phaseColour(phase: PhaseName): Rgb {
  return FILLS[phase].full;
}

/** The fill of a phase, so pale that dots and stripes in full colour stand out against it. */
export function palePhaseColour(phase: PhaseName): Rgb {
  return FILLS[phase].pale;
}

/** Pictures ask for these once a pixel. */
const FILLS = Object.fromEntries(
  PHASE_NAMES.map((phase) => {
    const full = rgbOf(PHASE_APPEARANCE[phase].colour);
    return [phase, { full, pale: mixed([255, 255, 255], full, 0.25) }];
  }),
) as Record<PhaseName, { readonly full: Rgb; readonly pale: Rgb }>;

/** The words for a phase in a tooltip or a table: label and weights. */
export function phaseCaption(phase: PhaseName): string {
  const { label, weights } = PHASE_APPEARANCE[phase];
  return `${label} (${weights})`;
}
