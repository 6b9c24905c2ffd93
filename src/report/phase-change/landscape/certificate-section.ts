/** @file What the report says about certificates, and how anyone checks them again. */

import { roundedDown, roundedUp } from '../../../support/directed-rounding.ts';
import { parseRational, toNumber } from '../../../support/rational.ts';
import { type Inline, math, type Prose, prose, type Section, trust, verdict } from '../../page/document.ts';
import type { CellAgreement } from '../agreement.ts';
import type { ReportProfile } from '../profile.ts';
import { scientific } from '../scientific.ts';
import type { CertifiedPoint } from './certified-point.ts';
import type { Landscape } from './landscape.ts';
import { boundedRuns } from './landscape-claims.ts';

export function certificateSection(
  landscape: Landscape,
  cells: readonly CellAgreement[],
  { landscape: { mostBoxes } }: ReportProfile,
): Section {
  const { certificates, boxes } = landscape;
  const runs = boundedRuns(landscape, cells);
  const closest = Math.min(
    ...runs.map(({ run, lower }) => toNumber(run.exactLoss.sub(lower)) / toNumber(lower)),
  );
  return {
    id: 'certificates',
    title: 'Global minima with proof',
    content: [
      {
        kind: 'paragraph',
        text: prose`A search says that nothing lower was found; a certificate says that there is nothing lower. It covers all weights with boxes, each of which is excluded by a bound on the exact loss, and states two rationals between which the least loss lies. ${code('antipode verify FILE')} repeats every step from the file alone, in exact arithmetic, without the search; a file changed in one number is refused. The files are beside this page. Searches were stopped at ${String(mostBoxes)} boxes.`,
      },
      {
        kind: 'table',
        caption: prose`Certified global minima ${trust('enclosed')}: no model has a loss below the lower bound, and one has a loss not above the upper one. Files are in ${code('certificates/')}.`,
        columns: [
          { heading: 'p', align: 'number' },
          { heading: 'r', align: 'number' },
          { heading: 'biases' },
          { heading: 'lower bound', align: 'number' },
          { heading: 'upper bound', align: 'number' },
          { heading: 'gap', align: 'number' },
          { heading: 'boxes', align: 'number' },
          { heading: 'phase' },
          { heading: 're-checked' },
          { heading: 'file' },
        ],
        rows: certificates.map(certificateRow),
        width: 'wide',
      },
      {
        kind: 'table',
        caption: prose`Certified phases, for all parameters of a box, ${math('n = 2,\\ m = 1')} without bias ${trust('enclosed')}.`,
        columns: [
          { heading: 'p' },
          { heading: 'r' },
          { heading: 'phase' },
          { heading: 'boxes', align: 'number' },
          { heading: 're-checked' },
          { heading: 'file' },
        ],
        rows: boxes.map(({ setting, status, phase, boxes: count, recheck }) => [
          setting.density.join(' to '),
          setting.importance.join(' to '),
          status === 'certified'
            ? `every global minimum is ${phase}`
            : `not certified (${phase} in the middle)`,
          String(count),
          recheck === undefined ? '–' : verdict(recheck),
          status === 'certified' ? code(`${setting.name}.json`) : '–',
        ]),
        width: 'wide',
      },
      ...(runs.length === 0
        ? []
        : [
            {
              kind: 'paragraph',
              text: prose`${String(runs.length)} models of this report were trained at certified points. The exact loss of each, a rational, was compared with the lower bound there: the closest lies ${scientific(closest)} of it above ${trust('exact')}.`,
            } as const,
          ]),
    ],
  };
}

function certificateRow({
  setting,
  status,
  lower,
  upper,
  boxes,
  phase,
  recheck,
  file,
}: CertifiedPoint): Prose[] {
  const [low, high] = [parseRational(lower), parseRational(upper)];
  const gap = 1 - toNumber(low.div(high));
  return [
    decimal(setting.density),
    decimal(setting.importance),
    setting.bias,
    roundedDown(low).toPrecision(10),
    roundedUp(high).toPrecision(10),
    `${scientific(gap)}${status === 'certified' ? '' : ' (cut)'}`,
    String(boxes),
    phase,
    recheck === undefined ? '–' : verdict(recheck),
    file === undefined ? '–' : code(`${setting.name}.json`),
  ];
}

/** A density of the published grid has ten digits; in a table four tell which it is. */
function decimal(text: string): string {
  return text.includes('/') || text.length <= 6 ? text : Number(text).toPrecision(4);
}

function code(text: string): Inline {
  return { kind: 'code', text };
}
