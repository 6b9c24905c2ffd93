import { field, type Place, refusal, wordIn } from '../../../model/file/json-fields.ts';
import { isList, isObject, JsonNumber, type JsonValue, parseJson } from '../../../model/file/json-text.ts';
import { readBytes } from '../../input/read-bytes.ts';
import type { Output } from '../../output/output.ts';
import { packageVersion } from '../../package-version.ts';
import type { OptionSource } from './option-texts.ts';
import { RUN_SCHEMA } from './run-document.ts';

export const CONFIG_SCHEMA = 'antipode/train-config@1';
const MAX_BYTES = 2 ** 24;

/**
 * The options of a configuration file: those of `antipode/train-config@1` beside its schema, in camel case; or the `options` of a
 * recorded run. A value is a text, a number, a list of these, or true.
 *
 * @throws {@link import('../../../support/errors.ts').FileError} on anything else.
 */
export async function readConfig(path: string, output: Output): Promise<OptionSource> {
  const { bytes, name } = await readBytes(path, MAX_BYTES, 'a readable configuration');
  const document: Place = { fileName: name, path: '', value: parseJson(bytes.toString('utf8'), name) };
  if (!isObject(document.value)) throw refusal(document, 'a JSON object');
  const schema = field(document, 'schema');
  if (schema.value !== CONFIG_SCHEMA && schema.value !== RUN_SCHEMA) {
    throw refusal(schema, `"${CONFIG_SCHEMA}" or "${RUN_SCHEMA}"`);
  }
  const isRun = schema.value === RUN_SCHEMA;
  if (isRun) remark(document, output);
  const place = isRun ? optionsOfRun(document) : document;
  const keys = Object.keys(place.value as object).filter((key) => key !== 'schema');
  return {
    name,
    isFile: true,
    texts: new Map(keys.map((key) => [key, optionText(field(place, key))] as const)),
  };
}

function optionsOfRun(document: Place): Place {
  wordIn(field(document, 'command'), ['train']);
  const options = field(document, 'options');
  if (!isObject(options.value)) throw refusal(options, 'an object of options');
  return options;
}

/** The same options do not promise the same bits from another version. */
function remark(document: Place, { note }: Output): void {
  for (const [key, here] of [
    ['version', packageVersion()],
    ['node', process.version],
  ] as const) {
    const { value } = field(document, key);
    if (typeof value === 'string' && value !== here) note(`recorded with ${key} ${value}, this is ${here}`);
  }
}

function optionText(place: Place): string {
  const text = scalarText(place.value);
  if (text !== undefined) return text;
  const items = isList(place.value) ? place.value.map(scalarText) : [undefined];
  if (items.length === 0 || items.some((item) => item === undefined)) {
    throw refusal(place, 'a text, a number, a list of these, or true');
  }
  return items.join(',');
}

function scalarText(value: JsonValue | undefined): string | undefined {
  if (value instanceof JsonNumber) return value.source;
  return typeof value === 'string' || value === true ? String(value) : undefined;
}
