import type { ModelLoss } from '../../loss/model-loss.ts';
import { type Rational, toNumber } from '../../support/rational.ts';
import { rationalCell, shortNumber, shortRational } from '../terminal/number-text.ts';
import type { Style } from '../terminal/style.ts';
import { alignColumns } from '../terminal/table.ts';
import type { GeometryFindings } from './geometry/geometry-findings.ts';

/** Of more models the first are shown. */
const MAX_ROWS = 40;

export interface InstanceFindings {
  /** Of all its features, where each model has its own. */
  readonly density?: Rational | undefined;
  readonly loss?: ModelLoss;
  readonly geometry?: GeometryFindings;
}

interface Column {
  readonly title: string;
  readonly cell: (found: InstanceFindings) => string | undefined;
}

const COLUMNS: readonly Column[] = [
  {
    title: 'density',
    cell: ({ density }) => (density === undefined ? undefined : shortRational(density)),
  },
  { title: 'loss', cell: ({ loss }) => (loss === undefined ? undefined : exactText(loss)) },
  { title: '', cell: ({ loss }) => (loss === undefined ? undefined : shortNumber(loss.loss.quantity.value)) },
  { title: 'phase', cell: ({ geometry }) => geometry?.shape?.phase.name },
  { title: '‖W‖²', cell: ({ geometry }) => decimal(geometry?.geometry.squaredNorm) },
  { title: 'D*', cell: ({ geometry }) => decimal(geometry?.geometry.dimensionsPerFeature) },
  { title: 'capacity', cell: ({ geometry }) => decimal(geometry?.geometry.capacity) },
  { title: 'monosemantic neurons', cell: ({ geometry }) => neuronsText(geometry) },
];

/** Many models, one a line. */
export function instancesText(
  instances: readonly number[],
  found: readonly InstanceFindings[],
  { dim }: Style,
): string {
  const shown = found.slice(0, MAX_ROWS);
  const columns = COLUMNS.filter(({ cell }) => shown.some((one) => cell(one) !== undefined));
  const rows = shown.map((one, k) => [String(instances[k]), ...columns.map(({ cell }) => cell(one) ?? '–')]);
  const [head = '', ...lines] = alignColumns(
    [['model', ...columns.map(({ title }) => title)], ...rows],
    ['right'],
  );
  const more =
    found.length > shown.length ? [dim(`… and ${found.length - shown.length} more; --json has all`)] : [];
  const hasLosses = found.some(({ loss }) => loss !== undefined);
  return [
    dim(head),
    ...lines,
    ...more,
    '',
    ...(hasLosses
      ? [dim('The loss is the sum over features; published notebooks print the mean, loss / features.')]
      : []),
    dim(
      'Weights are the rational numbers that the floats of the file are; decimals are rounded, --json has the rest.',
    ),
  ].join('\n');
}

function exactText({ loss }: ModelLoss): string {
  return loss.quantity.trust === 'exact' ? rationalCell(loss.lower) : loss.quantity.trust;
}

function decimal(value: Parameters<typeof toNumber>[0] | undefined): string | undefined {
  return value === undefined ? undefined : shortNumber(toNumber(value));
}

function neuronsText(geometry: GeometryFindings | undefined): string | undefined {
  const neurons = geometry?.neurons?.inputs;
  if (neurons === undefined) return undefined;
  return `${neurons.filter(({ semanticity }) => semanticity === 'monosemantic').length} of ${neurons.length}`;
}
