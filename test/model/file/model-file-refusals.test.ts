import { readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { decodeModelFile } from '../../../src/model/file/model-file.ts';
import { suite } from '../../support/suite.ts';
import { edited, GOOD, messageOf, refusalOf, without } from './good-model-file.ts';

/** A bad file, as a whole or as {@link GOOD} with values changed and text put inside or after it, and its whole message. */
interface Refusal {
  readonly name: string;
  readonly message: string;
  readonly text?: string;
  readonly change?: Record<string, string>;
  readonly before?: string;
  readonly after?: string;
}

const refusals: readonly Refusal[] = JSON.parse(
  readFileSync(new URL('../../golden/model-files/refusals.json', import.meta.url), 'utf8'),
);

/** Texts that are refused for what they are; the message need only be a clean one. */
const HOSTILE: readonly (readonly [string, string])[] = [
  ['200 000 nested lists', '['.repeat(200_000)],
  [
    '200 000 nested lists inside weights',
    edited({ weights: `${'['.repeat(200_000)}${']'.repeat(200_000)}` }),
  ],
  ['200 000 nested objects', '{"a":'.repeat(200_000)],
  ['a NUL', edited({ density: '"1/2\u0000"' })],
  ['an escaped NUL', edited({ density: '"1/2\\u0000"' })],
  ['a comment', `// model\n${edited({})}`],
  ['single quotes', edited({}).replaceAll('"', "'")],
  ['a trailing comma', edited({}).replace(/\}$/, ',}')],
  ['a raw line break in a string', edited({ density: '"1/\n2"' })],
  ['a million digits', edited({ density: `0.${'3'.repeat(1_000_000)}` })],
  ['a million digits in a string', edited({ density: `"${'3'.repeat(1_000_000)}"` })],
  ['a string that never ends', `{"schema": "${'\\"'.repeat(100_000)}`],
  ['a lone surrogate as a key', edited({ '\\ud800': '1' })],
  ['a key of a million letters', edited({ ['k'.repeat(1_000_000)]: '1' })],
  ['hexadecimal', edited({ density: '0x1' })],
  ['a leading zero', edited({ density: '00.5' })],
  ['a leading point', edited({ density: '.5' })],
  ['too many characters', ' '.repeat(17 * 2 ** 20)],
];

suite('parseModelFile refuses', (test) => {
  for (const { name, message, text, change = {}, before = '', after = '' } of refusals) {
    const bad = text ?? `{${before}${edited(change).slice(1)}${after}`;
    test(`refusal: ${name}`, () => assert.is(refusalOf(bad), `m.json: ${message}`));
  }

  for (const key of Object.keys(GOOD)) {
    test(`refusal: ${key} left out`, () =>
      assert.is(
        refusalOf(without(key)),
        `m.json: ${key}: expected this key, which is required, found nothing`,
      ));
  }

  test('refusal: unknown keys, with a suggestion where one is near', () => {
    const hint = (key: string): string => refusalOf(edited({ [key]: '1' })).split(', found ')[1] ?? '';
    assert.is(hint('wieghts'), 'an unknown key; did you mean weights?');
    assert.is(hint('Bias'), 'an unknown key; did you mean bias?');
    assert.is(hint('importances'), 'an unknown key; did you mean importance?');
    assert.is(hint('sparsity'), 'an unknown key; did you mean density (= 1 − sparsity)?');
    assert.is(hint('W'), 'an unknown key; did you mean weights?');
    assert.is(hint('comment'), 'an unknown key');
    for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      assert.is(hint(key), 'an unknown key');
      assert.ok(refusalOf(edited({ [key]: '1' })).startsWith(`m.json: ${key}: `));
    }
  });

  test('refusal: required keys are not found on a prototype', () => {
    const { features, ...rest } = GOOD;
    const text = JSON.stringify(rest).replace('{', `{"__proto__": {"features": ${String(features)}},`);
    assert.match(refusalOf(text), /^m\.json: __proto__: expected one of the keys/);
    assert.is(Object.hasOwn(Object.prototype, 'features'), false);
  });

  for (const [name, text] of HOSTILE) {
    test(`refusal: ${name}`, () => assert.match(refusalOf(text), /^m\.json: .*expected .+, found ./));
  }

  test('refusal: control characters of a key or value reach no terminal', () => {
    const ends = [
      edited({ '\\u001b[31m': '1' }),
      edited({ density: '"\\u001b[31m"' }),
      edited({ activation: '"\\n"' }),
    ];
    for (const text of ends)
      assert.ok(
        [...refusalOf(text)].every((char) => char >= ' '),
        refusalOf(text),
      );
  });

  test('refusal: bytes that are not UTF-8, and too many of them', () => {
    const decode = (bytes: Uint8Array): string => messageOf(() => decodeModelFile(bytes, 'm.json'));
    const notUtf8 = 'm.json: expected a text in UTF-8, found bytes that are not UTF-8';
    assert.is(decode(Uint8Array.of(0x7b, 0xff, 0x7d)), notUtf8);
    assert.is(decode(Uint8Array.of(0xc0, 0xaf)), notUtf8);
    assert.is(decode(new Uint8Array(Buffer.from(`\uFEFF${edited({})}`, 'utf16le'))), notUtf8);
    assert.is(
      decode(new Uint8Array(16 * 2 ** 20 + 1)),
      'm.json: expected at most 16777216 bytes, found 16777217 bytes',
    );
    assert.is(decode(new Uint8Array()), 'm.json: expected a JSON document, found an empty file');
  });
});
