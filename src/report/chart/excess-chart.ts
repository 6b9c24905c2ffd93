import type { PhaseName } from '../../model/phase.ts';
import { DomainError, invariant } from '../../support/errors.ts';
import { type ChartLayer, type ChartSpec, type ChartTitle, singlePanel } from './chart-spec.ts';
import { decades } from './log-axis.ts';
import { PHASE_NAMES, phaseCaption } from './phase-appearance.ts';
import { phaseFill } from './phase-fill.ts';
import { HAIRLINE, INK, PLOT_SIZE, SOFT_INK } from './theme.ts';

/** One trained model and how far above the minimum it stopped. */
export interface ExcessInstance {
  /** (L − L*) / L*, the exact loss of the trained weights over the least loss; what lies below the floor is drawn on it. */
  readonly relativeExcess: number;
  /** The row it stands in, such as a verdict or a basin. */
  readonly group: string;
  readonly phase: PhaseName;
  readonly importance: number;
  readonly density: number;
}

/** How far trained models stop above the minimum. */
export interface ExcessDistribution extends ChartTitle {
  readonly instances: readonly ExcessInstance[];
  /** Rows from the top; instances of other groups are refused. */
  readonly groups: readonly string[];
  /** The left end of the axis, a power of ten > 0. */
  readonly floor: number;
  /** A vertical line, such as the excess up to which training counts as arrived. */
  readonly threshold?: { readonly value: number; readonly label: string };
}

/** Spacing of the dots, in CSS pixels: the widest that keeps the chart below {@link TALLEST} is taken. */
const DOT_SPACINGS = [5, 4, 3.2, 2.6, 2] as const;
const TALLEST = 420;
const ROW_GAP = 26;

/**
 * Relative excess losses as swarms of dots on a logarithmic axis, one row a group, one dot a model, coloured by phase.
 *
 * @throws {@link DomainError} if the floor is not positive, an excess is not a number, or a group is unknown.
 */
export function excessChart({
  instances,
  groups,
  floor,
  threshold,
  ...title
}: ExcessDistribution): ChartSpec {
  if (!(floor > 0)) throw new DomainError('excessChart', 'a floor > 0', floor);
  for (const { relativeExcess, group } of instances) {
    if (Number.isNaN(relativeExcess)) throw new DomainError('excessChart', 'a number', relativeExcess);
    if (!groups.includes(group)) throw new DomainError('excessChart', `one of ${groups.join(', ')}`, group);
  }
  const largest = Math.max(10 * floor, ...instances.map(({ relativeExcess }) => relativeExcess));
  const ceiling = 10 ** Math.ceil(Math.log10(largest) + 0.05);
  const width = PLOT_SIZE.diagram.width;
  const place = (excess: number): number =>
    (width * Math.log(Math.max(floor, excess) / floor)) / Math.log(ceiling / floor);
  const layouts = DOT_SPACINGS.map((spacing) => layOut(instances, groups, place, spacing));
  const layout = layouts.find(({ height }) => height <= TALLEST) ?? layouts.at(-1);
  invariant(layout !== undefined, 'there is at least one spacing');
  const { spacing, swarms, heights, tops, height } = layout;
  const centres = heights.map((height, row) => (tops[row] ?? 0) + height / 2);
  const values = swarms.flatMap((dots, row) =>
    dots.map(({ instance, place }) => ({
      excess: Math.max(floor, instance.relativeExcess),
      relativeExcess: instance.relativeExcess,
      y: (centres[row] ?? 0) + spacing * place,
      phase: phaseCaption(instance.phase),
      importance: instance.importance,
      density: instance.density,
    })),
  );
  const names = groups.map(
    (group, row) => `'${row}': ${JSON.stringify(`${group} (${swarms[row]?.length ?? 0})`)}`,
  );
  return singlePanel(title, {
    width,
    height,
    encoding: {
      x: {
        type: 'quantitative',
        scale: { type: 'log', domain: [floor, ceiling], nice: false },
        axis: { ...decades(floor, ceiling), title: 'relative excess loss,  (L − L*) / L*' },
      },
      y: {
        type: 'quantitative',
        scale: { domain: [0, height], reverse: true, nice: false },
        axis: {
          title: null,
          values: centres,
          ticks: false,
          labelPadding: 10,
          labelColor: INK,
          labelFontSize: 12,
          labelLimit: 220,
          labelOverlap: false,
          labelExpr: `({${names.join(', ')}})['' + datum.index * ${Math.max(0, groups.length - 1)}]`,
        },
      },
    },
    layer: [...thresholdLayers(threshold), dotLayer(values, phasesOf(instances), spacing)],
  });
}

interface Layout {
  readonly spacing: number;
  readonly swarms: readonly (readonly SwarmDot[])[];
  readonly heights: readonly number[];
  readonly tops: readonly number[];
  readonly height: number;
}

function layOut(
  instances: readonly ExcessInstance[],
  groups: readonly string[],
  place: (excess: number) => number,
  spacing: number,
): Layout {
  const binOf = (excess: number): number => Math.round(place(excess) / spacing);
  const swarms = groups.map((group) =>
    swarm(
      instances.filter((instance) => instance.group === group),
      binOf,
    ),
  );
  const heights = swarms.map(
    (dots) => ROW_GAP + spacing * Math.max(1, ...dots.map((dot) => 2 * Math.abs(dot.place) + 1)),
  );
  const tops = heights.map((_, row) => heights.slice(0, row).reduce((sum, height) => sum + height, 0));
  return {
    spacing,
    swarms,
    heights,
    tops,
    height: Math.ceil(heights.reduce((sum, height) => sum + height, 0)),
  };
}

/** A dot and how many dots above (negative) or below the middle of its row it stands. */
interface SwarmDot {
  readonly instance: ExcessInstance;
  readonly place: number;
}

/** Dots that share a bin stand above each other, symmetrically about the middle, equal phases together. */
function swarm(instances: readonly ExcessInstance[], binOf: (excess: number) => number): SwarmDot[] {
  const bins = new Map<number, ExcessInstance[]>();
  for (const instance of instances) {
    const bin = binOf(instance.relativeExcess);
    bins.set(bin, [...(bins.get(bin) ?? []), instance]);
  }
  const rank = ({ phase }: ExcessInstance): number => PHASE_NAMES.indexOf(phase);
  return [...bins.values()].flatMap((bin) =>
    bin
      .toSorted((a, b) => rank(a) - rank(b))
      .map((instance, k) => ({ instance, place: k - (bin.length - 1) / 2 })),
  );
}

function dotLayer(values: object[], phases: readonly PhaseName[], spacing: number): ChartLayer {
  return {
    data: { values: values as Record<string, unknown>[] },
    mark: {
      type: 'point',
      shape: 'circle',
      filled: true,
      size: 0.88 * spacing ** 2,
      opacity: 1,
      stroke: INK,
      strokeWidth: 0.08 * spacing,
    },
    encoding: {
      x: { field: 'excess' },
      y: { field: 'y' },
      fill: phaseFill(phases),
      tooltip: [
        { field: 'phase', type: 'nominal', title: 'trained to' },
        { field: 'relativeExcess', type: 'quantitative', title: 'relative excess loss', format: '.3~e' },
        { field: 'importance', type: 'quantitative', title: 'r', format: '.4~g' },
        { field: 'density', type: 'quantitative', title: 'p', format: '.4~g' },
      ],
    },
  };
}

/** The phases that occur, in the order of a legend. */
function phasesOf(instances: readonly ExcessInstance[]): PhaseName[] {
  return PHASE_NAMES.filter((name) => instances.some(({ phase }) => phase === name));
}

function thresholdLayers(threshold: ExcessDistribution['threshold']): ChartLayer[] {
  if (threshold === undefined) return [];
  return [
    {
      data: { values: [{ value: threshold.value, label: threshold.label }] },
      encoding: { x: { field: 'value' } },
      layer: [
        { mark: { type: 'rule', color: HAIRLINE, strokeWidth: 1.2 }, encoding: {} },
        {
          mark: { type: 'text', align: 'left', baseline: 'top', dx: 5, dy: 4, fontSize: 11, color: SOFT_INK },
          encoding: { y: { value: 0 }, text: { field: 'label', type: 'nominal' } },
        },
      ],
    },
  ];
}
