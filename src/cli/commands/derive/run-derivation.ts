/** @file What `antipode derive` does. Its algebra systems take a second to load, so derive.ts loads this file when it runs. */

import { invariant } from '../../../support/errors.ts';
import { formatRational } from '../../../support/rational.ts';
import { type ChamberLoss, derivePairLoss } from '../../../symbolic/derivation/pair-loss.ts';
import type { Block } from '../../../symbolic/presentation/block.ts';
import type { CodeLanguage } from '../../../symbolic/presentation/code/code-language.ts';
import { pairFormulaTable } from '../../../symbolic/presentation/code/formula-table.ts';
import { renderCode } from '../../../symbolic/presentation/code/render-code.ts';
import {
  type DerivationDocument,
  derivationDocument,
} from '../../../symbolic/presentation/derivation-document.ts';
import { inText } from '../../../symbolic/presentation/notation.ts';
import { allEqual, compareFormulas, type FormulaComparison } from '../../../verify/derived-formulas.ts';
import { type DerivationFormat, isCodeLanguage } from '../../options/derivation-format.ts';
import { type JsonDocument, type JsonRecord, serialiseDocument } from '../../output/json-document.ts';
import type { Output } from '../../output/output.ts';
import { checksJson } from './output-formula-format.ts';
import { writtenDerivation } from './written-derivation.ts';

/** Half of them in the chamber, half in its mirror image. */
const POINTS_PER_CHAMBER = 40;

/** Points of each chamber that the document shows. */
const POINTS_SHOWN = 4;

/** Derives, confirms, and delivers in the given format. */
export async function runDerivation(format: DerivationFormat, seed: number, output: Output): Promise<void> {
  const chambers = derivePairLoss();
  const comparisons = confirmedComparisons(chambers, seed);
  const points = comparisons.length;
  output.note(`seed ${seed}: it chose the points of comparison`);
  if (isCodeLanguage(format)) return output.deliverText(derivationCode(format, chambers, points, seed));
  const checks = new Map(
    chambers.map(({ chamber: { name } }) => [
      name,
      comparisons.filter(({ chamber }) => chamber === name).slice(0, POINTS_SHOWN),
    ]),
  );
  const document = derivationDocument(chambers, checks);
  if (format === 'json') return output.deliverText(serialiseDocument(derivationJson(document, points, seed)));
  const confirmation =
    `Every formula, and its printed text as mathjs reads it, was compared with the closed form of the loss at ${POINTS_PER_CHAMBER} ` +
    `random rational points of its chamber (seed ${seed}): ${points} of ${points} equal, exactly.`;
  const written = { ...document, remarks: [...document.remarks, confirmation] };
  await output.deliverText(await writtenDerivation(written, format, 'antipode derive'));
}

/** Formula and closed form at random rational points: all equal, or we are at fault. */
function confirmedComparisons(chambers: readonly ChamberLoss[], seed: number): readonly FormulaComparison[] {
  const comparisons = compareFormulas(chambers, POINTS_PER_CHAMBER, seed);
  for (const comparison of comparisons) {
    const { chamber, point } = comparison;
    const place = [...point].map(([name, value]) => `${name} = ${formatRational(value)}`).join(', ');
    invariant(allEqual(comparison), `the formula of chamber ${chamber} is the loss at ${place}`);
  }
  return comparisons;
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
      blocks: blocks.map(blockJson),
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

/** A block for scripts; numbers exact. */
function blockJson(block: Block): JsonRecord {
  switch (block.kind) {
    case 'prose':
      return { kind: block.kind, text: inText(block.words) };
    case 'formula':
      return { kind: block.kind, text: block.text, latex: block.latex };
    case 'domains':
      return {
        kind: block.kind,
        domains: block.drawings.map(({ title, place, corners }) => ({
          of: title.text,
          at: place.text,
          corners: corners.map((corner) => corner.map(formatRational)),
        })),
      };
    case 'checks':
      return { kind: block.kind, of: block.name.text, points: checksJson(block.checks) };
    case 'group':
      return {
        kind: block.kind,
        heading: inText(block.heading),
        blocks: [...block.steps, ...block.blocks].map(blockJson),
      };
    default:
      return block satisfies never;
  }
}
