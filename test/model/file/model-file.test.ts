import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { formatModelFile } from '../../../src/model/file/format-model-file.ts';
import { decodeModelFile, parseAnyModelFile, parseModelFile } from '../../../src/model/file/model-file.ts';
import { type ToyModel, task, toyModel } from '../../../src/model/toy-model.ts';
import type { TwoLayerModel } from '../../../src/model/two-layer-model.ts';
import { DomainError } from '../../../src/support/errors.ts';
import {
  formatRational,
  parseRational,
  rationalFromNumber,
  toNumber,
} from '../../../src/support/rational.ts';
import { anyRational, anyToyModel, finiteDouble, showModel } from '../../support/arbitraries.ts';
import { anyActivation, anyTiedModel, anyTwoLayerModel, showSetting } from '../../support/settings.ts';
import { suite } from '../../support/suite.ts';
import { edited, GOOD, messageOf, refusalOf } from './good-model-file.ts';

const golden = (name: string): Uint8Array =>
  readFileSync(new URL(`../../golden/model-files/${name}`, import.meta.url));

function weightRead(source: string): string {
  const [[weight] = []] = parseModelFile(edited({ weights: `[[${source}, 0]]` }), 'm.json').weights;
  return weight === undefined ? 'nothing' : formatRational(weight);
}

const same = (a: ToyModel, b: ToyModel): void => {
  assert.is(showModel(a), showModel(b));
  assert.is(a.featureCount, b.featureCount);
  assert.is(a.hiddenDimension, b.hiddenDimension);
};

suite('parseModelFile', (test) => {
  test('known value: the example of the specification', () => {
    const model = decodeModelFile(golden('antipodal-pair.json'), 'antipodal-pair.json');
    assert.is(showModel(model), 'p [1/2, 1/2], I [1, 1/5], W [[1, -1]], b [0, 0]');
  });

  test('known value: every optional field, lists and single values, three spellings of a number', () => {
    const model = decodeModelFile(golden('triangle.json'), 'triangle.json');
    const third = '1000000000000000055511151231257827/10000000000000000000000000000000000';
    assert.is(
      showModel(model),
      `p [1/10, ${third}, 1/10], I [1, 1, 1], W [[1, -1/2, -1/2], [0, 433/500, -433/500]], b [0, 0, 0]`,
    );
  });

  test('known value: numbers are exact, as JSON numbers and as strings', () => {
    assert.is(weightRead('0.1'), '1/10');
    assert.is(weightRead('-0'), '0');
    assert.is(weightRead('1E+2'), '100');
    assert.is(weightRead('"-3/10"'), '-3/10');
    assert.is(weightRead('9007199254740993'), '9007199254740993');
    assert.is(weightRead('1e-400'), `1/1${'0'.repeat(400)}`);
    assert.is(weightRead('1e50'), `1${'0'.repeat(50)}`);
  });

  test('known value: a byte order mark is passed over, and the densities 0 and 1 are allowed', () => {
    const text = edited({ density: '[0, 1]' });
    assert.equal(parseModelFile(`\uFEFF${text}`, 'm').densities.map(toNumber), [0, 1]);
    assert.equal(
      decodeModelFile(new TextEncoder().encode(`\uFEFF${text}`), 'm').densities.map(toNumber),
      [0, 1],
    );
  });

  test('known value: many lists side by side are not deep', () => {
    const rows = Array.from({ length: 200 }, (_, h) => `[${h}, 0]`);
    const model = parseModelFile(edited({ hidden: '200', weights: `[${rows.join(',')}]` }), 'm');
    assert.is(model.hiddenDimension, 200);
  });

  test('law: inverts formatModelFile', () => {
    fc.assert(
      fc.property(anyToyModel(), (model) => same(parseModelFile(formatModelFile(model), 'm'), model)),
    );
  });

  test('law: a JSON number means the decimal it spells, whatever the double nearest to it', () => {
    const numeral = fc
      .tuple(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.nat({ max: 20 }))
      .map(([digits, places]) => `${digits}e-${places}`);
    fc.assert(
      fc.property(numeral, (text) => assert.is(weightRead(text), formatRational(parseRational(text)))),
    );
  });

  test('law: doubles survive a file', () => {
    const entry = finiteDouble().filter((x) => Math.abs(x) <= 1e50 && (x === 0 || Math.abs(x) > 1e-90));
    fc.assert(
      fc.property(entry, (x) => {
        const model = toyModel(task([rationalFromNumber(0.5)], [rationalFromNumber(1)]), [
          [rationalFromNumber(x)],
        ]);
        const [[w] = []] = parseModelFile(formatModelFile(model), 'm').weights;
        assert.ok(w !== undefined && toNumber(w) === x);
      }),
    );
  });

  test('law: any text at all is either a model or refused with a FileError', () => {
    const fragment = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '0',
      '-',
      '1e5',
      'null',
      '"schema"',
      ' ',
    );
    fc.assert(fc.property(fc.array(fragment), (parts) => refusalOf(parts.join('')).startsWith('m.json: ')));
    fc.assert(fc.property(fc.string(), (text) => refusalOf(text).startsWith('m.json: ')));
    fc.assert(fc.property(fc.json(), (text) => refusalOf(text).startsWith('m.json: ')));
  });

  test('law: every truncation of a good file is refused', () => {
    const text = formatModelFile(parseModelFile(edited({}), 'm')).trimEnd();
    for (let length = 0; length < text.length; length++) {
      assert.match(
        refusalOf(text.slice(0, length)),
        /^m\.json: expected (valid JSON|a JSON document), found /,
      );
    }
  });

  test('law: no entry of any value under any key crashes the reader', () => {
    const key = fc.constantFrom(
      ...Object.keys(GOOD),
      'bias',
      'activation',
      'inputs',
      'activity',
      '__proto__',
      'x',
    );
    fc.assert(fc.property(key, fc.json(), (k, source) => void refusalOf(edited({ [k]: source }))));
    fc.assert(
      fc.property(anyRational(), (q) => void refusalOf(edited({ density: `"${formatRational(q)}"` }))),
    );
  });
});

suite('parseAnyModelFile', (test) => {
  const again = (model: ToyModel | TwoLayerModel): void => {
    const read = parseAnyModelFile(formatModelFile(model), 'm');
    assert.is(formatModelFile(read), formatModelFile(model));
    assert.is(showSetting(read), showSetting(model));
    assert.equal(Object.keys(read).sort(), Object.keys(model).sort());
  };

  test('law: inverts formatModelFile for every activation, input law, activity and architecture', () => {
    fc.assert(fc.property(anyTiedModel(3, anyActivation()), again));
    fc.assert(fc.property(anyTwoLayerModel(3, 3), again));
  });

  test('known value: entries that are no rational numerals go to the reader that is given, with their place', () => {
    const reader = {
      words: 'a word',
      read: (text: string): string => {
        if (text === 'bad(1)') throw new DomainError('read', 'a good word', '"bad(1)"');
        return text;
      },
    };
    const read = (weights: string) => parseAnyModelFile(edited({ weights }), 'm.json', reader);
    const model = read('[["sqrt(2)/2", "-1/2"]]');
    assert.ok(!('inputWeights' in model));
    assert.equal(
      model.weights.flat().map((w) => (typeof w === 'string' ? w : formatRational(w))),
      ['sqrt(2)/2', '-1/2'],
    );
    assert.is(
      messageOf(() => read('[["bad(1)", 1]]')),
      'm.json: weights[0][0]: expected a good word, found "bad(1)"',
    );
    assert.match(
      messageOf(() => read('[["1/0", 1]]')),
      /^m\.json: weights\[0\]\[0\]: expected a finite number .* a nonzero denominator/,
    );
    assert.match(refusalOf(edited({ weights: '[["sqrt(2)", 1]]' })), /found "sqrt\(2\)"$/);
  });

  test('known value: a table of activity needs no density, and may be a list', () => {
    const { density: _, ...rest } = GOOD;
    const text = JSON.stringify({ ...rest, activity: ['1/2', 0, 0, '1/2'] });
    assert.equal(parseModelFile(text, 'm').densities.map(formatRational), ['1/2', '1/2']);
  });
});
