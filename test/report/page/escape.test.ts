import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { escapeHtml, escapeJson } from '../../../src/report/page/escape.ts';
import { hoistStyles } from '../../../src/report/page/style-hoisting.ts';
import { suite } from '../../support/suite.ts';

const HOSTILE = [
  '</script>',
  '<!--',
  '-->',
  ']]>',
  '"',
  "'",
  '&lt;',
  '\u2028',
  '\u2029',
  '<img src=x onerror=1>',
  '\ud800',
  '\0',
];
const hostile = fc
  .array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE)))
  .map((parts) => parts.join(''));

suite('escape', (test) => {
  test('known value: markup becomes text', () => {
    assert.is(escapeHtml(`<a href="x">'&`), '&lt;a href=&quot;x&quot;&gt;&#39;&amp;');
    assert.is(escapeHtml('\u0000\ud800\u0085'), '\ufffd\ufffd\ufffd');
  });

  test('law: escaped text can neither open a tag nor end an attribute', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const escaped = escapeHtml(text);
        assert.not.match(escaped, /[<>"']/);
        assert.not.match(escaped, /&(?!(amp|lt|gt|quot|#39);)/);
      }),
    );
  });

  test('law: escaped JSON cannot end its script, and parses back', () => {
    fc.assert(
      fc.property(hostile, hostile, (key, text) => {
        const escaped = escapeJson({ [`k${key}`]: [text] });
        assert.not.match(escaped, /[<>&\u2028\u2029]/);
        assert.equal(JSON.parse(escaped), JSON.parse(JSON.stringify({ [`k${key}`]: [text] })));
      }),
    );
  });

  test('known value: styles move into rules, equal ones into one', () => {
    const { markup, rules } = hoistStyles(
      '<p style="a:b">x</p><p class="c" style="a:b">style="z"</p><i style="d:e"></i>',
    );
    assert.is(
      markup,
      '<p class="hoisted-0">x</p><p class="hoisted-0 c">style="z"</p><i class="hoisted-1"></i>',
    );
    assert.is(rules, '.hoisted-0{a:b}\n.hoisted-1{d:e}');
  });
});
