import { type Command, Option } from 'commander';
import { invariant, UsageError } from '../../support/errors.ts';
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
import { addCommonOptions } from '../options/common-options.ts';
import { integerFrom } from '../options/numeral.ts';
import { type JsonDocument, serialiseDocument } from '../output/json-document.ts';
import { type CommonOptions, openOutput } from '../output/output.ts';

/** Half of them in the chamber, half in its mirror image. */
const POINTS_PER_CHAMBER = 40;

type Format = 'text' | 'latex' | 'json';

interface DeriveOptions extends CommonOptions {
  readonly format?: Format;
  readonly features: number;
  readonly hidden: number;
  readonly bias: string;
  readonly activation: string;
}

export function registerDerive(program: Command): void {
  const command = program
    .command('derive')
    .description('the exact expected loss as formulas, derived step by step')
    .addOption(
      new Option('--format <format>', 'how to write it (default: text)').choices(['text', 'latex', 'json']),
    )
    .option('--features <n>', 'features; 2 in this version', integerFrom(1), 2)
    .option('--hidden <m>', 'hidden dimensions; 1 in this version', integerFrom(1), 1)
    .option('--bias <free|none>', 'none in this version', 'none')
    .option('--activation <name>', 'relu in this version', 'relu')
    .addHelpText(
      'after',
      `
Every formula is compared with the closed form of the loss at random rational points before it is printed.

Example:
  antipode derive | less
  antipode derive --format latex --out derivation.tex`,
    );
  addCommonOptions(command).action(runDerive);
}

async function runDerive(options: DeriveOptions): Promise<void> {
  requireSupported(options);
  const format = formatOf(options);
  const output = await openOutput(options);
  const chambers = derivePairLoss();
  const document = derivationDocument(chambers);
  const points = confirmFormulas(chambers, options.seed);
  output.note(`seed ${options.seed}: it chose the points of comparison`);
  const confirmation =
    `Every formula, and its printed text as mathjs reads it, was compared with the closed form of the loss at ${POINTS_PER_CHAMBER} ` +
    `random rational points of its chamber (seed ${options.seed}): ${points} of ${points} equal, exactly.`;
  await output.deliverText(renderers(document, confirmation, points, options.seed)[format]());
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
): Record<Format, () => string> {
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

/** --json is --format json; a different --format beside it contradicts it. */
function formatOf({ json, format }: DeriveOptions): Format {
  if (json === true && format !== undefined && format !== 'json') {
    throw new UsageError(`--json and --format ${format} contradict each other`);
  }
  return json === true ? 'json' : (format ?? 'text');
}

function requireSupported({ features, hidden, bias, activation }: DeriveOptions): void {
  if (features !== 2 || hidden !== 1 || bias !== 'none' || activation !== 'relu') {
    throw new UsageError(
      `derive: formulas exist for --features 2 --hidden 1 --bias none --activation relu; found --features ${features} ` +
        `--hidden ${hidden} --bias ${bias} --activation ${activation}. \`antipode loss\` evaluates larger models exactly.`,
    );
  }
}
