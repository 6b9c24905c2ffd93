import type { NeuronGeometry } from '../../../model/geometry/neuron-geometry.ts';
import { type Rational, toNumber } from '../../../support/rational.ts';
import { shortNumber } from '../../terminal/number-text.ts';
import type { Style } from '../../terminal/style.ts';
import { alignColumns } from '../../terminal/table.ts';
import type { GeometryFindings } from './geometry-findings.ts';

/** Of more features or neurons the first are shown. */
const MAX_ROWS = 40;
const DEGREES = 180 / Math.PI;

/** The geometry of one model as a person reads it. */
export function geometryText(findings: GeometryFindings, { title, dim }: Style): string[] {
  const { geometry, shape, neurons, trust } = findings;
  const { dimensionsPerFeature, capacity, squaredNorm, hiddenDimension } = geometry;
  const weights = shape === undefined ? 'W₁' : 'W';
  const perFeature =
    dimensionsPerFeature === undefined ? 'none, W = 0' : shortNumber(toNumber(dimensionsPerFeature));
  return [
    `${title('geometry')}   ${shape === undefined ? '' : `${title(shape.phase.name)}${deviationText(shape.phase)}`}`.trimEnd(),
    `‖${weights}‖² = ${decimal(squaredNorm)}, D* = m/‖${weights}‖² = ${perFeature}, capacity Σ D = ${decimal(capacity)} of ${hiddenDimension}`,
    '',
    ...featureTable(findings, dim),
    ...(neurons === undefined ? [] : ['', ...neuronTable(neurons, dim)]),
    '',
    dim(
      trust === 'exact'
        ? 'All but angles is exact in the weights as they are; shown rounded, --json has the fractions.'
        : 'Rounded: the weights are algebraic numbers, taken to the nearest doubles.',
    ),
  ];
}

function deviationText({ blocks, deviation }: { blocks: readonly string[]; deviation: number }): string {
  return blocks.length === 0
    ? ''
    : `  (angles within ${shortNumber(Number((deviation * DEGREES).toPrecision(2)))}°)`;
}

function featureTable({ geometry, shape }: GeometryFindings, dim: Style['dim']): string[] {
  const componentOf = new Map(
    (shape?.components ?? []).flatMap((component, c) =>
      component.features.map((i) => [i, `${c + 1} ${component.name}`] as const),
    ),
  );
  const rows = geometry.features
    .slice(0, MAX_ROWS)
    .map(({ squaredLength, dimensionality, superposition }, i) => [
      String(i + 1),
      shortNumber(Math.sqrt(toNumber(squaredLength))),
      decimal(dimensionality),
      superposition === undefined ? '–' : decimal(superposition),
      ...(shape === undefined ? [] : [componentOf.get(i) ?? 'dropped']),
    ]);
  const head = ['feature', '‖W‖', 'D', 'superposition', ...(shape === undefined ? [] : ['polytope'])];
  return withMore(head, rows, geometry.features.length, dim);
}

function neuronTable(
  { inputs, outputs }: NonNullable<GeometryFindings['neurons']>,
  dim: Style['dim'],
): string[] {
  const cells = ({ semanticity, features, effectiveFeatures }: NeuronGeometry): string[] => [
    semanticity,
    effectiveFeatures === undefined ? '–' : decimal(effectiveFeatures),
    features.map((i) => i + 1).join(' '),
  ];
  const rows = inputs
    .slice(0, MAX_ROWS)
    .map((neuron, h) => [
      String(h + 1),
      ...cells(neuron),
      ...(outputs?.[h] === undefined ? [] : cells(outputs[h])),
    ]);
  const head = [
    'neuron',
    'reads',
    'features',
    'which',
    ...(outputs === undefined ? [] : ['writes', 'features', 'which']),
  ];
  return withMore(head, rows, inputs.length, dim);
}

function withMore(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  count: number,
  dim: Style['dim'],
): string[] {
  const [headLine = '', ...lines] = alignColumns([head, ...rows], ['right']);
  const more = count > rows.length ? [dim(`… and ${count - rows.length} more; --json has all`)] : [];
  return [dim(headLine), ...lines, ...more];
}

function decimal(value: Rational): string {
  return shortNumber(toNumber(value));
}
