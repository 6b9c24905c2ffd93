/** @file The document of `antipode loss --json`. */

import type { GradientEntries, Kinks, ModelGradient } from '../../../loss/model-gradient.ts';
import type { AnyModel } from '../../../loss/model-loss.ts';
import type { TrustedNumber } from '../../../loss/trusted-number.ts';
import type { Quantity } from '../../../model/quantity.ts';
import { formatRational } from '../../../support/rational.ts';
import type { OneSided } from '../../../symbolic/expected-loss/exact-gradient.ts';
import type { ExactHessian } from '../../../symbolic/expected-loss/exact-hessian.ts';
import type { Sensitivities } from '../../../symbolic/expected-loss/sensitivities.ts';
import type { JsonDocument, JsonRecord, JsonValue } from '../../output/json-document.ts';
import { matrixRows } from '../../output/matrix-rows.ts';
import type { Found, LossFindings } from './loss-findings.ts';

export function lossDocument(findings: LossFindings): JsonDocument {
  const { model, loss, gradient, byActiveCount, inDensity, hessian } = findings;
  return {
    schema: 'antipode/loss@1',
    features: model.featureCount,
    hidden: model.hiddenDimension,
    ...settingOf(model),
    method: loss.method,
    loss: quantityJson(loss.loss),
    perFeature: loss.perFeature.map(quantityJson),
    gradient: roundedGradient(findings),
    ...('value' in gradient ? exactGradientJson(gradient.value) : { gradientMissing: gradient.missing }),
    byActiveCount: ifFound(byActiveCount, (parts) => parts.map(formatRational)),
    inDensity: ifFound(inDensity, (coefficients) => coefficients.map(quantityJson)),
    sensitivities: ifFound(findings.sensitivities, sensitivitiesJson),
    hessian: ifFound(hessian, ({ all }) => hessianJson(all)),
    hessianOfWeights: ifFound(hessian, ({ weights }) => hessianJson(weights)),
    normalisation: 'sum',
  };
}

function ifFound<T>(found: Found<T>, write: (value: T) => JsonValue): JsonValue | undefined {
  return 'value' in found ? write(found.value) : undefined;
}

/** What the model is beyond its shape. */
export function settingOf(model: AnyModel): JsonRecord {
  const { activation, inputs, activity } = model;
  const isTwoLayer = 'inputWeights' in model;
  const names = inputs.map(({ name }) => name);
  const [first = ''] = names;
  return {
    architecture: isTwoLayer ? (model.tied ? 'relu-hidden' : 'two-layer') : 'tied',
    ...(isTwoLayer ? { target: model.target } : {}),
    activation: activation.name,
    inputs: names.every((name) => name === first) ? first : names,
    activity: activity.name,
  };
}

/** A quantity as a JSON record. */
export function quantityJson({ quantity }: TrustedNumber): JsonRecord {
  const record: Quantity = quantity;
  return { ...record };
}

/** The gradient in doubles: by the recurrence where it serves, else rounded from what is known. */
function roundedGradient({ model, rounded, gradient }: LossFindings): JsonValue | undefined {
  if ('value' in rounded) {
    const { weights, bias } = rounded.value.gradient;
    return { weights: matrixRows(weights, model.featureCount), bias: Array.from(bias), trust: 'rounded' };
  }
  const entries = 'value' in gradient ? entriesOf(gradient.value) : undefined;
  if (entries === undefined) return undefined;
  return { ...mapEntries(entries, ({ quantity }) => quantity.value), trust: 'rounded' };
}

function entriesOf(gradient: ModelGradient): GradientEntries | undefined {
  return gradient.status === 'jump' ? undefined : gradient.gradient;
}

function mapEntries(
  { weights, outputWeights, bias }: GradientEntries,
  write: (entry: TrustedNumber) => JsonValue,
): JsonRecord {
  const rows = (matrix: readonly (readonly TrustedNumber[])[]): JsonValue =>
    matrix.map((row) => row.map(write));
  return {
    weights: rows(weights),
    ...(outputWeights === undefined ? {} : { outputWeights: rows(outputWeights) }),
    bias: bias.map(write),
  };
}

/** `gradientExact` with rationals as texts or `gradientEnclosed` with bounds; and where the two sides differ. */
function exactGradientJson(found: ModelGradient): JsonRecord {
  if (found.status === 'jump') {
    const { found: where } = found;
    const outputs =
      typeof where === 'string'
        ? where
        : where.map(({ output, breakpoint }) => ({ output, breakpoint: formatRational(breakpoint) }));
    return { kinks: [], discontinuities: outputs };
  }
  const kinks = found.status === 'on-kink' ? found.kinks : undefined;
  const isExact = found.gradient.bias.every(({ quantity }) => quantity.trust === 'exact');
  const write = ({ quantity }: TrustedNumber): JsonValue =>
    quantity.trust === 'exact' ? quantity.exact : { ...quantity };
  const name = isExact ? 'gradientExact' : 'gradientEnclosed';
  return {
    [name]: { ...mapEntries(found.gradient, write), kinks: kinks === undefined ? [] : kinksJson(kinks) },
    kinks: kinks === undefined ? [] : kinkIndices(kinks),
  };
}

/** Features (from 0) of a tied model, or units of a two-layer one. */
function kinkIndices(kinks: Kinks): JsonValue {
  if (kinks.of === 'features') return kinks.features.map(({ feature }) => feature);
  return kinks.of === 'outputs' ? kinks.outputs : kinks.units.map((unit) => ({ ...unit }));
}

function kinksJson(kinks: Kinks): JsonValue {
  const sides = ({ below, above }: OneSided): JsonRecord => ({
    below: formatRational(below),
    above: formatRational(above),
  });
  switch (kinks.of) {
    case 'features':
      return kinks.features.map(({ feature, weights, bias }) => ({
        feature,
        weights: weights.map(sides),
        bias: sides(bias),
      }));
    case 'outputs':
      return kinks.outputs.map((feature) => ({ feature }));
    case 'units':
      return kinks.sides.map(({ parameter, below, above }) => ({
        parameter: { ...parameter },
        below: formatRational(below.lower),
        above: formatRational(above.lower),
      }));
  }
}

function sensitivitiesJson({ densities, importances }: Sensitivities): JsonRecord {
  return {
    density: densities.map((entry) => ({
      features: [...entry.features],
      ...(entry.kind === 'table'
        ? { kind: 'table' }
        : { kind: entry.kind, slope: formatRational(entry.slope) }),
    })),
    importance: importances.map(formatRational),
  };
}

function hessianJson(hessian: ExactHessian): JsonRecord {
  if (hessian.status === 'none') return { status: 'none', outputs: [...hessian.outputs] };
  return { status: 'exists', matrix: hessian.matrix.map((row) => row.map(formatRational)) };
}
