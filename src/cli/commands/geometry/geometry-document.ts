import type { NeuronGeometry } from '../../../model/geometry/neuron-geometry.ts';
import type { FeatureGeometry } from '../../../model/geometry/weight-geometry.ts';
import { enclosedQuantity, exactQuantity } from '../../../model/quantity.ts';
import { roundedDown, roundedUp } from '../../../support/directed-rounding.ts';
import { formatRational, type Rational, toNumber } from '../../../support/rational.ts';
import type { JsonRecord, JsonValue } from '../../output/json-document.ts';
import { matrixRows } from '../../output/matrix-rows.ts';
import type { CanonicalForm, GeometryFindings } from './geometry-findings.ts';

/** Longer fractions are given as bounds that are neighbouring doubles. */
const MAX_DIGITS = 1000;

/** The geometry of a model as a JSON record. Missing entries: of a feature without a direction, of a neuron without weights. */
export function geometryJson(findings: GeometryFindings): JsonRecord {
  const { geometry, trust, shape, neurons, canonical } = findings;
  const write = (value: Rational): JsonRecord => quantityJson(value, trust);
  const { dimensionsPerFeature } = geometry;
  return {
    ...(shape === undefined ? {} : shapeJson(shape)),
    squaredNorm: write(geometry.squaredNorm),
    dimensionsPerFeature: dimensionsPerFeature === undefined ? undefined : write(dimensionsPerFeature),
    capacity: write(geometry.capacity),
    features: geometry.features.map((feature, i) => featureJson(feature, i, write)),
    ...(neurons === undefined
      ? {}
      : {
          neurons: neurons.inputs.map(neuronJson),
          outputNeurons: neurons.outputs?.map(neuronJson),
        }),
    canonical: canonical === undefined ? undefined : canonicalJson(canonical),
  };
}

function quantityJson(value: Rational, trust: GeometryFindings['trust']): JsonRecord {
  if (trust === 'rounded') return { trust, value: toNumber(value) };
  const isShort = formatRational(value).length <= MAX_DIGITS;
  return { ...(isShort ? exactQuantity(value) : enclosedQuantity(roundedDown(value), roundedUp(value))) };
}

function shapeJson({ phase, components }: NonNullable<GeometryFindings['shape']>): JsonRecord {
  return {
    phase: phase.name,
    phaseDeviation: phase.deviation,
    dropped: [...phase.dropped],
    vertices: phase.vertices.map((members) => [...members]),
    components: components.map(({ features, name, deviation }) => ({
      name,
      features: [...features],
      deviation,
    })),
  };
}

function featureJson(
  { squaredLength, dimensionality, superposition }: FeatureGeometry<Rational>,
  feature: number,
  write: (value: Rational) => JsonRecord,
): JsonRecord {
  return {
    feature,
    squaredLength: write(squaredLength),
    dimensionality: write(dimensionality),
    superposition: superposition === undefined ? undefined : write(superposition),
  };
}

function neuronJson(
  { semanticity, features, largestShare, effectiveFeatures }: NeuronGeometry,
  neuron: number,
): JsonRecord {
  return {
    neuron,
    semanticity,
    features: [...features],
    largestShare: largestShare === undefined ? undefined : quantityJson(largestShare, 'exact'),
    effectiveFeatures: effectiveFeatures === undefined ? undefined : quantityJson(effectiveFeatures, 'exact'),
  };
}

function canonicalJson(canonical: CanonicalForm): JsonRecord {
  if (canonical.modulo === 'rotations') {
    const { weights, bias } = canonical.form;
    return {
      modulo: 'rotations of the hidden space and permutations of equal features',
      weights: matrixRows(weights, bias.length),
      bias: Array.from(bias),
      trust: 'rounded',
    };
  }
  const rows = (matrix: readonly (readonly Rational[])[]): JsonValue =>
    matrix.map((row) => row.map(formatRational));
  return {
    modulo: `permutations of neurons${canonical.scaling === 'free' ? ' and their positive scales' : ''}`,
    weights: rows(canonical.form.inputWeights),
    outputWeights: rows(canonical.form.outputWeights),
    trust: 'exact',
  };
}
