/**
 * @file Advance widths of the bundled typeface, so that text can be laid out where there is no screen to measure it on.
 *
 * Read from the `hmtx` tables of assets/fonts/Inter-Regular.otf and Inter-SemiBold.otf; kerning is left out, which makes
 * running text about one percent too wide.
 */

/** In thousandths of an em. */
interface Advances {
  /** Of the characters U+0020 to U+007E. */
  readonly ascii: readonly number[];
  /** Of the other characters that charts use. */
  readonly others: Readonly<Record<string, number>>;
}

const REGULAR: Advances = {
  ascii: [
    281, 278, 403, 631, 638, 812, 639, 222, 362, 362, 500, 659, 280, 460, 276, 357, 625, 464, 605, 636, 642,
    608, 624, 571, 616, 624, 276, 280, 659, 659, 659, 507, 936, 676, 651, 727, 719, 598, 587, 743, 740, 264,
    543, 652, 562, 889, 753, 761, 635, 761, 639, 638, 642, 741, 676, 949, 642, 665, 625, 362, 357, 362, 469,
    452, 497, 564, 621, 558, 621, 582, 361, 609, 591, 237, 237, 544, 237, 869, 585, 597, 609, 609, 372, 523,
    364, 581, 557, 812, 540, 557, 541, 362, 327, 362, 659,
  ],
  others: {
    '−': 659,
    '×': 659,
    '≈': 659,
    '≤': 659,
    '≥': 659,
    '·': 276,
    '–': 500,
    '—': 1000,
    '…': 821,
    '→': 955,
    '²': 420,
    '³': 430,
    '¹': 313,
    '⁰': 440,
    '⁴': 436,
    '⁵': 415,
    '⁶': 425,
    '⁷': 388,
    '⁸': 428,
    '⁹': 425,
    '⁻': 439,
    '₀': 440,
    '₁': 313,
    '₂': 420,
    '₃': 430,
    π: 631,
    λ: 585,
    α: 641,
    β: 592,
    ρ: 571,
    μ: 622,
    Δ: 676,
    Σ: 631,
    '√': 631,
    '∞': 930,
    '∂': 631,
    '′': 220,
    '’': 185,
    '“': 381,
    '”': 381,
    '⅓': 944,
    '½': 926,
  },
};

const SEMI_BOLD: Advances = {
  ascii: [
    248, 309, 396, 643, 649, 844, 663, 213, 393, 393, 543, 673, 295, 466, 290, 379, 667, 481, 621, 652, 666,
    632, 648, 587, 646, 648, 290, 295, 673, 673, 673, 544, 999, 724, 657, 744, 724, 608, 586, 755, 744, 275,
    561, 677, 566, 906, 741, 775, 643, 776, 651, 649, 660, 734, 724, 1007, 690, 705, 653, 393, 379, 393, 481,
    468, 497, 575, 630, 577, 630, 593, 377, 625, 613, 261, 261, 569, 261, 898, 610, 608, 625, 625, 397, 549,
    380, 608, 576, 837, 562, 576, 562, 393, 358, 393, 673,
  ],
  others: {
    '−': 673,
    '×': 673,
    '≈': 673,
    '≤': 673,
    '≥': 673,
    '·': 290,
    '–': 500,
    '—': 1000,
    '…': 806,
    '→': 955,
    '²': 423,
    '³': 438,
    '¹': 318,
    '⁰': 455,
    '⁴': 450,
    '⁵': 427,
    '⁶': 438,
    '⁷': 396,
    '⁸': 437,
    '⁹': 438,
    '⁻': 445,
    '₀': 455,
    '₁': 318,
    '₂': 423,
    '₃': 438,
    π: 707,
    λ: 600,
    α: 648,
    β: 604,
    ρ: 585,
    μ: 652,
    Δ: 724,
    Σ: 658,
    '√': 660,
    '∞': 966,
    '∂': 658,
    '′': 259,
    '’': 214,
    '“': 408,
    '”': 407,
    '⅓': 956,
    '½': 919,
  },
};

/** Of a character that the tables do not hold: a wide letter. */
const UNKNOWN = 700;

/**
 * The width of one line of text. Rounded: within 2 % for the tabulated characters.
 *
 * @param fontSize - in pixels; the result has the same unit.
 * @param weight - 600 and above are set in semi-bold.
 */
export function textWidth(text: string, fontSize: number, weight = 400): number {
  const { ascii, others } = weight >= 600 ? SEMI_BOLD : REGULAR;
  const advance = (character: string): number =>
    ascii[character.charCodeAt(0) - 32] ?? others[character] ?? UNKNOWN;
  return ([...text].reduce((sum, character) => sum + advance(character), 0) * fontSize) / 1000;
}
