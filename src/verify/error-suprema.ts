/**
 * @file How far outputs of a network can be from their targets, by affine arithmetic: every number is an affine function of the inputs
 * up to an interval, so that a target and an output that follow the same input cancel. The box of inputs is first cut where a coordinate
 * changes sign: there absolute values are linear, and so are most hidden units that represent them.
 */

import type { FloatActivation, Interval } from './float-activation.ts';

/** c + Σ_q s_q e_q + [−radius, radius], for e_q in [−1, 1]. */
interface AffineForm {
  readonly centre: number;
  /** s, shape [inputs]. */
  readonly slopes: readonly number[];
  readonly radius: number;
}

/** The network as far as it matters, in doubles. */
export interface ErrorNetwork {
  /** Shape [hidden][inputs]; `undefined` without a hidden layer. */
  readonly hidden: readonly (readonly number[])[] | undefined;
  /** Shape [outputs][inputs or hidden]. */
  readonly output: readonly (readonly number[])[];
  /** Shape [outputs]. */
  readonly bias: readonly number[];
  /** Which input is an output's target; 0 is the target of an output that has none. */
  readonly targets: readonly number[];
  /** Whether targets are absolute values. */
  readonly absolute: boolean;
  readonly activation: FloatActivation;
}

/** With more coordinates than this that change sign, the box is not cut. */
const MAX_CUTS = 6;

/**
 * Bounds of |t_i − y_i| over the box, shape [outputs]; rounded.
 *
 * @complexity up to 2⁶ times (inputs + hidden) · units · inputs.
 */
export function errorSuprema(network: ErrorNetwork, box: readonly Interval[]): number[] {
  const suprema = network.output.map(() => 0);
  for (const part of orthants(box)) {
    const inputs = part.map((interval, q) => inputForm(interval, q, part.length));
    const seen = network.hidden?.map((row) => applied(network.activation, combine(row, 0, inputs))) ?? inputs;
    network.output.forEach((row, i) => {
      const output = applied(network.activation, combine(row, network.bias[i] ?? 0, seen));
      const input = inputs[network.targets[i] ?? -1];
      const target = input !== undefined && network.absolute ? magnitude(input) : input;
      const error = target === undefined ? output : combine([1, -1], 0, [target, output]);
      const { lower, upper } = rangeOf(error);
      suprema[i] = Math.max(suprema[i] ?? 0, upper, -lower);
    });
  }
  return suprema;
}

/** The box, cut at 0 along every coordinate that changes sign. */
function orthants(box: readonly Interval[]): Interval[][] {
  const mixed = box.filter(({ lower, upper }) => lower < 0 && upper > 0).length;
  if (mixed > MAX_CUTS) return [[...box]];
  return box.reduce<Interval[][]>(
    (parts, { lower, upper }) => {
      const pieces =
        lower < 0 && upper > 0
          ? [
              { lower, upper: 0 },
              { lower: 0, upper },
            ]
          : [{ lower, upper }];
      return parts.flatMap((part) => pieces.map((piece) => [...part, piece]));
    },
    [[]],
  );
}

function inputForm({ lower, upper }: Interval, q: number, count: number): AffineForm {
  const slopes = Array.from({ length: count }, (_, k) => (k === q ? (upper - lower) / 2 : 0));
  return { centre: (lower + upper) / 2, slopes, radius: 0 };
}

function combine(factors: readonly number[], constant: number, forms: readonly AffineForm[]): AffineForm {
  const [first] = forms;
  const slopes = (first?.slopes ?? []).map((_, q) =>
    forms.reduce((sum, { slopes: own }, k) => sum + (factors[k] ?? 0) * (own[q] ?? 0), 0),
  );
  return {
    centre: forms.reduce((sum, { centre }, k) => sum + (factors[k] ?? 0) * centre, constant),
    slopes,
    radius: forms.reduce((sum, { radius }, k) => sum + Math.abs(factors[k] ?? 0) * radius, 0),
  };
}

function rangeOf({ centre, slopes, radius }: AffineForm): Interval {
  const reach = slopes.reduce((sum, slope) => sum + Math.abs(slope), radius);
  return { lower: centre - reach, upper: centre + reach };
}

/** φ of a form: slope · z plus what is left, which lies in an interval. */
function applied(activation: FloatActivation, form: AffineForm): AffineForm {
  const { lower, upper } = rangeOf(form);
  const { slope, rest } = activation.strip(lower, upper);
  const scaled = combine([slope], (rest.lower + rest.upper) / 2, [form]);
  return { ...scaled, radius: scaled.radius + (rest.upper - rest.lower) / 2 };
}

function magnitude(form: AffineForm): AffineForm {
  const { lower, upper } = rangeOf(form);
  if (lower >= 0) return form;
  if (upper <= 0) return combine([-1], 0, [form]);
  const half = Math.max(-lower, upper) / 2;
  return { centre: half, slopes: form.slopes.map(() => 0), radius: half };
}
