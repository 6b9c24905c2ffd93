/** @file The complete table of one output's formulas with bias as a document, each chamber with its steps. */

import type { OutputFormula } from '../output-formula/output-formula.ts';
import { activeSetBlocks, samplePoint, sumOverActiveSets } from './active-set-blocks.ts';
import { generalSections } from './bias-sections.ts';
import type { Block, DerivationSection, GroupBlock, PointCheck, Prose, WrittenDerivation } from './block.ts';
import { display, lazyDisplay, listed, plain, prose } from './notation.ts';
import { comparisonLatex, latexDisplay } from './output-formula-lines.ts';
import type { OutputTable, OutputTableEntry } from './output-table.ts';

/** What a table's document says about one of its entries besides the formula. */
export interface TableWriting {
  /** E on one line. */
  readonly text: (formula: OutputFormula) => string;
  readonly checks: (entry: OutputTableEntry) => readonly PointCheck[];
  /** One symbol or number for all densities, or one each. */
  readonly densities: 'common' | 'each';
  readonly remarks: readonly string[];
}

/** The document of a table. */
export function tableDerivation(table: OutputTable, writing: TableWriting): WrittenDerivation {
  const { featureCount, entries } = table;
  const title = `The exact expected error of one output with bias, n = ${featureCount}`;
  const chambers: DerivationSection = {
    heading: ['The chambers'],
    blocks: [
      { kind: 'prose', words: completeness(table) },
      ...entries.map((entry, index): Block => chamberGroup(entry, index, entries.length, writing)),
    ],
  };
  return {
    title,
    sections: [...generalSections(setting(featureCount), writing.densities), chambers],
    remarks: writing.remarks,
  };
}

function setting(featureCount: number): DerivationSection {
  const names = Array.from({ length: featureCount }, (_, j) => j + 1);
  const sum = {
    text: names.map((j) => `g${j}*x${j}`).join(' + '),
    latex: names.map((j) => `g_{${j}} x_{${j}}`).join(' + '),
  };
  return {
    heading: ['The model'],
    blocks: [
      prose`${String(featureCount)} ${featureCount === 1 ? 'feature' : 'features'}, any hidden dimension, tied weights, bias. Each feature is active with its density as probability, and then uniform on [0, 1]. Output 1 sees its bias ${plain('b')} and its row of the Gram matrix:`,
      display(
        `x'_1 = ReLU(z),   z = b + ${sum.text},   g_j = G_1j,   E = E (x1 - x'_1)^2`,
        `x'_1 = \\operatorname{ReLU}(z), \\qquad z = b + ${sum.latex}, \\qquad g_j = G_{1j}, \\qquad E = \\mathbb{E}\\,(x_1 - x'_1)^2`,
      ),
      prose`The other outputs are the same with the features renamed.`,
    ],
  };
}

function completeness({ featureCount, chamberCount, tiedCount, entries }: OutputTable): Prose {
  const ownPositive = { text: 'g1 > 0', latex: 'g_1 > 0' };
  return prose`The ${String(2 ** featureCount)} vertex values divide the space of ${{ text: '(b, g)', latex: '(b, g)' }} into exactly ${String(chamberCount)} chambers (Zaslavsky's theorem). As many different sign vectors are found, each with a point that has it, so the table is complete. Exchanging features other than 1 leaves ${String(entries.length)}, whose orbits sum to ${String(chamberCount)}; ${String(tiedCount)} chambers meet ${ownPositive}, as tied weights have it.`
    .words;
}

function chamberGroup(
  entry: OutputTableEntry,
  index: number,
  count: number,
  { text, checks }: TableWriting,
): GroupBlock {
  const { inequalities, formula } = entry;
  const where = listed(inequalities.map((each) => ({ text: each, latex: comparisonLatex(each) })));
  const name = plain('E');
  const shown = checks(entry);
  return {
    kind: 'group',
    heading: prose`chamber ${String(index + 1)} of ${String(count)}${remarks(entry)}: ${where}`.words,
    steps: [
      ...activeSetBlocks(formula, samplePoint(formula.chamber, formula.symbols)),
      sumOverActiveSets(name, formula),
    ],
    blocks: [
      lazyDisplay(`E = ${text(formula)}`, () => latexDisplay('E', formula.error)),
      ...(shown.length === 0 ? [] : [{ kind: 'checks', name, checks: shown } as const]),
    ],
  };
}

/** ` (orbit of 2, g1 < 0)`. */
function remarks({ orbit, tied }: OutputTableEntry): Prose {
  const words: Prose[] = [
    ...(orbit > 1 ? [[`orbit of ${orbit}`]] : []),
    ...(tied ? [] : [[{ text: 'g1 < 0', latex: 'g_1 < 0' }]]),
  ];
  if (words.length === 0) return [];
  return [' (', ...words.flatMap((each, index) => (index === 0 ? each : [', ', ...each])), ')'];
}
