/** @file A derivation as a page: the same blocks as in every other format, formulas as MathML, domains as drawings. */

import { toNumber } from '../../support/rational.ts';
import type {
  Block as DerivationBlock,
  Prose as DerivationProse,
  DomainDrawing,
  GroupBlock,
  WrittenDerivation,
} from '../../symbolic/presentation/block.ts';
import { cornersText } from '../../symbolic/presentation/drawn-domain.ts';
import { nameLatex, numberNotation } from '../../symbolic/presentation/plain-notation.ts';
import type { ChartSpec } from '../chart/chart-spec.ts';
import { domainSketch, type InputPoint } from '../chart/domain-sketch.ts';
import type { Drawing } from '../chart/draw-chart.ts';
import type { Block, Figure, Prose, ReportDocument } from '../page/document.ts';
import { math } from '../page/document.ts';

/** What a page of formulas says besides the derivation. */
export interface DerivationPageFacts {
  readonly subtitle: Prose;
  readonly facts: ReportDocument['facts'];
  readonly footer: Prose;
}

/**
 * The page as a report document.
 *
 * @param draw - makes a drawing of a chart.
 */
export async function derivationPage(
  { title, sections, remarks }: WrittenDerivation,
  { subtitle, facts, footer }: DerivationPageFacts,
  draw: (chart: ChartSpec) => Promise<Drawing>,
): Promise<ReportDocument> {
  const drawings = new Map<DomainDrawing, Drawing>();
  for (const drawing of sections.flatMap(({ blocks }) => drawingsIn(blocks))) {
    drawings.set(drawing, await draw(domainChart(drawing)));
  }
  let figures = 0;
  const figureOf = (domains: readonly DomainDrawing[]): Figure => {
    figures += 1;
    return {
      kind: 'figure',
      id: `domain-${figures}`,
      caption:
        'Shaded: where the output is on when both features are active. At each point the symbols have the values written above.',
      panels: domains.flatMap((domain) => {
        const drawing = drawings.get(domain);
        return drawing === undefined ? [] : [{ drawing, description: describe(domain) }];
      }),
    };
  };
  return {
    title,
    subtitle,
    facts,
    abstract: [],
    sections: sections.map(({ heading, blocks }, index) => ({
      id: `section-${index + 1}`,
      title: pageProse(heading),
      content: derivationBlocks(blocks, figureOf),
    })),
    footer: [...remarks.flatMap((remark) => [remark, ' ']), ...(Array.isArray(footer) ? footer : [footer])],
  };
}

/** Blocks of a derivation as blocks of a page; domains are left out where nothing draws them. */
export function derivationBlocks(
  blocks: readonly DerivationBlock[],
  figureOf?: (domains: readonly DomainDrawing[]) => Figure,
): Block[] {
  return blocks.flatMap((block): Block[] => {
    switch (block.kind) {
      case 'prose':
        return [{ kind: 'paragraph', text: pageProse(block.words) }];
      case 'formula':
        return [{ kind: 'math', tex: block.latex }];
      case 'domains':
        return figureOf === undefined ? [] : [figureOf(block.drawings)];
      case 'checks':
        return [checkTable(block)];
      case 'group':
        return [groupBlock(block, figureOf)];
      default:
        return block satisfies never;
    }
  });
}

/** Prose with its formulas typeset; lists of formulas may break after their commas. */
export function pageProse(words: DerivationProse): Prose {
  return words.flatMap((run) => {
    if (typeof run === 'string') return [run];
    return run.latex.split(',\\; ').flatMap((part, index) => [...(index === 0 ? [] : [', ']), math(part)]);
  });
}

/** The result in the open, the steps that lead to it folded away. */
function groupBlock(
  { heading, steps, blocks }: GroupBlock,
  figureOf?: (domains: readonly DomainDrawing[]) => Figure,
): Block {
  const folded: Block[] =
    steps.length === 0
      ? []
      : [{ kind: 'details', summary: 'Step by step', content: derivationBlocks(steps, figureOf) }];
  return {
    kind: 'subsection',
    title: pageProse(heading),
    content: [...folded, ...derivationBlocks(blocks, figureOf)],
  };
}

function checkTable({ name, checks }: Extract<DerivationBlock, { kind: 'checks' }>): Block {
  const names = [...(checks[0]?.point.keys() ?? [])];
  const columns = [...names.map((each) => math(nameLatex(each))), math(name.latex), 'closed form'];
  return {
    kind: 'table',
    caption:
      'Checks at rational points: the formula, and the closed form of the loss, which knows nothing of chambers.',
    columns: columns.map((heading) => ({ heading, align: 'number' as const })),
    rows: checks.map(({ point, formula, closedForm }) =>
      [...point.values(), formula, closedForm].map((value) => math(numberNotation(value).latex)),
    ),
  };
}

function drawingsIn(blocks: readonly DerivationBlock[]): DomainDrawing[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'domains') return block.drawings;
    return block.kind === 'group' ? drawingsIn([...block.steps, ...block.blocks]) : [];
  });
}

function domainChart({ title, place, features, corners, line }: DomainDrawing): ChartSpec {
  const point = ([x1, x2]: DomainDrawing['corners'][number]): InputPoint => ({
    x1: toNumber(x1),
    x2: toNumber(x2),
  });
  return domainSketch({
    vertices: corners.map(point),
    kink: line.map(point),
    features,
    title: title.text,
    subtitle: subscripted(place.text),
  });
}

/** `g₁ = −1`: what a drawing can show of a formula. */
function subscripted(text: string): string {
  return text
    .replaceAll(
      /([a-z])(\d+)/g,
      (_, letter: string, digits: string) =>
        `${letter}${[...digits].map((digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]).join('')}`,
    )
    .replaceAll('-', '−');
}

function describe({ title, place, corners }: DomainDrawing): string {
  const where = corners.length === 0 ? 'no part' : `the polygon with the corners ${cornersText(corners)}`;
  return `${title.text}: of the unit square, ${where}, at ${place.text}.`;
}
