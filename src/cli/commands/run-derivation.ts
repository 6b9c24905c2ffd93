/** @file What `antipode derive` does. Its algebra systems take a second to load, so derive.ts loads this file when it runs. */

import { invariant } from '../../support/errors.ts';
import { formatRational } from '../../support/rational.ts';
import { derivePairLoss } from '../../symbolic/derivation/pair-loss.ts';
import {
  type DerivationDocument,
  derivationDocument,
} from '../../symbolic/presentation/derivation-document.ts';
import { inText } from '../../symbolic/presentation/notation.ts';
import { renderLatex } from '../../symbolic/presentation/render-latex.ts';
import { renderText } from '../../symbolic/presentation/render-text.ts';
import { allEqual, compareFormulas } from '../../verify/derived-formulas.ts';
import { type JsonDocument, serialiseDocument } from '../output/json-document.ts';
import type { Output } from '../output/output.ts';

export type DerivationFormat = 'text' | 'latex' | 'json';

/** Half of them in the chamber, half in its mirror image. */
const POINTS_PER_CHAMBER = 40;

/** Derives, confirms, and delivers in the given format. */
export async function runDerivation(format: DerivationFormat, seed: number, output: Output): Promise<void> {
  const chambers = derivePairLoss();
  const document = derivationDocument(chambers);
  const points = confirmFormulas(chambers, seed);
  output.note(`seed ${seed}: it chose the points of comparison`);
  const confirmation =
    `Every formula, and its printed text as mathjs reads it, was compared with the closed form of the loss at ${POINTS_PER_CHAMBER} ` +
    `random rational points of its chamber (seed ${seed}): ${points} of ${points} equal, exactly.`;
  await output.deliverText(renderers(document, confirmation, points, seed)[format]());
}

/** The number of random rational points at which formula and closed form were compared: all equal, or we are at fault. */
function confirmFormulas(chambers: ReturnType<typeof derivePairLoss>, seed: number): number {
  const comparisons = compareFormulas(chambers, POINTS_PER_CHAMBER, seed);
  for (const comparison of comparisons) {
    const { chamber, point } = comparison;
    const place = [...point].map(([name, value]) => `${name} = ${formatRational(value)}`).join(', ');
    invariant(allEqual(comparison), `the formula of chamber ${chamber} is the loss at ${place}`);
  }
  return comparisons.length;
}

function renderers(
  document: DerivationDocument,
  confirmation: string,
  points: number,
  seed: number,
): Record<DerivationFormat, () => string> {
  return {
    text: () => `${renderText(document)}${confirmation}\n`,
    latex: () => renderLatex(document).replace('\\end{document}', `\n${confirmation}\n\\end{document}`),
    json: () => serialiseDocument(derivationJson(document, points, seed)),
  };
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
