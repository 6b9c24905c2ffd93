/** @file The whole report as a document. */

import type { Block, Figure, ReportDocument } from '../page/document.ts';
import { math, prose, verdict } from '../page/document.ts';
import { evidenceSections } from './evidence-sections.ts';
import { landscapeSections } from './landscape/landscape-sections.ts';
import type { FigureId } from './report-figures.ts';
import type { PhaseChangeResults } from './results.ts';
import { theorySections } from './theory-sections.ts';

/**
 * The report on n = 2, m = 1.
 *
 * @param version - of the program, for the facts below the title.
 */
export function reportDocument(
  results: PhaseChangeResults,
  figures: ReadonlyMap<FigureId, Figure>,
  version: string,
): ReportDocument {
  const { profile, seed, engine, claims } = results;
  return {
    title: 'Phase changes in the smallest model of superposition',
    subtitle: prose`Two sparse features in one hidden dimension, ${math("x' = \\operatorname{ReLU}(W^{\\mathsf T} W x)")}: the exact loss, its minima, and trained models that agree`,
    facts: [
      { name: 'antipode', value: version },
      { name: 'profile', value: profile.name },
      { name: 'seed', value: String(seed) },
      { name: 'engine', value: engine },
      { name: 'verdict', value: verdict(results.verdict) },
    ],
    abstract: [
      {
        kind: 'paragraph',
        text: prose`When two features share one dimension, which is kept? Elhage et al. (2022) compared a few weights by hand and trained models; McGrath noted that the expected loss can be solved exactly. Here it is solved, minimised over all weights, and held against models trained on samples.`,
      },
      summaryBlock(claims.map(({ summary }) => summary)),
    ],
    sections: [
      ...theorySections(results, figures),
      ...landscapeSections(results, figures),
      ...evidenceSections(results, figures),
    ],
    footer: prose`After N. Elhage et al., “Toy Models of Superposition”, 2022; T. McGrath, comment therein; M. Wattenberg, notebook on exact toy models. The loss is the sum over features of importance times squared error; published notebooks print the mean.`,
  };
}

function summaryBlock(lines: readonly string[]): Block {
  return { kind: 'callout', tone: 'result', title: 'What agreed', content: [{ kind: 'list', items: lines }] };
}
