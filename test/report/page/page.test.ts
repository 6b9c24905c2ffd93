import { createHash } from 'node:crypto';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { Block, Prose, ReportDocument } from '../../../src/report/page/document.ts';
import { math, prose } from '../../../src/report/page/document.ts';
import { renderPage } from '../../../src/report/page/page.ts';
import { classicInterpreter } from '../../../src/report/page/page-assets.ts';
import { AntipodeError, DomainError, ShapeError } from '../../../src/support/errors.ts';
import { runs, suite } from '../../support/suite.ts';
import { PAGE_ASSETS } from '../gallery/page-assets.ts';

const LIGHT = { ...PAGE_ASSETS, vega: 'var vega = {};', stylesheet: '' };
const DRAWING = { svg: '<svg width="1"><clipPath id="def0"/><g clip-path="url(#def0)"/></svg>', vega: {} };

function report(text: string, content: readonly Block[] = []): ReportDocument {
  return {
    title: text,
    subtitle: text,
    facts: [{ name: text, value: text }],
    abstract: [{ kind: 'paragraph', text }],
    sections: [{ id: 'only', title: text, content }],
    footer: text,
  };
}

/** One block of each kind that holds text, with the text wherever it goes. */
function blocksWith(text: string): Block[] {
  return [
    {
      kind: 'paragraph',
      text: [
        { kind: 'strong', text },
        { kind: 'emphasis', text },
        { kind: 'code', text },
      ],
    },
    { kind: 'paragraph', text: { kind: 'link', href: `https://example.org/${text}`, text } },
    { kind: 'code', text },
    { kind: 'list', items: [text] },
    { kind: 'table', caption: text, columns: [{ heading: text }], rows: [[text]] },
    { kind: 'callout', tone: 'note', title: text, content: [{ kind: 'paragraph', text }] },
    { kind: 'details', summary: text, content: [{ kind: 'subsection', title: text, content: [] }] },
    {
      kind: 'figure',
      id: 'fig',
      caption: text,
      panels: [{ drawing: { ...DRAWING, vega: { description: text } }, description: `x${text}` }],
    },
  ];
}

/** The page with every text node and attribute value taken out: its skeleton. */
function skeleton(page: string): string {
  const body = page.slice(page.indexOf('<body>'));
  return body
    .replace(/(<script[^>]*>)[\s\S]*?<\/script>/g, '$1</script>')
    .replace(/="[^"]*"/g, '=""')
    .replace(/>[^<]*</g, '><');
}

const HOSTILE = [
  '</script>',
  '<!--',
  '<script>alert(1)</script>',
  '" onload="x',
  "' x='",
  '\u2028',
  '&quot;',
  '</title>',
  '-->',
];

suite('page', (test) => {
  test('law: no text changes the structure of the page', () => {
    const plain = skeleton(renderPage(report('plain', blocksWith('plain')), LIGHT));
    const hostile = fc
      .array(fc.oneof(fc.string(), fc.constantFrom(...HOSTILE)), { minLength: 1 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(hostile, (text) => {
        assert.is(skeleton(renderPage(report(text, blocksWith(text)), LIGHT)), plain);
      }),
      runs(60),
    );
  });

  test('law: the same document gives the same page', () => {
    const make = (): string => renderPage(report('x', blocksWith('y')), PAGE_ASSETS);
    assert.is(make(), make());
  });

  test('law: the policy names the hash of every style and script, and allows nothing inline besides', () => {
    const page = renderPage(report('x', [{ kind: 'math', tex: '\\frac{a}{b} \\tag{1}' }]), PAGE_ASSETS);
    const policy =
      /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#39;', "'") ?? '';
    assert.match(policy, "default-src 'none'");
    assert.not.match(policy, 'unsafe');
    const inline = [...page.matchAll(/<(script|style)>([\s\S]*?)<\/\1>/g)];
    assert.is(inline.length, 4);
    for (const [, , text] of inline) {
      assert.ok(
        policy.includes(
          `'sha256-${createHash('sha256')
            .update(text ?? '')
            .digest('base64')}'`,
        ),
      );
    }
    assert.not.match(page.slice(page.indexOf('<body>'), page.indexOf('<script>')), /\sstyle="|\son[a-z]+="/);
  });

  test('law: nothing comes from elsewhere', () => {
    const page = renderPage(report('x', blocksWith('y')), LIGHT);
    assert.not.match(page, /(src|srcset|@import|url\()=?"?\s*(https?:)?\/\//);
    for (const [, href] of page.matchAll(/<link[^>]*href="([^"]*)"/g)) assert.is(href, 'data:,');
  });

  test('known value: figures are numbered in reading order and referred to by number', () => {
    const figure = (id: string): Block => ({
      kind: 'figure',
      id,
      caption: 'c',
      panels: [{ drawing: DRAWING, description: 'd' }],
    });
    const text: Prose = prose`see ${{ kind: 'figure-reference', figure: 'second' }} and ${math('x')}`;
    const page = renderPage(
      report('x', [
        { kind: 'paragraph', text },
        { kind: 'details', summary: 's', content: [figure('first')] },
        figure('second'),
      ]),
      LIGHT,
    );
    assert.match(page, '<a href="#second">Figure 2</a> and <math>');
    assert.match(page, '<b>Figure 1.</b>');
    assert.match(page, 'id="second-1-def0"');
    assert.match(page, 'url(#second-1-def0)');
  });

  test('bad documents are refused', () => {
    const refuse = (content: Block[], kind: new (...rest: never[]) => Error = DomainError): void => {
      assert.throws(
        () => renderPage(report('x', content), LIGHT),
        (error: unknown) => error instanceof kind,
      );
    };
    const paragraph = (text: Prose): Block => ({ kind: 'paragraph', text });
    refuse([paragraph(math('\\frac{'))]);
    refuse([paragraph(math('\\nonsense'))]);
    refuse([paragraph({ kind: 'link', href: 'javascript:alert(1)', text: 'x' })]);
    refuse([paragraph({ kind: 'figure-reference', figure: 'none' })]);
    refuse([{ kind: 'figure', id: 'only', caption: 'x', panels: [{ drawing: DRAWING, description: 'd' }] }]);
    refuse([{ kind: 'figure', id: 'a b', caption: 'x', panels: [{ drawing: DRAWING, description: 'd' }] }]);
    refuse([{ kind: 'figure', id: 'a', caption: 'x', panels: [] }]);
    refuse([{ kind: 'figure', id: 'a', caption: 'x', panels: [{ drawing: DRAWING, description: ' ' }] }]);
    refuse([{ kind: 'table', caption: 'x', columns: [{ heading: 'x' }], rows: [['a', 'b']] }], ShapeError);
  });

  test('scripts that could end their element, and an unknown interpreter, are refused', () => {
    assert.throws(
      () => renderPage(report('x'), { ...LIGHT, liveFigures: '"</script>"' }),
      (error: unknown) => error instanceof DomainError,
    );
    assert.throws(
      () => classicInterpreter('export const x = 1;'),
      (error: unknown) => error instanceof AntipodeError,
    );
  });
});
