/** @file The gradient of the expected loss of a model whose weights are real algebraic numbers, between tight bounds. */

import { type Rational, rational, signOf, ZERO } from '../../support/rational.ts';
import {
  addIntervals,
  dyadicWidth,
  multiplyIntervals,
  type RationalInterval,
} from '../../support/rational-interval.ts';
import type { FieldElement, NumberField } from '../algebraic/number-field.ts';
import { numberFieldRing, ringQuotient } from '../algebraic/number-field-ring.ts';
import { type AlgebraicModel, asAlgebraic, outputsInField } from './algebraic-loss.ts';
import { requirePiecewiseLinear } from './expected-loss.ts';
import { outputGradientIn } from './output-gradient.ts';
import { ringBlocks } from './output-setting.ts';

/** The gradient of L = Σ_i I_i E (x_i − x′_i)² between rational bounds. */
export interface AlgebraicGradient {
  /** ∂L/∂W, shape [hidden, features]. */
  readonly weights: readonly (readonly RationalInterval[])[];
  /** ∂L/∂b, shape [features]. */
  readonly bias: readonly RationalInterval[];
  /** The outputs without a derivative, ascending; there φ′ is taken from the left. */
  readonly rough: readonly number[];
}

const POINT_ZERO: RationalInterval = { lower: ZERO, upper: ZERO };
const BITS = 128;

/**
 * The gradient of `algebraicLoss` by weights and biases: with Γ_ij = I_i ∂E_i/∂G_ij exact in the field of G and b,
 * ∂L/∂W_hk = Σ_j (Γ_kj + Γ_jk) W_hj is evaluated in intervals, since W may need a larger field than G.
 *
 * @returns enclosed: 2⁻¹²⁸ wide before the weights multiply it.
 * @throws as `algebraicLoss`.
 * @complexity n times that of the loss.
 */
export function algebraicGradient(model: AlgebraicModel): AlgebraicGradient {
  const activation = requirePiecewiseLinear('algebraicGradient', model.activation);
  const { field, outputs } = outputsInField(model);
  const ring = numberFieldRing(field);
  const blocks = ringBlocks(ring, model.activity);
  const slopes = outputs.map((output, i) => {
    const importance = model.importances[i] ?? ZERO;
    if (signOf(importance) === 0) {
      return { byRow: output.row.map(() => POINT_ZERO), byBias: POINT_ZERO, exists: true };
    }
    const found = outputGradientIn({ ring, output, inputs: model.inputs, blocks }, activation);
    const weighted = ({ numerator, denominator }: typeof found.byBias): RationalInterval =>
      enclosed(field, ringQuotient(field, numerator, denominator), importance);
    return { byRow: found.byRow.map(weighted), byBias: weighted(found.byBias), exists: found.exists };
  });
  const gamma = (i: number, j: number): RationalInterval => slopes[i]?.byRow[j] ?? POINT_ZERO;
  const weights = model.weights.map((row) =>
    row.map((entry) => asAlgebraic(entry).enclose(dyadicWidth(BITS))),
  );
  return {
    weights: weights.map((row) =>
      row.map((_, k) =>
        row.reduce(
          (sum, entry, j) =>
            addIntervals(sum, multiplyIntervals(addIntervals(gamma(k, j), gamma(j, k)), entry)),
          POINT_ZERO,
        ),
      ),
    ),
    bias: slopes.map(({ byBias }) => byBias),
    rough: slopes.flatMap(({ exists }, i) => (exists ? [] : [i])),
  };
}

/** factor times an element, no wider than 2⁻¹²⁸. */
function enclosed(field: NumberField, element: FieldElement, factor: Rational): RationalInterval {
  const product = field.multiply(element, field.fromRational(factor));
  const widest = rational(1n, 1n << BigInt(BITS));
  for (let bits = 2 * BITS; ; bits *= 2) {
    const interval = field.enclose(product, bits);
    if (interval.upper.sub(interval.lower).compare(widest) <= 0) return interval;
  }
}
