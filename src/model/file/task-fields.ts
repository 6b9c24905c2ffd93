/** @file Reading what a model file says of its task: densities, importances, laws of values, activity. */

import { DomainError, ShapeError } from '../../support/errors.ts';
import { formatRational, type Rational } from '../../support/rational.ts';
import { ACTIVITY_NAMES, type Activity, densitiesOf, parseActivity, tableActivity } from '../activity.ts';
import { type Task, task } from '../toy-model.ts';
import { parseValueLaw, UNIFORM, VALUE_LAW_NAMES, type ValueLaw } from '../value-law.ts';
import { entries, entry, field, type Place, type Range, rationalIn, refusal, textIn } from './json-fields.ts';
import { describeJson, isList } from './json-text.ts';
import { DENSITY, IMPORTANCE } from './model-file-schema.ts';

/**
 * The task of a model file.
 *
 * @throws {@link import('../../support/errors.ts').FileError} on anything the schema does not allow.
 */
export function taskIn(document: Place, featureCount: number): Task {
  const importances = perFeature(field(document, 'importance'), featureCount, IMPORTANCE);
  const inputs = inputsIn(field(document, 'inputs'), featureCount);
  const activity = activityIn(document, featureCount);
  const place = field(document, 'activity');
  return reading(place, () => task(densitiesOf(activity), importances, { inputs, activity }));
}

/** The activity; its densities are those of the file, but a table implies them. */
function activityIn(document: Place, featureCount: number): Activity {
  const place = field(document, 'activity');
  const density = field(document, 'density');
  const table = tableIn(place);
  if (table !== undefined) {
    if (density.value !== undefined) requireDensities(table, density, featureCount);
    return table;
  }
  if (density.value === undefined) throw refusal(density, 'this key, which is required');
  const densities = perFeature(density, featureCount, DENSITY);
  const text =
    place.value === undefined
      ? 'independent'
      : textIn(place, `one of ${ACTIVITY_NAMES}, or the table as a list`);
  return reading(place, () => parseActivity(text, densities));
}

/** A table, as a list or as a text, if that is what stands there. */
function tableIn(place: Place): Activity | undefined {
  const { value } = place;
  if (typeof value === 'string' && value.trim().startsWith('table:')) {
    return reading(place, () => parseActivity(value, []));
  }
  if (!isList(value)) return undefined;
  const table = value.map((_, k) => rationalIn(entry(place, k), DENSITY));
  return reading(place, () => tableActivity(table));
}

function requireDensities(activity: Activity, place: Place, featureCount: number): void {
  const implied = densitiesOf(activity);
  if (implied.length !== featureCount) {
    throw refusal(place, `as many features as the table of activity has, ${implied.length}`);
  }
  perFeature(place, featureCount, DENSITY).forEach((density, i) => {
    const expected = implied[i];
    if (expected === undefined || density.equals(expected)) return;
    throw refusal(place, `${formatRational(expected)} for feature ${i}, as the table of activity has it`);
  });
}

function inputsIn(place: Place, featureCount: number): ValueLaw[] {
  const read = (law: Place): ValueLaw =>
    reading(law, () => parseValueLaw(textIn(law, `one of ${VALUE_LAW_NAMES}`)));
  if (isList(place.value)) return entries(place, featureCount, 'laws, one a feature').map(read);
  const law = place.value === undefined ? UNIFORM : read(place);
  return Array.from({ length: featureCount }, () => law);
}

/** One value for all features, or a list of one for each. */
function perFeature(place: Place, featureCount: number, range: Range): Rational[] {
  if (isList(place.value)) {
    return entries(place, featureCount, 'numbers, one a feature').map((value) => rationalIn(value, range));
  }
  const value = rationalIn(place, range);
  return Array.from({ length: featureCount }, () => value);
}

/** What a reader makes of a value; its refusals become those of the file. */
export function reading<T>(place: Place, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ShapeError) throw refusal(place, 'as many features as the file has');
    if (!(error instanceof DomainError)) throw error;
    const text = describeJson(place.value);
    if (error.found.includes(text)) throw refusal(place, error.expected, error.found);
    throw refusal(place, error.expected, text.includes(error.found) ? text : `${text} with ${error.found}`);
  }
}
