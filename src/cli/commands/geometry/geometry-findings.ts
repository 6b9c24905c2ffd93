/** @file The geometry of one model, as far as its architecture gives the words a meaning. */

import { canonicalWeights } from '../../../landscape/critical/canonical-weights.ts';
import type { WeightsAndBias } from '../../../landscape/critical/landscape.ts';
import { type AnyModel, hasRationalWeights } from '../../../loss/model-loss.ts';
import { RELU } from '../../../model/activation.ts';
import { canonicalNeurons, type Neurons } from '../../../model/geometry/canonical-neurons.ts';
import { type NeuronGeometry, neuronGeometry } from '../../../model/geometry/neuron-geometry.ts';
import { type PolytopeComponent, polytopeComponents } from '../../../model/geometry/polytope-components.ts';
import { type WeightGeometry, weightGeometry } from '../../../model/geometry/weight-geometry.ts';
import { type Phase, phaseOfWeights } from '../../../model/phase/phase-of-weights.ts';
import { hasStandardInputs } from '../../../model/toy-model.ts';
import type { TwoLayerModel } from '../../../model/two-layer-model.ts';
import { type Rational, rationalFromNumber, toNumber } from '../../../support/rational.ts';

export interface GeometryFindings {
  readonly featureCount: number;
  readonly hiddenDimension: number;
  /** `rounded` where the weights are algebraic numbers, taken to the nearest doubles. */
  readonly trust: 'exact' | 'rounded';
  /** Of the columns of W, or of W₁. */
  readonly geometry: WeightGeometry<Rational>;
  /** What rotations of the hidden space leave alone, which are symmetries of tied models only. */
  readonly shape?: { readonly phase: Phase; readonly components: readonly PolytopeComponent[] };
  /** Of a hidden layer with a nonlinearity: its rows of W₁, and its columns of W₂ where they are others. */
  readonly neurons?: {
    readonly inputs: readonly NeuronGeometry[];
    readonly outputs?: readonly NeuronGeometry[];
  };
  readonly canonical?: CanonicalForm;
}

export type CanonicalForm =
  | { readonly modulo: 'rotations'; readonly form: WeightsAndBias }
  | { readonly modulo: 'neurons'; readonly scaling: 'free' | 'fixed'; readonly form: Neurons };

/** With more features the canonical order takes seconds. */
const MAX_CANONICAL_FEATURES = 64;

export function geometryFindings(model: AnyModel): GeometryFindings {
  const { featureCount, hiddenDimension } = model;
  const isTwoLayer = 'inputWeights' in model;
  const trust = isTwoLayer || hasRationalWeights(model) ? 'exact' : 'rounded';
  const weights = isTwoLayer ? model.inputWeights : model.weights.map((row) => row.map(nearest));
  const found = { featureCount, hiddenDimension, trust, geometry: weightGeometry(weights) } as const;
  if (isTwoLayer) return { ...found, neurons: neuronsOf(model), canonical: canonicalLayer(model) };
  const floats = Float64Array.from(weights.flat(), toNumber);
  const canonical = canonicalTied(model, floats);
  return {
    ...found,
    shape: {
      phase: phaseOfWeights(floats, featureCount),
      components: polytopeComponents(floats, featureCount),
    },
    ...(canonical === undefined ? {} : { canonical }),
  };
}

function nearest(value: { toNumber(): number } | Rational): Rational {
  return 'n' in value ? value : rationalFromNumber(value.toNumber());
}

function neuronsOf(model: TwoLayerModel): NonNullable<GeometryFindings['neurons']> {
  const inputs = neuronGeometry(model.inputWeights);
  if (model.tied) return { inputs };
  const columns = model.inputWeights.map((_, h) => model.outputWeights.flatMap((row) => row[h] ?? []));
  return { inputs, outputs: neuronGeometry(columns) };
}

const HOMOGENEOUS = /^(relu|abs|linear|leaky-relu:.*)$/;

function canonicalLayer(model: TwoLayerModel): CanonicalForm {
  const scaling = !model.tied && HOMOGENEOUS.test(model.activation.name) ? 'free' : 'fixed';
  return { modulo: 'neurons', scaling, form: canonicalNeurons(model, scaling) };
}

/** Equal features may be exchanged where they are equal in all respects; dead outputs are those of ReLU. */
function canonicalTied(
  model: Exclude<AnyModel, TwoLayerModel>,
  weights: Float64Array,
): CanonicalForm | undefined {
  const { featureCount, densities, importances, activation, bias } = model;
  const isServed = activation.name === RELU.name && hasStandardInputs(model);
  if (!isServed || featureCount > MAX_CANONICAL_FEATURES) return undefined;
  const task = {
    featureCount,
    densities: Float64Array.from(densities, toNumber),
    importances: Float64Array.from(importances, toNumber),
  };
  const biases = Float64Array.from(bias, (entry) => toNumber(nearest(entry)));
  return { modulo: 'rotations', form: canonicalWeights(task, { weights, bias: biases }) };
}
