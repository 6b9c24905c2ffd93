/** @file What `antipode derive` does. Its algebra systems take a second to load, so derive.ts loads this file when it runs. */

import { invariant } from '../../support/errors.ts';
import { formatRational } from '../../support/rational.ts';
import { type ChamberLoss, derivePairLoss } from '../../symbolic/derivation/pair-loss.ts';
import type { CodeLanguage } from '../../symbolic/presentation/code/code-language.ts';
import { pairFormulaTable } from '../../symbolic/presentation/code/formula-table.ts';
import { renderCode } from '../../symbolic/presentation/code/render-code.ts';
import {
  type DerivationDocument,
  derivationDocument,
} from '../../symbolic/presentation/derivation-document.ts';
import { inText } from '../../symbolic/presentation/notation.ts';
import { renderLatex } from '../../symbolic/presentation/render-latex.ts';
import { renderText } from '../../symbolic/presentation/render-text.ts';
import { allEqual, compareFormulas } from '../../verify/derived-formulas.ts';
import { type DerivationFormat, type DocumentFormat, isCodeLanguage } from '../options/derivation-format.ts';
import { type JsonDocument, serialiseDocument } from '../output/json-document.ts';
import type { Output } from '../output/output.ts';

/** Half of them in the chamber, half in its mirror image. */
const POINTS_PER_CHAMBER = 40;

/** Derives, confirms, and delivers in the given format. */
export async function runDerivation(format: DerivationFormat, seed: number, output: Output): Promise<void> {
  const chambers = derivePairLoss();
  const points = confirmFormulas(chambers, seed);
  output.note(`seed ${seed}: it chose the points of comparison`);
  await output.deliverText(
    isCodeLanguage(format)
      ? derivationCode(format, chambers, points, seed)
      : derivationText(format, derivationDocument(chambers), points, seed),
  );
}

/** The number of random rational points at which formula and closed form were compared: all equal, or we are at fault. */
function confirmFormulas(chambers: readonly ChamberLoss[], seed: number): number {
  const comparisons = compareFormulas(chambers, POINTS_PER_CHAMBER, seed);
  for (const comparison of comparisons) {
    const { chamber, point } = comparison;
    const place = [...point].map(([name, value]) => `${name} = ${formatRational(value)}`).join(', ');
    invariant(allEqual(comparison), `the formula of chamber ${chamber} is the loss at ${place}`);
  }
  return comparisons.length;
}

function derivationText(
  format: DocumentFormat,
  document: DerivationDocument,
  points: number,
  seed: number,
): string {
  const confirmation =
    `Every formula, and its printed text as mathjs reads it, was compared with the closed form of the loss at ${POINTS_PER_CHAMBER} ` +
    `random rational points of its chamber (seed ${seed}): ${points} of ${points} equal, exactly.`;
  switch (format) {
    case 'text':
      return `${renderText(document)}${confirmation}\n`;
    case 'latex':
      return renderLatex(document, [confirmation]);
    case 'json':
      return serialiseDocument(derivationJson(document, points, seed));
    default:
      return format satisfies never;
  }
}

/** The formulas as a program, whose head also says how they were confirmed. */
function derivationCode(
  language: CodeLanguage,
  chambers: readonly ChamberLoss[],
  points: number,
  seed: number,
): string {
  const table = pairFormulaTable(chambers);
  const origin = [
    '',
    `Written by: antipode derive --format ${language}. Every formula was compared with the closed form of the loss at`,
    `${POINTS_PER_CHAMBER} random rational points of its chamber (seed ${seed}): ${points} of ${points} equal, exactly.`,
    '',
  ];
  return renderCode({ ...table, about: [...table.about, ...origin] }, language);
}

function derivationJson(document: DerivationDocument, points: number, seed: number): JsonDocument {
  const { title, formulas, sections, integralsConfirmed } = document;
  return {
    schema: 'antipode/derivation@1',
    title,
    features: 2,
    hidden: 1,
    bias: 'none',
    activation: 'relu',
    normalisation: 'sum',
    formulas: formulas.map((formula) => ({ ...formula })),
    sections: sections.map(({ heading, blocks }) => ({
      heading: inText(heading),
      blocks: blocks.map((block) =>
        block.kind === 'prose' ? { kind: block.kind, text: inText(block.words) } : { ...block },
      ),
    })),
    checks: {
      integralsConfirmed,
      points,
      pointsPerChamber: POINTS_PER_CHAMBER,
      equal: points,
      seed,
    },
  };
}
